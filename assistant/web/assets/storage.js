// A browser that forbids a page to keep anything, as some do within another site's page, breaks every script that
// tries: what would be kept is then forgotten with the window. It runs before Gradio's own scripts.
(() => {
  "use strict";

  const inMemory = () => {
    const kept = new Map();
    return {
      get length() {
        return kept.size;
      },
      key: (place) => [...kept.keys()][place] ?? null,
      getItem: (name) => kept.get(String(name)) ?? null,
      setItem: (name, value) => void kept.set(String(name), String(value)),
      removeItem: (name) => void kept.delete(String(name)),
      clear: () => kept.clear(),
    };
  };

  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].length;
    } catch {
      Object.defineProperty(window, name, { value: inMemory(), configurable: true });
    }
  }
})();

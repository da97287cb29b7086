// The choice about the language model: sent when it is made, and once more when this browser session opens the page
// again with the same model. Gradio calls `window.juryConsent.place` when it has put the part on the page.
(() => {
  "use strict";

  const NAME = "jury-coach-model";

  const remembered = () => {
    try {
      return JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    } catch {
      return null;
    }
  };

  const remember = (choice) => {
    try {
      sessionStorage.setItem(NAME, JSON.stringify(choice));
    } catch {
      // A browser that stores nothing asks again.
    }
  };

  const place = (element, trigger) => {
    const keyOf = () => element.querySelector("[data-key]")?.dataset.key;
    let chosen = false;
    // The button that was pressed goes with the question: who reads with the keyboard goes on at what was chosen.
    new MutationObserver(() => {
      const status = element.querySelector("[role=status]");
      if (!chosen || !status) return;
      chosen = false;
      status.focus({ preventScroll: true });
    }).observe(element, { childList: true, subtree: true });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-accept]");
      if (!button) return;
      const choice = { key: keyOf(), accepted: button.dataset.accept === "true" };
      remember(choice);
      chosen = true;
      trigger("submit", choice);
    });
    const before = remembered();
    if (before && before.key === keyOf() && !element.querySelector("[data-accepted]")) trigger("submit", before);
  };

  window.juryConsent = { place };
})();

// What the page does in the browser: citations lead to their place, the référentiel is searched, the panels and
// the colours are switched. Events are caught on the document, since Gradio builds the page after this runs.
(() => {
  "use strict";

  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[’‘]/g, "'")
      .toLowerCase();

  const showPanel = (name) => {
    document.body.dataset.panel = name;
    // On a wide screen the référentiel stands beside the conversation: they are one page.
    const page = name === "reference" && window.matchMedia("(min-width: 861px)").matches ? "chat" : name;
    for (const button of document.querySelectorAll(".masthead button[data-panel]")) {
      button.setAttribute("aria-pressed", String(button.dataset.panel === page));
    }
  };

  const openEntry = (id) => {
    const entry = document.getElementById(id);
    if (!entry) return;
    const search = document.getElementById("reference-query");
    if (search && search.value) {
      search.value = "";
      filter("");
    }
    showPanel("reference");
    for (let parent = entry.parentElement; parent; parent = parent.parentElement) {
      if (parent.tagName === "DETAILS") parent.open = true;
    }
    for (const other of document.querySelectorAll(".entry.found")) other.classList.remove("found");
    entry.classList.add("found");
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "center", behavior: "smooth" });
  };

  const filter = (query) => {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const tree = document.querySelector(".reference-tree");
    if (!tree) return;
    let count = 0;
    for (const entry of tree.querySelectorAll(".entry")) {
      const text = fold(entry.textContent);
      const matches = words.every((word) => text.includes(word));
      entry.hidden = !matches;
      if (matches) count += 1;
    }
    for (const details of tree.querySelectorAll("details")) {
      const any = details.querySelector(".entry:not([hidden])") !== null;
      details.hidden = !any;
      if (words.length > 0) details.open = any;
      else if (details.matches(".activity, .exam")) details.open = false;
      else details.open = true;
    }
    const status = document.getElementById("reference-count");
    if (status) {
      status.textContent = words.length === 0 ? "" : count === 1 ? "1 passage" : `${count} passages`;
    }
    const empty = document.getElementById("reference-empty");
    if (empty) empty.hidden = count > 0;
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.('a[href*="#ref-"]');
      if (link) {
        event.preventDefault();
        event.stopPropagation();
        openEntry(decodeURIComponent(link.getAttribute("href").split("#")[1]));
        return;
      }
      const review = event.target.closest?.('a[href$="#relecture"]');
      if (review) {
        event.preventDefault();
        event.stopPropagation();
        showPanel("review");
        window.juryReview.show();
        return;
      }
      const panel = event.target.closest?.("button[data-panel]");
      if (panel) showPanel(panel.dataset.panel);
      if (event.target.closest?.("#theme-toggle")) {
        const dark = document.body.classList.toggle("dark");
        try {
          localStorage.setItem("jury-coach-theme", dark ? "dark" : "light");
        } catch {
          // A browser that refuses to remember still shows the colours that were asked for.
        }
      }
    },
    true,
  );

  document.addEventListener("input", (event) => {
    if (event.target.id === "reference-query") filter(event.target.value);
  });

  const rememberedTheme = () => {
    try {
      return localStorage.getItem("jury-coach-theme");
    } catch {
      return null;
    }
  };

  const restoreTheme = () => {
    const theme = rememberedTheme();
    if (theme) document.body.classList.toggle("dark", theme === "dark");
  };

  const start = () => {
    document.documentElement.lang = "fr";
    showPanel("chat");
    // Gradio chooses the colours of the system when it builds the page: what was remembered comes after that.
    const observer = new MutationObserver(() => {
      if (!document.getElementById("theme-toggle")) return;
      observer.disconnect();
      restoreTheme();
      showPanel("chat");
    });
    observer.observe(document.body, { childList: true, subtree: true });
    restoreTheme();
  };

  // The script may come with the page or be put into it later.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

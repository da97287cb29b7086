// A review's quotes lead to the draft's text, its numbers to their criteria.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const focusOn = (element) => {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  };

  let opener = null;

  // On a narrow screen the text covers the page: what is behind can't be reached.
  const behind = (is) => {
    for (const id of ["header", "review-panel"]) if (byId(id)) byId(id).inert = is;
  };

  const openDraft = (from) => {
    opener = from;
    document.body.dataset.draft = "open";
    behind(window.matchMedia("(max-width: 860px)").matches);
  };

  const closeDraft = () => {
    if (document.body.dataset.draft !== "open") return;
    delete document.body.dataset.draft;
    behind(false);
    for (const other of document.querySelectorAll(".passage.found")) other.classList.remove("found");
    for (const other of document.querySelectorAll(".quote[aria-current]")) other.removeAttribute("aria-current");
    if (opener?.isConnected) opener.focus();
    opener = null;
  };

  const showPassage = (button) => {
    const passage = byId(`passage-${button.dataset.passage}`);
    if (!passage) return;
    openDraft(button);
    for (const other of document.querySelectorAll(".passage.found")) other.classList.remove("found");
    for (const other of document.querySelectorAll(".quote[aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    passage.classList.add("found");
    passage.tabIndex = -1;
    passage.focus({ preventScroll: true });
    passage.scrollIntoView({ block: "center", behavior: "auto" });
  };

  const openCriterion = (id) => {
    const place = byId(id);
    if (!place) return;
    for (let at = place; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const target = place.querySelector("summary") ?? place;
    if (target === place) place.tabIndex = -1;
    focusOn(target);
  };

  const unfold = (button) => {
    const isOpen = button.dataset.unfold === "true";
    for (const details of document.querySelectorAll("details.criterion")) details.open = isOpen;
    button.dataset.unfold = String(!isOpen);
    button.textContent = isOpen ? "Tout replier" : "Tout déplier";
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const quote = at(".quote[data-passage]");
    if (quote) showPassage(quote);
    const draft = at("button[data-draft]");
    if (draft?.dataset.draft === "open") {
      openDraft(draft);
      focusOn(byId("draft-title"));
    }
    if (draft?.dataset.draft === "close") closeDraft();
    const all = at("[data-unfold]");
    if (all) unfold(all);
  });

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a.to-criterion");
      if (!link) return;
      event.preventDefault();
      openCriterion(link.getAttribute("href").slice(1));
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.dataset.draft === "open") closeDraft();
  });

  window.juryDraft = { close: closeDraft, focusOn };
})();

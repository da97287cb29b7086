// The référentiel: it is searched, and citations lead to their place in it.
(() => {
  "use strict";

  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[’‘]/g, "'")
      .toLowerCase();

  const reveal = (entry) => {
    const search = document.getElementById("reference-query");
    if (search && search.value) {
      search.value = "";
      filter("");
    }
    for (let parent = entry.parentElement; parent; parent = parent.parentElement) {
      if (parent.tagName === "DETAILS") parent.open = true;
    }
    for (const other of document.querySelectorAll(".entry.found")) other.classList.remove("found");
    entry.classList.add("found");
    entry.focus({ preventScroll: true });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    entry.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };

  // Where a citation was followed: beside the conversation where there is room, else on the référentiel's own page,
  // from which one goes back.
  const follow = (id) => {
    const entry = document.getElementById(id);
    if (!entry) return;
    const page = document.body.dataset.panel;
    if (page !== "reference" && !(page === "chat" && window.juryRoute.isWide())) {
      window.juryRoute.go("reference", id.replace(/^ref-[a-z]+-/, "").replace("_", "/"));
    }
    reveal(entry);
  };

  const open = (code) => {
    const name = code.replace("/", "_");
    for (const kind of ["criterion", "exam", "competence", "activity"]) {
      const entry = document.getElementById(`ref-${kind}-${name}`);
      if (entry) {
        reveal(entry);
        return;
      }
    }
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
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      follow(decodeURIComponent(link.getAttribute("href").split("#")[1]));
    },
    true,
  );

  document.addEventListener("input", (event) => {
    if (event.target.id === "reference-query") filter(event.target.value);
  });

  window.juryReference = { open };
})();

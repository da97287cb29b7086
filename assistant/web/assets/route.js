// The pages and their addresses: `?view=jury&exam=C3.3` (Gradio keeps `page` for itself). Whoever goes back in the
// browser goes back to the page before.
(() => {
  "use strict";

  const PAGES = ["chat", "review", "jury", "reference", "cohort", "data"];
  const EXAM_FIELDS = { review: "review-exam", jury: "jury-exam", cohort: "cohort-exam" };
  const NAME = "jury-coach";

  const read = () => {
    const given = new URLSearchParams(location.search);
    const exam = given.get("exam") ?? "";
    const page = given.get("view") ?? (exam ? "reference" : "chat");
    return { page: PAGES.includes(page) ? page : "chat", exam };
  };

  const address = ({ page, exam }) => {
    const query = new URLSearchParams(location.search);
    query.delete("view");
    query.delete("exam");
    if (page !== "chat") query.set("view", page);
    if (exam) query.set("exam", exam);
    const text = query.toString();
    return `${location.pathname}${text ? `?${text}` : ""}`;
  };

  const isWide = () => window.matchMedia("(min-width: 1101px)").matches;

  const nameOf = (page) => document.querySelector(`.masthead [data-page="${page}"] span`)?.textContent ?? "";

  const title = () => {
    const page = document.body.dataset.panel;
    document.title = page === "chat" || !nameOf(page) ? NAME : `${nameOf(page)} · ${NAME}`;
  };

  const show = ({ page, exam }, focus) => {
    document.body.dataset.panel = page;
    for (const link of document.querySelectorAll("[data-page]")) {
      if (link.dataset.page === page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    title();
    if (page === "reference" && exam) window.juryReference.open(exam);
    choose(page, exam);
    if (focus && page !== "chat" && !exam) heading(page)?.focus({ preventScroll: true });
  };

  const heading = (page) => document.getElementById(`${page}-heading`);

  let choosing = false;

  const choose = (page, exam) => {
    const field = document.getElementById(EXAM_FIELDS[page]);
    if (!exam || !field || ![...field.options].some((option) => option.value === exam)) return;
    field.value = exam;
    choosing = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    choosing = false;
  };

  const go = (page, exam = "") => {
    const now = read();
    if (now.page !== page || now.exam !== exam) history.pushState(null, "", address({ page, exam }));
    show({ page, exam }, true);
  };

  document.addEventListener(
    "click",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
      const link = event.target.closest?.("a[data-page], button[data-panel], a[href^='?view=']");
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      const given = new URLSearchParams(link.getAttribute("href")?.split("?")[1] ?? "");
      go(link.dataset.page ?? link.dataset.panel ?? given.get("view"), given.get("exam") ?? "");
    },
    true,
  );

  document.addEventListener("change", (event) => {
    const page = document.body.dataset.panel;
    if (event.target.id !== EXAM_FIELDS[page] || choosing) return;
    history.replaceState(null, "", address({ page, exam: event.target.value }));
  });

  window.addEventListener("popstate", () => show(read(), false));

  document.addEventListener("DOMContentLoaded", () => {
    document.body.dataset.panel = read().page;
  });

  window.juryRoute = { go, read, show: () => show(read(), false), title, isWide };
})();

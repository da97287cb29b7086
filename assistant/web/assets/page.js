// What the page does in the browser as a whole: the first page is shown once Gradio has built it, the colours are
// switched, the review that a link names is shown.
(() => {
  "use strict";

  document.addEventListener(
    "click",
    (event) => {
      const review = event.target.closest?.('a[href$="#relecture"]');
      if (review) {
        event.preventDefault();
        event.stopPropagation();
        window.juryRoute.go("review");
        window.juryReview.show();
        return;
      }
      const skip = event.target.closest?.("a.skip");
      if (skip) {
        event.preventDefault();
        toContent();
      }
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

  const toContent = () => {
    const page = document.body.dataset.panel;
    const place =
      page === "chat" ? document.querySelector("#question textarea") : document.getElementById(`${page}-heading`);
    place?.focus();
  };

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
    // Gradio chooses the colours of the system when it builds the page: what was remembered comes after that.
    const observer = new MutationObserver(() => {
      if (!document.getElementById("theme-toggle") || !document.getElementById("jury-exam")) return;
      observer.disconnect();
      restoreTheme();
      window.juryLanguage.start();
      window.juryRoute.show();
      window.juryAccount.ask();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    restoreTheme();
  };

  // The script may come with the page or be put into it later.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

// A thumb up and one down under each answer, and the dialog that asks before anything is kept.
(() => {
  "use strict";

  const QUIET_MS = 500; // an answer that grows changes more often than that
  const NAMES = { up: "Utile", down: "À revoir" };
  const HANDS = {
    up: "M5 7.2 7.6 1.8c1.2 0 1.9.9 1.7 2L8.9 6h4.2c.9 0 1.5.8 1.3 1.6l-1.2 5c-.2.7-.7 1.2-1.4 1.2H5zM1.8 7.2H5v6.6H1.8z",
    down: "M5 8.8l2.6 5.4c1.2 0 1.9-.9 1.7-2L8.9 10h4.2c.9 0 1.5-.8 1.3-1.6l-1.2-5c-.2-.7-.7-1.2-1.4-1.2H5zM1.8 8.8H5V2.2H1.8z",
  };
  // The plain twin of a card, which isn't shown: its card has the thumbs.
  const TWIN = ".message.component:has(.talk-card, .talk-cards) ~ .message";
  let timer = 0;
  let asked = null; // the buttons whose answer the dialog is about
  let thumb = "";

  const answers = () => [...document.querySelectorAll('#chat [data-testid="bot"]')];

  const bar = () => {
    const made = document.createElement("div");
    made.className = "opinion";
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", "Votre avis sur cette réponse");
    made.setAttribute("aria-live", "off");
    for (const [name, word] of Object.entries(NAMES)) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.thumb = name;
      button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-haspopup", "dialog");
      button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${HANDS[name]}" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/></svg> ${word}`;
      made.append(button);
    }
    const said = document.createElement("span");
    said.className = "opinion-said";
    made.append(said);
    return made;
  };

  const decorate = () => {
    for (const answer of answers()) {
      const home = answer.parentElement;
      if (home.matches(TWIN)) continue;
      const there = home.querySelector(":scope > .opinion");
      // Another answer may take the place of one that was edited: what was said of that one doesn't hold for it.
      const text = answer.textContent;
      if (there && there.answer !== text) there.remove();
      if (there?.isConnected || !text.trim()) continue;
      const made = bar();
      made.answer = text;
      home.append(made);
    }
  };

  const place = (element, trigger) => {
    const dialog = element.querySelector("dialog");
    const word = dialog.querySelector("textarea");
    const details = dialog.querySelector("details");
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.("#chat .opinion [data-thumb]");
      if (!button) return;
      asked = button.closest(".opinion");
      thumb = button.dataset.thumb;
      dialog.querySelector("[data-thumb-name]").textContent = NAMES[thumb].toLowerCase();
      dialog.querySelector('[value="withdraw"]').hidden = !asked.querySelector('[aria-pressed="true"]');
      dialog.returnValue = "";
      dialog.showModal();
      word.focus();
    });
    dialog.addEventListener("close", () => {
      const index = answers().findIndex((answer) => answer.parentElement === asked?.parentElement);
      const given = { index, count: answers().length };
      if (dialog.returnValue === "keep" && index >= 0) {
        trigger("submit", { ...given, thumb, word: word.value });
        details.open = false;
      } else if (dialog.returnValue === "withdraw" && index >= 0) {
        trigger("clear", given);
      }
      word.value = "";
      asked?.querySelector(`[data-thumb="${thumb}"]`)?.focus();
    });
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(decorate, QUIET_MS);
    };
    new MutationObserver(watch).observe(document.querySelector("#chat-panel"), {
      childList: true,
      subtree: true,
      characterData: true,
    });
    watch();
  };

  const told = () => {
    const outcome = document.querySelector("#opinion-outcome [data-state]");
    if (!outcome) return;
    const { index, state } = outcome.dataset;
    const shown = answers()[Number(index)]?.parentElement.querySelector(":scope > .opinion");
    if (shown) {
      if (state !== "problem") {
        for (const button of shown.querySelectorAll("button")) {
          button.setAttribute("aria-pressed", String(button.dataset.thumb === state));
        }
      }
      shown.querySelector(".opinion-said").textContent = outcome.textContent;
    }
    const announcer = document.getElementById("announcer");
    if (announcer) announcer.textContent = outcome.textContent;
  };

  window.juryOpinion = { place, told };
})();

// What the cards of the conversation do: their buttons are heard here, whichever message they stand in, and go through
// one part of the page that nobody sees. Words to say go through the field, as if the person had written them.
(() => {
  "use strict";

  const { announce, save } = window.juryFiles;
  const CHAT = "#chat-panel";
  const BUSY = "Une réponse est en cours\u00a0: attendez qu’elle finisse, ou arrêtez-la.";

  let act = () => {};
  let rank = "";

  const connect = (trigger) => {
    act = trigger;
    watch();
  };

  const say = (text) => {
    const field = document.querySelector("#question textarea");
    const send = document.querySelector("#question .submit-button");
    if (!field || field.disabled || !send) {
      announce(BUSY);
      return;
    }
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, window.juryLanguage.say(text));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // Gradio takes over what was written at its next turn.
    setTimeout(() => send.click(), 60);
    field.focus();
  };

  const download = (button) => {
    for (const card of document.querySelectorAll(".talk-export[data-active]")) card.removeAttribute("data-active");
    button.closest(".talk-export").dataset.active = "true";
    act("download", { form: button.dataset.form });
  };

  // Of a card, its plain twin is copied, which stands beside it and isn't shown.
  const copy = async (button) => {
    const twins = button.closest(".message-row")?.querySelectorAll(".md") ?? [];
    const text = [...twins].map((twin) => twin.textContent.trim()).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
      announce("Copié.");
    } catch {
      announce("Votre navigateur ne permet pas de copier ici.");
    }
  };

  // Where the whole conversation is copied, Gradio has no words for what is a part of the page.
  if (navigator.clipboard) {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => write(String(text).replaceAll("assistant: undefined\n\n", ""));
  }

  const erase = () => {
    window.juryRoute.go("data");
    document.querySelector("#data-form [data-erase-all]")?.click();
  };

  const practise = (button) => {
    rank = button.dataset.rank;
    act("play", { set: Number(button.dataset.set) });
  };

  const practising = () => {
    window.juryRoute.go("jury");
    window.juryPage.settled();
    const asked = document.getElementById(`asked-${rank}`);
    const problem = document.querySelector("#jury-status .problem");
    if (!asked || problem) return;
    asked.tabIndex = -1;
    const card = asked.closest("article").querySelector("details.practice");
    if (card) card.open = true;
    window.juryDraft.focusOn(asked);
  };

  const sampled = (message) => {
    if (message) say(JSON.parse(message));
    return "";
  };

  const DO = {
    attach: () => document.getElementById("attach-file")?.click(),
    sample: () => act("upload", {}),
    stop: (button) => {
      button.disabled = true;
      act("stop", {});
    },
    export: download,
    copy,
    erase,
    practise,
  };

  // The review opens at its criterion once its page is shown.
  const toCriterion = (number) => {
    setTimeout(() => {
      const place = document.getElementById(`criterion-${number}`);
      if (!place) return;
      if ("open" in place) place.open = true;
      const target = place.querySelector("summary") ?? place;
      if (!target.matches("summary")) target.tabIndex = -1;
      window.juryDraft.focusOn(target);
    }, 50);
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[data-criterion]");
      if (link) toCriterion(link.dataset.criterion);
      const button = event.target.closest?.(`${CHAT} button:is([data-talk], [data-say])`);
      // Mark-up that stands in what somebody wrote is no card, whatever it looks like.
      if (!button || button.closest(".md")) return;
      event.preventDefault();
      if (button.dataset.say) say(button.dataset.say);
      else DO[button.dataset.talk]?.(button);
    },
    true,
  );

  // What is new is shown: a question at the end of the conversation, a card from its beginning where it doesn't fit.
  // Gradio follows by itself only where nobody scrolled.
  const seen = new WeakSet();
  const unseen = (element) => element && !seen.has(element) && seen.add(element);
  const follow = () => {
    const room = document.querySelector("#chat .bubble-wrap");
    if (!room) return;
    for (const row of room.querySelectorAll(".user-row")) if (unseen(row)) room.scrollTop = room.scrollHeight;
    for (const card of room.querySelectorAll(".talk-card:not(.talk-progress), .talk-cards")) {
      if (!unseen(card) || card.closest(".talk-cards") !== (card.matches(".talk-cards") ? card : null)) continue;
      setTimeout(() => {
        const tall = card.offsetHeight > room.clientHeight;
        if (tall) card.scrollIntoView({ block: "start" });
        else room.scrollTop = room.scrollHeight;
      }, 800);
    }
  };
  const watch = () => {
    const chat = document.getElementById("chat-panel");
    if (chat) new MutationObserver(follow).observe(chat, { childList: true, subtree: true });
  };

  window.juryTalk = {
    connect,
    practising,
    sampled,
    save: (file) => save(file, ".talk-export[data-active] .download-problem"),
  };
})();

// What the page says when the service stops, is away and is back. Gradio's own words for it are English, and it would
// reload the page with what is being written in it: that is kept in the tab, and given back.
(() => {
  "use strict";

  const CALM_MS = 15_000;
  const ANXIOUS_MS = 1_500;
  const PATIENCE_MS = 4_000;
  const KEPT = "jury-coach-kept";
  const GIVING_BACK = 8;
  const WORDS = {
    stopping:
      "Le service redémarre\u00a0: ce qui est en cours peut finir, ce qui est nouveau attendra une minute. Votre texte reste dans la page.",
    away: "Le service redémarre\u00a0: la page se reconnecte d’elle-même. Votre texte reste dans la page.",
    back: "Le service a redémarré\u00a0: vous pouvez continuer. Une relecture faite avant est à refaire.",
  };
  const address = new URL("healthz", location.href.split(/[?#]/)[0]);
  const ask = window.fetch.bind(window);
  let state = "alive";
  let service = null;
  let timer = 0;
  let asked = "";
  let resume = () => {};
  window.juryService = {
    connect(trigger) {
      resume = trigger;
    },
  };

  const notice = () => {
    let element = document.getElementById("service-notice");
    if (!element) {
      element = document.createElement("div");
      element.id = "service-notice";
      element.setAttribute("role", "status");
      document.body.append(element);
    }
    return element;
  };

  const show = (next) => {
    if (next === state) return;
    state = next;
    document.body.dataset.service = state;
    const element = notice();
    element.replaceChildren();
    if (state === "alive") {
      forget();
      return;
    }
    const sentence = document.createElement("p");
    sentence.textContent = WORDS[state];
    element.append(sentence);
    if (state === "back") {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Continuer";
      button.addEventListener("click", () => show("alive"));
      element.append(button);
    }
    if (state === "away" || state === "stopping") keep();
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const answer = await ask(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) throw new Error("away");
      hear(await answer.json());
    } catch {
      if (navigator.onLine !== false) show("away");
    }
    const calm = state === "alive" || state === "back";
    timer = setTimeout(look, calm ? (document.hidden ? 4 * CALM_MS : CALM_MS) : ANXIOUS_MS);
  };

  const hear = (told) => {
    const other = service !== null && told.service !== service;
    service = told.service;
    if (told.status === "stopping") show("stopping");
    else if (other || state === "away" || state === "stopping") {
      show(other ? "back" : "alive");
      // The service that is back knows nothing of the conversation: the page tells it.
      if (other) resume("click");
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  };

  // A request that finds nobody says so before the next look.
  window.fetch = async (...given) => {
    const join = String(given[0]?.url ?? given[0]).includes("/queue/join");
    try {
      const answer = await ask(...given);
      if ([502, 503, 504].includes(answer.status)) failed(join);
      return answer;
    } catch (error) {
      if (error?.name !== "AbortError") failed(join);
      throw error;
    }
  };

  const failed = (join) => {
    soon();
    const field = questionField();
    if (join && asked && field) setTimeout(() => field.value || write(field, asked), 300);
  };

  // What is being written: where it stands, and what it is.
  const fields = () => [...document.querySelectorAll("textarea, input[type=text]")].filter((field) => field.value);
  const questionField = () => document.querySelector("#question textarea");
  const write = (field, text) => {
    const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(prototype.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const placeOf = (field) => {
    const holder = field.id ? field : field.closest("[id]");
    if (!holder) return null;
    const within = holder === field ? -1 : [...holder.querySelectorAll("textarea, input[type=text]")].indexOf(field);
    return [holder.id, within];
  };
  const fieldAt = ([id, within]) => {
    const holder = document.getElementById(id);
    return within < 0 ? holder : holder?.querySelectorAll("textarea, input[type=text]")[within];
  };

  const keep = () => {
    try {
      const kept = fields().map((field) => [placeOf(field), field.value]);
      sessionStorage.setItem(KEPT, JSON.stringify(kept.filter(([place]) => place)));
    } catch {
      // A browser that keeps nothing: the text is in the page as long as it isn't reloaded.
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(KEPT);
    } catch {
      // Nothing was kept.
    }
  };

  const restore = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    } catch {
      kept = null;
    }
    if (kept === null) return;
    giveBack(kept, GIVING_BACK);
    show("back");
  };

  // Gradio empties its fields while it builds the page: they are looked at until they hold what they are given.
  const giveBack = (kept, times) => {
    for (const [place, text] of kept) {
      const field = fieldAt(place);
      if (field && !field.value) write(field, text);
    }
    if (times > 0) setTimeout(giveBack, 300, kept, times - 1);
  };

  // While the service is away nothing is sent: the question stays where it was written.
  const hold = (event) => {
    if (state !== "away" && state !== "stopping") {
      const field = questionField();
      if (field?.value) asked = field.value;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    notice().classList.remove("again");
    requestAnimationFrame(() => notice().classList.add("again"));
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && !event.shiftKey && event.target.matches?.("#question textarea")) hold(event);
    },
    true,
  );
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest?.("#question .submit-button")) hold(event);
    },
    true,
  );
  // Gradio may open the page anew once it finds the service again.
  window.addEventListener("pagehide", () => {
    if (state !== "alive") keep();
  });
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => document.hidden || soon());

  const start = () => {
    notice();
    const built = new MutationObserver(() => {
      if (!questionField()) return;
      built.disconnect();
      restore();
      look();
    });
    built.observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

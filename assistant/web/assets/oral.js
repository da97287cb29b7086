// A mock oral in the browser: the clock is drawn from what the server said last, an answer that is being written is
// kept whatever happens. Gradio calls the functions of `window.juryOral`.
(() => {
  "use strict";

  const { announce } = window.juryFiles;
  const { focusOn } = window.juryDraft;
  const byId = (id) => document.getElementById(id);
  const PATIENCE_MS = 90000;
  const TICK_MS = 200;
  const LAST_MINUTE_S = 60;
  const MILESTONES = [
    [300, "Il reste 5 minutes."],
    [60, "Il reste 1 minute."],
    [0, "Le temps est écoulé."],
  ];

  const part = () => document.querySelector("#jury-oral .oral");

  // The clock

  let clock = null;
  let pausedAt = null;

  const readClock = () => {
    const place = document.querySelector("#jury-oral .clock");
    if (!place) return;
    // Gradio changes the page's elements in place: only what they bear tells a new state.
    const state = [part().dataset.turn, place.dataset.elapsed, place.dataset.limit, place.dataset.running].join(" ");
    if (state === clock?.state && place === clock.place) return;
    const limit = place.dataset.limit === "" ? null : Number(place.dataset.limit);
    const elapsed = Number(place.dataset.elapsed);
    clock = {
      state,
      place,
      limit,
      elapsed,
      running: place.dataset.running === "true",
      since: performance.now(),
      left: limit === null ? null : limit - elapsed,
    };
    pausedAt = null;
  };

  const written = (seconds) => {
    const whole = Math.max(0, seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  const put = (element, text) => {
    const words = window.juryLanguage.say(text);
    if (element && element.textContent !== words) element.textContent = words;
  };

  const draw = () => {
    if (!clock?.place.isConnected) return;
    const now = pausedAt ?? performance.now();
    const elapsed = clock.elapsed + (clock.running ? (now - clock.since) / 1000 : 0);
    const shown = clock.place.querySelector("[data-time-shown]");
    const note = clock.place.querySelector("[data-clock-note]");
    const held = clock.running ? "" : "En pause · ";
    if (clock.limit === null) {
      put(shown, written(Math.floor(elapsed)));
      put(note, held + clock.place.dataset.note);
      return;
    }
    const left = clock.limit - elapsed;
    for (const [at, words] of MILESTONES) if (clock.left > at && left <= at) announce(words);
    clock.left = left;
    const over = left <= 0;
    const soon = !over && left <= LAST_MINUTE_S;
    clock.place.classList.toggle("over", over);
    clock.place.classList.toggle("soon", soon);
    put(shown, over ? `+${written(Math.floor(-left))}` : written(Math.ceil(left)));
    put(note, held + (over ? "Temps écoulé" : soon ? "Dernière minute" : clock.place.dataset.note));
    const finish = document.querySelector("#jury-oral [data-time-over]");
    if (finish) finish.hidden = !over;
  };

  setInterval(draw, TICK_MS);

  // While a recording is written down, the clock stands still; then the server tells what it shows.
  const stand = () => {
    pausedAt ??= performance.now();
  };

  const correct = (elapsed) => {
    if (clock && typeof elapsed === "number") Object.assign(clock, { elapsed, since: performance.now() });
    draw();
  };

  const goOn = (elapsed) => {
    pausedAt = null;
    correct(elapsed);
  };

  // What is being written

  const kept = { turn: "", text: "" };

  const keep = (element) => {
    const area = element.querySelector("#oral-answer");
    if (area) Object.assign(kept, { turn: part().dataset.turn, text: area.value });
  };

  const restore = () => {
    const area = byId("oral-answer");
    const turn = part()?.dataset.turn;
    if (!area) return;
    const text = kept.turn === turn ? kept.text : "";
    if (area.value !== text) area.value = text;
  };

  const noting = (is) => {
    clearTimeout(noting.patience);
    const oral = part();
    if (!oral) return;
    if (is) {
      // The jury's thinking isn't the candidate's time.
      if (oral.dataset.phase === "discussion") pausedAt = performance.now();
      noting.patience = setTimeout(unanswered, PATIENCE_MS);
    } else {
      pausedAt = null;
    }
    const held = oral.dataset.held === "true";
    for (const button of oral.querySelectorAll("button")) button.disabled = is;
    const notes = oral.querySelector("[data-notes]");
    if (notes) notes.hidden = !is;
    const area = byId("oral-answer");
    if (area) area.readOnly = is || held;
  };

  const tell = (words) => {
    const place = part()?.querySelector("[data-problem]");
    if (place) place.textContent = words;
  };

  const unanswered = () => {
    noting(false);
    tell("Le jury n’a pas répondu. Votre réponse est toujours dans le champ : renvoyez-la.");
  };

  const send = (element, trigger) => {
    const area = byId("oral-answer");
    const button = element.querySelector("[data-send]");
    if (!area || !button || button.disabled) return;
    keep(element);
    const busy = window.juryVoice.busy(area.id);
    if (busy) {
      tell(busy);
      return;
    }
    if (!area.value.trim()) {
      announce("Écrivez d’abord votre réponse, ou passez la question.");
      area.focus();
      return;
    }
    const turn = part().dataset.turn;
    noting(true);
    announce("Le jury prend note…");
    trigger("submit", { turn, answer: area.value });
  };

  const act = (element, trigger, button) => {
    const action = button.dataset.act;
    keep(element);
    element.querySelector("dialog[open]")?.close();
    const turn = part()?.dataset.turn ?? "";
    if (part()) noting(true);
    trigger("apply", { action, turn });
  };

  const oral = (element, trigger) => {
    window.juryPage.downloads(element, trigger);
    window.juryVoice.connect(element, trigger);
    element.addEventListener("input", () => keep(element));
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      send(element, trigger);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "oral-answer") {
        event.preventDefault();
        send(element, trigger);
      }
    });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.disabled) return;
      if (button.dataset.act) act(element, trigger, button);
      else if (button.hasAttribute("data-ask-end")) element.querySelector("dialog").showModal();
      else if (button.hasAttribute("data-keep-on")) element.querySelector("dialog").close();
    });
    element.addEventListener("change", (event) => {
      const radio = event.target.closest("[data-judged]");
      if (radio) trigger("select", { criterion: radio.dataset.judged, value: radio.value });
    });
    new MutationObserver(() => {
      readClock();
      draw();
      restore();
    }).observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn", "data-elapsed"] });
  };

  // What the server answered: the focus goes to what is new.

  let shown = "";

  const place = () => {
    const now = part();
    if (now) return `${now.dataset.phase} ${now.dataset.turn} ${now.dataset.held}`;
    return document.querySelector("#jury-oral .oral-report") ? "report" : "";
  };

  const arrived = () => {
    readClock();
    draw();
    shown = place();
  };

  const moved = () => {
    noting(false);
    window.juryPage.renewed();
    for (const radio of document.querySelectorAll("#jury-oral [data-judged]")) radio.checked = radio.defaultChecked;
    readClock();
    draw();
    restore();
    const before = shown;
    shown = place();
    // The same words may have to be heard again.
    if (byId("announcer")) byId("announcer").textContent = "";
    const problem = document.querySelector("#jury-status .problem");
    tell(problem?.textContent ?? "");
    if (problem && !part()) {
      announce(problem.textContent);
      problem.scrollIntoView({ block: "nearest" });
    }
    if (shown === before) {
      if (problem) byId("oral-answer")?.focus({ preventScroll: true });
      return;
    }
    const now = part();
    const [phase, turn] = before.split(" ");
    if (now && phase === now.dataset.phase && turn === now.dataset.turn) {
      // Held or let go: whoever pressed the button stays on it.
      announce(now.dataset.held === "true" ? "En pause." : "L’oral reprend.");
      const again = now.querySelector('[data-act="resume"], [data-act="hold"]');
      if (now.dataset.held === "false" && byId("oral-answer")) byId("oral-answer").focus({ preventScroll: true });
      else again?.focus({ preventScroll: true });
    } else if (byId("oral-prompt")) focusOn(byId("oral-prompt"));
    else if (byId("oral-title")) focusOn(byId("oral-title"));
    else if (!problem && byId("jury-questions-title")) focusOn(byId("jury-questions-title"));
  };

  // An oral that is under way isn't left by mistake.
  window.addEventListener("beforeunload", (event) => {
    if (part()) event.preventDefault();
  });

  window.juryOral = { oral, arrived, moved, stand, goOn, correct };
})();

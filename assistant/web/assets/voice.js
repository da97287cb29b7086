// Answers that are spoken: one recording at a time, written down by the server, put into the field to be corrected.
// The buttons are on the page where the server can write down; they are shown where the browser can record.
(() => {
  "use strict";

  const { announce, read } = window.juryFiles;
  const byId = (id) => document.getElementById(id);
  const TICK_MS = 200;
  const SLICE_MS = 1000;
  const PATIENCE_MS = 120000;
  const PATIENCE_A_SECOND_MS = 3000;
  const SOON_S = 15;
  const BITS_A_SECOND = 48000;
  const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

  const WORDS = {
    idle: "Répondre à voix haute",
    asking: "Répondre à voix haute",
    recording: "Arrêter l’enregistrement",
    hearing: "Annuler la transcription",
  };
  const REFUSED = "Le micro est refusé à cette page : autorisez-le dans les réglages du navigateur, ou écrivez votre réponse.";
  const PROBLEMS = {
    NotAllowedError: REFUSED,
    SecurityError: REFUSED,
    NotFoundError: "Aucun micro n’a été trouvé : branchez-en un, ou écrivez votre réponse.",
    NotReadableError: "Le micro ne répond pas, un autre logiciel s’en sert peut-être : fermez-le, ou écrivez votre réponse.",
  };
  const NO_RECORDING = "L’enregistrement n’a pas pu commencer : réessayez, ou écrivez votre réponse.";
  const NO_SOUND = "Rien n’a été enregistré : vérifiez le micro, ou écrivez votre réponse.";
  const UNANSWERED = "La transcription n’est pas arrivée. Votre enregistrement est gardé : transcrivez-le de nouveau, ou écrivez votre réponse.";
  const LOST = "La page n’a pas pu lire l’enregistrement : recommencez-le, ou écrivez votre réponse.";
  const THERE = "Votre réponse est transcrite : relisez-la, corrigez-la, puis envoyez-la.";

  const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  if (canRecord) document.documentElement.dataset.microphone = "yes";

  // The one recording that there is: its field, the turn or the set of questions that it answers, how far it is.
  let take = null;
  let takes = 0;

  const french = (text) => text.replace(/ (?=[:;!?])/g, "\u00a0");

  const turnOf = (field) => {
    const oral = field?.closest(".oral");
    if (oral) return oral.dataset.turn;
    return field ? `set ${document.querySelector("#jury-questions .jury-head")?.dataset.set}` : "";
  };

  const isThere = (one) => turnOf(byId(one.place)) === one.turn;
  const partOf = (one) => document.querySelector(`.voice[data-voice="${one.place}"]`);
  // Nothing records where one can't see that it does: an oral that is held, a card that is folded, another page.
  const isShown = (one) => Boolean(partOf(one)?.getClientRects().length);
  const inOral = (one) => Boolean(byId(one.place)?.closest(".oral"));

  const written = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const spoken = (seconds) => (seconds % 60 === 0 ? `${seconds / 60}\u00a0minute${seconds >= 120 ? "s" : ""}` : `${seconds}\u00a0secondes`);
  const lasted = (one) => Math.min((performance.now() - one.since) / 1000, one.seconds);

  const put = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };

  const stateOf = (one) => {
    if (one.phase === "asking") return "Autorisez le micro dans le navigateur…";
    if (one.phase === "recording") return `Enregistrement · ${written(lasted(one))} sur ${written(one.seconds)}`;
    if (one.phase === "hearing") return "Transcription…";
    return one.note;
  };

  // Gradio changes the page's elements in place: everything is drawn from what is known, whatever stands there.
  const draw = () => {
    for (const part of document.querySelectorAll(".voice")) {
      const own = take && take.place === part.dataset.voice && isThere(take) ? take : null;
      const phase = own?.phase ?? "idle";
      if (part.dataset.take !== phase) part.dataset.take = phase;
      put(part.querySelector("[data-speak-words]"), WORDS[phase]);
      put(part.querySelector("[data-voice-state]"), own ? stateOf(own) : "");
      put(part.querySelector("[data-voice-problem]"), own?.problem ?? "");
      part.querySelector("[data-speak-again]").hidden = !(own?.audio && phase === "idle");
    }
  };

  const say = (one, changes, words = "") => {
    Object.assign(one, changes);
    draw();
    announce(words);
  };

  const release = (one) => {
    for (const track of one.stream?.getTracks() ?? []) track.stop();
    one.stream = null;
  };

  const stop = (one) => {
    if (one.recorder?.state === "recording") one.recorder.stop();
  };

  // What was asked for is gone: so is the recording.
  const drop = (one) => {
    clearTimeout(one.patience);
    if (take === one) take = null;
    stop(one);
    release(one);
    one.audio = null;
    draw();
  };

  // There is one microphone.
  const goTo = (one) => {
    const part = partOf(one);
    for (let at = part; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    part?.querySelector("[data-speak]").focus();
    announce("Un autre enregistrement est en cours : le voici.");
  };

  const begin = async (part, trigger) => {
    const place = part.dataset.voice;
    const one = { number: ++takes, place, turn: turnOf(byId(place)), seconds: Number(part.dataset.seconds), trigger };
    if (take) drop(take);
    take = one;
    say(one, { phase: "asking", problem: "", note: "", chunks: [] });
    try {
      one.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      if (take === one) say(one, { phase: "idle", problem: french(PROBLEMS[error.name] ?? NO_RECORDING) });
      return;
    }
    if (take !== one || !isThere(one)) {
      drop(one);
      return;
    }
    try {
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      one.recorder = new MediaRecorder(one.stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
      one.recorder.addEventListener("dataavailable", (event) => {
        if (event.data.size) one.chunks.push(event.data);
        watch(one);
      });
      one.recorder.addEventListener("stop", () => stopped(one));
      one.recorder.start(SLICE_MS);
    } catch {
      release(one);
      say(one, { phase: "idle", problem: french(NO_RECORDING) });
      return;
    }
    one.since = performance.now();
    say(one, { phase: "recording" }, `Enregistrement en cours, ${spoken(one.seconds)} au plus.`);
  };

  const stopped = (one) => {
    release(one);
    if (take !== one) return;
    const audio = new Blob(one.chunks, { type: one.recorder.mimeType });
    one.length = lasted(one);
    one.chunks = [];
    if (audio.size) hear(one, audio);
    else say(one, { phase: "idle", problem: french(NO_SOUND) });
  };

  const hear = async (one, audio) => {
    say(one, { phase: "hearing", audio, problem: "", call: ++takes }, "Transcription…");
    if (inOral(one)) window.juryOral.stand();
    const { call } = one;
    one.patience = setTimeout(() => {
      if (take === one && one.call === call) failed(one, UNANSWERED);
    }, PATIENCE_MS + one.length * PATIENCE_A_SECOND_MS);
    try {
      const { data } = await read(audio);
      if (take === one && one.call === call) one.trigger("stop_recording", { take: call, turn: one.turn, data });
    } catch {
      if (take === one && one.call === call) failed(one, LOST);
    }
  };

  const settled = (one, elapsed) => {
    clearTimeout(one.patience);
    one.call = 0;
    if (inOral(one)) window.juryOral.goOn(elapsed);
  };

  const failed = (one, words, elapsed) => {
    settled(one, elapsed);
    say(one, { phase: "idle", note: "", problem: french(words) });
  };

  const cancel = (one) => {
    settled(one);
    say(one, { phase: "idle", note: "Transcription annulée." }, "Transcription annulée.");
  };

  // What is in the field stays: what was said comes after it.
  const write = (one, text) => {
    const field = byId(one.place);
    const before = field.value.trimEnd();
    field.value = before ? `${before} ${text}` : text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const from = document.activeElement;
    if (from && from !== document.body && !from.closest(".voice")) return;
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
    field.scrollTop = field.scrollHeight;
  };

  const heard = (answer) => {
    if (!answer) return "";
    const { take: call, text, problem, again, elapsed } = JSON.parse(answer);
    const one = take;
    if (!one || one.phase !== "hearing" || one.call !== call || !isThere(one)) {
      window.juryOral.correct(elapsed);
      return "";
    }
    if (problem) {
      if (!again) one.audio = null;
      failed(one, problem, elapsed);
      return "";
    }
    settled(one, elapsed);
    write(one, text);
    const full = one.full ? `L’enregistrement s’est arrêté au bout de ${spoken(one.seconds)} ; continuez avec un autre. ` : "";
    say(one, { phase: "idle", audio: null, note: french(full + THERE) }, french(full + THERE));
    return "";
  };

  // Time that runs out, an oral that goes on or is held.
  const watch = (one) => {
    if (!isThere(one)) {
      drop(one);
      return;
    }
    if (one.phase !== "recording") return;
    const left = one.seconds - lasted(one);
    if (left <= SOON_S && !one.soon && one.seconds > 2 * SOON_S) {
      one.soon = true;
      announce(`Il reste ${SOON_S} secondes d’enregistrement.`);
    }
    if (left <= 0) one.full = true;
    if (left <= 0 || !isShown(one)) stop(one);
  };

  setInterval(() => {
    if (take) watch(take);
    draw();
  }, TICK_MS);

  const connect = (element, trigger) => {
    if (!canRecord) return;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-speak], [data-speak-again]");
      const part = button?.closest(".voice");
      if (!part) return;
      const own = take && take.place === part.dataset.voice && isThere(take) ? take : null;
      if (button.hasAttribute("data-speak-again")) {
        if (own?.audio) {
          byId(own.place).focus({ preventScroll: true });
          hear(own, own.audio);
        }
      } else if (own?.phase === "recording") stop(own);
      else if (own?.phase === "hearing") cancel(own);
      else if (take && take.phase !== "idle" && isThere(take)) goTo(take);
      else begin(part, trigger);
    });
  };

  // Why an answer can't be sent yet: empty where it can.
  const busy = (place) => {
    if (!take || take.place !== place || !isThere(take)) return "";
    if (take.phase === "recording") return french("Arrêtez d’abord l’enregistrement : ce que vous dites viendra dans le champ.");
    if (take.phase === "hearing") return "Attendez la transcription, ou annulez-la.";
    return "";
  };

  window.juryVoice = { connect, heard, busy };
})();

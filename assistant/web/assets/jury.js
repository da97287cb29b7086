// What « Jury blanc » does in the browser: the form and its switch, the cards, one answer at a time. Gradio calls the
// functions of `window.juryPage` when it has put a part on the page.
(() => {
  "use strict";

  const { announce } = window.juryFiles;
  const { focusOn } = window.juryDraft;
  const byId = (id) => document.getElementById(id);
  const PATIENCE_MS = 90000;

  const tell = (element, text) => {
    const place = element.querySelector("[data-problem]");
    if (place) place.textContent = text;
  };

  // The form

  let busyUntil = 0;

  const working = (is) => {
    busyUntil = is ? setTimeout(() => working(false), PATIENCE_MS) : clearTimeout(busyUntil);
    for (const button of document.querySelectorAll("#jury-form [data-prepare], #jury-form [data-others]")) {
      button.setAttribute("aria-disabled", String(is));
    }
  };

  document.addEventListener("jury:refused", () => working(false));

  const isWorking = () => document.querySelector("#jury-form [data-prepare]")?.getAttribute("aria-disabled") === "true";

  // What the page shows of the review tells whether questions can be aimed at it.
  const reviewed = () => document.querySelector("#review-head .review-head");

  const showAim = () => {
    const form = document.querySelector(".jury-form");
    if (!form) return;
    const exam = byId("jury-exam").value;
    const review = reviewed();
    const fits = review?.dataset.exam === exam;
    const aim = byId("jury-aim");
    if (aim.disabled === fits) {
      aim.disabled = !fits;
      aim.checked = fits;
    }
    form.querySelector("[data-to-review]").hidden = fits;
    let hint = "Relisez d’abord votre dossier.";
    if (fits) hint = `Les questions partent de la relecture de «\u00a0${review.dataset.file}\u00a0».`;
    else if (review) hint = `Votre relecture porte sur ${review.dataset.exam}\u00a0: relisez d’abord un dossier pour ${exam}.`;
    const words = byId("jury-aim-hint");
    if (words.textContent !== hint) words.textContent = hint;
  };

  const showCompetences = () => {
    const known = JSON.parse(document.querySelector(".jury-form").dataset.competences);
    const several = known[byId("jury-exam").value] ?? [];
    const select = byId("jury-competence");
    const options = several.map(([id, words]) => Object.assign(document.createElement("option"), { value: id, textContent: words, lang: "fr" }));
    select.replaceChildren(select.options[0], ...options);
    select.value = "";
    document.querySelector(".jury-form [data-competence]").hidden = several.length === 0;
  };

  const form = (element, trigger) => {
    let shownReview = "";

    const submit = (others) => {
      if (isWorking()) return;
      const count = Number(byId("jury-count").value);
      if (!Number.isInteger(count) || count < 1 || count > 20) {
        tell(element, "Choisissez entre 1 et 20 questions.");
        byId("jury-count").focus();
        return;
      }
      tell(element, "");
      working(true);
      announce("Le jury prépare ses questions…");
      trigger("submit", {
        exam: byId("jury-exam").value,
        competence: byId("jury-competence").value,
        level: byId("jury-level").value,
        count,
        aimed: byId("jury-aim").checked,
        others,
      });
    };

    element.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      submit(false);
    });
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-others]")) submit(true);
      if (event.target.closest("[data-erase-jury]")) {
        tell(element, "");
        trigger("clear", {});
      }
    });
    element.addEventListener("change", (event) => {
      if (event.target.id !== "jury-exam") return;
      showCompetences();
      showAim();
    });

    // A review that appears or goes changes what the switch can do; a new one chooses its exam.
    const follow = () => {
      const head = reviewed();
      const review = head ? `${head.dataset.review} ${head.dataset.exam} ${head.dataset.file}` : "";
      if (review === shownReview) return;
      shownReview = review;
      const select = byId("jury-exam");
      if (head && select.value !== head.dataset.exam) {
        select.value = head.dataset.exam;
        showCompetences();
      }
      showAim();
    };
    new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
    showCompetences();
    showAim();
    follow();
  };

  // Gradio changes the page's elements in place: what was typed for other questions would stay.
  let shownSet = "";

  const renewed = () => {
    const set = document.querySelector("#jury-questions .jury-head")?.dataset.set ?? "";
    if (set !== shownSet) for (const form of document.querySelectorAll("#jury-questions form")) form.reset();
    shownSet = set;
    showTimes();
  };

  const offerOthers = () => {
    const others = document.querySelector("#jury-form [data-others]");
    const has = document.querySelector("#jury-questions .cards") !== null;
    if (others) others.hidden = !has;
  };

  // The page was loaded anew: what was there before is there again, and the focus stays where it is.
  const arrived = () => {
    renewed();
    offerOthers();
    window.juryOral.arrived();
  };

  const settled = () => {
    working(false);
    renewed();
    offerOthers();
    const said = document.querySelector("#jury-status .problem, #jury-status .note");
    if (said) {
      announce(said.textContent);
      said.scrollIntoView({ block: "nearest" });
      return;
    }
    const title = byId("jury-questions-title");
    if (title) {
      announce(title.textContent);
      focusOn(title);
    }
  };

  // The cards

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // A page that isn't served over HTTPS may not use the clipboard: the older way.
      const area = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  const practising = (form, is) => {
    const button = form.querySelector("button[type=submit]");
    clearTimeout(form.patience);
    if (is) form.patience = setTimeout(() => failed(form), PATIENCE_MS);
    button.disabled = is;
    button.textContent = is ? "Lecture de votre réponse…" : "Avoir un retour";
  };

  const failed = (form) => {
    practising(form, false);
    tell(form, "Le serveur n’a pas répondu. Votre réponse est toujours dans le champ : renvoyez-la.");
  };

  const practise = (form, trigger) => {
    const answer = form.querySelector("textarea").value;
    if (form.querySelector("button[type=submit]").disabled) return;
    const busy = window.juryVoice.busy(form.querySelector("textarea").id);
    if (busy) {
      tell(form, busy);
      return;
    }
    if (!answer.trim()) {
      tell(form, "Écrivez d’abord votre réponse.");
      form.querySelector("textarea").focus();
      return;
    }
    tell(form, "");
    practising(form, true);
    announce("Lecture de votre réponse…");
    const set = Number(document.querySelector("#jury-questions .jury-head").dataset.set);
    trigger("submit", { rank: Number(form.dataset.practice), set, answer });
  };

  const practised = (text) => {
    if (!text) return "";
    const answer = JSON.parse(text);
    const form = document.querySelector(`#jury-questions form[data-practice="${Number(answer.rank)}"]`);
    if (!form) return "";
    practising(form, false);
    if (answer.problem) {
      tell(form, answer.problem);
      return "";
    }
    // Written by the server, which escapes what candidates wrote.
    form.parentElement.querySelector("[data-feedback]").innerHTML = answer.html;
    const title = form.parentElement.querySelector(".feedback-title");
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
    return "";
  };

  const downloads = (element, trigger) => {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-jury-download]");
      if (button) trigger("download", { kind: button.dataset.juryDownload, form: button.dataset.form });
    });
  };

  const showTimes = () => {
    const field = document.querySelector('[data-time="presentation"]');
    if (field) field.hidden = !byId("oral-presents").checked;
  };

  const questions = (element, trigger) => {
    downloads(element, trigger);
    window.juryVoice.connect(element, trigger);
    element.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-copy-questions]");
      if (!button) return;
      const done = await copy(element.querySelector("[data-copied]").textContent);
      button.textContent = done ? "Copié" : "Copie impossible";
      announce(button.textContent);
      setTimeout(() => {
        button.textContent = "Copier";
      }, 3000);
    });
    element.addEventListener("change", (event) => {
      if (event.target.id === "oral-presents") showTimes();
    });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      const form = event.target.closest?.("form[data-practice]");
      if (form) practise(form, trigger);
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.target.dataset.practice) practise(event.target, trigger);
      else if (event.target.dataset.oralStart !== undefined) {
        const value = (name) => byId(`oral-${name}`).value;
        const bad = ["oral-presentation", "oral-discussion"].map(byId).find((field) => field.validity.badInput);
        tell(event.target, bad ? "Un temps est un nombre de minutes ; laissez le champ vide pour ne pas le limiter." : "");
        if (bad) {
          bad.focus();
          return;
        }
        trigger("play", {
          presents: byId("oral-presents").checked,
          presentation: value("presentation"),
          discussion: value("discussion"),
          fresh: byId("oral-fresh").checked,
        });
      }
    });
  };

  window.juryPage = { form, arrived, settled, renewed, questions, practised, downloads };
})();

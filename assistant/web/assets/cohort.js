// « Toute une promotion » in the browser: one file is read and sent at a time, the next one when its answer has come.
(() => {
  "use strict";

  const { announce, read, tooBig } = window.juryFiles;
  const { focusOn } = window.juryDraft;
  const byId = (id) => document.getElementById(id);

  let queue = [];
  let sent = null;
  let send = null;

  const busy = (is) => {
    const form = document.querySelector(".cohort-form");
    if (!form) return;
    const had = form.contains(document.activeElement);
    form.querySelector("[data-cohort-go]").hidden = is;
    form.querySelector("[data-cohort-stop]").hidden = !is;
    for (const field of form.querySelectorAll("input, select, [data-unchoose]")) field.disabled = is;
    if (had) form.querySelector(is ? "[data-cohort-stop]" : "[data-cohort-go]").focus();
  };

  const isBusy = () => document.querySelector(".cohort-form [data-cohort-stop]")?.hidden === false;

  const given = async (file) => {
    if (tooBig(file)) return { name: file.name, size: file.size };
    try {
      return await read(file);
    } catch {
      return { name: file.name };
    }
  };

  const step = async () => {
    const file = queue.shift();
    sent.rank += 1;
    announce(`Dossier ${sent.rank} sur ${sent.total}`);
    const values = await given(file);
    if (sent) send("upload", { ...values, ...sent });
  };

  const ended = () => {
    queue = [];
    sent = null;
    busy(false);
    const title = byId("cohort-title");
    if (title) {
      announce(`${title.textContent}.`);
      focusOn(title);
    }
  };

  const giveUp = () => {
    queue = [];
    sent = null;
    busy(false);
  };

  // What is erased must not go on.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-erase], [data-erase-jury]")) giveUp();
  });
  document.addEventListener("jury:refused", giveUp);

  const next = () => {
    if (!sent) return;
    if (document.querySelector("#cohort-result [data-ended]") || queue.length === 0) ended();
    else step();
  };

  const form = (element, trigger) => {
    let chosen = [];
    send = trigger;
    const input = element.querySelector("#cohort-files");
    const drop = element.querySelector(".drop");
    const most = Number(element.querySelector(".cohort-form").dataset.most);

    const tell = (text) => {
      element.querySelector("[data-problem]").textContent = text;
    };

    const choose = (files) => {
      chosen = [...files];
      tell("");
      if (chosen.length > most) {
        tell(`Vous avez choisi ${chosen.length} fichiers : ${most} au plus. Faites-en deux lots.`);
        chosen = [];
      }
      const line = element.querySelector(".chosen");
      line.hidden = chosen.length === 0;
      drop.classList.toggle("has-file", chosen.length > 0);
      const words = chosen.length > 1 ? `${chosen.length} fichiers choisis` : "1 fichier choisi";
      element.querySelector("[data-cohort-count]").textContent = words;
      if (chosen.length > 0) announce(words);
      else input.value = "";
    };

    element.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (isBusy()) return;
      if (chosen.length === 0) {
        tell("Choisissez d’abord les dossiers de la promotion.");
        input.focus();
        return;
      }
      tell("");
      queue = [...chosen];
      const batch = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
      sent = { batch, rank: 0, total: chosen.length, exam: element.querySelector("#cohort-exam").value };
      busy(true);
      announce("Lecture des dossiers…");
      step();
    });
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-unchoose]")) {
        choose([]);
        input.focus();
      }
      if (event.target.closest("[data-cohort-stop]")) {
        queue = [];
        trigger("stop", {});
      }
      if (event.target.closest("[data-cohort-erase]")) {
        queue = [];
        choose([]);
        ended();
        trigger("clear", {});
      }
    });
    input.addEventListener("change", () => choose(input.files));
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!isBusy()) choose(event.dataTransfer?.files ?? []);
    });
  };

  window.juryCohort = { form, next };
})();

// What « Relire mon dossier » does in the browser: a file is sent when the person asks for the review. Gradio calls
// the functions of `window.juryReview` when it has put a part on the page.
(() => {
  "use strict";

  const { announce, read, readable, tooBig, UNREADABLE } = window.juryFiles;
  const byId = (id) => document.getElementById(id);

  const tell = (element, text) => {
    const place = element.querySelector("[data-problem]");
    if (place) place.textContent = text;
  };

  // Give one file at once: an earlier review, a draft for the conversation.
  const giving = (element, trigger) => {
    element.addEventListener("change", async (event) => {
      const file = event.target.files?.[0];
      if (event.target.type !== "file" || !file) return;
      tell(element, tooBig(file));
      if (!tooBig(file)) {
        try {
          trigger("upload", await read(file));
        } catch {
          tell(element, UNREADABLE);
        }
      }
      event.target.value = "";
    });
  };

  // The form

  const busy = (is) => {
    const form = document.querySelector(".review-form");
    if (!form) return;
    const had = form.contains(document.activeElement);
    form.classList.toggle("busy", is);
    form.querySelector("[data-review]").hidden = is;
    form.querySelector("[data-stop]").hidden = !is;
    if (had) form.querySelector(is ? "[data-stop]" : "[data-review]").focus();
  };

  const form = (element, trigger) => {
    let chosen = null;
    const input = element.querySelector("#review-file");
    const drop = element.querySelector(".drop");

    const choose = (file) => {
      tell(element, file ? tooBig(file) : "");
      chosen = file && !tooBig(file) ? file : null;
      const line = element.querySelector(".chosen");
      line.hidden = !chosen;
      drop.classList.toggle("has-file", Boolean(chosen));
      element.querySelector(".chosen-name").textContent = chosen?.name ?? "";
      element.querySelector(".chosen-size").textContent = chosen ? `(${readable(chosen.size)})` : "";
      if (chosen) announce(`Fichier choisi : ${chosen.name}`);
      if (!chosen) input.value = "";
    };

    const given = async () => {
      const exam = element.querySelector("#review-exam").value;
      const text = element.querySelector("#review-text").value;
      return chosen ? { ...(await read(chosen)), exam } : { text, exam };
    };

    const submit = async () => {
      if (!element.querySelector("[data-stop]").hidden) return;
      try {
        const values = await given();
        if (!values.name && !values.text.trim()) {
          tell(element, "Choisissez d’abord un fichier, ou collez votre texte.");
          input.focus();
          return;
        }
        tell(element, "");
        busy(true);
        trigger("submit", values);
      } catch {
        tell(element, UNREADABLE);
        choose(null);
        tell(element, UNREADABLE);
      }
    };

    element.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      submit();
    });
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-stop]")) trigger("stop", {});
      if (event.target.closest("[data-unchoose]")) {
        choose(null);
        input.focus();
      }
      if (event.target.closest("[data-erase]")) {
        choose(null);
        element.querySelector("#review-text").value = "";
        window.juryDraft.close();
        trigger("clear", {});
      }
    });
    input.addEventListener("change", () => choose(input.files[0] ?? null));
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      choose(event.dataTransfer?.files?.[0] ?? null);
    });
  };

  // What the server answered

  let shown = "";

  const settled = () => {
    busy(false);
    heard = "";
    const head = document.querySelector(".review-head");
    const number = head?.dataset.review ?? "";
    const problem = document.querySelector("#review-progress .problem, #review-progress .note");
    if (problem) {
      announce(problem.textContent);
      problem.scrollIntoView({ block: "nearest" });
    } else if (number && number !== shown) {
      announce("La relecture est prête.");
      window.juryDraft.close();
      show();
    }
    shown = number;
  };

  document.addEventListener("jury:refused", () => busy(false));

  const arrived = () => {
    shown = document.querySelector(".review-head")?.dataset.review ?? "";
  };

  const show = () => window.juryDraft.focusOn(byId("review-title"));

  const compared = () => {
    const problem = document.querySelector("#review-comparison [data-problem]")?.textContent;
    if (!problem) window.juryDraft.focusOn(byId("comparison-title"));
  };

  const head = (element, trigger) => {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-download]");
      if (button) trigger("download", { form: button.dataset.download });
    });
  };

  const attach = (element, trigger) => {
    giving(element, trigger);
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-unattach]")) trigger("clear", {});
    });
  };

  let heard = "";

  new MutationObserver(() => {
    const said = document.querySelector("#review-progress [data-say]")?.textContent;
    if (!said || said === heard) return;
    if (!heard) byId("review-progress").scrollIntoView({ block: "nearest" });
    heard = said;
    announce(said);
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });

  window.juryReview = { form, head, attach, arrived, settled, compared, show, comparison: giving };
})();

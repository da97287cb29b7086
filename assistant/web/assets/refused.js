// What the server's guards refuse, said on the page itself: Gradio would show « Error », and leave forms waiting. It
// comes first of the scripts, since Gradio takes `fetch` when it begins.
(() => {
  "use strict";

  const GUARDED = /\/gradio_api\/(queue\/join|run\/predict)/;
  const NOT_YOURS = 403;
  const WAIT = new Set([NOT_YOURS, 413, 429, 503]);

  const notice = () => {
    let place = document.getElementById("refused");
    if (place) return place;
    place = document.createElement("div");
    place.id = "refused";
    place.hidden = true;
    place.innerHTML =
      '<p role="alert"></p><p class="refused-actions"><button type="button" data-reload>Recharger la page</button>' +
      '<button type="button" data-close>Fermer</button></p>';
    place.querySelector("[data-reload]").addEventListener("click", () => window.location.reload());
    place.querySelector("[data-close]").addEventListener("click", () => {
      place.hidden = true;
    });
    document.body.append(place);
    return place;
  };

  // Gradio says the same in its own way, without the reason: away with it, as the person would do.
  const quiet = (sentence) => {
    for (const toast of document.querySelectorAll(".toast-body")) {
      if (toast.textContent.includes(sentence)) toast.querySelector("[data-testid='toast-close']")?.click();
    }
    for (const status of document.querySelectorAll("[data-testid='status-tracker']")) {
      if (status.querySelector(".error")) status.querySelector(".clear-status button")?.click();
    }
  };

  const show = (status, sentence) => {
    const place = notice();
    place.hidden = false;
    place.querySelector("[role=alert]").textContent = sentence;
    place.querySelector("[data-reload]").hidden = status !== NOT_YOURS;
    for (const wait of [50, 300, 1000]) setTimeout(quiet, wait, sentence);
    document.dispatchEvent(new CustomEvent("jury:refused"));
  };

  const ask = window.fetch.bind(window);

  window.fetch = async (asked, options) => {
    const answer = await ask(asked, options);
    if (!answer.ok && WAIT.has(answer.status) && GUARDED.test(asked?.url ?? String(asked))) {
      answer
        .clone()
        .json()
        .then(({ detail }) => {
          if (typeof detail === "string") show(answer.status, detail);
        })
        .catch(() => {});
    } else if (answer.ok && document.getElementById("refused") && GUARDED.test(asked?.url ?? String(asked))) {
      document.getElementById("refused").hidden = true;
    }
    return answer;
  };
})();

// « Vos données »: asks once more before everything is erased, and empties what this browser kept of the window.
(() => {
  "use strict";

  const form = (element, trigger) => {
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-erase-all]")) element.querySelector("dialog").showModal();
    });
    element.querySelector("dialog").addEventListener("close", (event) => {
      if (event.target.returnValue !== "yes") return;
      event.target.returnValue = "";
      window.juryKeeping?.forget();
      trigger("clear", {});
    });
  };

  const erased = () => {
    document.querySelector("[data-erased]")?.focus();
  };

  window.juryData = { form, erased };
})();

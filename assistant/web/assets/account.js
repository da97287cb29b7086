// Whose page it is, where people log in: their name, the way out, and tutors' pages for tutors alone. What is hidden
// here is refused by the server, too.
(() => {
  "use strict";

  const show = ({ login, name, role }) => {
    const place = document.getElementById("account");
    if (!login || !name || !place) return;
    document.body.dataset.role = role;
    const form = document.createElement("form");
    form.method = "post";
    form.action = "logout";
    const button = document.createElement("button");
    button.className = "tool";
    button.textContent = "Se déconnecter";
    button.title = name;
    form.append(button);
    place.replaceChildren(form);
    if (role !== "tutor" && window.juryRoute.read().page === "cohort") window.juryRoute.go("chat");
  };

  const ask = async () => {
    try {
      const answer = await fetch("account", { headers: { accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // Without an answer the page stays as it is: nothing depends on it but what is shown.
    }
  };

  window.juryAccount = { ask };
})();

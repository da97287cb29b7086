// What a tab keeps of its window, so that it is there again after the page was loaded anew: a name, by which the service
// finds what it holds in memory, and the conversation. It goes with the tab, or when the person erases.
(() => {
  "use strict";

  const TAB = "jury-coach-tab";
  const CONVERSATION = "jury-coach-conversation";
  const CALM_MS = 400;
  const TWIN_MS = 150;

  const remember = (name, value) => {
    try {
      if (value === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, value);
    } catch {
      // A browser that keeps nothing, or no more: the page works, and begins anew when it is loaded anew.
    }
  };

  const remembered = (name) => {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  };

  // A tab that was duplicated has the name of the other one, which is still there and says so: it takes another.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(TAB) : null;
  let tab = remembered(TAB);
  let settled = false;

  channel?.addEventListener("message", ({ data }) => {
    if (data?.tab !== tab || !settled) return;
    if (data.here === undefined) channel.postMessage({ tab, here: true });
  });

  const hasTwin = () =>
    new Promise((resolve) => {
      if (!tab || !channel) {
        resolve(false);
        return;
      }
      const hear = ({ data }) => {
        if (data?.tab === tab && data.here) resolve(true);
      };
      channel.addEventListener("message", hear);
      channel.postMessage({ tab });
      setTimeout(() => {
        channel.removeEventListener("message", hear);
        resolve(false);
      }, TWIN_MS);
    });

  let mark = "";
  let waiting = 0;

  const kept = () => {
    try {
      return JSON.parse(remembered(CONVERSATION) ?? "null") ?? {};
    } catch {
      return {};
    }
  };

  const arrive = async (trigger) => {
    const twin = await hasTwin();
    if (twin || !tab) {
      tab = crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      remember(TAB, tab);
      if (twin) remember(CONVERSATION, null);
    }
    settled = true;
    const conversation = kept();
    trigger("click", { tab, mark: conversation.mark, messages: conversation.messages });
  };

  const arrived = () => {
    mark = document.querySelector("#arrival [data-mark]")?.dataset.mark ?? "";
    document.body.dataset.arrived = "true";
    window.juryReview.arrived();
    window.juryPage.arrived();
  };

  const textOf = (content) => {
    if (typeof content === "string") return content;
    if (Array.isArray(content)) return content.map(textOf).filter(Boolean).join("\n\n");
    return typeof content?.text === "string" ? content.text : "";
  };

  const keep = (messages) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!mark) return;
      const told = (messages ?? []).map(({ role, content }) => ({ role, content: textOf(content) }));
      remember(CONVERSATION, told.length ? JSON.stringify({ mark, messages: told }) : null);
    }, CALM_MS);
  };

  const forget = () => {
    clearTimeout(waiting);
    remember(CONVERSATION, null);
  };

  window.juryKeeping = { arrive, arrived, keep, forget };
})();

// The page in English: its own words are written in French, and stand beside their English in a catalogue. What isn't in
// it is left as it is: words of the référentiel, of a draft, of the jury, which bear `lang="fr"` or are quoted.
(() => {
  "use strict";

  const NAME = "jury-coach-language";
  const LANGUAGES = ["fr", "en"];
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt", "data-note", "data-label"];
  const LEFT_ALONE =
    'script, style, svg, textarea, bdi, q, blockquote, code, [lang="fr"], [translate="no"], [data-testid="user"] .md, [data-testid="bot"] .md, #chat .option, [data-testid="status-tracker"]';
  const WATCHED = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES };

  const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  // « Dossier {1} sur {2} » is found where anything stands in its places.
  const patternOf = ([french, english]) => {
    const places = [];
    const source = french
      .split(/\{(\d)\}/)
      .map((part, index) => (index % 2 ? places.push(part) && "(.+?)" : escaped(part)))
      .join("");
    return { form: new RegExp(`^${source}$`, "u"), places, english };
  };

  const words = new Map();
  const patterns = [];
  for (const [french, english] of Object.entries(window.juryWords ?? {})) {
    if (/\{\d\}/.test(french)) patterns.push(patternOf([plain(french), english]));
    else words.set(plain(french), english);
  }

  // What stands in a place may be words of the page themselves, or a list of them.
  const within = (text) => {
    if (words.has(text)) return words.get(text);
    const items = text.split(/, | et (?=[^,]*$)/);
    if (items.length < 2 || !items.every((item) => words.has(item))) return lookedUp(text) ?? text;
    const english = items.map((item) => words.get(item));
    return `${english.slice(0, -1).join(", ")} and ${english.at(-1)}`;
  };

  const filled = ({ places, english }, found) =>
    places.reduce((text, place, index) => text.replaceAll(`{${place}}`, within(found[index + 1])), english);

  const lookedUp = (text) => {
    if (words.has(text)) return words.get(text);
    for (const pattern of patterns) {
      const found = text.match(pattern.form);
      if (found) {
        const english = filled(pattern, found);
        if (words.size < 5000) words.set(text, english);
        given.add(english);
        return english;
      }
    }
    return null;
  };

  const given = new Set(words.values());

  // What the page said in French, where it was put into English: to find the way back.
  const originals = new WeakMap();

  const inEnglish = (node, text, put, key) => {
    const known = originals.get(node) ?? {};
    if (known[key]?.english === text) return;
    const french = plain(text);
    const english = french ? lookedUp(french) : null;
    if (english === null || english === french) return;
    const whole = text.match(/^\s*/)[0] + english + text.match(/\s*$/)[0];
    originals.set(node, { ...known, [key]: { french: text, english: whole } });
    put(whole);
  };

  const inFrench = (node, text, put, key) => {
    const known = originals.get(node)?.[key];
    if (known && known.english === text) put(known.french);
  };

  const leftAlone = (element) => !element || element.closest(LEFT_ALONE) !== null;

  const visit = (root, change) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      node.nodeType === Node.ELEMENT_NODE && node.matches(LEFT_ALONE) && !node.matches("textarea")
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
    );
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) changeText(node, change);
      else if (node.nodeType === Node.ELEMENT_NODE) changeAttributes(node, change);
    }
  };

  const changeText = (node, change) => {
    if (node.parentElement?.matches("textarea")) return;
    change(node, node.data, (text) => (node.data = text), "text");
  };

  // Gradio names each message by all of its text.
  const changeAttributes = (element, change) => {
    if (element.matches("[data-testid=user], [data-testid=bot]")) return;
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      if (text) change(element, text, (put) => element.setAttribute(name, put), name);
    }
  };

  const follow = (changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") {
        for (const node of addedNodes) if (!leftAlone(node.parentElement) && !isLeft(node)) visit(node, inEnglish);
      } else if (type === "characterData") {
        if (!leftAlone(target.parentElement)) changeText(target, inEnglish);
      } else if (!isLeft(target) || target.matches("textarea")) changeAttributes(target, inEnglish);
    }
  };
  const isLeft = (node) => node.nodeType === Node.ELEMENT_NODE && leftAlone(node) && !node.matches("textarea");

  const watching = new MutationObserver(follow);
  let language = "fr";

  const remembered = () => {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null;
    }
  };

  const wanted = () => {
    const asked = [new URLSearchParams(location.search).get("lang"), remembered()];
    const known = asked.find((name) => LANGUAGES.includes(name));
    if (known) return known;
    const spoken = (navigator.languages ?? []).map((name) => name.slice(0, 2));
    return spoken.find((name) => LANGUAGES.includes(name)) ?? "fr";
  };

  const speak = (name) => {
    language = name;
    document.documentElement.lang = name;
    document.body.dataset.language = name;
    watching.disconnect();
    visit(document.body, name === "en" ? inEnglish : inFrench);
    if (name === "en") watching.observe(document.body, WATCHED);
    const button = document.getElementById("language-toggle");
    if (button) button.lang = name === "en" ? "fr" : "en";
    window.juryRoute?.title();
  };

  const choose = (name) => {
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // A browser that refuses to remember still speaks the language that was asked for.
    }
    speak(name);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#language-toggle")) choose(language === "en" ? "fr" : "en");
  });

  const start = () => speak(wanted());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  window.juryLanguage = {
    speak,
    start,
    say: (french) => (language === "en" ? lookedUp(plain(french)) ?? french : french),
    /** The words on the page that have no English: what a test looks for. */
    missing: () => {
      const found = new Set();
      const look = (node, text, _put, key) => {
        const said = plain(text);
        if (!/\p{Ll}{2}/u.test(said) || originals.get(node)?.[key]?.english === text || words.get(said) === said) return;
        if (!given.has(said) && !given.has(said.replace(/\.$/, ""))) found.add(said);
      };
      visit(document.body, look);
      return [...found];
    },
  };
})();

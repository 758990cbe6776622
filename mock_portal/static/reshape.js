// Knows each element by the portal's own name for it, a role and the key of its text: marks it so in a skin of its own,
// and changes what a fault reshapes. A plain script: it is there before the page is, so that nobody sees it unchanged.
(() => {
  const TAGS = { A: "link", BUTTON: "button", H1: "heading", H2: "heading", H3: "heading", IMG: "img", INPUT: "textbox", LI: "listitem", NAV: "navigation", OL: "list", P: "paragraph", TABLE: "table", TD: "cell", TH: "columnheader", TR: "row", UL: "list" };
  const BY_CONTENT = new Set(["button", "link", "heading", "tab", "columnheader", "paragraph", "status", "option", "cell"]);
  const HIDDEN = { display: "display: none", visibility: "visibility: hidden", opacity: "opacity: 0; position: absolute", offscreen: "position: absolute; left: -9999px" };
  const UP = 4;
  const roles = new WeakMap();
  let holder = null;
  let page = null;

  /** The page's data, also that of a page which came in place of another. */
  function data() {
    const now = document.getElementById("page-data");
    if (now && now !== holder) {
      holder = now;
      page = JSON.parse(now.textContent);
      page.keys = new Map();
      for (const [key, text] of Object.entries(page.texts)) page.keys.set(text, [...(page.keys.get(text) ?? []), key]);
    }
    return page;
  }

  /** The role it had when it was first seen. */
  function roleOf(element) {
    if (!roles.has(element)) roles.set(element, element.getAttribute("role") ?? TAGS[element.tagName] ?? "text");
    return roles.get(element);
  }

  function textOf(element, role) {
    const title = element.getAttribute("aria-labelledby");
    const given = element.getAttribute("aria-label") ?? (title && document.getElementById(title)?.textContent) ?? element.labels?.[0]?.textContent;
    const own = BY_CONTENT.has(role) || (role === "text" && !element.firstElementChild) ? element.textContent : "";
    return (given ?? own).trim().replace(/ @\S+$/, "");
  }

  /** The same as `marks.code`: FNV-1a of 32 bits. */
  const code = (text) => new TextEncoder().encode(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16777619) >>> 0, 2166136261).toString(16).padStart(8, "0");

  function copyOf(element) {
    const copy = element.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    copy.dataset.copy = "";
    return copy;
  }

  /** Where something that was moved stands now: at the end of the page, or in a closed menu at its old place. */
  function newPlace(element, to) {
    const box = document.createElement("div");
    box.dataset.moved = "";
    if (to === "end") return document.body.appendChild(box);
    const opener = Object.assign(document.createElement("button"), { type: "button", textContent: "⋯" });
    const list = Object.assign(document.createElement("div"), { hidden: true });
    opener.setAttribute("aria-haspopup", "menu");
    opener.addEventListener("click", () => { list.hidden = !list.hidden; });
    box.append(opener, list);
    element.before(box);
    return list;
  }

  const CHANGES = {
    role: (element, to) => element.setAttribute("role", to),
    removed: (element) => element.remove(),
    moved: (element, to) => newPlace(element, to).append(element),
    duplicate: (element) => {
      if (element.nextElementSibling?.dataset.copy === "") return;
      const copy = copyOf(element);
      copy.addEventListener("click", () => element.click());
      element.after(copy);
    },
    twin: (element, to) => {
      if (element.previousElementSibling?.dataset.copy === "") return;
      const copy = copyOf(element);
      copy.style.cssText += HIDDEN[to] ?? HIDDEN.display;
      element.before(copy);
    },
  };

  function look(element) {
    if (element.closest("[data-copy], [data-moved]")) return;
    const { skin, faults, keys } = data();
    const role = roleOf(element);
    const said = keys.get(textOf(element, role)) ?? [];
    if (skin && said.length) element.setAttribute(skin.mark, said.map((key) => `${code(`${skin.name}/${key}`)}-${role}`).join(" "));
    for (const one of faults.reshape) {
      const meant = one.test_id ? element.dataset.tid === one.test_id : one.keys.some((key) => said.includes(key)) && ["", role].includes(one.role);
      if (meant) CHANGES[one.change](element, one.to);
    }
  }

  /** An element that is new, with all in it; or those around a text that is. */
  function seen(node) {
    if (!node.isConnected || !document.body?.contains(node)) return;
    if (node.nodeType === Node.ELEMENT_NODE) [node, ...node.querySelectorAll("*")].forEach(look);
    let around = node.parentElement;
    for (let step = 0; step < UP && around && around !== document.body; step += 1, around = around.parentElement) look(around);
  }

  function watch() {
    [...document.body.querySelectorAll("*")].forEach(look);
    new MutationObserver((records) => {
      for (const { type, target, addedNodes } of records) (type === "characterData" ? [target] : [...addedNodes]).forEach(seen);
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    root.style.visibility = "";
  }

  // The page's own scripts find everything as they know it, and nobody sees it before it is changed.
  const root = document.documentElement;
  if (data().faults.reshape.length) root.style.visibility = "hidden";
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();  // it came with a page that came in place of another
})();

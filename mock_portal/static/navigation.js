// The newest build: the menu changes the page in place, and the address is new before the page is.
import { el } from "./dom.js";
import { build, t } from "./page.js";

const root = document.documentElement;

/** Let the menu's links, and the browser's own Back, bring other pages into this document. */
export function navigateInPlace() {
  document.addEventListener("click", follow);
  window.addEventListener("popstate", () => bring(location.href));
}

function follow(press) {
  const link = press.target.closest("a.sidebar-item-link");
  if (!link || press.ctrlKey || press.metaKey || press.shiftKey) return;
  press.preventDefault();
  if (link.href !== location.href) history.pushState(null, "", link.href);
  bring(link.href);
}

async function bring(address) {
  const visit = Number(root.dataset.visit ?? 0) + 1;
  root.dataset.visit = String(visit);
  document.querySelector("main.content").append(el("div", { class: "theme-arco-spin-mask", "data-tid": "m4b_loading" }, el("span", { class: "theme-arco-spin-icon", role: "progressbar", "aria-label": t("table.loading") })));
  try {
    const answer = await fetch(address, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (Number(root.dataset.visit) !== visit) return;
    if (answer.redirected || !page.querySelector("main.content")) location.replace(address);
    else await show(page, visit);
  } catch {
    if (Number(root.dataset.visit) === visit) location.replace(address);
  }
}

/** Put another page's parts where this one's are; its scripts start anew under an address of their own. */
async function show(page, visit) {
  await Promise.all([...page.querySelectorAll('link[rel="stylesheet"], head script[src$="/reshape.js"]')].map(dress));
  for (const part of ["#page-data", "#shop-list", "main.content"]) document.querySelector(part).replaceWith(page.querySelector(part));
  for (const popup of document.querySelectorAll(".picker, .core-cascader-popup, .arco-select-popup, .m4b-select-popup")) popup.remove();
  document.title = page.title;
  for (const link of document.querySelectorAll("a.sidebar-item-link")) link.classList.toggle("p-menu-item-selected", link.pathname === location.pathname);
  const script = page.querySelector('script[type="module"][src]').getAttribute("src");
  await import(script.replace(`/static/${build}/`, `/static/${build}/v${visit}/`));
}

/** What the other page's head has and this one has not. */
function dress({ localName, attributes }) {
  const own = Object.fromEntries([...attributes].map(({ name, value }) => [name, value]));
  if (document.querySelector(`[href="${own.href}"], [src="${own.src}"]`)) return null;
  return new Promise((done) => { document.head.append(el(localName, { ...own, onload: done, onerror: done })); });
}

// The list of shops behind "Switch shop", mounted at the end of the body when it is first opened. A few shops are all
// there at once; of many come those that are searched for, page by page as one scrolls.
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const PAUSE_MS = 250;
const NEAR_PX = 40;

async function choose(shop) {
  try {
    const { shop_region: region } = await post("/api/v1/seller/shop/switch", { shop_id: shop }, { stays: true });
    location.assign(`/homepage?shop_region=${region}`);
  } catch (error) {
    say(error.message, "alert");
  }
}

const option = (current) => ({ id, name, region }) =>
  el("div", { class: "core-select-option", role: "option", "data-value": id, "aria-selected": String(id === current), tabindex: "-1", onclick: () => choose(id) },
    el("span", { class: "shop-name" }, name), el("span", { class: "core-tag core-tag-region" }, t(`region.${region}`)));

/** Fills a list with what was searched for; an answer that was overtaken by a later search is dropped. */
class Search {
  constructor(rows, draw, { list, total }) {
    Object.assign(this, { rows, draw, keyword: "", page: 1, asked: 0, waiting: false });
    this.rows.append(...list.map(draw));
    this.more = list.length < total;
  }

  begin(keyword) {
    Object.assign(this, { keyword, page: 0, asked: this.asked + 1, waiting: false });
    return this.next();
  }

  async next() {
    const { asked } = this;
    this.waiting = true;
    try {
      const found = await get(`/api/v1/seller/shop/list?keyword=${encodeURIComponent(this.keyword)}&page=${this.page + 1}`, { stays: true });
      if (asked === this.asked) this.show(found);
    } catch (error) {
      if (asked === this.asked) say(error.message, "alert");
    }
  }

  show({ list, total, page, page_size: size }) {
    if (page === 1) this.rows.replaceChildren();
    this.rows.append(...list.map(this.draw));
    if (!total) this.rows.append(el("div", { class: "core-select-empty", role: "presentation" }, t("shell.no_shop")));
    Object.assign(this, { page, more: page * size < total, waiting: false });
  }

  scrolled() {
    const near = this.rows.scrollTop + this.rows.clientHeight > this.rows.scrollHeight - NEAR_PX;
    if (near && this.more && !this.waiting) this.next();
  }
}

/** The popup for the shops that the page came with: `{list, total}`. */
export function shopSwitcher(shops, current) {
  const label = t("shell.switch_shop");
  const draw = option(current);
  if (shops.list.length === shops.total) return el("div", { class: "core-select-popup", role: "listbox", "aria-label": label }, shops.list.map(draw));
  const rows = el("div", { class: "core-select-list", role: "listbox", "aria-label": label, tabindex: "0" });
  const search = new Search(rows, draw, shops);
  let pause = 0;
  const typed = ({ target }) => {
    clearTimeout(pause);
    pause = setTimeout(() => search.begin(target.value), PAUSE_MS);
  };
  rows.addEventListener("scroll", () => search.scrolled());
  const field = el("input", { class: "core-input", type: "search", autocomplete: "off", "aria-label": t("shell.find_shop"), placeholder: t("shell.find_shop"), oninput: typed });
  return el("div", { class: "core-select-popup core-select-popup-search" }, field, rows);
}

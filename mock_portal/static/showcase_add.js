import { post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { byLink } from "./showcase_link.js";
import { fromShop } from "./showcase_shop.js";
import { API } from "./showcase_rows.js";

/** Two ways to add; the dialog stays open after success, and its buttons share their texts with tab and page. */
export function openAddDialog(onAdded) {
  const modal = openModal({ title: t("showcase.add"), className: "link-dialog" });
  const submit = el("button", { class: "core-btn core-btn-primary pc_add_product", type: "button", onclick: () => send(source) }, t("showcase.add"));
  const number = el("span", { class: "showcase-chosen text-neutral-text3" });
  const tabs = el("div", { class: "arco-tabs-header showcase-tabs", role: "tablist", "aria-label": t("showcase.add") });
  const choice = new Choice((size) => {
    submit.disabled = size === 0;
    number.textContent = t("showcase.chosen", { n: size });
  });
  const ways = { link: byLink(choice), shop: fromShop(choice) };
  let source = "";

  const tab = (name) => el("div", { class: "arco-tabs-header-title showcase-tab", role: "tab", tabindex: "0", "aria-selected": String(name === source), onclick: () => turn(name) }, t(`showcase.by.${name}`));

  function turn(name) {
    if (name === source) return;
    source = name;
    tabs.replaceChildren(...Object.keys(ways).map(tab));
    modal.body.replaceChildren(tabs, el("div", { role: "tabpanel", "aria-label": t(`showcase.by.${name}`) }, ways[name].node));
    number.hidden = name === "link";
    begin(name);
  }

  function begin(name) {
    choice.clear();
    ways[name].begin();
  }

  async function send(name) {
    submit.disabled = true;
    try {
      await post(`${API}/showcase_product/add`, { product_ids: choice.ids(), source: name });
      onAdded();
      if (name === source) begin(name);
    } catch (error) {
      choice.tell();
      say(error.message, "alert");
    }
  }

  modal.foot.append(number, el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")), submit);
  turn("link");
}

/** What is chosen, kept while pages turn. */
class Choice {
  #ids = new Set();

  constructor(onChange) {
    this.tell = () => onChange(this.#ids.size);
  }

  ids = () => [...this.#ids];

  has = (id) => this.#ids.has(id);

  set(id, on) {
    this.#ids[on ? "add" : "delete"](id);
    this.tell();
  }

  clear() {
    this.#ids.clear();
    this.tell();
  }
}

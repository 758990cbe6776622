import { post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { API, price, product } from "./showcase_rows.js";

const FETCH_MS = 1000;

/** By its link: the row comes a second later and without a word; where something is against it, the button stays dead. */
export function byLink(choice) {
  const field = el("textarea", { class: "arco-textarea", "data-tid": "m4b_input_textarea", "aria-label": t("showcase.link"), placeholder: t("showcase.link.hint") });
  const against = el("div", { class: "theme-arco-alert", role: "alert", hidden: true });
  const rows = el("tbody", {});
  let asked = 0;

  function empty() {
    asked += 1;
    rows.replaceChildren();
    against.hidden = true;
    choice.clear();
    return asked;
  }

  async function ask() {
    const mine = empty();
    try {
      const [seen] = await Promise.all([post(`${API}/product_link/check`, { link: field.value }), new Promise((go) => setTimeout(go, FETCH_MS))]);
      if (mine === asked) show(seen);
    } catch (error) {
      if (mine === asked) say(error.message, "alert");
    }
  }

  function show({ product: row, objection }) {
    rows.replaceChildren(el("tr", { class: "theme-arco-table-tr", "data-row-key": row.product_id }, [product(row), price(row), row.seller_info.shop_name].map((cell) => el("td", {}, cell))));
    against.textContent = objection;
    against.hidden = !objection;
    choice.set(row.product_id, !objection);
  }

  const node = el("div", {},
    el("div", { class: "showcase-fetch" }, field, el("button", { class: "arco-btn core-btn core-btn-secondary", "data-tid": "m4b_button", type: "button", onclick: ask }, t("showcase.by.link"))),
    against,
    el("div", { class: "theme-arco-table", "data-tid": "m4b_table" }, el("table", { "aria-label": t("showcase.found") }, rows)));
  return { node, begin: () => { field.value = ""; empty(); } };
}

import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { Table } from "./table.js";

const API = "/api/v1/streamer_desktop";
const FETCH_MS = 1000;

/** Two ways to add; the dialog stays open after success, and its buttons share their texts with tab and page. */
export function openAddDialog(onAdded) {
  const modal = openModal({ title: t("showcase.add"), className: "link-dialog" });
  const chosen = new Set();
  const submit = el("button", { class: "core-btn core-btn-primary pc_add_product", type: "button", disabled: true, onclick: () => send() }, t("showcase.add"));
  const state = { source: "link", chosen, submit };
  const ways = { link: byLink(state), shop: fromShop(state) };
  const tabs = el("div", { class: "showcase-tabs", role: "tablist" });

  function turn(source) {
    state.source = source;
    chosen.clear();
    submit.disabled = true;
    tabs.replaceChildren(...Object.keys(ways).map((name) => el("button", { class: "showcase-tab", role: "tab", type: "button", "aria-selected": String(name === source), onclick: () => turn(name) }, t(`showcase.by.${name}`))));
    modal.body.replaceChildren(tabs, ways[source].node);
    ways[source].show();
  }

  async function send() {
    submit.disabled = true;
    try {
      await post(`${API}/showcase_product/add`, { product_ids: [...chosen], source: state.source });
      chosen.clear();
      ways[state.source].show();
      onAdded();
    } catch (error) {
      say(error.message, "alert");
    }
  }

  modal.foot.append(el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")), submit);
  turn("link");
}

const cells = (row) => [el("td", {}, el("div", { class: "showcase-product" }, el("span", { class: "showcase-picture", "aria-hidden": "true" }), el("span", {}, row.title))), el("td", {}, row.price), el("td", {}, row.shop_name)];

function byLink(state) {
  const field = el("textarea", { "aria-label": t("showcase.link"), placeholder: t("showcase.link.hint") });
  const rows = el("tbody", {});
  const fetched = async () => {
    try {
      const { product, objection } = await post(`${API}/product_link/check`, { link: field.value });
      await new Promise((go) => setTimeout(go, FETCH_MS));  // the row comes without a word, a moment later
      rows.replaceChildren(el("tr", { "data-row-key": product.product_id }, cells(product)));
      state.chosen.clear();
      if (!objection) state.chosen.add(product.product_id);
      state.submit.disabled = Boolean(objection);
      if (objection) say(objection, "alert");
    } catch (error) {
      say(error.message, "alert");
    }
  };
  const node = el("div", {},
    el("div", { class: "showcase-fetch" }, field, el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: fetched }, t("showcase.by.link"))),
    el("div", { class: "theme-arco-table", "data-tid": "m4b_table" }, el("table", { "aria-label": t("showcase.found") }, rows)));
  return { node, show: () => { field.value = ""; rows.replaceChildren(); } };
}

function fromShop(state) {
  const search = el("input", { class: "theme-arco-input", "aria-label": t("showcase.search.shop"), placeholder: t("showcase.search.shop"), oninput: () => table.show() });
  const pick = (id, on) => {
    state.chosen[on ? "add" : "delete"](id);
    state.submit.disabled = state.chosen.size === 0;
  };
  const box = (row) => el("input", { type: "checkbox", "aria-label": row.title, checked: state.chosen.has(row.product_id), disabled: !row.addable, onchange: (event) => pick(row.product_id, event.target.checked) });
  const table = new Table({
    label: t("showcase.by.shop"),
    key: (row) => row.product_id,
    load: (page) => get(`${API}/shop_product/list?page=${page}&keyword=${encodeURIComponent(search.value)}`),
    columns: [
      { title: t("showcase.choose"), cell: box },
      { title: t("showcase.product"), cell: (row) => row.title },
      { title: t("showcase.price"), cell: (row) => row.price },
      { title: t("showcase.stock"), cell: (row) => String(row.stock) },
    ],
  });
  return { node: el("div", {}, el("div", { class: "search-line" }, search), table.node), show: () => table.show() };
}

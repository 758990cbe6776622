import { get } from "./api.js";
import { el } from "./dom.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { Table } from "./table.js";

/** The picker of products; what is chosen stays chosen on other pages and under other words. */
export function openProducts(before, onDone) {
  const chosen = new Set(before);
  const modal = openModal({ title: t("promotions.choose"), className: "promo-picker" });
  const count = el("span", { class: "promo-count" });
  const tell = () => { count.textContent = t("promotions.chosen", { n: chosen.size }); };
  const mark = (row, on) => { if (on) chosen.add(row.product_id); else chosen.delete(row.product_id); tell(); };
  const search = el("input", { class: "arco-input theme-arco-input", "data-tid": "m4b_input_search", "aria-label": t("promotions.search"), placeholder: t("promotions.search"), oninput: () => table.show() });
  const product = (row) => el("div", { class: "promo-product" }, el("img", { src: row.images[0], alt: "" }), el("span", {}, row.title));
  const table = new Table({
    label: t("promotions.choose"),
    key: (row) => row.product_id,
    load: (page) => get(`/api/v1/promotion/product/list?${new URLSearchParams({ keyword: search.value, page })}`),
    columns: [
      { title: t("promotions.pick"), cell: (row) => el("input", { type: "checkbox", "aria-label": row.title, checked: chosen.has(row.product_id), onchange: ({ target }) => mark(row, target.checked) }) },
      { title: t("promotions.product"), cell: product },
      { title: t("promotions.price"), cell: (row) => el("span", { class: "cell-number" }, `${row.price_now} ${row.price.currency}`) },
      { title: t("promotions.stock"), cell: (row) => String(row.stock_num) },
    ],
  });
  modal.body.append(search, table.node);
  modal.foot.append(count, el("button", { class: "core-btn core-btn-primary", type: "button", onclick: () => { onDone([...chosen]); modal.close(); } }, t("promotions.done")));
  tell();
  table.show();
}

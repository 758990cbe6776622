import { el } from "./dom.js";
import { t } from "./page.js";
import { select } from "./select.js";
import { pages, price, product } from "./showcase_rows.js";
import { Table } from "./table.js";

const SIZES = [10, 20, 50];

/** From the linked shop: what is chosen stays chosen on other pages and under other words. */
export function fromShop(choice) {
  let [size] = SIZES;
  const search = el("input", { class: "arco-input theme-arco-input", "data-tid": "m4b_input_search", "aria-label": t("showcase.search.shop"), placeholder: t("showcase.search.shop"), oninput: () => table.show() });
  const table = new Table({
    label: t("showcase.by.shop"),
    key: (row) => row.product_id,
    load: pages("shop_product/list", { count: () => size, keyword: () => search.value }),
    columns: [
      { title: t("showcase.choose"), cell: (row) => el("input", { type: "checkbox", "aria-label": row.title, checked: choice.has(row.product_id), disabled: !row.addable, onchange: (event) => choice.set(row.product_id, event.target.checked) }) },
      { title: t("showcase.product"), cell: product },
      { title: t("showcase.price"), cell: price },
      { title: t("showcase.stock"), cell: (row) => String(row.stock_num) },
    ],
  });
  const resize = (wanted) => {
    size = wanted;
    table.show();
  };
  const sizes = select({ label: t("showcase.page_size"), options: SIZES.map((n) => [n, t("showcase.per_page", { n })]), chosen: size, onChoose: resize });
  table.node.querySelector(".theme-arco-pagination").append(sizes);
  return { node: el("div", {}, el("div", { class: "search-line" }, search), table.node), begin: () => table.show() };
}

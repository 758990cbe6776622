import "./faults.js";
import { post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { openAddDialog } from "./showcase_add.js";
import { API, pages, price, product } from "./showcase_rows.js";
import { moment, Table } from "./table.js";
import { VirtualTable } from "./compass_virtual.js";

const [COUNT, COUNT_ON_THE_WAY] = [20, 50];
const search = document.getElementById("search");
const place = document.getElementById("items");
const virtual = place.dataset.list === "virtual";
const load = pages("showcase_product/list", { count: () => (virtual ? COUNT_ON_THE_WAY : COUNT), keyword: () => search.value });

const told = {
  label: t("showcase.heading"),
  key: (row) => row.product_id,
  ended: "showcase.no_more",
  load: async (...asked) => {
    const seen = await load(asked.at(-1));  // a list without pages tells its order first
    document.body.dataset.shopZone = seen.zone;
    document.getElementById("counter").textContent = t("showcase.counter", { n: seen.in_showcase });
    document.getElementById("today").replaceChildren(`${t("showcase.today")} `, el("b", {}, `${seen.added_today}/${seen.added_max}`));
    return seen;
  },
  columns: [
    { title: t("showcase.product"), cell: product },
    { title: t("showcase.price"), cell: price },
    { title: t("showcase.stock"), cell: (row) => String(row.stock_num) },
    { title: t("showcase.shop"), cell: (row) => row.seller_info.shop_name },
    { title: t("showcase.added"), cell: (row) => moment(row.added_at) },
    { title: t("showcase.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: (row) => el("button", { class: "showcase-remove", type: "button", "aria-label": `${t("showcase.remove")} ${row.title}`, onclick: () => remove(row) }, t("showcase.remove")) },
  ],
};
const items = virtual ? new VirtualTable(told) : new Table(told);

function remove(row) {
  const modal = openModal({ title: t("showcase.remove"), className: "core-modal-small" });
  const yes = el("button", { class: "core-btn core-btn-danger", type: "button", onclick: () => sure() }, t("showcase.remove.yes"));
  const sure = async () => {
    yes.disabled = true;
    try {
      await post(`${API}/showcase_product/remove`, { product_id: row.product_id });
      modal.close();
      items.show();
    } catch (error) {
      yes.disabled = false;
      say(error.message, "alert");
    }
  };
  modal.body.append(product(row));
  modal.foot.append(el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")), yes);
}

search.addEventListener("input", () => items.show());
document.getElementById("add").addEventListener("click", () => openAddDialog(() => items.show()));
place.append(items.node);
items.show();

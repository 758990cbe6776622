import "./faults.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { openAddDialog } from "./showcase_add.js";
import { moment, Table } from "./table.js";

const API = "/api/v1/streamer_desktop";
const search = document.getElementById("search");

const picture = () => el("span", { class: "showcase-picture", "aria-hidden": "true" });

const items = new Table({
  label: t("showcase.heading"),
  key: (row) => row.item_id,
  load: async (page) => {
    const seen = await get(`${API}/showcase_product/list?page=${page}&keyword=${encodeURIComponent(search.value)}`);
    document.getElementById("counter").textContent = t("showcase.counter", { n: seen.count });
    document.getElementById("today").textContent = `${t("showcase.today")} ${seen.added_today}/${seen.most}`;
    return seen;
  },
  columns: [
    { title: t("showcase.product"), cell: (row) => el("div", { class: "showcase-product" }, picture(), el("span", {}, row.title)) },
    { title: t("showcase.price"), cell: (row) => row.price },
    { title: t("showcase.stock"), cell: (row) => String(row.stock) },
    { title: t("showcase.shop"), cell: (row) => row.shop_name },
    { title: t("showcase.added"), cell: (row) => moment(row.at) },
    { title: t("showcase.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: (row) => el("button", { class: "showcase-remove", type: "button", "aria-label": `${t("showcase.remove")} ${row.title}`, onclick: () => remove(row) }, t("showcase.remove")) },
  ],
});

function remove(row) {
  const modal = openModal({ title: t("showcase.remove"), className: "core-modal-small" });
  const sure = async () => {
    try {
      await post(`${API}/showcase_product/remove`, { item_id: row.item_id });
      modal.close();
      items.show();
    } catch (error) {
      say(error.message, "alert");
    }
  };
  modal.body.append(el("p", {}, row.title));
  modal.foot.append(
    el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")),
    el("button", { class: "core-btn core-btn-danger", type: "button", onclick: sure }, t("showcase.remove.yes")));
}

search.addEventListener("input", () => items.show());
document.getElementById("add").addEventListener("click", () => openAddDialog(() => items.show()));
document.getElementById("items").append(items.node);
items.show();

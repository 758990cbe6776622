import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { select } from "./m4b_select.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const API = "/api/v1/promotion";
const TOOLS = ["product_discount", "flash_sale", "live_flash", "live_code"];
const TONES = { upcoming: "wait", ongoing: "good", ended: "plain", deactivated: "bad" };
const wanted = { tool: "", state: "" };

const what = (row) => el("div", { class: "promo-what" }, el("b", {}, row.name), el("span", { class: "text-neutral-text3" }, t(`promotions.tool.${row.tool}`)));
const forWhat = (row) => (row.tool === "live_code" ? [row.code, " ", row.handle ? `@${row.handle}` : t("promotions.account.all"), " · ", t("promotions.used", { n: row.used, of: row.quota })] : t("promotions.products", { n: row.products }));
const ends = (row) => (["upcoming", "ongoing"].includes(row.state) ? el("button", { class: "unlink-row", type: "button", "aria-label": `${t("promotions.deactivate")} ${row.name}`, onclick: () => sure(row) }, t("promotions.deactivate")) : "");

const list = new Table({
  label: t("promotions.mine"),
  key: (row) => row.promotion_id,
  load: (page) => get(`${API}/list?${new URLSearchParams({ ...wanted, page })}`),
  columns: [
    { title: t("promotions.name"), cell: what },
    { title: t("promotions.discount"), cell: (row) => el("span", { class: "cell-number" }, `${row.percent}%`) },
    { title: t("promotions.starts"), cell: (row) => moment(row.starts_at) },
    { title: t("promotions.ends"), cell: (row) => moment(row.ends_at) },
    { title: t("promotions.for"), cell: forWhat },
    { title: t("promotions.filter.state"), cell: (row) => el("span", { class: `arco-tag core-tag core-tag-${TONES[row.state]}` }, t(`promotions.state.${row.state}`)) },
    { title: t("promotions.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: ends },
  ],
});

function sure(row) {
  const modal = openModal({ title: t("promotions.deactivate"), className: "core-modal-small" });
  const yes = el("button", { class: "core-btn core-btn-danger", type: "button", onclick: () => end() }, t("promotions.confirm"));
  const end = async () => {
    yes.disabled = true;
    try {
      await post(`${API}/deactivate`, { promotion_id: row.promotion_id });
      modal.close();
      say(t("promotions.deactivated"), "status");
      list.show();
    } catch (error) {
      yes.disabled = false;
      say(error.message, "alert");
    }
  };
  modal.body.append(el("b", {}, row.name), el("p", { class: "text-neutral-text3" }, t("promotions.deactivate.sure")));
  modal.foot.append(el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")), yes);
}

const tool = (name) => el("li", { class: "pcm-card" },
  el("h3", {}, t(`promotions.tool.${name}`)),
  el("p", { class: "text-neutral-text3" }, t(`promotions.about.${name}`)),
  el("a", { class: "core-btn core-btn-secondary", href: `/promotion/marketing-tools/create?tool=${name}`, "aria-label": `${t("promotions.create")} ${t(`promotions.tool.${name}`)}` }, t("promotions.create")));

const filter = (key, all, names) => select({
  label: t(`promotions.filter.${key}`),
  options: [{ value: "", text: t(all) }, ...names.map((value) => ({ value, text: t(`promotions.${key}.${value}`) }))],
  value: "",
  onPick: (value) => { wanted[key] = value; list.show(); },
});

document.getElementById("tools").append(...TOOLS.map(tool));
document.getElementById("filters").append(filter("tool", "promotions.all_tools", TOOLS), filter("state", "promotions.all_states", Object.keys(TONES)));
document.getElementById("promotions").append(list.node);
list.show();

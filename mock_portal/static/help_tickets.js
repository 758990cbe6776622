import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { CATEGORIES, PATH, letterBox, stateTag } from "./help_words.js";
import { select } from "./m4b_select.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { paperField } from "./paper_field.js";
import { moment, Table } from "./table.js";

const question = (row) => el("div", { class: "help-question" },
  el("span", {}, row.text),
  el("span", { class: "text-neutral-text3" }, row.ticket_id, row.from_chat ? ` · ${t("help.ticket.chat")}` : ""));
const view = (row) => el("a", { class: "theme-arco-link", href: `/help-center/ticket?ticket_id=${row.ticket_id}`, "aria-label": `${t("help.ticket.view")} ${row.ticket_id}` }, t("help.ticket.view"));
const badge = (row) => (row.unread ? el("span", { class: "m4b-badge", "data-tid": "m4b_badge", role: "group", "aria-label": t("help.unread") }, String(row.unread)) : null);

const tickets = new Table({
  label: t("help.tickets"),
  key: (row) => row.ticket_id,
  load: (page) => get(`${PATH}/ticket/list?page=${page}`),
  columns: [
    { title: t("help.ticket.question"), cell: question },
    { title: t("help.ticket.category"), cell: (row) => t(`help.category.${row.category}`) },
    { title: t("help.ticket.at"), cell: (row) => moment(row.at) },
    { title: t("help.ticket.last"), cell: (row) => [moment(row.last_at), " ", badge(row)] },
    { title: t("help.ticket.state"), cell: (row) => stateTag(row.state) },
    { title: t("help.ticket.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: view },
  ],
});

async function create() {
  const { draft, limits } = await get(`${PATH}/ticket/draft`).catch((error) => { say(error.message, "alert"); return {}; });
  if (!limits) return;
  const modal = openModal({ title: t("help.ticket.new") });
  const asked = { category: CATEGORIES[0] };
  const text = letterBox({ label: t("help.ticket.text"), hint: t("help.ticket.text.hint"), rows: 6, onChange: () => draw() });
  const papers = paperField({ id: `${modal.id}-file`, path: `${PATH}/ticket/file`, fields: {}, draft, limits, onChange: () => draw() });
  const draw = () => { send.disabled = papers.busy() || !text.value().trim(); };
  const press = async () => {
    send.disabled = true;
    try {
      await post(`${PATH}/ticket/create`, { ...asked, text: text.value() });
      modal.close();
      say(t("help.ticket.sent"), "status");
      tickets.show();
    } catch (error) {
      send.disabled = false;
      say(error.message, "alert");
    }
  };
  const send = el("button", { class: "theme-arco-btn theme-arco-btn-primary", "data-tid": "m4b_button", type: "button", disabled: true, onclick: press }, t("help.ticket.send"));
  const kinds = select({ label: t("help.ticket.category"), options: CATEGORIES.map((value) => ({ value, text: t(`help.category.${value}`) })), value: asked.category, onPick: (value) => { asked.category = value; }, dialect: "theme-arco" });
  modal.body.append(
    el("div", { class: "field" }, el("span", { class: "theme-arco-form-label", "aria-hidden": "true" }, t("help.ticket.category")), kinds),
    el("div", { class: "field" }, el("span", { class: "theme-arco-form-label", "aria-hidden": "true" }, t("help.ticket.text")), text.node),
    papers.node);
  modal.foot.append(el("button", { class: "theme-arco-btn theme-arco-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")), send);
}

document.getElementById("create").addEventListener("click", create);
document.getElementById("tickets").append(tickets.node);
tickets.show();

import { post, Refusal } from "./api.js";
import { el, icon } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { lang, skin, t } from "./page.js";
import { arranged } from "./skin.js";
import { moment, Table } from "./table.js";

const API = "/api/v1/seller/creator";
const MARKS = { passed: "m5 10 3.500 3.500L15 7", failed: "M6 6l8 8M14 6l-8 8" };

/** The two steps of linking an account: choose it, then see what the portal checks and send the invitation. */
export function openLinkDialog(onSent) {
  const modal = openModal({ title: t("dialog.open"), className: "link-dialog" });
  const dialog = { modal, onSent, chosen: null, keyword: "" };
  dialog.search = searchStep(dialog);
  showSearch(dialog);
}

const button = (text, kind, onclick) => el("button", { class: `theme-arco-btn theme-arco-btn-${kind}`, "data-tid": "m4b_button", type: "button", onclick }, text);

function steps(now) {
  return el("ol", { class: "theme-arco-steps" }, ["search", "check"].map((name, place) =>
    el("li", { class: `theme-arco-steps-item${name === now ? " theme-arco-steps-item-active" : ""}`, "aria-current": name === now ? "step" : null },
      el("span", { class: "theme-arco-steps-icon", "aria-hidden": "true" }, String(place + 1)), t(`dialog.step.${name}`))));
}

function searchStep(dialog) {
  const next = button(t("dialog.next"), "primary", () => { if (next.getAttribute("aria-disabled") !== "true") check(dialog); });
  const results = resultTable(dialog, next);
  const id = `${dialog.modal.id}-keyword`;
  const field = el("input", { class: "theme-arco-input", id, type: "text", autocomplete: "off", "data-tid": "m4b_input_search" });
  const search = () => { dialog.keyword = field.value; if (field.value.trim()) { results.node.hidden = false; results.show(); } };
  field.addEventListener("keydown", (press) => { if (press.key === "Enter") search(); });
  results.node.hidden = true;
  return {
    body: [steps("search"), el("label", { class: "theme-arco-form-label", for: id }, t("dialog.keyword")),
      el("div", { class: "search-line" }, arranged([field, button(t("dialog.search"), "secondary", search)])), results.node],
    foot: arranged([button(t("dialog.cancel"), "secondary", dialog.modal.close), next]),
  };
}

function resultTable(dialog, next) {
  const choose = (id) => { dialog.chosen = id; next.setAttribute("aria-disabled", String(!id)); };
  choose(null);
  return new Table({
    label: t("dialog.results"),
    key: (row) => row.account_id,
    load: (page) => post(`${API}/info/get`, { keyword: dialog.keyword, page }),
    onRows: () => choose(null),
    columns: [
      { title: t("col.username"), cell: (row) => radio(row, choose) },
      { title: t("col.nickname"), cell: (row) => row.nickname },
      { title: t("col.followers"), cell: (row) => new Intl.NumberFormat(lang).format(row.followers), attributes: { class: "cell-number" } },
    ],
  });
}

function radio({ account_id: id, handle }, choose) {
  const shown = [el("span", { class: "theme-arco-radio-mask" }), el("span", {}, `@${handle}`)];
  if (skin?.tags.radio) return ownRadio(shown, () => choose(id));
  return el("label", { class: "theme-arco-radio" }, el("input", { type: "radio", name: "creator", value: id, onchange: () => choose(id) }), shown);
}

/** The radio of a skin that has none of the browser's. */
function ownRadio(shown, choose) {
  const press = () => {
    for (const one of document.querySelectorAll("[role=radio]")) one.setAttribute("aria-checked", String(one === made));
    choose();
  };
  const made = el(skin.tags.radio, { class: "theme-arco-radio", role: "radio", tabindex: "0", "aria-checked": "false", onclick: press }, shown);
  return made;
}

function showSearch({ modal, search }) {
  modal.body.replaceChildren(...search.body);
  modal.foot.replaceChildren(...search.foot);
}

async function check(dialog) {
  const { modal, chosen } = dialog;
  try {
    const { account, checks } = await post(`${API}/availability/verify`, { account_id: chosen });
    if (dialog.chosen === chosen) showCheck(dialog, account, checks);
  } catch (error) {
    warn(modal.body, error);
  }
}

function showCheck(dialog, account, checks) {
  const { modal } = dialog;
  const send = button(t("dialog.send"), "primary", () => sendInvitation(dialog, send));
  send.disabled = checks.some((one) => !one.passed);
  const list = el("ul", { class: "check-list", role: "list", "aria-label": t("dialog.checks") }, arranged(checks).map(line));
  modal.body.replaceChildren(...arranged([steps("check"), card(account), list]));
  modal.foot.replaceChildren(...arranged([button(t("dialog.back"), "secondary", () => showSearch(dialog)), send]));
}

function card(account) {
  return el("div", { class: "account-card", "data-tid": "account.card", "data-account-id": account.account_id },
    el("span", { class: "shop-avatar", "aria-hidden": "true" }, [...account.nickname][0] ?? ""),
    el("div", { class: "account-names" }, el("strong", {}, `@${account.handle}`), " ", el("span", { class: "text-neutral-text3" }, account.nickname)),
    el("div", { class: "account-category" }, el("span", { class: "text-neutral-text3" }, t("dialog.category")), " ", el("span", { "data-tid": "account.category" }, account.category)));
}

function line({ name, passed, detail, until }) {
  const word = passed ? "passed" : "failed";
  const more = until ? moment(until) : detail;
  return el("li", { class: `check-line check-line-${word}` },
    el("span", { class: "check-mark", role: "img", "aria-label": t(`dialog.${word}`) }, icon(MARKS[word])),
    el("span", { class: "check-text" }, t(`check.${name}`)),
    more ? el("span", { class: "detail" }, more) : null);
}

async function sendInvitation(dialog, send) {
  const { modal } = dialog;
  if (send.classList.contains("theme-arco-btn-loading")) return;
  send.classList.add("theme-arco-btn-loading");
  try {
    const sent = await post(`${API}/invitation/send`, { account_id: dialog.chosen });
    modal.close();
    say(t("dialog.sent"));
    if (sent.revert_after_ms) setTimeout(() => say(t("dialog.reverted"), "alert"), sent.revert_after_ms);
    dialog.onSent();
  } catch (error) {
    warn(modal.body, error);
  } finally {
    send.classList.remove("theme-arco-btn-loading");
  }
}

/** The portal's sentence, inside the dialog. */
function warn(body, error) {
  if (!(error instanceof Refusal)) throw error;
  body.querySelector(".theme-arco-alert")?.remove();
  body.prepend(el("div", { class: "theme-arco-alert theme-arco-alert-error", role: "alert" }, error.message));
}

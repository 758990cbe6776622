import { post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { quota, t } from "./page.js";
import { arranged } from "./skin.js";
import { moment } from "./table.js";

const API = "/api/v1/seller/creator";

const button = (text, kind, onclick) => el("button", { class: `core-btn core-btn-${kind}`, "data-tid": "m4b_button", type: "button", onclick }, text);

/** Whom, how often still, what it means; confirmed once. */
export async function openUnlinkDialog(accountId, onDone) {
  try {
    const seen = await post(`${API}/remain/get`, { account_id: accountId });
    confirm({
      title: t("unlinking.dialog"),
      seen,
      warning: t("unlinking.means"),
      yes: t("unlinking.confirm"),
      act: () => post(`${API}/unbind`, { account_id: accountId }),
      done: t("unlinking.done"),
      onDone,
    });
  } catch (error) {
    say(error.message, "alert");
  }
}

/** The seller's answer to a creator's request; agreeing uses up an unlink. */
export async function openAnswerDialog(request, decision, onDone) {
  try {
    const seen = await post(`${API}/remain/get`, { account_id: request.account_id });
    confirm({
      title: t(`unlinking.${decision}.title`),
      seen: decision === "approve" ? seen : { ...seen, obstacles: [] },
      warning: decision === "approve" ? t("unlinking.means") : t("unlinking.decline.means"),
      yes: t(`unlinking.${decision}`),
      act: () => post(`${API}/unbind_apply/update`, { apply_id: request.apply_id, decision }),
      done: t(`unlinking.${decision}.done`),
      onDone,
    });
  } catch (error) {
    say(error.message, "alert");
  }
}

function confirm({ title, seen, warning, yes, act, done, onDone }) {
  const modal = openModal({ title, className: "core-modal-small unlink-dialog" });
  const against = seen.obstacles.length > 0;
  const press = async () => {
    sure.disabled = true;
    sure.classList.add("theme-arco-btn-loading");
    try {
      await act();
      modal.close();
      say(done, "status");
      onDone();
    } catch (error) {
      modal.body.prepend(el("div", { class: "theme-arco-alert", role: "alert" }, error.message));
      sure.classList.remove("theme-arco-btn-loading");
    }
  };
  const sure = button(yes, "danger", press);
  sure.disabled = against;
  modal.body.append(...arranged([card(seen), el("p", { class: "text-neutral-text3" }, warning), ...(against ? [obstacles(seen.obstacles)] : [])]));
  modal.foot.append(...arranged([button(t("dialog.cancel"), "secondary", modal.close), sure]));
}

function card({ account, unlinks_left: left, unlinks_ever: ever }) {
  return el("div", { class: "account-card", "data-tid": "account.card", "data-account-id": account.account_id },
    el("span", { class: "shop-avatar", "aria-hidden": "true" }, account.nickname.slice(0, 1)),
    el("div", { class: "account-names" }, el("b", {}, `@${account.handle}`), el("span", { class: "text-neutral-text3" }, account.nickname), el("span", { class: "text-neutral-text3" }, account.account_id)),
    el("div", { class: "account-category" }, el("span", { class: "text-neutral-text3", "aria-hidden": "true" }, t("home.unlinks")), el("span", { role: "group", "aria-label": t("home.unlinks") }, quota(left, ever))));
}

function obstacles(list) {
  return el("ul", { class: "unlink-obstacles", "aria-label": t("unlinking.obstacles") }, list.map((one) => el("li", {}, one.text, " ", one.until ? moment(one.until) : null)));
}

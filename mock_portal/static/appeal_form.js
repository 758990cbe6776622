import { post } from "./api.js";
import { el } from "./dom.js";
import { PATH } from "./health_words.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { paperField } from "./paper_field.js";

/** Reason and files. */
export function appealForm(violation, onSent) {
  const { letters } = violation.limits;
  const state = { reason: "" };
  const limit = el("div", { class: "arco-textarea-word-limit" });
  const reason = el("textarea", { class: "arco-textarea", "data-tid": "m4b_input_textarea", id: "appeal-reason", maxlength: letters, placeholder: t("health.appeal.reason.hint"), oninput: () => { state.reason = reason.value; draw(); } });
  const papers = paperField({ id: "appeal-file", path: `${PATH}/appeal/file`, fields: { violation_id: violation.violation_id }, draft: violation.draft, limits: violation.limits, onChange: () => draw() });
  const send = el("button", { class: "arco-btn core-btn core-btn-primary", type: "button", onclick: () => sent() }, t("health.appeal.submit"));

  function draw() {
    limit.textContent = `${state.reason.length}/${letters}`;
    send.disabled = papers.busy() || !state.reason.trim() || papers.empty();
  }

  async function sent() {
    send.disabled = true;
    try {
      await post(`${PATH}/appeal/submit`, { violation_id: violation.violation_id, reason: state.reason });
      say(t("health.appeal.sent"), "status");
      onSent();
    } catch (error) {
      say(error.message, "alert");
      draw();
    }
  }

  draw();
  return el("div", { class: "arco-form" },
    el("div", { class: "arco-form-item" }, el("label", { class: "arco-form-label-item", for: "appeal-reason" }, t("health.appeal.reason")), reason, limit),
    papers.node,
    el("div", { class: "health-send" }, send));
}

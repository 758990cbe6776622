import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { PATH } from "./health_words.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { upload } from "./upload.js";

const CROSS = "M5 5l10 10M15 5 5 15";
const KILOBYTE = 1000;

const size = (bytes) => `${Math.max(1, Math.round(bytes / KILOBYTE))} KB`;

/** Reason and files; what was uploaded waits on the server until the appeal is sent, also over a new visit. */
export function appealForm(violation, onSent) {
  const { letters, files: most, kb } = violation.limits;
  const state = { reason: "", files: new Map(violation.draft.map((file) => [file.file_id, file])), busy: 0 };
  const limit = el("div", { class: "arco-textarea-word-limit" });
  const reason = el("textarea", { class: "arco-textarea", "data-tid": "m4b_input_textarea", id: "appeal-reason", maxlength: letters, placeholder: t("health.appeal.reason.hint"), oninput: () => { state.reason = reason.value; draw(); } });
  const chooser = el("input", { type: "file", id: "appeal-file", accept: ".png,.jpg,.jpeg,.pdf", multiple: true, "aria-label": t("health.appeal.choose"), onchange: () => taken() });
  const list = el("ul", { class: "arco-upload-list", "aria-label": t("health.appeal.files") });
  const send = el("button", { class: "arco-btn core-btn core-btn-primary", type: "button", onclick: () => sent() }, t("health.appeal.submit"));

  function draw() {
    limit.textContent = `${state.reason.length}/${letters}`;
    send.disabled = state.busy > 0 || !state.reason.trim() || state.files.size === 0;
  }

  async function taken() {
    const chosen = [...chooser.files];
    chooser.value = "";
    for (const file of chosen) await one(file);  // one after the other, as the real widget queues them
  }

  async function one(file) {
    if (file.size > kb * KILOBYTE) return say(t("refused.appeal_file_size"), "alert");
    const bar = el("progress", { max: 1, value: 0, "aria-label": t("health.appeal.uploading", { name: file.name }) });
    const line = el("li", { class: "arco-upload-list-item arco-upload-list-item-uploading" }, el("span", { class: "arco-upload-list-item-name" }, file.name), bar);
    list.append(line);
    state.busy += 1;
    draw();
    try {
      const made = await upload(`${PATH}/appeal/file/upload`, { violation_id: violation.violation_id }, file, (share) => { bar.value = share; });
      state.files.set(made.file_id, made);
      line.replaceWith(done(made));
    } catch (error) {
      line.remove();
      say(error.message, "alert");
    } finally {
      state.busy -= 1;
      draw();
    }
  }

  function done(file) {
    const away = async () => {
      try {
        await post(`${PATH}/appeal/file/remove`, { file_id: file.file_id });
        state.files.delete(file.file_id);
        line.remove();
      } catch (error) {
        say(error.message, "alert");
      }
      draw();
    };
    const line = el("li", { class: "arco-upload-list-item arco-upload-list-item-done", "data-file-id": file.file_id },
      el("span", { class: "arco-upload-list-item-name" }, file.name),
      el("span", { class: "text-neutral-text3" }, size(file.size)),
      el("button", { class: "arco-upload-remove", type: "button", "aria-label": t("health.appeal.remove", { name: file.name }), onclick: away }, icon(CROSS)));
    return line;
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

  list.append(...violation.draft.map(done));
  draw();
  return el("div", { class: "arco-form" },
    el("div", { class: "arco-form-item" }, el("label", { class: "arco-form-label-item", for: "appeal-reason" }, t("health.appeal.reason")), reason, limit),
    el("div", { class: "arco-form-item" },
      el("span", { class: "arco-form-label-item", "aria-hidden": "true" }, t("health.appeal.files")),
      el("div", { class: "arco-upload" }, chooser, el("label", { class: "arco-btn core-btn core-btn-secondary", for: "appeal-file", "aria-hidden": "true" }, t("health.appeal.choose")), el("span", { class: "text-neutral-text3" }, t("health.appeal.files.hint", { kb, n: most }))),
      list),
    el("div", { class: "health-send" }, send));
}

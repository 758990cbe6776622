import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { upload } from "./upload.js";

const CROSS = "M5 5l10 10M15 5 5 15";
const KILOBYTE = 1000;

const size = (bytes) => `${Math.max(1, Math.round(bytes / KILOBYTE))} KB`;

/** Files that go with a form; what was uploaded waits on the server until that is sent, also over a new visit. */
export function paperField({ id, path, fields, draft, limits, onChange }) {
  const { files: most, kb } = limits;
  const state = { files: new Set(draft.map((file) => file.file_id)), busy: 0 };
  const chooser = el("input", { type: "file", id, accept: ".png,.jpg,.jpeg,.pdf", multiple: true, "aria-label": t("health.appeal.choose"), onchange: () => taken() });
  const list = el("ul", { class: "arco-upload-list", "aria-label": t("health.appeal.files") });

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
    onChange();
    try {
      const made = await upload(`${path}/upload`, fields, file, (share) => { bar.value = share; });
      state.files.add(made.file_id);
      line.replaceWith(done(made));
    } catch (error) {
      line.remove();
      say(error.message, "alert");
    } finally {
      state.busy -= 1;
      onChange();
    }
  }

  function done(file) {
    const away = async () => {
      try {
        await post(`${path}/remove`, { file_id: file.file_id });
        state.files.delete(file.file_id);
        line.remove();
      } catch (error) {
        say(error.message, "alert");
      }
      onChange();
    };
    const line = el("li", { class: "arco-upload-list-item arco-upload-list-item-done", "data-file-id": file.file_id },
      el("span", { class: "arco-upload-list-item-name" }, file.name),
      el("span", { class: "text-neutral-text3" }, size(file.size)),
      el("button", { class: "arco-upload-remove", type: "button", "aria-label": t("health.appeal.remove", { name: file.name }), onclick: away }, icon(CROSS)));
    return line;
  }

  list.append(...draft.map(done));
  const node = el("div", { class: "arco-form-item" },
    el("span", { class: "arco-form-label-item", "aria-hidden": "true" }, t("health.appeal.files")),
    el("div", { class: "arco-upload" }, chooser, el("label", { class: "arco-btn core-btn core-btn-secondary", for: id, "aria-hidden": "true" }, t("health.appeal.choose")), el("span", { class: "text-neutral-text3" }, t("health.appeal.files.hint", { kb, n: most }))),
    list);
  return { node, busy: () => state.busy > 0, empty: () => state.files.size === 0 };
}

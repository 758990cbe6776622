import { get } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { ifAllowed } from "./rights.js";
import { arranged } from "./skin.js";
import { moment } from "./table.js";
import { openAnswerDialog } from "./unlink_dialog.js";

/** What creators ask for: shown above the table while a request is open. */
export function unlinkRequests(onDone) {
  const list = el("ul", { class: "unlink-requests", "aria-label": t("unlinking.requests") });
  const node = el("section", { class: "unlink-asked", "aria-busy": "true", hidden: true }, el("h2", {}, t("unlinking.requests")), list);

  async function show() {
    node.setAttribute("aria-busy", "true");
    try {
      const { list: rows } = await get("/api/v1/seller/creator/unbind_apply/get");
      const open = rows.filter((row) => row.state === "pending");
      list.replaceChildren(...open.map((row) => line(row)));
      node.hidden = open.length === 0;
      node.setAttribute("aria-busy", "false");
    } catch (error) {
      say(error.message, "alert");
    }
  }

  const after = () => { show(); onDone(); };
  const answer = (row, decision, kind) => el("button", { class: `core-btn core-btn-${kind}`, type: "button", "aria-label": `${t(`unlinking.${decision}`)} @${row.handle}`, onclick: () => openAnswerDialog(row, decision, after) }, t(`unlinking.${decision}`));
  const line = (row) => el("li", { class: "unlink-request", "data-row-key": row.apply_id, "data-account-id": row.account_id },
    el("span", { class: "account-names" }, el("b", {}, `@${row.handle}`), " ", t("unlinking.asks")),
    el("span", { class: "text-neutral-text3" }, `${t("unlinking.until")} `, moment(row.due_at)),
    arranged([ifAllowed("creators", answer(row, "decline", "secondary")), ifAllowed("creators", answer(row, "approve", "danger"))]));
  return { node, show };
}

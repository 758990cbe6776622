import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { PATH, letterBox, said, stateTag } from "./help_words.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const wanted = new URLSearchParams(location.search).get("ticket_id") ?? "";
const place = document.getElementById("ticket");

/** The question comes first in the thread, as if it had been said. */
const thread = (seen) => [{ post_id: seen.ticket_id, author: "seller", text: seen.text, at: seen.at }, ...seen.posts];

function answering(seen) {
  if (seen.state === "resolved") return el("p", { class: "text-neutral-text3" }, t("help.ticket.closed"));
  const text = letterBox({ label: t("help.ticket.reply"), onChange: () => { send.disabled = !text.value().trim(); } });
  const press = async () => {
    send.disabled = true;
    try {
      await post(`${PATH}/ticket/reply`, { ticket_id: seen.ticket_id, text: text.value() });
      show();
    } catch (error) {
      send.disabled = false;
      say(error.message, "alert");
    }
  };
  const send = el("button", { class: "theme-arco-btn theme-arco-btn-primary", "data-tid": "m4b_button", type: "button", disabled: true, onclick: press }, t("help.ticket.reply.send"));
  return el("div", { class: "help-answering" }, text.node, send);
}

async function show() {
  try {
    const seen = await get(`${PATH}/ticket/get?ticket_id=${encodeURIComponent(wanted)}`);
    document.getElementById("state").replaceChildren(stateTag(seen.state));
    place.replaceChildren(
      el("p", { class: "text-neutral-text3 help-about" }, `${t("help.ticket.number")} ${seen.ticket_id} · ${t(`help.category.${seen.category}`)}`),
      seen.files.length ? el("p", { class: "text-neutral-text3 help-files" }, `${t("health.appeal.files")}: ${seen.files.map((file) => file.name).join(", ")}`) : "",
      el("ol", { class: "help-thread", "aria-label": t("help.chat.log") }, thread(seen).map(said)),
      answering(seen));
    if (seen.unread) await post(`${PATH}/read`, { thread_id: seen.ticket_id });
  } catch (error) {
    say(error.message, "alert");
  }
}

show();

import { get, post } from "./api.js";
import { el, icon } from "./dom.js";
import { PATH, letterBox, said } from "./help_words.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const CROSS = "M5 5l10 10M15 5 5 15";
const ASK_AGAIN_MS = 1500;
let drawer = null;

/** The chat's drawer, made once and mounted at the end of the body; while it is open it asks for what is new. */
export function openChat(onRead) {
  drawer ??= make(onRead);
  drawer.open();
}

function make(onRead) {
  const log = el("ol", { class: "help-thread", role: "log", tabindex: "0", "aria-label": t("help.chat.log") });
  const state = el("span", { class: "core-tag", role: "status" });
  const text = letterBox({ label: t("help.chat.text"), rows: 2, onChange: () => { send.disabled = !text.value().trim(); } });
  const button = (key, kind, path, body = () => ({})) => el("button", { class: `theme-arco-btn theme-arco-btn-${kind}`, "data-tid": "m4b_button", type: "button", onclick: () => act(path, body()) }, t(`help.chat.${key}`));
  const send = button("send", "primary", "send", () => ({ text: text.value() }));
  const [person, end, begin] = [button("person", "secondary", "transfer"), button("end", "secondary", "end"), button("begin", "primary", "begin")];
  const cross = el("span", { class: "theme-arco-drawer-close-icon theme-arco-modal-close-icon", role: "button", tabindex: "0", "aria-label": "Close", onclick: () => turn(false) }, icon(CROSS));
  const foot = el("div", { class: "theme-arco-drawer-footer" }, text.node, el("div", { class: "help-chat-actions" }, person, end, begin, send));
  const box = el("div", { class: "theme-arco-drawer", role: "dialog", "aria-label": t("help.chat"), hidden: true },
    el("div", { class: "theme-arco-drawer-header" }, el("b", {}, t("help.chat")), state, cross),
    el("div", { class: "theme-arco-drawer-content" }, log), foot);
  let timer = 0;
  let shown = "";

  async function act(path, body) {
    try {
      await post(`${PATH}/chat/${path}`, body);
      if (path === "send") text.clear();
      await look();
    } catch (error) {
      say(error.message, "alert");
    }
  }

  function draw({ chat, posts }) {
    const now = chat?.state ?? "ended";
    const known = `${now} ${posts.length}`;
    if (known === shown) return;
    shown = known;
    state.textContent = t(`help.chat.state.${now}`);
    state.dataset.state = now;
    log.replaceChildren(...posts.map(said));
    log.lastElementChild?.scrollIntoView({ block: "nearest" });
    text.node.hidden = !chat;
    [send.hidden, end.hidden, begin.hidden, person.hidden] = [!chat, !chat, Boolean(chat), now !== "bot"];
    send.disabled = !text.value().trim();
  }

  async function look() {
    const seen = await get(`${PATH}/chat/get`);
    draw(seen);
    if (!seen.unread) return seen;
    await post(`${PATH}/read`, { thread_id: seen.chat.chat_id });
    onRead();
    return seen;
  }

  async function again() {
    try {
      if (!box.hidden) await look();
    } catch (error) {
      say(error.message, "alert");
    }
    if (!box.hidden) timer = setTimeout(again, ASK_AGAIN_MS);
  }

  async function turn(open) {
    box.hidden = !open;
    clearTimeout(timer);
    if (!open) return;
    try {
      if (!(await look()).chat) await act("begin", {});
      timer = setTimeout(again, ASK_AGAIN_MS);
    } catch (error) {
      say(error.message, "alert");
    }
  }

  document.body.append(box);
  return { open: () => turn(true) };
}

import "./shell.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { openChat } from "./help_chat.js";
import { PATH } from "./help_words.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const articles = document.getElementById("articles");
const keyword = document.getElementById("keyword");

const card = (one) => el("a", { class: "help-card", href: `/help-center/article?article_id=${one.article_id}` }, el("b", {}, one.title), el("span", { class: "text-neutral-text3" }, one.beginning));

async function search() {
  try {
    const { list } = await get(`${PATH}/article/list?keyword=${encodeURIComponent(keyword.value)}`);
    articles.replaceChildren(...(list.length ? list.map(card) : [el("p", { class: "text-neutral-text3" }, t("help.articles.none"))]));
  } catch (error) {
    say(error.message, "alert");
  }
}

async function count() {
  const badge = document.getElementById("unread");
  try {
    const { Count: waiting } = await get("/api/v1/proxy/seller/helpdesk/unread_msg/get");
    badge.textContent = String(waiting);
    badge.hidden = waiting === 0;
  } catch (error) {
    say(error.message, "alert");
  }
}

document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); search(); });
document.getElementById("chat").addEventListener("click", () => openChat(count));
search();
count();

import "./shell.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { PATH } from "./help_words.js";
import { say } from "./messages.js";

const wanted = new URLSearchParams(location.search).get("article_id") ?? "";

try {
  const { title, paragraphs } = await get(`${PATH}/article/get?article_id=${encodeURIComponent(wanted)}`);
  document.getElementById("article").append(el("h1", {}, title), ...paragraphs.map((text) => el("p", {}, text)));
} catch (error) {
  say(error.message, "alert");
}

import { el } from "./dom.js";
import { t } from "./page.js";
import { moment } from "./table.js";

export const PATH = "/api/v1/seller/helpdesk";
export const CATEGORIES = ["linking", "violation", "promotion", "payment", "other"];

const TONES = { open: "wait", answered: "good", resolved: "off" };

export const stateTag = (state) => el("span", { class: `core-tag core-tag-${TONES[state]}`, "data-tid": "m4b_tag", "data-state": state }, t(`help.state.${state}`));

/** Something that was said, in a ticket or in the chat. */
export function said({ post_id: id, author, text, at, article }) {
  return el("li", { class: `help-post help-post-${author}`, "data-post-id": id, "data-author": author },
    el("span", { class: "help-post-author" }, t(`help.author.${author}`), " ", moment(at)),
    el("span", { class: "help-post-text" }, text, article ? [" ", el("a", { class: "theme-arco-link", href: `/help-center/article?article_id=${article.article_id}` }, article.title)] : null));
}

/** A text of limited length with its counter; `value()` is what was typed, not what a script has put there. */
export function letterBox({ label, hint = "", rows = 4, most = 500, onChange = () => {} }) {
  let typed = "";
  const limit = el("div", { class: "theme-arco-textarea-word-limit" });
  const turn = () => { typed = box.value; limit.textContent = `${typed.length}/${most}`; onChange(); };
  const box = el("textarea", { class: "theme-arco-textarea", "data-tid": "m4b_input_textarea", rows, maxlength: most, "aria-label": label, placeholder: hint, oninput: turn });
  limit.textContent = `0/${most}`;
  return { node: el("div", { class: "theme-arco-textarea-wrapper" }, box, limit), value: () => typed, clear: () => { box.value = ""; turn(); } };
}

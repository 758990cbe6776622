import { post } from "./api.js";
import { el } from "./dom.js";
import { lang, t } from "./page.js";

const compact = new Intl.NumberFormat(lang, { notation: "compact", maximumFractionDigits: 1 });

/** A number as the site shows it: short, and two dashes where it knows none. */
export const number = (value) => el("span", { title: value ?? "" }, value === null ? "--" : compact.format(value));

const METRICS = ["sold", "gmv", "views"];

/** Rows of goods, videos or creators; a name leads on to who sells what. Creators have followers too. */
export function table(label, rows, detail) {
  const metrics = rows.some((row) => "followers" in row) ? [...METRICS, "followers"] : METRICS;
  const name = (row) => el("div", { class: "tc-name" }, detail ? el("a", { href: detail(row) }, row.name) : el("b", {}, row.name), el("span", {}, row.by));
  const line = (row) => el("tr", { "data-id": row.id }, el("td", {}, String(row.rank)), el("td", {}, name(row)), el("td", {}, row.category), metrics.map((one) => el("td", { class: "tc-number", "data-metric": one }, number(row[one]))));
  const heads = ["rank", "name", "category"].map((one) => el("th", { scope: "col" }, t(`tabcut.${one}`)));
  const numbers = metrics.map((one) => el("th", { scope: "col", class: "tc-number" }, t(`tabcut.${one}`)));
  return el("div", { class: "tc-scroll" }, el("table", { class: "tc-table", "aria-label": label }, el("thead", {}, el("tr", {}, heads, numbers)), el("tbody", {}, rows.map(line))));
}

/** The modal that comes up wherever a stranger wants more. */
export function logIn() {
  if (document.querySelector(".tc-mask")) return;
  const wrong = el("p", { class: "tc-wrong", role: "alert", hidden: true });
  const input = (key, type) => el("input", { type, name: key, autocomplete: "off", "aria-label": t(`tabcut.${key}`) });
  const [email, password] = [input("email", "email"), input("password", "password")];
  const send = async (event) => {
    event.preventDefault();
    try {
      await post("/tabcut/api/login", { email: email.value, password: password.value });
      location.reload();
    } catch (error) {
      wrong.textContent = error.message;
      wrong.hidden = false;
    }
  };
  const mask = el("div", { class: "tc-mask" },
    el("form", { class: "tc-modal", role: "dialog", "aria-modal": "true", "aria-label": t("tabcut.login"), onsubmit: send },
      el("h2", {}, t("tabcut.login")), el("p", {}, t("tabcut.login.why")),
      el("label", {}, t("tabcut.email"), email), el("label", {}, t("tabcut.password"), password), wrong,
      el("div", { class: "tc-modal-foot" }, el("button", { class: "tc-button", type: "button", onclick: () => mask.remove() }, t("tabcut.later")), el("button", { class: "tc-button tc-button-primary" }, t("tabcut.login")))));
  document.body.append(mask);
  email.focus();
}

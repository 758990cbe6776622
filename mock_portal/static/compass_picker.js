import { el } from "./dom.js";
import { lang, t } from "./page.js";

const slashed = (day) => day.replaceAll("-", "/");
const iso = (year, month, day) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
const MONDAY_FIRST = 6;

/** Two read-only inputs that open two months at the end of the body; both days are chosen there, then applied. */
export function rangeInputs({ first, last, today, onApply }) {
  const inputs = ["first", "last"].map((name) => el("input", { readonly: true, "aria-label": t(`compass.${name}`), value: slashed(name === "first" ? first : last), onclick: () => open(inputs, { first, last, today, onApply }) }));
  return el("div", { class: "compass-dates", "data-tid": "m4b_date_picker_range_picker" }, inputs[0], "–", inputs[1]);
}

function open(inputs, { first, last, today, onApply }) {
  document.querySelector(".picker")?.remove();
  const chosen = { first, last, next: "first" };
  const [year, month] = last.split("-").map(Number);
  const popup = el("div", { class: "picker", role: "dialog", "aria-label": t("compass.custom") });
  const place = inputs[0].getBoundingClientRect();
  let shown = year * 12 + month - 1;
  const choose = (day) => {
    if (chosen.next === "first") Object.assign(chosen, { first: day, last: day, next: "last" });
    else Object.assign(chosen, day < chosen.first ? { first: day, last: chosen.first, next: "first" } : { last: day, next: "first" });
    draw();
  };
  const turn = (by, label, sign) => el("button", { class: "picker-turn", type: "button", "aria-label": t(label), onclick: () => { shown += by; draw(); } }, sign);
  function draw() {
    inputs.forEach((input, at) => { input.value = slashed(at ? chosen.last : chosen.first); });
    popup.replaceChildren(
      panel(shown - 1, chosen, today, choose, turn(-1, "compass.month.previous", "‹"), ""),
      panel(shown, chosen, today, choose, "", turn(1, "compass.month.next", "›")),
      el("button", { class: "core-btn core-btn-primary", type: "button", onclick: () => { popup.remove(); onApply(`${chosen.first}..${chosen.last}`); } }, t("compass.apply")));
  }
  draw();
  popup.style.setProperty("top", `${place.bottom + window.scrollY + 6}px`);
  popup.style.setProperty("left", `${Math.max(16, Math.min(place.left, window.innerWidth - 580))}px`);
  document.body.append(popup);
}

function panel(shown, chosen, today, choose, before, after) {
  const [year, month] = [Math.floor(shown / 12), ((shown % 12) + 12) % 12];
  const title = new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(year, month, 1)));
  const lead = (new Date(Date.UTC(year, month, 1)).getUTCDay() + MONDAY_FIRST) % 7;
  const cells = Array.from({ length: 42 }, (_, at) => cell(iso(year, month, at - lead + 1), month, chosen, today, choose));
  return el("div", { class: "picker-panel" }, el("div", { class: "picker-head" }, before, el("span", {}, title), after), el("div", { class: "picker-grid" }, cells));
}

function cell(day, month, chosen, today, choose) {
  const inView = Number(day.slice(5, 7)) - 1 === month;
  const off = !inView || day > today;
  const className = `picker-cell${inView ? " picker-cell-in-view" : ""}${off ? " picker-cell-disabled" : ""}${inView && day >= chosen.first && day <= chosen.last ? " picker-cell-chosen" : ""}`;
  return el("button", { class: className, type: "button", "aria-label": slashed(day), "aria-hidden": inView ? null : "true", tabindex: inView ? null : "-1", "data-disabled": off ? "true" : null, onclick: () => off || choose(day) }, String(Number(day.slice(8))));
}

import { el } from "./dom.js";
import { lang, t } from "./page.js";

const MONDAY_FIRST = 6;
const two = (number) => String(number).padStart(2, "0");
const range = (count) => Array.from({ length: count }, (_, at) => at);

/** What the clocks of a zone show at an instant, as [year, month, day, hour, minute]. */
function shownIn(zone, instant) {
  const style = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en", style).formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return [parts.year, parts.month, parts.day, parts.hour, parts.minute];
}

/** The instant at which the clocks of a zone show this; asked twice, as the first guess may lie beyond a change of them. */
function instantOf(zone, [year, month, day, hour, minute]) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  const off = (at) => { const [y, m, d, h, n] = shownIn(zone, at); return Date.UTC(y, m - 1, d, h, n) - at; };
  const first = wanted - off(wanted);
  return new Date(wanted - off(first));
}

/** A read-only field whose two panels, days and clock, open at the end of the body. */
export function timeField({ label, zone, start, onApply }) {
  let chosen = shownIn(zone, start);
  const input = el("input", { class: "arco-input theme-arco-input", readonly: true, "aria-label": label, placeholder: t("promotions.select_time"), onclick: () => open() });
  const text = () => `${chosen[0]}-${two(chosen[1])}-${two(chosen[2])} ${two(chosen[3])}:${two(chosen[4])}`;

  function open() {
    document.querySelector(".promo-time")?.remove();
    const popup = el("div", { class: "promo-time", role: "dialog", "aria-label": label });
    const place = input.getBoundingClientRect();
    let view = chosen[0] * 12 + chosen[1] - 1;
    const draw = () => popup.replaceChildren(days(view, chosen, (by) => { view += by; draw(); }, (day) => { chosen = [Math.floor(view / 12), (view % 12) + 1, day, chosen[3], chosen[4]]; draw(); }), clock(chosen, apply));
    const apply = () => { input.value = text(); popup.remove(); onApply(instantOf(zone, chosen)); };
    draw();
    popup.style.setProperty("top", `${place.bottom + window.scrollY + 6}px`);
    popup.style.setProperty("left", `${Math.max(16, Math.min(place.left, window.innerWidth - 460))}px`);
    document.body.append(popup);
  }
  return input;
}

function days(view, chosen, turn, pick) {
  const [year, month] = [Math.floor(view / 12), view % 12];
  const title = new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(year, month, 1)));
  const lead = (new Date(Date.UTC(year, month, 1)).getUTCDay() + MONDAY_FIRST) % 7;
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const here = chosen[0] === year && chosen[1] === month + 1;
  const turner = (by, key, sign) => el("button", { class: "promo-turn", type: "button", "aria-label": t(key), onclick: () => turn(by) }, sign);
  const cell = (day) => el("button", { class: `promo-cell${here && chosen[2] === day ? " promo-cell-chosen" : ""}`, type: "button", "aria-label": `${year}-${two(month + 1)}-${two(day)}`, onclick: () => pick(day) }, String(day));
  return el("div", { class: "promo-days" },
    el("div", { class: "promo-month" }, turner(-1, "promotions.month.previous", "‹"), el("span", {}, title), turner(1, "promotions.month.next", "›")),
    el("div", { class: "promo-grid" }, range(lead).map(() => el("span", {})), range(count).map((day) => cell(day + 1))));
}

function clock(chosen, apply) {
  const column = (key, place, count) => {
    const list = el("select", { "aria-label": t(key), onchange: () => { chosen[place] = Number(list.value); } }, range(count).map((one) => el("option", { value: one, selected: chosen[place] === one }, two(one))));
    return el("label", {}, t(key), list);
  };
  return el("div", { class: "promo-clock" }, column("promotions.hour", 3, 24), column("promotions.minute", 4, 60),
    el("button", { class: "core-btn core-btn-primary", type: "button", onclick: apply }, t("promotions.apply")));
}

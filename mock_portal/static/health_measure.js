import { el } from "./dom.js";
import { t } from "./page.js";
import { moment } from "./table.js";

const SIGNS = { credit_score: "<", health_rating: "≤", violation_points: "≥" };
const tag = (tone, text) => el("span", { class: `arco-tag core-tag core-tag-${tone}` }, text);

/** What a mark that was crossed means, in a sentence. */
function consequence({ system, crossed, until, revoked }) {
  const key = revoked && system !== "credit_score" ? "revoked" : "low";
  return t(`health.${system}.${key}`, { n: crossed, until: until ? moment(until).textContent : "" });
}

/** What a violation does to the figure. */
export const change = ({ change: points }) => `${points > 0 ? "+" : "−"}${Math.abs(points)}`;

/** Where a shop stands: the figure of its market, the scale with its marks, and what holds because of it. */
export function shopCard(measure) {
  const { system, value, most, marks, crossed, near, in_order: good } = measure;
  const bar = el("div", { class: "arco-progress-line-inner" });
  bar.style.width = `${Math.min(100, (100 * value) / most)}%`;
  const lines = marks.map((mark) => {
    const line = el("div", { class: "arco-progress-line-mark" });
    line.style.left = `${(100 * mark) / most}%`;
    return line;
  });
  return [
    el("div", { class: "health-score", "data-measure": system },
      el("span", { class: "text-neutral-text3" }, t(`health.${system}`)),
      el("div", {}, el("span", { class: "health-number", role: "group", "aria-label": t(`health.${system}`) }, String(value)), el("span", { class: "text-neutral-text3" }, t("health.of", { n: most }))),
      good ? tag("good", t("health.good")) : tag("bad", `${SIGNS[system]} ${crossed}`)),
    el("div", { class: "health-scale" },
      el("div", { class: `arco-progress arco-progress-line${good ? "" : " arco-progress-is-error"}`, "aria-hidden": "true" }, bar, ...lines),
      el("p", { class: "text-neutral-text3" }, t(`health.${system}.marks`, Object.fromEntries(marks.map((mark, place) => ["abcd"[place], mark])))),
      good ? null : el("div", { class: "arco-alert theme-arco-alert", role: "alert" }, consequence(measure)),
      near === null ? null : el("div", { class: "arco-alert theme-arco-alert theme-arco-alert-warning", role: "status" }, t("health.near", { n: near }))),
  ];
}

const mood = (value) => (value >= 200 ? "healthy" : value > 150 ? "caution" : "unhealthy");

/** A creator's own figure, as two parts of a list of terms; nothing where the market has none. */
export function creatorLine(measure) {
  if (!measure) return [];
  const word = measure.system === "health_rating" ? ` · ${t(`health.creator.${mood(measure.value)}`)}` : "";
  return [
    el("dt", {}, t(`health.creator.${measure.system}`)),
    el("dd", { "data-measure": measure.system }, el("b", {}, String(measure.value)), ` ${t("health.of", { n: measure.most })}${word}`),
  ];
}

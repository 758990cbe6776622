import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { select } from "./m4b_select.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { openProducts } from "./promotion_products.js";
import { timeField } from "./promotion_time.js";

const API = "/api/v1/promotion";
const LETTERS = 100;
const DAY = 86_400_000;
const tool = new URLSearchParams(location.search).get("tool") ?? "product_discount";
const zone = document.querySelector("[data-shop-zone]").dataset.shopZone;
const state = { tool, name: "", percent: NaN, starts_at: null, ends_at: null, product_ids: [], code: "", account_id: "", quota: NaN, per_customer: NaN };

const field = (label, ...content) => el("div", { class: "promo-field arco-form-item" }, el("span", { class: "arco-form-label-item", "aria-hidden": "true" }, label), ...content);

/** An input whose state hears only of what is typed, as the real one: a value that was set from outside is lost again. */
function typed(label, key, read, attributes = {}) {
  const input = el("input", { class: "arco-input theme-arco-input", "data-tid": "m4b_input", "aria-label": label, ...attributes, oninput: () => { kept = input.value; state[key] = read(kept); } });
  let kept = "";
  input.addEventListener("blur", () => { input.value = kept; });
  return input;
}

const whole = (text) => (/^\d{1,6}$/.test(text) ? Number(text) : NaN);

function name() {
  const count = el("span", { class: "promo-count" }, `0/${LETTERS}`);
  const input = typed(t("promotions.name"), "name", (text) => { count.textContent = `${text.length}/${LETTERS}`; return text; }, { maxlength: LETTERS });
  return field(t("promotions.name"), input, count);
}

function times(form) {
  const now = new Date(form.now);
  const first = new Date(now.getTime() + form.ahead_seconds * 1000 + DAY);
  return field(`${t("promotions.starts")} – ${t("promotions.ends")}`,
    el("div", { class: "promo-times" },
      timeField({ label: t("promotions.starts"), zone, start: first, onApply: (at) => { state.starts_at = at.toISOString(); } }),
      timeField({ label: t("promotions.ends"), zone, start: first, onApply: (at) => { state.ends_at = at.toISOString(); } })),
    el("span", { class: "promo-count" }, t("promotions.zone", { zone })));
}

function products() {
  const count = el("span", { class: "promo-count", role: "status" }, t("promotions.chosen", { n: 0 }));
  const done = (ids) => { state.product_ids = ids; count.textContent = t("promotions.chosen", { n: ids.length }); };
  const button = el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: () => openProducts(state.product_ids, done) }, t("promotions.choose"));
  return field(t("promotions.product"), el("div", {}, button), count);
}

const code = (form) => [
  field(t("promotions.code"), typed(t("promotions.code"), "code", (text) => text.toUpperCase(), { maxlength: 12 }), el("span", { class: "promo-count" }, t("promotions.code.hint"))),
  field(t("promotions.account"), el("div", {}, select({ label: t("promotions.account"), options: [{ value: "", text: t("promotions.account.all") }, ...form.accounts.map((one) => ({ value: one.account_id, text: `@${one.handle}` }))], value: "", onPick: (value) => { state.account_id = value; } }))),
  field(t("promotions.quota"), typed(t("promotions.quota"), "quota", whole, { inputmode: "numeric" })),
  field(t("promotions.per_customer"), typed(t("promotions.per_customer"), "per_customer", whole, { inputmode: "numeric" })),
];

/** What is missing is refused by the server in its own words, so nothing is held back here. */
function filled() {
  const { quota, per_customer: each, ...rest } = state;
  const some = (number) => (Number.isNaN(number) ? 0 : number);
  const now = new Date(0).toISOString();
  const all = { ...rest, percent: some(state.percent), starts_at: state.starts_at ?? now, ends_at: state.ends_at ?? now };
  return tool === "live_code" ? { ...all, quota: some(quota), per_customer: some(each) } : all;
}

function publish() {
  const modal = openModal({ title: t("promotions.publish.sure"), className: "core-modal-small" });
  const yes = el("button", { class: "core-btn core-btn-primary", type: "button", onclick: () => send() }, t("promotions.confirm"));
  const send = async () => {
    yes.disabled = true;
    try {
      await post(`${API}/create`, filled());
      say(t("promotions.published"), "status");
      setTimeout(() => location.assign("/promotion/marketing-tools"), 400);
    } catch (error) {
      modal.body.prepend(el("div", { class: "theme-arco-alert", role: "alert" }, error.message));
      yes.disabled = false;
    }
  };
  modal.body.append(el("b", {}, state.name), el("p", { class: "text-neutral-text3" }, t("promotions.publish.means")));
  modal.foot.append(el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: modal.close }, t("dialog.cancel")), yes);
}

async function show() {
  try {
    const form = await get(`${API}/form?tool=${encodeURIComponent(tool)}`);
    const percent = field(t("promotions.percent"), typed(t("promotions.percent"), "percent", whole, { inputmode: "numeric" }), el("span", { class: "promo-count" }, `${form.least}–${form.most}%`));
    document.getElementById("form").append(el("h2", {}, t(`promotions.tool.${tool}`)), name(), percent, times(form), ...(tool === "live_code" ? code(form) : [products()]));
  } catch (error) {
    say(error.message, "alert");
  }
}

document.getElementById("publish").addEventListener("click", publish);
show();

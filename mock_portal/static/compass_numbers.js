import { lang, t } from "./page.js";

/** A whole number for the eye. */
export const count = (value) => new Intl.NumberFormat(lang).format(value);

/** Money in its two halves: the site puts the cents into a node of their own. */
export function halves(amount, currency) {
  const text = new Intl.NumberFormat(lang, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(Number(amount));
  const cut = text.search(/[.,][0-9]{2}(?![0-9])/);
  return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut)];
}

/** Money in one piece. */
export const money = (amount, currency) => halves(amount, currency).join("");

/** What there is none of: a rate of nothing. */
export const NONE = "--";

const some = (written) => (value, ...more) => (value === null ? NONE : written(value, ...more));

/** A share in per cent. */
export const share = some((value) => `${new Intl.NumberFormat(lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value * 100)}%`);

/** How long somebody stays, in seconds. */
export const stay = some((value) => (value < 60 ? t("compass.stay.seconds", { s: value }) : t("compass.stay.minutes", { m: Math.floor(value / 60), s: value % 60 })));

/** Money that may be none. */
export const perhaps = some(money);

import { lang } from "./page.js";

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

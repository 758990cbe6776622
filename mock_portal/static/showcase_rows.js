import { get } from "./api.js";
import { money } from "./compass_numbers.js";
import { el } from "./dom.js";

export const API = "/api/v1/streamer_desktop";

/** A product with its picture; the row holds neither its link nor its number. */
export const product = (row) => el("div", { class: "showcase-product flex" }, el("img", { class: "showcase-picture", src: row.images[0], alt: "", width: "40", height: "40" }), el("span", { class: "text-body-m-medium" }, row.title));

export const price = ({ price: { amount, currency } }) => el("span", { class: "cell-number" }, money(amount, currency));

/** Loads pages of a list that is asked for by count and offset; where it gives fewer rows, its own count rules. */
export function pages(path, { count, keyword }) {
  let step = 0;
  return async (page) => {
    const first = (page - 1) * (step || count());
    const seen = await get(`${API}/${path}?count=${count()}&offset=${first}&origin=2&keyword=${encodeURIComponent(keyword())}`);
    step = seen.count;
    return { ...seen, list: seen.products, page_size: seen.count };
  };
}

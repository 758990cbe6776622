import { el } from "./dom.js";

/** The order of a table's rows, told by its header at once; `onTurn` fetches the rows, which come later. */
export class Order {
  #by = "";
  #direction = "descending";

  constructor(onTurn) {
    this.onTurn = onTurn;
  }

  /** As a part of an address. */
  get asked() {
    return this.#by ? `&sort=${this.#by}&order=${this.#direction}` : "";
  }

  /** A column's head in an element of the table's own kind. */
  head({ name, title, sorts }, tag, attributes) {
    if (!sorts) return el(tag, attributes, title);
    const order = this.#by === name ? this.#direction : "";
    const className = `zep-sort${order ? ` zep-sort-${order}` : ""}`;
    return el(tag, { ...attributes, "aria-sort": order || null }, el("button", { class: className, type: "button", onclick: () => this.#turn(name) }, title));
  }

  #turn(name) {
    this.#direction = this.#by === name && this.#direction === "descending" ? "ascending" : "descending";
    this.#by = name;
    this.onTurn();
  }
}

import { el } from "./dom.js";

/** Rows that exist only while one can see them, as in the site's long lists; each is used again for another entry. */
export class RowWindow {
  constructor(scroller, body, size) {
    const spacer = () => el("tr", { class: "row-spacer", "aria-hidden": "true" }, el("td", { colspan: 99 }));
    Object.assign(this, { scroller, body, size, above: spacer(), below: spacer() });
    scroller.addEventListener("scroll", () => this.draw());
  }

  show(list, make) {
    const rows = list.slice(0, this.size).map(make);
    Object.assign(this, { list, make, rows, first: 0 });
    this.body.replaceChildren(this.above, ...rows, this.below);
    this.scroller.scrollTop = 0;
    this.height = rows[0].offsetHeight;
    this.scroller.style.maxHeight = `${this.body.offsetTop + this.height * rows.length}px`;
    this.space();
  }

  /** Fill the same rows with what is to be seen now. */
  draw() {
    const first = Math.min(Math.floor(this.scroller.scrollTop / this.height), this.list.length - this.rows.length);
    if (first === this.first || !this.body.contains(this.above)) return;
    this.first = first;
    this.rows.forEach((row, place) => this.fill(row, this.make(this.list[first + place])));
    this.space();
  }

  fill(row, fresh) {
    row.dataset.rowKey = fresh.dataset.rowKey;
    row.replaceChildren(...fresh.childNodes);
  }

  space() {
    const hidden = this.list.length - this.rows.length;
    this.above.firstChild.style.height = `${this.first * this.height}px`;
    this.below.firstChild.style.height = `${(hidden - this.first) * this.height}px`;
  }
}

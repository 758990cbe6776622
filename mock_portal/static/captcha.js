import { el } from "./dom.js";
import { t } from "./page.js";

const FITS = 180; // how far the piece is from the hole
const NEAR = 8;
let solving;

/** Lay the puzzle over the page; whoever drags the piece into the hole takes it away, and what waits for that goes on. */
export function showCaptcha() {
  solving ??= new Promise((solved) => {
    const piece = el("span", { class: "captcha_verify_img_slide" });
    const handle = el("span", { class: "secsdk-captcha-drag-icon" }, "→");
    const mask = el("div", { class: "captcha-mask" },
      el("div", { class: "captcha-verify-container" },
        el("div", { class: "captcha-title" }, t("captcha.text")),
        el("div", { id: "captcha-verify-image", class: "captcha-image" }, el("span", { class: "captcha-hole" }), piece),
        el("div", { id: "secsdk-captcha-drag-wrapper", class: "captcha-rail" }, handle)));
    document.body.append(mask);
    slide(handle, piece, () => {
      mask.remove();
      solving = undefined;
      solved();
    });
  });
  return solving;
}

/** The piece follows the handle; let go beside the hole, both go back. */
function slide(handle, piece, fits) {
  let from;
  const move = (by) => [handle, piece].forEach((one) => { one.style.transform = `translateX(${by}px)`; });
  handle.addEventListener("mousedown", (press) => { from = press.clientX; });
  document.addEventListener("mousemove", ({ clientX }) => { if (from !== undefined) move(clientX - from); });
  document.addEventListener("mouseup", ({ clientX }) => {
    if (from === undefined) return;
    if (Math.abs(clientX - from - FITS) <= NEAR) fits();
    else move(0);
    from = undefined;
  });
}

import { el } from "./dom.js";
import { t } from "./page.js";

/** Lay the puzzle over the page. */
export function showCaptcha() {
  if (document.querySelector(".captcha-verify-container")) return;
  document.body.append(
    el("div", { class: "captcha-mask" },
      el("div", { class: "captcha-verify-container" },
        el("div", { class: "captcha-title" }, t("captcha.text")),
        el("div", { id: "captcha-verify-image", class: "captcha-image" }, el("span", { class: "captcha-hole" }), el("span", { class: "captcha_verify_img_slide" })),
        el("div", { id: "secsdk-captcha-drag-wrapper", class: "captcha-rail" }, el("span", { class: "secsdk-captcha-drag-icon" }, "→")))),
  );
}

import { get, post } from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./page.js";

const ASK_EVERY_MS = 1000;
const TURN = "M15.500 6.500A7 7 0 1 0 17 10M15.500 3v3.500H12";
const TICK = "m5 10 3.500 3.500L15 7";
const picture = document.getElementById("qr-picture");
const cover = document.getElementById("qr-cover");
const state = document.getElementById("qr-state");
let round = 0;

/** Show a new code and ask after it until somebody has answered it on the phone, or its minute is over. */
export async function begin() {
  const mine = (round += 1);
  cover.hidden = true;
  try {
    const { qrcode } = await post("/passport/open/get_qrcode", {});
    if (mine !== round) return;
    picture.replaceChildren(el("img", { class: "qr-code", src: qrcode, alt: t("login.qr.picture") }));
    await watch(mine);
  } catch (error) {
    lay(refresh(), error.message);
  }
}

/** Ask no more. */
export const end = () => { round += 1; };

async function watch(mine) {
  state.textContent = t("login.qr.new");
  while (mine === round) {
    const seen = await get("/passport/open/check_qrcode");
    if (mine !== round) return;
    if (seen.status === "confirmed") {
      location.assign(`/homepage?shop_region=${seen.shop_region}`);
      return;
    }
    if (tell(seen.status)) return;
    await new Promise((go) => { setTimeout(go, ASK_EVERY_MS); });
  }
}

/** Say how far the code has come; answers whether it has come to an end. */
function tell(status) {
  if (status === "scanned") lay(icon(TICK, "icon qr-tick"), t("login.qr.scanned"));
  const over = ["expired", "refused", "used"].includes(status);
  if (over) lay(refresh(), t(`login.qr.${status === "refused" ? "refused" : "expired"}`));
  return over;
}

function lay(sign, text) {
  cover.replaceChildren(sign);
  cover.hidden = false;
  if (state.textContent !== text) state.textContent = text;
}

const refresh = () => el("button", { class: "core-btn core-btn-primary", type: "button", onclick: begin }, icon(TURN), t("login.qr.refresh"));

import "./faults.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const asked = document.getElementById("asked");
const jump = new URLSearchParams(location.search).get("jump_id");

function button(text, kind, deed) {
  const press = async () => {
    try {
      await post(`/api/m/authorize/${deed}`, { jump_id: jump });
      await show();
    } catch (error) {
      say(error.message, "alert");
    }
  };
  return el("button", { class: `TUXButton TUXButton--${kind}`, type: "button", "aria-disabled": "false", onclick: press }, text);
}

function answered(state) {
  return [el("p", { class: "letter-stage" }, t(`app.answer.${state}`)), el("a", { class: "TUXButton TUXButton--secondary", href: `/app/settings/bind?jump_id=${jump}` }, t("app.back_to_seller"))];
}

async function show() {
  const now = await get(`/api/m/authorize/get?jump_id=${jump}`);
  const actions = [button(t("creator.decline"), "secondary", "decline"), button(t("app.agree"), "primary", "confirm")];
  asked.replaceChildren(el("div", { class: "app-asked" },
    el("p", {}, t("app.asks", { shop: now.shop_name, region: t(`region.${now.shop_region}`) })),
    now.state === "open" ? el("div", { class: "letter-actions" }, actions) : answered(now.state)));
}

show().catch((error) => say(error.message, "alert"));

// What every seller page has: the menu's group, the shop switcher, logging out.
import "./faults.js";
import { post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { navigateInPlace } from "./navigation.js";
import { t } from "./page.js";
import { shopSwitcher } from "./shop_switcher.js";

const { shops } = JSON.parse(document.getElementById("shop-list").textContent);
const current = document.querySelector('[data-tid="shop.context"]').dataset.shopId;
const opener = document.getElementById("switch-shop");
let list = null;

function toggleGroup(header) {
  const open = header.getAttribute("aria-expanded") === "true";
  header.setAttribute("aria-expanded", String(!open));
}

function toggleList() {
  const open = opener.getAttribute("aria-expanded") === "true";
  list ??= document.body.appendChild(shopSwitcher(shops, current));
  list.hidden = open;
  opener.setAttribute("aria-expanded", String(!open));
}

/** The menu behind the picture: mounted at the end of the body, and Esc does not close it. */
function behind(avatar) {
  const popup = document.body.appendChild(el("div", { class: "core-dropdown-popup", hidden: true }, document.getElementById("avatar-menu").content));
  const toggle = () => {
    popup.hidden = !popup.hidden;
    avatar.setAttribute("aria-expanded", String(!popup.hidden));
  };
  avatar.addEventListener("click", toggle);
  popup.addEventListener("click", toggle);
  avatar.addEventListener("keydown", (press) => { if (["Enter", " "].includes(press.key)) toggle(); });
}

async function logOut() {
  await post("/passport/web/logout", {}, { stays: true }).catch(() => {});
  location.assign("/account/login");
}

/** Bring header and menu to life. */
function furnish() {
  for (const header of document.querySelectorAll(".p-menu-item-header")) {
    header.addEventListener("click", () => toggleGroup(header));
    header.addEventListener("keydown", (press) => { if (["Enter", " "].includes(press.key)) toggleGroup(header); });
  }
  opener.addEventListener("click", toggleList);
  const avatar = document.getElementById("avatar");
  if (avatar) behind(avatar);
  document.getElementById("log-out").addEventListener("click", logOut);
  if (document.querySelector(".frame").dataset.navigation === "client") navigateInPlace();
}

// A page that came in place of another finds them alive.
if (document.documentElement.dataset.visit === undefined) furnish();

import "./faults.js";
import { post } from "./api.js";
import { onSubmit } from "./forms.js";
import { t } from "./page.js";
import * as qr from "./qr_login.js";

const form = document.getElementById("login");
const fields = { phone: document.getElementById("phone-field"), email: document.getElementById("email-field") };
const flip = document.getElementById("flip");
let by = "phone";

flip.addEventListener("click", (event) => {
  event.preventDefault();
  by = by === "phone" ? "email" : "phone";
  for (const [name, field] of Object.entries(fields)) field.hidden = name !== by;
  flip.textContent = t(by === "phone" ? "login.with_email" : "login.with_phone");
});

const ways = [...document.querySelectorAll("[data-way]")];

function turn(way) {
  for (const tab of ways) {
    const on = tab.dataset.way === way;
    tab.setAttribute("aria-selected", String(on));
    tab.classList.toggle("selected", on);
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
  }
  if (way === "qr") qr.begin();
  else qr.end();
}

for (const tab of ways) {
  tab.addEventListener("click", () => turn(tab.dataset.way));
  tab.addEventListener("keydown", (press) => { if (["Enter", " "].includes(press.key)) turn(tab.dataset.way); });
}

onSubmit(form, async () => {
  const account = fields[by].querySelector("input").value;
  const welcome = await post("/passport/web/user/login", { account, password: form.password.value });
  location.assign(welcome.two_step ? "/account/two-step" : `/homepage?shop_region=${welcome.shop_region}`);
});

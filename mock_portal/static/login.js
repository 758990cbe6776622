import "./faults.js";
import { post } from "./api.js";
import { onSubmit } from "./forms.js";
import { t } from "./page.js";

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

onSubmit(form, async () => {
  const account = fields[by].querySelector("input").value;
  const welcome = await post("/passport/web/user/login", { account, password: form.password.value });
  location.assign(welcome.two_step ? "/account/two-step" : `/homepage?shop_region=${welcome.shop_region}`);
});

import "./faults.js";
import { Refusal, post } from "./api.js";
import { onSubmit } from "./forms.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const SIX = 6;
const form = document.getElementById("two-step");
const trust = document.getElementById("TT4B_TSV_Verify_Check");
const fields = [...form.querySelectorAll("input")];

trust.addEventListener("click", () => trust.classList.toggle("checked"));

for (const [place, field] of fields.entries()) {
  if (fields.length < SIX) break;
  field.addEventListener("input", () => { if (field.value) fields[place + 1]?.focus(); });
  field.addEventListener("keydown", (press) => { if (press.key === "Backspace" && !field.value) fields[place - 1]?.focus(); });
}

document.getElementById("send-again").addEventListener("click", async (event) => {
  event.preventDefault();
  try {
    await post("/passport/web/two-step/send", {});
    say(t("two_step.sent"), "status");
  } catch (error) {
    say(error.message, "alert");
  }
});

onSubmit(form, async () => {
  const code = fields.map((field) => field.value).join("");
  if (!/^[0-9]{6}$/.test(code)) throw new Refusal(t("two_step.six_digits"));
  const welcome = await post("/passport/web/two-step/confirm", { code, trust: trust.classList.contains("checked") });
  window.top.location.assign(`/homepage?shop_region=${welcome.shop_region}`);
});

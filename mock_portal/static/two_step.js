import "./faults.js";
import { Refusal } from "./api.js";
import { onSubmit } from "./forms.js";
import { t } from "./page.js";

const trust = document.getElementById("TT4B_TSV_Verify_Check");
trust.addEventListener("click", () => trust.classList.toggle("checked"));

// No code is ever right: a person has to take over here, and nobody plays that person yet.
onSubmit(document.getElementById("two-step"), () => Promise.reject(new Refusal(t("two_step.wrong"))));

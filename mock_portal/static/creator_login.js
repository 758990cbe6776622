import "./faults.js";
import { post } from "./api.js";
import { onSubmit } from "./forms.js";

const value = (id) => document.getElementById(id).value;

onSubmit(document.getElementById("login"), async () => {
  await post("/passport/m/login", { handle: value("handle"), password: value("password") });
  location.assign("/m/inbox");
});

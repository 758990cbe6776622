import "./faults.js";
import { get, post, Refusal } from "./api.js";
import { onSubmit } from "./forms.js";
import { say } from "./messages.js";
import { t } from "./page.js";

onSubmit(document.getElementById("identity"), async () => {
  const { list } = await get("/api/m/invitation/list");
  const waiting = list.find((one) => one.stage === "identity_check");
  if (!waiting) throw new Refusal(t("refused.invitation_gone"));
  await post("/api/m/identity", { invitation_id: waiting.invitation_id });
  say(t("creator.identity.done"));
  location.assign("/m/inbox");
});

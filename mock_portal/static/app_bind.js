import "./faults.js";
import { get, post } from "./api.js";
import { onSubmit } from "./forms.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const EVERY_MS = 700;
const waiting = document.getElementById("waiting");
const state = document.getElementById("state");

/** Ask how the TikTok app has answered, until it has. */
async function follow(jump) {
  const now = await get(`/api/v1/seller_app/bind/state?jump_id=${jump}`);
  state.textContent = t(`app.state.${now.state}`, { handle: `@${now.handle}` });
  document.getElementById("jump").hidden = now.state !== "open";
  if (now.state === "open") setTimeout(() => follow(jump).catch((error) => say(error.message, "alert")), EVERY_MS);
}

onSubmit(document.getElementById("bind"), async () => {
  const { jump_id: jump } = await post("/api/v1/seller_app/bind/leave", { handle: document.getElementById("handle").value });
  history.replaceState(null, "", `?jump_id=${jump}`);
  await begin(jump);
});

async function begin(jump) {
  document.getElementById("jump").href = `/m/authorize?jump_id=${jump}`;
  waiting.hidden = false;
  await follow(jump);
}

const back = new URLSearchParams(location.search).get("jump_id");
if (back) begin(back).catch((error) => say(error.message, "alert"));

import { showCaptcha } from "./captcha.js";
import { faults, formTokens, gone, t } from "./page.js";

const NOT_LOGGED_IN = 98001002;
const ONCE_IN_MS = 5000;
const NEVER = new Promise(() => {});

/** The portal's refusal of a call, in its own words. */
export class Refusal extends Error {}

/** Ask; what the header and the menu ask `stays` alive when another page comes in place of this one. */
export const get = (path, { stays = false } = {}) => call(path, { method: "GET" }, stays);

/** Send a form; `stays` as above. */
export async function post(path, body, { stays = false } = {}) {
  if (!faults.confirm.every((text) => window.confirm(text))) throw new Refusal(t("refused.system"));
  const token = await formToken(stays);
  const send = () => call(path, { method: "POST", headers: { ...headers(), ...token }, body: JSON.stringify(body) }, stays);
  const answer = send();
  if (faults.twice.some((glob) => matches(glob, path))) send().catch(() => {});
  return answer;
}

/** Where POSTs are counted by token: a new one for this form, as the header that carries it. */
export async function formToken(stays = false) {
  return formTokens ? { "x-form-token": (await get("/api/v1/form_token", { stays })).form_token } : {};
}

/** A path against a pattern with * and ?. */
function matches(glob, path) {
  const literal = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(path);
}

function headers() {
  const token = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  return { "content-type": "application/json", "x-csrftoken": token };
}

async function call(path, options, stays) {
  const answer = await fetched(path, options).finally(() => (gone() && !stays ? NEVER : null));
  if (answer.code === NOT_LOGGED_IN) leave();
  if (answer.code !== 0) throw new Refusal(answer.message);
  return answer.data;
}

async function fetched(path, options) {
  try {
    const response = await fetch(path, { ...options, cache: "no-store" });
    if (!response.headers.has("bdturing-verify")) return await response.json();
  } catch {
    throw new Refusal(t("refused.system"));
  }
  await showCaptcha(); // until somebody has solved it the call does not end, as on the real site; then it is sent again
  return fetched(path, options);
}

/** The session has died: the same address then shows what everybody sees. */
function leave() {
  const last = Number(sessionStorage.getItem("left") ?? 0);
  if (Date.now() - last < ONCE_IN_MS) return;
  sessionStorage.setItem("left", String(Date.now()));
  setTimeout(() => location.replace(location.href), 1500);
}

// One page of controls over the control port. Everything shown comes as text, never as HTML.
const EVERY_MS = 1000;
const SHOWN = 60;
const JUMPS = { "+1 min": 60, "+1 h": 3600, "+24 h": 86_400, "+7 days": 604_800 };
const DEEDS = [
  ["Creator accepts", (who) => ({ who: "creator", do: "accept", ...who })],
  ["Creator declines", (who) => ({ who: "creator", do: "decline", ...who })],
  ["Creator proves identity", (who) => ({ who: "creator", do: "verify_identity", ...who })],
  ["Review passes", (who) => ({ who: "reviewer", do: "approve", ...who })],
  ["Review fails", (who) => ({ who: "reviewer", do: "reject", reason: "shown by the trainer", ...who })],
  ["Colleague invites", (who) => ({ who: "seller", do: "invite", ...who })],
  ["Colleague unlinks", (who) => ({ who: "seller", do: "unlink", ...who })],
  ["Creator asks to be unlinked", (who) => ({ who: "unlinking", do: "request", ...who })],
];

const $ = (id) => document.getElementById(id);
let token = location.hash.slice(1);
let verbs = [];
let calls = [];

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

async function call(method, path, body) {
  const answer = await fetch(path, { method, headers: { authorization: `Bearer ${token}` }, body: body && JSON.stringify(body) });
  const given = await answer.json();
  if (given.error) throw new Error(given.error);
  return given;
}

/** Do something, and say what came of it. */
async function act(what, method, path, body) {
  try {
    await call(method, path, body);
    tell(`${what}: done`);
    await look();
  } catch (error) {
    tell(`${what}: ${error.message}`, true);
  }
}

function tell(text, bad = false) {
  $("state").textContent = text;
  $("state").className = bad ? "bad" : "";
}

function choose() {
  const verb = verbs.find((one) => one.verb === $("verb").value);
  $("says").textContent = verb.says;
  $("arguments").replaceChildren(...[...verb.needs, ...verb.may].map((name) => field(name, verb.kinds[name], verb.may.includes(name))));
}

function field(name, kind, optional) {
  const label = `${name} (${kind}${optional ? ", may be empty" : ""})`;
  return make("label", {}, label, make("input", { "data-name": name, "data-kind": kind, "aria-label": name }));
}

function read(input) {
  const { kind } = input.dataset;
  if (kind === "int" || kind === "float") return Number(input.value);
  if (kind === "bool") return input.value === "true";
  return kind === "str" ? input.value : JSON.parse(input.value);
}

function throwIt(event) {
  event.preventDefault();
  try {
    const given = [...$("arguments").querySelectorAll("input")].filter((input) => input.value !== "");
    const args = Object.fromEntries(given.map((input) => [input.dataset.name, read(input)]));
    const match = { method: $("method").value, path: $("path").value, shop: $("where").value, nth: Number($("nth").value), probability: Number($("probability").value) };
    act($("verb").value, "PUT", "/__fault", { match, do: $("verb").value, times: $("times").value ? Number($("times").value) : null, ...args });
  } catch (error) {
    tell(`${$("verb").value}: ${error.message}`, true);
  }
}

function beginAgain(event) {
  event.preventDefault();
  const [seed, counting, world] = ["seed", "counting", "world"].map((id) => $(id).value || null);
  act("Begin again", "POST", "/__reset", { seed: seed && Number(seed), counting, world });
}

const chosen = () => calls[$("calls").selectedIndex];

function explain() {
  const { method, says, takes } = chosen();
  $("call-says").textContent = takes ? `${says} Takes ${takes}.` : says;
  $("sent").value = method === "GET" ? "" : "{}";
}

/** Make a call as it is written, and show the answer as it comes; after the address of a question goes what it asks. */
async function send(event) {
  event.preventDefault();
  const { method, path } = chosen();
  const sent = $("sent").value.trim();
  try {
    const given = await (method === "GET" ? call(method, path + sent) : call(method, path, JSON.parse(sent || "{}")));
    $("answer").textContent = JSON.stringify(given, null, 1);
    tell(`${method} ${path}: done`);
  } catch (error) {
    $("answer").textContent = error.message;
    tell(`${method} ${path}: ${error.message}`, true);
  }
  $("answer").hidden = false;
}

const line = (className, ...parts) => make("li", { class: className }, ...parts.map((part, place) => make(place ? "span" : "b", {}, String(part))));

async function look() {
  const [clock, { faults }, { effects }, { requests }] = await Promise.all(["/__clock", "/__fault", "/__effects", "/__requests"].map((path) => call("GET", path)));
  $("now").textContent = clock.now.slice(0, 19).replace("T", " ");
  $("pace").textContent = clock.frozen ? "stopped" : `× ${clock.factor}`;
  $("set").replaceChildren(...faults.map((one) => line(one.spent ? "spent" : "", one.do, `${one.match.method || "any"} ${one.match.path}`, `bitten ${one.bitten} times`)));
  $("effects").replaceChildren(...effects.slice(-SHOWN).reverse().map((one) => line("", one.kind, one.at.slice(11, 19), one.shop ?? "", one.account ?? "")));
  $("requests").replaceChildren(...requests.slice(-SHOWN).reverse().filter((one) => !one.path.startsWith("/static/")).map((one) => line(one.aborted ? "bad" : "", `${one.method} ${one.path}`, one.status ?? "…", one.faults.join(" "))));
}

async function connect() {
  try {
    const help = await call("GET", "/__help");
    ({ verbs, calls } = help);
    const world = await call("GET", "/__world?only=accounts,shops");
    $("verb").replaceChildren(...verbs.map((one) => make("option", {}, one.verb)));
    $("handle").replaceChildren(...world.accounts.map((one) => make("option", { value: one.handle }, `@${one.handle}`)));
    const shops = () => world.shops.map((one) => make("option", { value: one.id }, one.name));
    $("shop").replaceChildren(...shops());
    $("where").append(...shops());
    $("calls").replaceChildren(...calls.map((one) => make("option", {}, `${one.method} ${one.path}`)));
    $("played").replaceChildren(...help.people.map((one) => line("", one.who, one.says)));
    choose();
    explain();
    await look();
    $("door").hidden = true;
    $("desk").hidden = false;
    tell("Connected");
    setInterval(() => look().catch((error) => tell(error.message, true)), EVERY_MS);
  } catch (error) {
    tell(error.message, true);
  }
}

const button = (text, press, kind = "quiet") => make("button", { type: "button", class: kind, onclick: press }, text);

$("jumps").append(
  ...Object.entries(JUMPS).map(([text, seconds]) => button(text, () => act(text, "POST", "/__clock", { advance: seconds }))),
  button("Stop", () => act("Stop", "POST", "/__clock", { freeze: true })),
  button("Run", () => act("Run", "POST", "/__clock", { freeze: false })),
  button("× 60", () => act("× 60", "POST", "/__clock", { factor: 60 })),
  button("× 1", () => act("× 1", "POST", "/__clock", { factor: 1 })));
$("deeds").append(...DEEDS.map(([text, deed]) => button(text, () => act(text, "POST", "/__person", deed({ handle: $("handle").value, shop: $("shop").value })))));
$("verb").addEventListener("change", choose);
$("fault").addEventListener("submit", throwIt);
$("calls").addEventListener("change", explain);
$("call").addEventListener("submit", send);
$("reset").addEventListener("submit", beginAgain);
$("clear").addEventListener("click", () => act("Clear", "DELETE", "/__fault"));
$("door").addEventListener("submit", (event) => { event.preventDefault(); token = $("token").value; connect(); });
if (token) {
  history.replaceState(null, "", location.pathname);  // the token does not stay in the address
  connect();
}

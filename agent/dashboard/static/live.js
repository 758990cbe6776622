// Keeps what a page shows as it is: counts down, and fetches the page again when something has happened.
import { countDown } from "./countdown.js";

const line = document.getElementById("line");
const ahead = Date.parse(document.body.dataset.now) - Date.now();  // a practice portal's clock may be ahead of ours

const open = () => [...document.querySelectorAll("#live details[open][id]")].map((one) => one.id);

async function again() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) { return; }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  const shown = document.getElementById("live");
  if (!fresh || !shown || fresh.innerHTML === shown.innerHTML || shown.querySelector(":focus-within input, input:focus")) { return; }
  const kept = open();
  const focused = document.activeElement?.getAttribute("href");
  shown.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const id of kept) { document.getElementById(id)?.setAttribute("open", ""); }
  if (focused && document.activeElement === document.body) {
    [...shown.querySelectorAll("a")].find((one) => one.getAttribute("href") === focused)?.focus({ preventScroll: true });
  }
}

// A browser keeps few lines open to one server: a page that nobody sees gives its own back.
let heard = null;

function listen() {
  if (heard || document.hidden) { return; }
  let waiting = 0;
  heard = new EventSource("/stream");
  heard.addEventListener("changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 200);
  });
  heard.addEventListener("ready", () => { line.textContent = ""; });
  heard.addEventListener("error", () => { line.textContent = line.dataset.lost; });
}

function rest() {
  heard?.close();
  heard = null;
}

function refresh() {
  if (!document.hidden) { again().catch(() => {}); }
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) { rest(); } else { refresh(); listen(); }
});
addEventListener("pagehide", rest);
setInterval(() => countDown(Date.now() + ahead), 5000);
setInterval(refresh, 60000);
listen();

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

function listen() {
  const heard = new EventSource("/stream");
  let waiting = 0;
  heard.addEventListener("changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => again().catch(() => {}), 200);
  });
  heard.addEventListener("ready", () => { line.textContent = ""; });
  heard.addEventListener("error", () => { line.textContent = line.dataset.lost; });
  addEventListener("pagehide", () => heard.close());
}

setInterval(() => countDown(Date.now() + ahead), 5000);
setInterval(() => again().catch(() => {}), 60000);
listen();

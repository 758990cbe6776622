// A page in a person's hands: shows its frames, and sends what the person does there, in order, and keeps nothing.
import { countDown } from "./countdown.js";

const screen = document.getElementById("screen");
const ahead = Date.parse(document.body.dataset.now) - Date.now();
setInterval(() => countDown(Date.now() + ahead), 5000);

function use() {
  const shown = screen.querySelector("img");
  const state = document.getElementById("live-state");
  const place = screen.dataset.place;
  const waiting = [];
  let size = { width: 1, height: 1 };
  let sending = false;
  let moved = 0;

  const heard = new EventSource(`${place}/stream`);
  const end = (words) => { heard.close(); state.textContent = words; setTimeout(() => location.reload(), 1500); };
  heard.addEventListener("frame", (event) => {
    const told = JSON.parse(event.data);
    size = told;
    shown.src = `data:image/jpeg;base64,${told.jpeg}`;
    screen.dataset.frames = String(Number(screen.dataset.frames ?? 0) + 1);
    const words = told.yours ? state.dataset.yours : state.dataset.watch;
    if (state.textContent !== words) { state.textContent = words; }
  });
  heard.addEventListener("over", () => end(state.dataset.over));
  heard.addEventListener("elsewhere", () => { heard.close(); state.textContent = state.dataset.elsewhere; });
  addEventListener("pagehide", () => heard.close());

  async function send() {
    if (sending) { return; }
    sending = true;
    while (waiting.length) {
      const body = JSON.stringify(waiting.splice(0, 50));
      try {
        await fetch(place, { method: "POST", headers: { "content-type": "application/json" }, body });
      } catch { break; }
    }
    sending = false;
  }

  function act(...done) {
    waiting.push(...done);
    send();
  }

  function where(event) {
    const box = shown.getBoundingClientRect();
    const x = (event.clientX - box.left) * size.width / box.width;
    const y = (event.clientY - box.top) * size.height / box.height;
    return { x: Math.round(x), y: Math.round(y), button: ["left", "middle", "right"][event.button] ?? "left" };
  }

  screen.addEventListener("pointerdown", (event) => {
    screen.setPointerCapture(event.pointerId);
    screen.focus({ preventScroll: true });
    act({ pointer: "move", ...where(event) }, { pointer: "down", ...where(event) });
    event.preventDefault();
  });
  screen.addEventListener("pointerup", (event) => act({ pointer: "up", ...where(event) }));
  screen.addEventListener("pointermove", (event) => {
    if (event.timeStamp - moved < 40) { return; }
    moved = event.timeStamp;
    act({ pointer: "move", ...where(event), button: "left" });
  });
  screen.addEventListener("contextmenu", (event) => event.preventDefault());
  screen.addEventListener("wheel", (event) => {
    act({ wheel: [event.deltaX, event.deltaY] });
    event.preventDefault();
  }, { passive: false });
  screen.addEventListener("keydown", (event) => {
    if (event.key === "Tab" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    act(...(event.key.length === 1 ? [{ text: event.key }] : [{ key: "down", name: event.key }, { key: "up", name: event.key }]));
    event.preventDefault();
  });

  const text = document.getElementById("text");
  document.getElementById("typed").addEventListener("submit", (event) => {
    if (text.value) { act({ text: text.value }); }
    text.value = "";
    event.preventDefault();
  });
  for (const one of document.querySelectorAll("[data-key]")) {
    one.addEventListener("click", () => act({ key: "down", name: one.dataset.key }, { key: "up", name: one.dataset.key }));
  }
}

if (screen) { use(); }

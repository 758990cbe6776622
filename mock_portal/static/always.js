// A fault in the page holds at every moment.
const LOOK_EVERY_MS = 50;

/** Do it whenever something comes into the page, before anybody can touch it, and every now and then besides. */
export function always(hold) {
  new MutationObserver(hold).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(hold, LOOK_EVERY_MS);
}

// Inputs that only keys reach: a value that is set, or put in at one stroke, is gone a moment later.
const LOOK_EVERY_MS = 50;

export function typedOnly(selector) {
  const states = new WeakMap();
  let struck = null;

  const restore = (input) => {
    const state = states.get(input) ?? input.defaultValue;
    if (input.value !== state) input.value = state;
  };

  document.addEventListener("keydown", ({ target }) => { struck = target; }, true);
  document.addEventListener("input", (event) => {
    if (!event.target.matches(selector)) return;
    if (event.isTrusted && struck === event.target) {
      states.set(event.target, event.target.value);
    } else {
      restore(event.target);
      event.stopImmediatePropagation();
    }
    struck = null;
  }, true);
  setInterval(() => document.querySelectorAll(selector).forEach(restore), LOOK_EVERY_MS);
}

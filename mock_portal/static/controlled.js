/**
 * An input as the site's: what counts is a state of its own, which only somebody's keys reach. Setting `.value` shows a
 * text that nobody knows of, and the next thing that happens to the input takes it away again.
 */
export function controlled(input, onChange) {
  let state = input.value;
  const show = () => { if (input.value !== state) input.value = state; };
  input.addEventListener("input", (event) => {
    if (!event.isTrusted || state === input.value) return show();
    state = input.value;
    return onChange(state);
  });
  for (const kind of ["change", "focus", "blur", "keydown"]) input.addEventListener(kind, show);
  return input;
}

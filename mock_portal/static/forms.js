/** Send a form by `send`; a refusal is shown in its alert, and it cannot be sent twice at once. */
export function onSubmit(form, send) {
  const error = form.querySelector("[role=alert]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    button.disabled = true;
    try {
      await send();
    } catch (refusal) {
      error.textContent = refusal.message;
      error.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

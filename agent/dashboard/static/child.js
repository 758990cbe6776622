// Shows what a command says as it says it; what it says is text and nothing else.
const said = document.getElementById("said");

if (!("over" in said.dataset)) {
  let after = Number(said.dataset.after);
  const heard = new EventSource(`${said.dataset.stream}?after=${after}`);
  heard.addEventListener("line", (event) => {
    const { number, text } = JSON.parse(event.data);
    if (number <= after) { return; }
    after = number;
    const low = said.scrollHeight - said.scrollTop - said.clientHeight < 40;
    said.append(`${text}\n`);
    if (low) { said.scrollTop = said.scrollHeight; }
  });
  heard.addEventListener("end", () => { heard.close(); location.replace(location.pathname); });
  addEventListener("pagehide", () => heard.close());
}

// A link's secret stands behind the #: it is sent on once, and leaves the address bar and the history at once.
const heading = document.getElementById("enter");
const token = location.hash.slice(1);
history.replaceState(null, "", "/enter");
const answer = await fetch("/enter", { method: "POST", body: new URLSearchParams({ token }) });
if (answer.ok) {
  location.replace("/");
} else {
  heading.textContent = heading.dataset.used;
}

import "./faults.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { t } from "./page.js";
import { logIn, table } from "./tabcut_parts.js";

const kind = location.pathname.split("/").at(-2);
const asked = new URLSearchParams(location.search);
const holder = document.getElementById("association");
const other = { goods: "creators", creators: "goods" }[kind];
const detail = (row) => `/tabcut/ranking/${other}/detail?id=${row.id}&region=${asked.get("region") ?? ""}`;

async function show() {
  try {
    const seen = await get(`/tabcut/api/association?${new URLSearchParams({ kind, id: asked.get("id") ?? "", region: asked.get("region") ?? "" })}`);
    document.getElementById("heading").textContent = seen.about.name;
    holder.replaceChildren(table(t(`tabcut.${other}.of`), seen.list, detail));
  } catch (error) {
    holder.replaceChildren(el("p", { class: "tc-hidden", role: "alert" }, error.message));
    logIn();
  }
}

show();

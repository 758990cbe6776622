// Light or dark before anything is drawn: as the system says, unless somebody has chosen here.
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("companion-theme"); } catch { return null; } };
  const chosen = kept();
  if (chosen === "light" || chosen === "dark") { root.dataset.theme = chosen; }
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("companion-theme", root.dataset.theme); } catch { /* then it lasts as long as the page */ }
    });
  });
})();

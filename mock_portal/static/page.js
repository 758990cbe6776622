// What the server put into the page: its texts, and the faults it plays.
const data = JSON.parse(document.getElementById("page-data").textContent);

export const faults = data.faults;
export const lang = document.documentElement.lang;
export const build = document.documentElement.dataset.build;

/** One text by key; {n} and the like are filled in. */
export const t = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), data.texts[key] ?? key);

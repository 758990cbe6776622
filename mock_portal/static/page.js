// What the server put into the page: its texts, and the faults it plays.
const data = JSON.parse(document.getElementById("page-data").textContent);

export const faults = data.faults;
/** How this skin differs from the first one, for `skin.js`; null in the first. */
export const skin = data.skin;
/** Whether a form needs a token of its own before it may be sent. */
export const formTokens = data.form_tokens;
/** What the login has no right to. */
export const lacks = data.lacks;
export const lang = document.documentElement.lang;
export const build = document.documentElement.dataset.build;

// Scripts that came in place of others stand under an address of their visit.
const visit = /\/v([0-9]+)\/[^/]+$/.exec(import.meta.url)?.[1];

/** Whether another page has come in place of the one that these scripts belong to. */
export const gone = () => visit !== document.documentElement.dataset.visit;

/** A counter: so many (of so many), unless a fault lets it read otherwise. */
export const quota = (...numbers) => faults.quota[0] ?? numbers.join("/");

/** One text by key; {n} and the like are filled in. */
export const t = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), data.texts[key] ?? key);

// Each <time data-until> counts down in the words that the page brought along.
const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

export function left(until, now, words) {
  const minutes = Math.ceil((until - now) / 60000);
  if (minutes <= 0) { return words.over; }
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((days ? minutes % 1440 : minutes) / 60);
  if (days) { return filled(words.days, { days, hours }); }
  return filled(hours ? words.hours : words.minutes, { hours, minutes: minutes % 60 });
}

export function countDown(now) {
  for (const one of document.querySelectorAll("time[data-until]")) {
    const told = left(Date.parse(one.dateTime), now, document.body.dataset);
    if (one.textContent !== told) { one.textContent = told; }
  }
}

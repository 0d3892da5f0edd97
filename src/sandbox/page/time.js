// Discord's timestamps, of which the relative ones go on counting.

const UNITS = [
  ["year", 365.25 * 86400],
  ["month", 30.44 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

function relative(unix, locale) {
  const away = unix - Date.now() / 1000;
  const [unit, seconds] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: "always" }).format(Math.round(away / seconds), unit);
}

/** The element of `<t:unix:style>`; none when there is no such moment. */
export function stamp(unix, style, locale) {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const node = document.createElement("time");
  node.dateTime = date.toISOString();
  node.title = new Intl.DateTimeFormat(locale, STYLES.F).format(date);
  if (style === "R") {
    Object.assign(node.dataset, { unix, locale });
    node.textContent = relative(unix, locale);
  } else {
    node.textContent = new Intl.DateTimeFormat(locale, STYLES[style] ?? STYLES.f).format(date);
  }
  return node;
}

/** The time of a message, as short as its day allows; to the second if wanted. */
export function clock(iso, locale, timeStyle = "short") {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  const style = today ? { timeStyle } : { dateStyle: "short", timeStyle };
  const node = document.createElement("time");
  node.dateTime = iso;
  node.title = new Intl.DateTimeFormat(locale, STYLES.F).format(date);
  node.textContent = new Intl.DateTimeFormat(locale, style).format(date);
  return node;
}

/** "3 d 4 h", as servers show how long they are up. */
export function span(seconds) {
  const parts = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = Math.max(0, parts.findIndex(([, size]) => seconds >= size));
  if (seconds < 1) return "0 s";
  let rest = seconds;
  return parts
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const n = Math.floor(rest / size);
      rest -= n * size;
      return n > 0 ? `${n} ${unit}` : "";
    })
    .filter(Boolean)
    .join(" ");
}

setInterval(() => {
  for (const node of document.querySelectorAll("time[data-unix]")) {
    const text = relative(Number(node.dataset.unix), node.dataset.locale);
    if (node.textContent !== text) node.textContent = text;
  }
}, 1000);

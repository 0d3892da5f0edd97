// What the bot did: its journal and its audit, as they are written. Only looked at; nothing here reaches the bot.

import { align, el, find, tell } from "./dom.js";
import { watch } from "./panel.js";
import { clock } from "./time.js";
import { world } from "./world.js";

const TONES = { done: "good", intent: "busy", sent: "busy", asked: "busy", refused: "bad", failed: "bad", unknown: "bad" };

/** How the following of an operation ended, in words. */
const VERDICTS = {
  verified: ["seen to be done", "good"],
  finished: ["finished", "good"],
  unobserved: ["not observed", "busy"],
  "not-there": ["never got there", "bad"],
  gone: ["gone", "bad"],
  blind: ["could not be looked at", "bad"],
  failed: ["failed", "bad"],
  "not-started": ["never begun", "bad"],
  unfinished: ["not finished in time", "bad"],
};

/** Whose row it is: people may have another name in each guild. */
const nameOf = (row) =>
  world.members.find(({ id, guild }) => id === row.user && guild === row.guild)?.display_name ?? "somebody";

const step = (text, tone, at) =>
  el("li", { class: `step ${tone}` }, text, at && [" ", clock(at, undefined, "medium")]);

/** How an operation went on; what its call came to at first is in the audit alone once more is known. */
function steps({ invocation, state, intended, sent, ended, followed }, audit) {
  const made = [step("intent", state === "intent" ? "busy" : "", intended)];
  if (sent) made.push(step("sent", state === "sent" ? "busy" : "", sent));
  if (ended) {
    const first = audit.find((row) => row.invocation === invocation && row.at === ended)?.result ?? state;
    made.push(step(first, TONES[first] ?? "", ended));
  }
  if (followed && !followed.ended) made.push(step("being followed…", "busy"));
  else if (followed?.verdict && ended) {
    const [text, tone] = VERDICTS[followed.verdict] ?? [followed.verdict, ""];
    made.push(step(text, tone, followed.ended));
  }
  return made;
}

const what = (row) => [
  el("strong", {}, nameOf(row)), " ",
  el("code", {}, row.action),
  row.target !== "-" && [" ", el("code", {}, row.target)],
].flat();

const operation = (row, audit) => el("li", { class: "record" },
  el("p", {}, what(row)),
  el("ol", { class: "steps", "aria-label": "How it went on" }, steps(row, audit)));

/** Whether what a line tells of went on: then it is open no more. */
const wentOn = (row, audit) => audit.some((other) => other.invocation === row.invocation && other.number > row.number);

function toneOf(row, audit) {
  const tone = TONES[row.result] ?? "";
  return tone === "busy" && wentOn(row, audit) ? "" : tone;
}

const line = (row, audit) => el("li", { class: "record" },
  el("p", {}, what(row)),
  el("span", { class: `outcome ${toneOf(row, audit)}` }, row.result),
  el("p", { class: "quiet" }, row.detail.replaceAll("-", " ")),
  clock(row.at, undefined, "medium"));

watch("/sandbox/bot", ({ audit, journal }) => {
  tell(find("no-journal"), journal.length > 0 ? "" : "No change yet: restart a server or buy one.");
  tell(find("no-audit"), audit.length > 0 ? "" : "Nobody has used a command yet.");
  // Names are part of it, which may be known only later.
  align(find("journal"), journal, {
    key: (row) => row.id,
    version: (row) => JSON.stringify([nameOf(row), row.state, row.intended, row.sent, row.ended, row.followed]),
    make: (row) => operation(row, audit),
  });
  align(find("audit"), audit, {
    key: (row) => row.number,
    version: (row) => `${nameOf(row)} ${toneOf(row, audit)}`,
    make: (row) => line(row, audit),
  });
});

// The configuration in force: what its members may begin with, and what became of reading its file again.

import { el, find, tell } from "./dom.js";
import { showPane } from "./panes.js";
import { watch } from "./panel.js";
import { clock } from "./time.js";
import { currentMember } from "./world.js";

/** What was last seen of it. */
let seen = null;

/** The members in the order of the file, each with `id`, `note`, `channel` and `tries`. */
export const beginnings = () => seen?.members ?? [];

const beginningOf = (member) => beginnings().find(({ id, guild }) => id === member?.id && guild === member?.guild);

/** What to know about a member besides the roles. */
export const noteOn = (member) => beginningOf(member)?.note;

/** Where a member has most to do. */
export const firstChannelOf = (member) => beginningOf(member)?.channel;

/** What the acting member may try in a channel; a thread is as good as its channel. */
export function triesOf(channel) {
  const tries = beginningOf(currentMember())?.tries ?? {};
  return tries[channel?.id] ?? tries[channel?.parent] ?? ["/help"];
}

function showNews({ taken_over: isTaken, text }) {
  const warnings = text.split("\n").filter((line) => line.startsWith("warning: ")).length;
  const more = warnings > 0 ? `, with ${warnings} warning${warnings > 1 ? "s" : ""}` : "";
  const news = find("configuration-news");
  const button = (text, onclick) => el("button", { type: "button", class: "button secondary small", onclick }, text);
  const dismiss = () => {
    news.replaceChildren();
    find("line").focus({ preventScroll: true });
  };
  news.replaceChildren(el("div", { class: isTaken ? "notice" : "notice refused" },
    el("p", {}, isTaken
      ? `The configuration was read again and is in force as it is now${more}.`
      : "The configuration was read again and refused: the one before stays in force."),
    button(isTaken ? "Details" : "Why", () => {
      showPane("bot");
      find("configuration").focus();
    }),
    button("Dismiss", dismiss)));
}

function show(now) {
  const { file, read } = now;
  find("configuration").hidden = !file && !read;
  const when = find("configuration-when");
  if (read) when.replaceChildren(read.taken_over ? "Read again at " : "Refused at ", clock(read.at, undefined, "medium"), ".");
  else when.replaceChildren(`${file} is in force as it was at the start.`);
  tell(find("configuration-text"), read?.text);
  if (seen && read && read.at !== seen.read?.at) showNews(read);
}

/** Looks at it from now on, and calls back with every change of the members; comes back after the first look. */
export function watchConfiguration(onMembers) {
  return watch("/sandbox/configuration", (now) => {
    show(now);
    const isFirst = seen === null;
    const isChanged = JSON.stringify(seen?.members) !== JSON.stringify(now.members);
    seen = now;
    if (!isFirst && isChanged) onMembers();
  })();
}

// Discord's Markdown as elements. Foreign text only ever becomes text nodes.

import { el } from "./dom.js";
import { stamp } from "./time.js";
import { channelById, locale, memberById, roleById } from "./world.js";

const FENCE = /\\[\s\S]|```(?:[\w+.#-]*\n)?\n*([^\n][\s\S]*?)\n*```/y;

/** Everything: code blocks, lists, small print, headings, quotes, and what stands in a line. */
export function markdown(text) {
  const nodes = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    FENCE.lastIndex = at;
    const found = FENCE.exec(text);
    if (found?.[1] !== undefined) {
      nodes.push(...lines(text.slice(from, at).replace(/\n$/, "")));
      nodes.push(el("pre", { tabindex: "0" }, el("code", {}, found[1])));
      at += found[0].length;
      if (text[at] === "\n") at += 1;
      from = at;
    } else {
      at += found ? found[0].length : 1;
    }
  }
  nodes.push(...lines(text.slice(from)));
  return nodes;
}

function lines(text) {
  if (text === "") return [];
  const nodes = [];
  let plain = [];
  let list = null;
  const flush = () => {
    if (plain.length > 0) nodes.push(el("div", { class: "text" }, inline(plain.join("\n"))));
    plain = [];
  };
  for (const line of text.split("\n")) {
    const item = /^( *)(?:[-*]|(\d{1,9})\.) +(\S.*)$/.exec(line);
    if (item) {
      flush();
      const tag = item[2] ? "ol" : "ul";
      if (list?.localName !== tag) {
        list = el(tag, item[2] ? { start: item[2] } : {});
        nodes.push(list);
      }
      list.append(el("li", { class: item[1].length > 1 && "deeper" }, inline(item[3])));
      continue;
    }
    list = null;
    const block = /^(-#|#{1,3}|>) +(\S.*)$/.exec(line);
    if (block) {
      flush();
      const [, mark, rest] = block;
      if (mark === "-#") nodes.push(el("small", {}, inline(rest)));
      else if (mark === ">") nodes.push(el("blockquote", {}, inline(rest)));
      else nodes.push(el("div", { class: `heading h${mark.length}` }, inline(rest)));
    } else {
      plain.push(line);
    }
  }
  flush();
  return nodes;
}

const link = (href, children) =>
  el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href }, children);

const mention = (text, colour = 0) => {
  const node = el("span", { class: colour ? "mention coloured" : "mention" }, text);
  if (colour) node.style.setProperty("--role", `#${colour.toString(16).padStart(6, "0")}`);
  return node;
};

// Each rule: a pattern that begins where it is tried, and what it becomes; `null` leaves the character as it is.
const RULES = [
  [/\\([^A-Za-z0-9\s])/y, (found) => found[1]],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (found) => el("code", {}, found[2].replace(/^ (?=`)|(?<=`) $/g, ""))],
  [/<@!?(\d{5,20})>/y, (found, options) => options.plain ? found[0] : mention(`@${memberById(found[1])?.display_name ?? "unknown-user"}`)],
  [/<@&(\d{5,20})>/y, (found, options) => {
    if (options.plain) return found[0];
    const role = roleById(found[1]);
    return mention(`@${role?.name ?? "unknown-role"}`, role?.color);
  }],
  [/<#(\d{5,20})>/y, (found, options) => options.plain ? found[0] : mention(`#${channelById(found[1])?.name ?? "unknown"}`)],
  [/<\/([\w -]+):\d{5,20}>/y, (found) => mention(`/${found[1]}`)],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (found) => stamp(Number(found[1]), found[2], locale())],
  [/<(https?:\/\/[^\s<>]+)>/y, (found) => link(found[1], found[1])],
  [/\[((?:\\.|[^[\]\\])+)\]\((https?:\/\/[^\s()<>]+)\)/y, (found, options) => link(found[2], inline(found[1], options))],
  [/https?:\/\/[^\s<>]*[^\s<>.,:;"')\]]/y, (found) => link(found[0], found[0])],
  [/\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y, (found, options) => el("em", {}, inline(found[1], options))],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, (found, options) => el("strong", {}, inline(found[1], options))],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, (found, options) => el("u", {}, inline(found[1], options))],
  [/\b_((?:__|\\[\s\S]|[^\\_])+?)_\b/y, (found, options) => el("em", {}, inline(found[1], options))],
  [/~~((?:\\[\s\S]|[^\\])+?)~~/y, (found, options) => el("s", {}, inline(found[1], options))],
  [/\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y, (found, options) => el("span", { class: "spoiler", tabindex: "0" }, inline(found[1], options))],
];

/** What stands in a line; with `plain` mentions stay text, as in titles. */
export function inline(text, options = {}) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const made = first(text, at, options);
    if (made) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(made.node);
      at += made.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push(plain);
  return nodes;
}

function first(text, at, options) {
  // No rule begins with a letter, a digit or a space, but for links.
  if (/[a-gi-zA-Z0-9\s]/.test(text[at])) return null;
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const node = found && make(found, options);
    if (node) return { node, length: found[0].length };
  }
  return null;
}

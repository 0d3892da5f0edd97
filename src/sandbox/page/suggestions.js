// The list above the command box: shown, moved through by mouse and keyboard, and picked from.

import { el, find, tell } from "./dom.js";

const box = find("suggestions");
const list = find("suggestions-list");
const title = find("suggestions-title");

let items = [];
let active = -1;
/** The input that the list belongs to. */
let owner = null;

export const isOpen = () => !box.hidden;

function mark() {
  [...list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === active)));
  const node = list.children[active];
  node?.scrollIntoView({ block: "nearest" });
  if (!owner) return;
  if (node) owner.setAttribute("aria-activedescendant", node.id);
  else owner.removeAttribute("aria-activedescendant");
}

/** Shows `{ label, detail, pick }` items for an input; `first` is the one that Enter picks, -1 for none. */
export function open(input, heading, shown, first = 0) {
  if (owner && owner !== input) close();
  owner = input;
  items = shown;
  active = Math.min(first, shown.length - 1);
  tell(title, heading);
  list.replaceChildren(...shown.map((item, n) =>
    el("li", {
      id: `suggestion-${n}`,
      role: "option",
      // The input keeps the focus, so that typing goes on after a look around.
      onmousedown: (event) => event.preventDefault(),
      onclick: () => item.pick(),
    }, el("span", { class: "label" }, item.label), item.detail && el("span", { class: "detail" }, item.detail))));
  box.hidden = false;
  owner.setAttribute("aria-expanded", "true");
  mark();
}

export function close() {
  box.hidden = true;
  items = [];
  active = -1;
  owner?.setAttribute("aria-expanded", "false");
  owner?.removeAttribute("aria-activedescendant");
  owner = null;
}

/** Marks no item: what is shown does not fit any more, and what fits is still being looked up. */
export function unmark() {
  active = -1;
  mark();
}

export function move(by) {
  if (items.length === 0) return;
  active = active < 0 && by < 0 ? items.length - 1 : (active + by + items.length) % items.length;
  mark();
}

/** Picks the marked item; false when none is. */
export function pick() {
  const item = isOpen() && items[active];
  if (item) item.pick();
  return Boolean(item);
}

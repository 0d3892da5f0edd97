// Building elements. Text always becomes text nodes; nothing here reads HTML.

export const find = (id) => document.getElementById(id);

/** An element with attributes (`onclick` and the like are listeners) and children; `null` and `false` are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * Brings a list in line with the items, in their order: a new one is made, a changed one is made anew where it stands,
 * and one that is gone is removed. `make` is given the item and the entry that stood for it before.
 */
export function align(list, items, { key, version, make }) {
  const known = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const keys = new Set(items.map((item) => String(key(item))));
  for (const [id, node] of known) if (!keys.has(id)) node.remove();
  let place = list.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    const old = known.get(id);
    const now = String(version(item));
    if (old?.dataset.version === now) {
      if (old === place) place = place.nextElementSibling;
      else list.insertBefore(old, place);
      continue;
    }
    const node = make(item, old);
    Object.assign(node.dataset, { key: id, version: now });
    const hadFocus = old?.contains(document.activeElement);
    if (old === place) place = old?.nextElementSibling ?? null;
    old?.remove();
    list.insertBefore(node, place);
    // What was pressed may be gone; the keyboard goes on from the same entry.
    if (hadFocus) node.querySelector("summary, button")?.focus();
  }
}

/** Shows a text in an element that is hidden without one. */
export function tell(node, text) {
  node.textContent = text ?? "";
  node.hidden = !text;
}

/** A `#rrggbb` of Discord's number. */
export const colour = (number) => `#${Number(number).toString(16).padStart(6, "0").slice(-6)}`;

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

/** Shows a text in an element that is hidden without one. */
export function tell(node, text) {
  node.textContent = text ?? "";
  node.hidden = !text;
}

/** A `#rrggbb` of Discord's number. */
export const colour = (number) => `#${Number(number).toString(16).padStart(6, "0").slice(-6)}`;

// The end of the chat: it stays in view for whoever looks at it, and a bar leads back to it once something new is there.

import { find } from "./dom.js";

const log = find("log");
const bar = find("newer");

/** Whether the end is what is looked at; only whoever scrolls up leaves it. */
let following = true;
let top = 0;

const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

export function toEnd() {
  following = true;
  bar.hidden = true;
  log.scrollTop = log.scrollHeight;
}

/** Something new has come to the end. */
export function noteNews() {
  if (!following) bar.hidden = false;
}

log.addEventListener("scroll", () => {
  if (isAtEnd()) {
    following = true;
    bar.hidden = true;
  } else if (log.scrollTop < top) {
    // What grows at the end moves nothing up, so this was somebody.
    following = false;
  }
  top = log.scrollTop;
});

// The tour, the keyboard of a phone, a long line in the box and pictures that come late all move the end.
const sizes = new ResizeObserver(() => {
  if (following) toEnd();
  find("composer").style.setProperty("--room", `${log.clientHeight}px`);
});
for (const node of [log, ...log.children]) sizes.observe(node);

bar.addEventListener("click", () => {
  toEnd();
  find("line").focus({ preventScroll: true });
});

// The messages of the open channel: loading, keeping them true, and what waits for an answer.

import { post } from "./api.js";
import { el, find } from "./dom.js";
import { renderMessage, whoUsed } from "./message.js";
import { world } from "./world.js";

const list = find("messages");
const log = find("log");

/** Messages of the open channel by id, in their order. */
const messages = new Map();
const dismissed = new Set();
/** Interactions without an answer: `{ kind: "slash" | "component" | "modal", ... }`. */
const pending = new Map();
/** Answers that came before the request for them had returned. */
const early = new Map();

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
const toEnd = () => {
  log.scrollTop = log.scrollHeight;
};

/** Does something to the list, and stays at its end if that was in view. */
function keepingEnd(change) {
  const follow = atEnd();
  change();
  if (follow) toEnd();
}

// A picture has its height only when it is there; loading does not bubble, so it is caught on its way down.
list.addEventListener("load", (event) => {
  if (log.scrollHeight - log.scrollTop - log.clientHeight < 80 + event.target.clientHeight) toEnd();
}, true);

const elementOf = (id) => list.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);

const actions = { press, select, dismiss, open: null };

/** Has a channel opened by whoever can. */
export function whenOpened(open) {
  actions.open = open;
}

function render(message) {
  const node = renderMessage(message, actions, (id) => messages.get(id));
  for (const wait of pending.values()) {
    if (wait.kind === "component" && wait.message === message.id) markBusy(node, wait.custom_id);
  }
  return node;
}

export function showAll(all) {
  messages.clear();
  list.replaceChildren();
  for (const [interaction, wait] of pending) {
    if (wait.kind !== "modal") pending.delete(interaction);
  }
  for (const message of all) {
    messages.set(message.id, message);
    if (!dismissed.has(message.id)) list.append(render(message));
  }
  toEnd();
}

/** A new message, or a new version of one. */
export function put(message) {
  messages.set(message.id, message);
  if (dismissed.has(message.id)) return;
  keepingEnd(() => {
    const old = elementOf(message.id);
    const node = render(message);
    if (!old) {
      const waiting = list.querySelector(":scope > .placeholder");
      if (waiting) waiting.before(node);
      else list.append(node);
      return;
    }
    const focused = old.contains(document.activeElement) && document.activeElement.dataset.customId;
    old.replaceWith(node);
    // The button may be gone with the edit; the keyboard then goes on from the message.
    if (focused) (node.querySelector(`[data-custom-id="${CSS.escape(focused)}"]`) ?? node).focus();
  });
}

/** A thread may hang on a message now. */
export function putAgain(id) {
  const known = messages.get(id);
  if (known && !elementOf(id)?.querySelector(".thread-link")) put(known);
}

export function remove(id) {
  messages.delete(id);
  elementOf(id)?.remove();
}

function dismiss(id) {
  dismissed.add(id);
  elementOf(id)?.remove();
  find("line").focus();
}

// What waits for the bot.

/** Notes that an interaction waits for its answer, unless that has come already. */
export function waitFor(interaction, wait) {
  pending.set(interaction, wait);
  const answer = early.get(interaction);
  if (answer) settle(interaction, answer.failed);
}

/** The answer to an interaction has come, or will not. */
export function settle(interaction, failed) {
  const wait = pending.get(interaction);
  if (!wait) {
    early.set(interaction, { failed });
    if (early.size > 100) early.delete(early.keys().next().value);
    return null;
  }
  pending.delete(interaction);
  if (wait.kind === "slash") endPlaceholder(wait, failed);
  if (wait.kind === "component") endComponent(wait, failed);
  wait.done?.(failed);
  return wait;
}

/** A line that stands for a command until its answer comes. */
export function waitForCommand(interaction, path) {
  const status = el("p", { class: "status" }, "Sending the command…");
  const node = el("li", { class: "message placeholder" }, whoUsed(world.me, path), status);
  keepingEnd(() => list.append(node));
  waitFor(interaction, { kind: "slash", node, status });
}

function endPlaceholder({ node, status }, failed) {
  if (!failed) return node.remove();
  keepingEnd(() => {
    status.className = "status failed";
    status.textContent = failed;
    const away = el("button", { type: "button", class: "quiet-button", onclick: () => node.remove() }, "Dismiss");
    status.append(" ", away);
  });
}

function endComponent({ message }, failed) {
  const known = messages.get(message);
  if (known) put(known);
  if (!failed) return;
  const node = elementOf(message);
  if (node) {
    keepingEnd(() => node.append(el("p", { class: "status failed", role: "alert" }, "This interaction failed")));
  }
}

function markBusy(node, customId) {
  for (const control of node.querySelectorAll("[data-custom-id]")) {
    control.setAttribute("aria-disabled", "true");
    if (control.dataset.customId === customId) control.classList.add("busy");
  }
}

async function use(path, message, customId, more) {
  const node = elementOf(message);
  if (node?.querySelector(".busy")) return;
  node?.querySelector(":scope > .status")?.remove();
  if (node) markBusy(node, customId);
  try {
    const body = { member: world.member, message, custom_id: customId, ...more };
    const { interaction } = await post(path, body);
    waitFor(interaction, { kind: "component", message, custom_id: customId });
  } catch (error) {
    endComponent({ message }, null);
    elementOf(message)?.append(el("p", { class: "status failed", role: "alert" }, error.message));
  }
}

function press(message, customId) {
  return use("/client/press", message, customId, {});
}

function select(message, customId, values) {
  return use("/client/select", message, customId, { values });
}

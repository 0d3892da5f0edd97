// The messages of the open channel: loading, keeping them true, and what waits for an answer.

import { post } from "./api.js";
import { el, find } from "./dom.js";
import { onlyYou, renderMessage, whoUsed } from "./message.js";
import { noteNews, toEnd } from "./scroll.js";
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

const isMine = (message) => (message.interaction_metadata?.user ?? message.author).id === world.member;

/** The welcome stays with the newest messages, where it is seen, until the member has done something here. */
function placeWelcome(isUsed) {
  const welcome = find("welcome");
  if ((log.firstElementChild === welcome) === isUsed) return;
  if (isUsed) log.prepend(welcome);
  else log.append(welcome);
}

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
  const hadFocus = list.contains(document.activeElement);
  messages.clear();
  list.replaceChildren();
  for (const [interaction, wait] of pending) {
    if (wait.kind !== "modal") pending.delete(interaction);
  }
  for (const message of all) {
    messages.set(message.id, message);
    if (!dismissed.has(message.id)) list.append(render(message));
  }
  placeWelcome(all.some(isMine));
  toEnd();
  if (hadFocus) find("line").focus({ preventScroll: true });
}

/** A new message, or a new version of one. */
export function put(message) {
  const known = messages.get(message.id);
  messages.set(message.id, message);
  if (dismissed.has(message.id)) return;
  const old = elementOf(message.id);
  const node = render(message);
  if (old) {
    replace(old, node);
  } else {
    const waiting = list.querySelector(":scope > .placeholder");
    if (waiting) waiting.before(node);
    else list.append(node);
  }
  if (isMine(message)) placeWelcome(true);
  if (!known && message.author.id === world.member) toEnd();
  else if (!known || (known.thinking && !message.thinking)) noteNews();
}

/** Puts a new version of a message in its place; the keyboard goes on from the same control, or else from the message. */
function replace(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(node);
  if (!focused) return;
  const { customId } = focused.dataset;
  if (customId) node.querySelector(`[data-custom-id="${CSS.escape(customId)}"]`)?.focus({ preventScroll: true });
  if (!node.contains(document.activeElement)) node.focus({ preventScroll: true });
}

/** A thread may hang on a message now. */
export function putAgain(id) {
  const known = messages.get(id);
  if (known && !elementOf(id)?.querySelector(".thread-link")) put(known);
}

export function remove(id) {
  messages.delete(id);
  const node = elementOf(id);
  const hadFocus = node?.contains(document.activeElement);
  node?.remove();
  if (hadFocus) find("line").focus({ preventScroll: true });
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
  list.append(node);
  placeWelcome(true);
  toEnd();
  waitFor(interaction, { kind: "slash", node, status });
}

function endPlaceholder({ node, status }, failed) {
  if (!failed) return node.remove();
  status.className = "status failed";
  status.setAttribute("role", "alert");
  status.textContent = `❗ ${failed}`;
  // What comes after it stands below it.
  node.classList.replace("placeholder", "ephemeral");
  node.append(onlyYou(() => {
    node.remove();
    find("line").focus();
  }));
  noteNews();
}

function endComponent({ message }, failed) {
  const known = messages.get(message);
  if (known) put(known);
  if (!failed) return;
  elementOf(message)?.append(el("p", { class: "status failed", role: "alert" }, "This interaction failed"));
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

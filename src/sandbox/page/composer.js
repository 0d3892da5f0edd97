// The command box: plain messages, and slash commands with their options one after the other.

import { post } from "./api.js";
import { matching, readLine, readValues } from "./commands.js";
import { el, find } from "./dom.js";
import { waitForCommand } from "./messages.js";
import * as suggestions from "./suggestions.js";
import { localised, world } from "./world.js";

const form = find("composer");
const line = find("line");
const chip = find("command");
const row = find("fields");
const hint = find("hint");

const TYPE = { integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 };

/** The chosen command, and its options in the box: `{ option, input, node, chosen }`. */
let command = null;
let fields = [];
/** Counts what is looked up, so that an answer that comes late is not shown. */
let lookup = 0;
let timer;
/** What the empty box says, and what it adds where there is room. */
let invitation = "";
let addition = "";
const narrow = matchMedia("(max-width: 720px)");

function say(text, isError = false) {
  hint.textContent = text ?? "";
  hint.classList.toggle("error", isError);
}

const describe = (option) => `${option.name}: ${localised(option, "description")}${option.required ? "" : " (optional)"}`;

export function clear() {
  clearTimeout(timer);
  lookup += 1;
  command = null;
  fields = [];
  row.replaceChildren();
  chip.hidden = true;
  line.value = "";
  suggestions.close();
  say("");
  label();
}

/** Puts a whole line into the box, as if it had been typed. */
export function fill(text) {
  clear();
  line.value = text;
  line.focus();
  typedInLine();
}

/** Says in the empty box what it is for. */
export function invite(text, more) {
  invitation = text;
  addition = more;
  label();
}

narrow.addEventListener("change", label);

function label() {
  const left = command ? remaining().length : 0;
  line.placeholder = command ? (left > 0 ? `+${left} optional` : "") : `${invitation}${narrow.matches ? "" : addition}`;
  line.setAttribute("aria-label", command ? `Options of /${command.path}` : `${invitation}${addition}`);
}

// The command and its fields.

function choose(chosen, values = []) {
  clear();
  command = chosen;
  chip.textContent = `/${chosen.path}`;
  chip.hidden = false;
  label();
  chosen.options.filter((option) => option.required).forEach(addField);
  for (const { option, text } of values) setText(fieldOf(option) ?? addField(option), text);
  next();
}

const fieldOf = (option) => fields.find((field) => field.option.name === option.name);
const remaining = () => command.options.filter((option) => !fieldOf(option));

function addField(option) {
  const input = el("input", {
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "suggestions-list",
    "aria-describedby": "hint",
    "aria-required": String(option.required === true),
    "aria-label": option.name,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "next",
  });
  const node = el("label", { class: "field" }, el("span", {}, option.name), input);
  const field = { option, input, node, chosen: null };
  input.addEventListener("focus", () => lookAt(field));
  input.addEventListener("input", () => typedInField(field));
  input.addEventListener("blur", suggestions.close);
  input.addEventListener("keydown", (event) => key(event, field));
  fields.push(field);
  row.append(node);
  grow(field);
  label();
  return field;
}

function removeField(field) {
  fields = fields.filter((other) => other !== field);
  suggestions.close();
  field.node.remove();
  label();
}

const grow = ({ input }) => {
  input.size = Math.min(40, Math.max(8, input.value.length + 1));
};

function setText(field, text, chosen = null) {
  field.input.value = text;
  field.chosen = chosen;
  field.input.removeAttribute("aria-invalid");
  grow(field);
}

/** Goes on to the first required option that is empty, or else to the end of the line. */
function next() {
  const empty = fields.find((field) => field.option.required && field.input.value.trim() === "");
  (empty?.input ?? line).focus();
  if (!empty) lookAtLine();
}

// What is offered.

function typedInLine() {
  line.removeAttribute("aria-invalid");
  if (command) {
    const [typed] = readValues(line.value, remaining());
    if (typed) {
      line.value = "";
      const field = addField(typed.option);
      setText(field, typed.text);
      field.input.focus();
    } else {
      lookAtLine();
    }
    return;
  }
  const read = readLine(line.value);
  if (read) choose(read.command, read.values);
  else lookAtLine();
}

function lookAtLine() {
  if (command) {
    say("");
    const typed = line.value.trim().toLowerCase();
    const items = remaining()
      .filter((option) => option.name.includes(typed))
      .map((option) => ({
        label: option.name,
        detail: localised(option, "description"),
        pick: () => {
          line.value = "";
          addField(option).input.focus();
        },
      }));
    if (items.length > 0) suggestions.open(line, "Optional", items, typed ? 0 : -1);
    else suggestions.close();
    return;
  }
  if (!line.value.startsWith("/")) {
    suggestions.close();
    say("");
    return;
  }
  const found = matching(line.value.slice(1));
  const items = found.map((one) => ({ label: `/${one.path}`, detail: one.description, pick: () => choose(one) }));
  suggestions.open(line, items.length > 0 ? "Commands" : "No command fits", items);
  say("");
}

function typedInField(field) {
  // A pair typed in full moves to where it belongs: `status:running` behind a server's name, too.
  const text = field.input.value;
  const pairs = readValues(text, [field.option, ...remaining()]);
  if (pairs.length > 0) {
    const own = pairs.find((pair) => pair.option === field.option);
    const before = text.slice(0, Math.min(...pairs.map((pair) => ` ${text}`.indexOf(` ${pair.option.name}:`)))).trim();
    setText(field, own ? own.text : before);
    const others = pairs.filter((pair) => pair !== own);
    others.forEach((pair) => setText(addField(pair.option), pair.text));
    const last = others.length > 0 ? fields[fields.length - 1] : field;
    last.input.focus();
    return lookAt(last);
  }
  setText(field, text);
  return lookAt(field);
}

/** The choices that need no asking; none when the bot has them, or when there are none. */
function ownChoices(option) {
  if (option.choices?.length > 0) {
    return option.choices.map((choice) => ({ name: localised(choice, "name"), value: choice.value }));
  }
  const members = () => world.guild.members.map((member) => ({ name: `@${member.display_name}`, value: member.id }));
  const roles = () => world.guild.roles.map((role) => ({ name: `@${role.name.replace(/^@/, "")}`, value: role.id }));
  switch (option.type) {
    case TYPE.boolean: return [{ name: "True", value: "true" }, { name: "False", value: "false" }];
    case TYPE.user: return members();
    case TYPE.role: return roles();
    case TYPE.mentionable: return [...members(), ...roles()];
    case TYPE.channel:
      return world.guild.channels.map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
    default: return null;
  }
}

function offer(field, choices, heading) {
  const items = choices.map((choice) => ({
    label: choice.name,
    pick: () => {
      setText(field, choice.name, choice);
      suggestions.close();
      next();
    },
  }));
  suggestions.open(field.input, heading, items);
}

function lookAt(field) {
  const { option, input } = field;
  say(describe(option));
  const mine = ++lookup;
  clearTimeout(timer);
  const own = ownChoices(option);
  if (own) {
    // A choice that is made already does not hide the others.
    const typed = field.chosen ? "" : input.value.trim().toLowerCase();
    const found = own.filter((choice) => choice.name.toLowerCase().includes(typed));
    return offer(field, found, found.length > 0 ? option.name : "No choice fits");
  }
  if (!option.autocomplete) return suggestions.close();
  // Enter must not pick what was offered for less than is typed now.
  suggestions.unmark();
  timer = setTimeout(async () => {
    const body = { ...request(), focused: option.name };
    body.options[option.name] = input.value;
    let shown;
    try {
      shown = await post("/client/autocomplete", body);
    } catch (error) {
      shown = { choices: [], failed: error.message };
    }
    if (mine !== lookup || document.activeElement !== input) return;
    if (shown.failed) offer(field, [], "Loading the options failed");
    else offer(field, shown.choices, shown.choices.length > 0 ? option.name : "No option fits");
  }, input.value ? 120 : 0);
}

// Keys.

function key(event, field) {
  if (event.isComposing) return;
  const input = event.currentTarget;
  const handled = () => event.preventDefault();
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      if (!suggestions.isOpen()) return;
      suggestions.move(event.key === "ArrowDown" ? 1 : -1);
      return handled();
    case "Enter":
      handled();
      if (!suggestions.pick()) send();
      return;
    case "Tab":
      if (!event.shiftKey && suggestions.pick()) handled();
      return;
    case "Escape":
      handled();
      if (suggestions.isOpen()) suggestions.close();
      else if (command) clear(), line.focus();
      return;
    case "Backspace":
      if (command && input.value === "") {
        handled();
        backOut(field);
      }
      return;
    case "ArrowLeft":
    case "ArrowRight":
      if (command) step(event, input, field);
      return;
  }
}

/** Backspace where nothing is left to delete. */
function backOut(field) {
  if (field && !field.option.required) {
    removeField(field);
    (fields[fields.length - 1]?.input ?? line).focus();
  } else if (!field && fields.length > 0) {
    fields[fields.length - 1].input.focus();
  } else {
    fill(`/${command.path}`);
  }
}

/** The arrows leave an input at its ends. */
function step(event, input, field) {
  const end = event.key === "ArrowLeft" ? 0 : input.value.length;
  if (input.selectionStart !== end || input.selectionEnd !== end) return;
  const inputs = [...fields.map((one) => one.input), line];
  const to = inputs[(field ? fields.indexOf(field) : fields.length) + (end === 0 && event.key === "ArrowLeft" ? -1 : 1)];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

// Sending.

/** The value of a field as it is sent. */
function valueOf({ option, input, chosen }) {
  const text = input.value.trim();
  if (chosen && chosen.name === input.value) return chosen.value;
  const own = ownChoices(option);
  return own?.find((choice) => choice.name.toLowerCase() === text.toLowerCase())?.value ?? text;
}

function request() {
  const filled = fields.filter((field) => field.input.value.trim() !== "");
  const options = Object.fromEntries(filled.map((field) => [field.option.name, valueOf(field)]));
  return { member: world.member, channel: world.channel, command: command.path, options };
}

function faultOf(field) {
  const { option, input } = field;
  const text = input.value.trim();
  if (text === "") return option.required ? `${option.name} is required` : null;
  const own = ownChoices(option);
  if (own && !own.some((choice) => choice.value === valueOf(field))) return `${option.name}: pick one of the list`;
  if (option.type === TYPE.integer && !/^-?\d+$/.test(text)) return `${option.name} takes a whole number`;
  if (option.type === TYPE.number && !Number.isFinite(Number(text))) return `${option.name} takes a number`;
  const low = option.min_value ?? -Infinity;
  const high = option.max_value ?? Infinity;
  if ((option.type === TYPE.integer || option.type === TYPE.number) && (Number(text) < low || Number(text) > high)) {
    return `${option.name} goes from ${low} to ${high}`;
  }
  if (option.max_length && [...text].length > option.max_length) {
    return `${option.name} has at most ${option.max_length} characters`;
  }
  if (option.min_length && [...text].length < option.min_length) {
    return `${option.name} has at least ${option.min_length} characters`;
  }
  return null;
}

function refuse(input, message) {
  input.setAttribute("aria-invalid", "true");
  input.focus();
  suggestions.close();
  say(message, true);
}

async function send() {
  if (form.classList.contains("sending")) return;
  if (!command && line.value.trim() === "") return;
  if (!command && line.value.startsWith("/")) {
    refuse(line, `There is no command ${line.value.trim()}: choose one of the list`);
    return;
  }
  if (command) {
    if (line.value.trim() !== "") {
      refuse(line, `/${command.path} has no option for this: write name:value`);
      return;
    }
    for (const field of fields) {
      const fault = faultOf(field);
      if (fault) return void refuse(field.input, fault);
    }
  }
  form.classList.add("sending");
  try {
    if (command) {
      const { interaction } = await post("/client/slash", request());
      waitForCommand(interaction, command.path);
    } else {
      await post("/client/say", { member: world.member, channel: world.channel, content: line.value });
    }
    clear();
    line.focus();
  } catch (error) {
    say(error.message, true);
  } finally {
    form.classList.remove("sending");
  }
}

line.addEventListener("input", typedInLine);
line.addEventListener("focus", () => (command || line.value ? lookAtLine() : null));
line.addEventListener("blur", suggestions.close);
line.addEventListener("keydown", (event) => key(event, null));
// A press on the button must not take the focus first, since that would close the list.
form.querySelector("button").addEventListener("mousedown", (event) => event.preventDefault());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

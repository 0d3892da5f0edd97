// The slash commands as the command box needs them, and reading a typed line.

import { localised, world } from "./world.js";

const SUB_COMMAND = 1;
const GROUP = 2;

/** Every command that can be sent: `{ path, description, options }`, in the order of their names. */
export function commands() {
  const found = [];
  const walk = (above, command) => {
    const path = above ? `${above} ${command.name}` : command.name;
    const options = command.options ?? [];
    if (options.some((option) => option.type === SUB_COMMAND || option.type === GROUP)) {
      options.forEach((option) => walk(path, option));
    } else {
      found.push({ path, description: localised(command, "description"), options });
    }
  };
  (world.guild?.commands ?? []).filter((command) => (command.type ?? 1) === 1).forEach((command) => walk("", command));
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/** The commands that fit what is typed after the slash, those that begin with it first. */
export function matching(typed) {
  const words = typed.toLowerCase().trim();
  const rank = ({ path, description }) => {
    if (path.startsWith(words)) return 0;
    if (path.includes(words)) return 1;
    return description.toLowerCase().includes(words) ? 2 : 3;
  };
  const ranked = commands().map((command) => ({ command, rank: rank(command) }));
  return ranked.filter((one) => one.rank < 3).sort((a, b) => a.rank - b.rank).map((one) => one.command);
}

/** The command that a line names in full with a space after it, and the `name:value` pairs behind it. */
export function readLine(line) {
  const command = commands()
    .filter(({ path }) => line.startsWith(`/${path} `))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (!command) return null;
  return { command, values: readValues(line.slice(command.path.length + 2), command.options) };
}

/** The `name:value` pairs of a text; values may hold spaces, and what comes before the first pair is nobody's. */
export function readValues(text, options) {
  const starts = [];
  for (const option of options) {
    const at = ` ${text}`.indexOf(` ${option.name}:`);
    if (at >= 0) starts.push({ option, at, value: at + option.name.length + 1 });
  }
  starts.sort((a, b) => a.at - b.at);
  return starts.map(({ option, value }, n) => ({
    option,
    text: text.slice(value, starts[n + 1]?.at).trim(),
  }));
}

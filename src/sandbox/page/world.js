// What the page knows: who acts, where, and what that member sees.

export const world = {
  /** Whom one can act as. */
  members: [],
  /** The id of the member who acts, and of the guild that they act in. */
  member: null,
  home: null,
  /** That member's view: `me`, `bot` and the guild. */
  me: null,
  bot: null,
  guild: null,
  /** The id of the open channel. */
  channel: null,
};

export const locale = () => world.me?.locale ?? "en-US";
export const channelById = (id) => world.guild?.channels.find((channel) => channel.id === id);
export const roleById = (id) => world.guild?.roles.find((role) => role.id === id);
export const memberById = (id) => world.guild?.members.find((member) => member.id === id);
export const currentMember = () => world.members.find(({ id, guild }) => id === world.member && guild === world.home);

const THREADS = [10, 11, 12];
export const isThread = (channel) => THREADS.includes(channel?.type);

/** A channel's name as people write it; a thread's stands for itself. */
export const titleOf = (channel) => (isThread(channel) ? channel.name : `#${channel?.name ?? ""}`);

export function nameOf(user) {
  const member = memberById(user.id);
  return member?.display_name ?? user.global_name ?? user.username ?? "somebody";
}

/** The colour of the first coloured role, as a number; 0 without one. */
export function colourOf(id) {
  const roles = memberById(id)?.roles ?? [];
  return roles.map(roleById).find((role) => role?.color)?.color ?? 0;
}

/** A text in the member's language where there is one. */
export const localised = (object, key) => object[`${key}_localizations`]?.[locale()] ?? object[key];

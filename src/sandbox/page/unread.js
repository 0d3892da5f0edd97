// What each member has not read yet: whoever is acted as later finds what came for them meanwhile.

import { channelById, world } from "./world.js";

/** The newest message that was there when the page was opened: what is not newer counts as read by everybody. */
let opened = null;
/** By member and channel, the newest message that was read. */
const read = new Map();

// Ids grow with time, and a longer one is greater.
const isNewer = (id, than) => id.length > than.length || (id.length === than.length && id > than);
const keyOf = (channel) => `${world.member} ${channel.id}`;

/** The first look at the guild. */
export function begin(channels) {
  opened ??= channels.reduce((newest, { last_message: id }) => (id && isNewer(id, newest) ? id : newest), "0");
}

/** A message has come. */
export function note(message) {
  const channel = channelById(message.channel_id);
  if (!channel || message.author.id === world.member) return;
  channel.last_message = message.id;
  if (message.pings_me) channel.pings.push(message.id);
}

/** What the acting member has seen of a channel is all of it. */
export function markRead(channel) {
  if (channel?.last_message) read.set(keyOf(channel), channel.last_message);
}

/** Whether something is unread in a channel, and how much of it pinged. */
export function news(channel) {
  const known = read.get(keyOf(channel));
  const upTo = known && isNewer(known, opened) ? known : opened;
  const isUnread = (id) => id !== null && isNewer(id, upTo);
  return { unread: isUnread(channel.last_message), pings: channel.pings.filter(isUnread).length };
}

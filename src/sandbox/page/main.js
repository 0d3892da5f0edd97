// The page: who acts, which channel is open, and the stream of what happens.

import { showAccounts } from "./accounts.js";
import { get } from "./api.js";
import * as composer from "./composer.js";
import { beginnings, firstChannelOf, noteOn, watchConfiguration } from "./configuration.js";
import { colour, el, find, tell } from "./dom.js";
import { keep, kept } from "./kept.js";
import { put, putAgain, remove, settle, showAll, whenOpened } from "./messages.js";
import { closeModal, showModal } from "./modal.js";
import "./bot.js";
import "./line.js";
import { showPane } from "./panes.js";
import { offerTour } from "./tour.js";
import * as unread from "./unread.js";
import { showWelcome } from "./welcome.js";
import { channelById, currentMember, isThread, titleOf, world } from "./world.js";

const CATEGORY = 4;

let stream = null;
/** Events that came while the messages were being fetched; none when nothing is. */
let held = null;

// Members.

function rolesOf(member) {
  if (member.roles.length === 0) return "no role";
  return member.roles.map((role, n) => {
    const name = el("span", { class: role.color ? "role" : null }, role.name);
    if (role.color) name.style.setProperty("--role", colour(role.color));
    return n > 0 ? [", ", name] : name;
  }).flat();
}

function showMembers() {
  const hadFocus = find("members").contains(document.activeElement);
  find("members").replaceChildren(...world.members.map((member) =>
    el("label", { class: "member" },
      el("input", {
        type: "radio",
        name: "member",
        value: member.id,
        checked: member === currentMember(),
        onchange: () => actAs(member),
      }),
      el("span", {}, el("strong", {}, member.display_name), el("small", {}, rolesOf(member), noteOn(member) && `, ${noteOn(member)}`)))));
  if (hadFocus) find("members").querySelector(":checked")?.focus();
}

/** Fetches whom one can act as, in the order of the configuration. */
async function loadMembers() {
  const order = beginnings();
  const rank = ({ id, guild }) => {
    const found = order.findIndex((one) => one.id === id && one.guild === guild);
    return found < 0 ? order.length : found;
  };
  const members = await get("/client/members");
  world.members = members.sort((a, b) => rank(a) - rank(b));
}

function actAs(member) {
  Object.assign(world, { member: member.id, home: member.guild });
  world.guild = null;
  composer.clear();
  closeModal();
  listen();
}

// Channels.

function showChannels() {
  const guild = world.guild;
  const under = (parent, kinds) => guild.channels.filter((channel) =>
    channel.parent === parent && kinds(channel) && !channel.archived);
  const isText = (channel) => !isThread(channel) && channel.type !== CATEGORY;
  const entry = (channel) => {
    const { unread: isUnread, pings } = unread.news(channel);
    return el("li", { class: isThread(channel) && "thread" },
      el("button", {
        type: "button",
        class: ["channel", isUnread && "unread"].filter(Boolean).join(" "),
        "data-channel": channel.id,
        "aria-current": channel.id === world.channel && "page",
        onclick: () => open(channel.id),
      }, el("span", { "aria-hidden": "true" }, isThread(channel) ? "↳" : "#"),
      el("span", { class: "channel-name", title: channel.name }, channel.name),
      isUnread && el("span", { class: "unseen" }, ", unread"),
      pings > 0 && el("span", { class: "count" }, `${pings}`, el("span", { class: "unseen" }, pings > 1 ? " mentions" : " mention"))));
  };
  const withThreads = (channel) => [entry(channel), ...under(channel.id, isThread).map(entry)];
  const categories = guild.channels.filter((channel) => channel.type === CATEGORY);
  const focused = find("channels").contains(document.activeElement) && document.activeElement.dataset.channel;
  find("channels").replaceChildren(
    ...under(null, isText).flatMap(withThreads),
    ...categories.flatMap((category) => {
      const inside = under(category.id, isText).flatMap(withThreads);
      return inside.length > 0 ? [el("li", { class: "category" }, category.name), ...inside] : [];
    }));
  if (focused) find("channels").querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
  const tab = document.querySelector('.tabs [data-pane="side"]');
  const isNews = guild.channels.some((channel) => unread.news(channel).unread);
  tab.classList.toggle("news", isNews);
  tab.setAttribute("aria-label", isNews ? "Channels, unread messages" : "Channels");
}

function showHeader() {
  const channel = channelById(world.channel);
  const title = titleOf(channel);
  find("guild").textContent = world.guild.name;
  find("channel").textContent = title;
  find("topic").textContent = channel?.topic ?? "";
  showPresence(world.bot.online);
  document.title = `${title} - hostmaster sandbox`;
  composer.invite(`Message ${title} as ${currentMember()?.display_name}`, ", or / for commands");
}

function showPresence(online) {
  const presence = find("presence");
  presence.textContent = `${world.bot?.display_name ?? "The bot"} is ${online ? "online" : "offline"}`;
  presence.classList.toggle("online", online);
}

async function open(channel) {
  world.channel = channel;
  composer.clear();
  showPane("chat");
  await load();
  find("line").focus({ preventScroll: true });
}

whenOpened(open);

// What happens.

function see({ me, bot, guilds }) {
  Object.assign(world, { me, bot, guild: guilds.find(({ id }) => id === world.home) ?? guilds[0] });
}

/** Fetches what the member sees, then catches up with what happened meanwhile. */
async function load() {
  const waiting = [];
  held = waiting;
  const current = () => held === waiting;
  try {
    const seen = await get("/client/world", { member: world.member });
    if (!current()) return;
    see(seen);
    if (!channelById(world.channel)) {
      const first = channelById(firstChannelOf(currentMember()));
      world.channel = (first ?? world.guild.channels.find((channel) => channel.type === 0))?.id ?? null;
    }
    keep({ member: world.member, home: world.home, channel: world.channel });
    unread.begin(world.guild.channels);
    unread.markRead(channelById(world.channel));
    const messages = world.channel
      ? await get("/client/messages", { member: world.member, channel: world.channel })
      : [];
    if (!current()) return;
    showChannels();
    showHeader();
    showWelcome();
    showAll(messages);
    held = null;
    waiting.forEach(([name, data]) => happen(name, data));
    tell(find("trouble"), "");
  } catch (error) {
    if (current()) tell(find("trouble"), `This could not be loaded: ${error.message}.`);
  }
}

async function reloadWorld() {
  const member = world.member;
  const seen = await get("/client/world", { member });
  if (member !== world.member || held) return;
  see(seen);
  if (!channelById(world.channel)) return void load();
  unread.markRead(channelById(world.channel));
  world.guild.channels.filter(isThread).forEach((thread) => putAgain(thread.id));
  showChannels();
  showHeader();
  showWelcome();
}

function happen(name, data) {
  if (held) return void held.push([name, data]);
  switch (name) {
    case "message_created":
    case "message_edited":
      if (name === "message_created") unread.note(data);
      if (data.channel_id === world.channel) {
        unread.markRead(channelById(world.channel));
        put(data);
      } else if (name === "message_created") showChannels();
      break;
    case "message_deleted":
      remove(data.id);
      break;
    case "modal_shown":
      settle(data.interaction, null);
      showModal(data.interaction, data.modal);
      break;
    case "interaction_answered":
      settle(data.interaction, null);
      break;
    case "interaction_failed":
      settle(data.interaction, data.reason);
      break;
    case "world_changed":
      reloadWorld().catch(() => {});
      break;
    case "lagged":
      load();
      break;
  }
}

/** Loads the page anew once a sandbox answers: it may be another one, with other members and accounts. */
function beginAnew() {
  get("/client/members").then(() => location.reload(), () => setTimeout(beginAnew, 1000));
}

function listen() {
  stream?.close();
  held = [];
  stream = new EventSource(`/client/events?member=${encodeURIComponent(world.member)}`);
  stream.addEventListener("hello", load);
  stream.addEventListener("error", ({ target }) => {
    target.close();
    showPresence(false);
    tell(find("trouble"), "The sandbox does not answer. If it was stopped, start it again as before: the page goes on by itself.");
    setTimeout(beginAnew, 1000);
  });
  const names = ["message_created", "message_edited", "message_deleted", "modal_shown", "interaction_answered",
    "interaction_failed", "world_changed", "lagged"];
  for (const name of names) {
    stream.addEventListener(name, (event) => happen(name, JSON.parse(event.data)));
  }
}

// A browser has few connections for all tabs of a page: one that nobody sees for a while needs none.
let leaving = null;
document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving);
  if (!stream) return;
  if (document.hidden) leaving = setTimeout(() => stream.close(), 30_000);
  else if (stream.readyState === EventSource.CLOSED) listen();
});

// The configuration may have other members now, or other things for them to begin with.
async function takeOver() {
  await loadMembers();
  if (!currentMember() && world.members.length > 0) actAs(world.members[0]);
  showMembers();
  if (world.guild) showWelcome();
}

async function start() {
  try {
    await watchConfiguration(() => takeOver().catch(() => {}));
    const [, accounts] = await Promise.all([loadMembers(), showAccounts()]);
    const before = world.members.find(({ id, guild }) => id === kept.member && guild === kept.home);
    const { id = null, guild = null } = before ?? world.members[0] ?? {};
    Object.assign(world, { member: id, home: guild });
    world.channel = kept.channel ?? null;
    offerTour(accounts);
    showMembers();
    listen();
  } catch (error) {
    tell(find("trouble"), `The page could not be loaded: ${error.message}. Load it again in a moment.`);
  }
}

start();

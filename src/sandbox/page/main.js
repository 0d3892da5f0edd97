// The page: who acts, which channel is open, and the stream of what happens.

import { get } from "./api.js";
import * as composer from "./composer.js";
import { colour, el, find, tell } from "./dom.js";
import { put, remove, settle, showAll } from "./messages.js";
import { closeModal, showModal } from "./modal.js";
import "./provider.js";
import "./lightlayer.js";
import "./iv.js";
import "./inferno.js";
import "./klikk.js";
import { channelById, currentMember, locale, world } from "./world.js";

const CATEGORY = 4;
const THREADS = [10, 11, 12];

/** Messages that came in other channels since they were last open: how many, and whether one pinged. */
const unread = new Map();
let stream = null;
/** Events that came while the messages were being fetched; none when nothing is. */
let held = null;

// Members.

function rolesOf(member) {
  if (member.roles.length === 0) return "no role";
  return member.roles.map((role, n) => {
    const name = el("span", { class: "role" }, role.name);
    if (role.color) name.style.color = colour(role.color);
    return n > 0 ? [", ", name] : name;
  }).flat();
}

function showMembers() {
  find("members").replaceChildren(...world.members.map((member) =>
    el("label", { class: "member" },
      el("input", {
        type: "radio",
        name: "member",
        value: member.id,
        checked: member.id === world.member,
        onchange: () => actAs(member.id),
      }),
      el("span", {}, el("strong", {}, member.display_name), el("small", {}, rolesOf(member))))));
}

function actAs(id) {
  world.member = id;
  world.guild = null;
  unread.clear();
  composer.clear();
  closeModal();
  listen();
}

// Channels.

function showChannels() {
  const guild = world.guild;
  const under = (parent, kinds) => guild.channels.filter((channel) =>
    channel.parent === parent && kinds(channel) && !channel.archived);
  const isThread = (channel) => THREADS.includes(channel.type);
  const isText = (channel) => !isThread(channel) && channel.type !== CATEGORY;
  const entry = (channel) => {
    const news = unread.get(channel.id);
    return el("li", { class: isThread(channel) && "thread" },
      el("button", {
        type: "button",
        class: ["channel", news && "unread"].filter(Boolean).join(" "),
        "aria-current": channel.id === world.channel && "page",
        onclick: () => open(channel.id),
      }, el("span", { "aria-hidden": "true" }, isThread(channel) ? "↳ " : "# "), channel.name,
      news && el("span", { class: news.pinged ? "count pinged" : "count" }, `${news.count}`, el("span", { class: "unseen" }, " new"))));
  };
  const withThreads = (channel) => [entry(channel), ...under(channel.id, isThread).map(entry)];
  const categories = guild.channels.filter((channel) => channel.type === CATEGORY);
  find("channels").replaceChildren(
    ...under(null, isText).flatMap(withThreads),
    ...categories.flatMap((category) => {
      const inside = under(category.id, isText).flatMap(withThreads);
      return inside.length > 0 ? [el("li", { class: "category" }, category.name), ...inside] : [];
    }));
}

function showHeader() {
  const channel = channelById(world.channel);
  find("guild").textContent = world.guild.name;
  find("channel").textContent = `# ${channel?.name ?? ""}`;
  find("topic").textContent = channel?.topic ?? "";
  showPresence(world.bot.online);
  document.title = `#${channel?.name ?? ""} - hostmaster sandbox`;
  composer.invite(`Message #${channel?.name ?? ""} as ${currentMember()?.display_name}, or / for commands`);
}

function showPresence(online) {
  const presence = find("presence");
  presence.textContent = `${world.bot?.display_name ?? "The bot"} is ${online ? "online" : "offline"}`;
  presence.classList.toggle("online", online);
}

function showWelcome() {
  const channel = channelById(world.channel);
  // Whoever may not switch servers may buy them.
  const buys = currentMember()?.name === "max";
  const tries = buys
    ? ["/order plans ", "/order buy plan:Llama Spark", "/order list ", "/balance ", "/help "]
    : ["/vps list ", "/vps restart server:production-web", "/balance ", "/help "];
  const language = new Intl.DisplayNames(["en"], { type: "language" }).of(locale());
  const known = tries.filter((line) => world.guild.commands.some((command) => line.startsWith(`/${command.name} `)));
  find("welcome").replaceChildren(
    el("h3", {}, `Welcome to #${channel?.name ?? ""}`),
    el("p", {}, `You are ${currentMember()?.display_name}, whose Discord is set to ${language}: that is what private answers speak.`),
    el("p", {}, `Type / to see the commands, or begin with one of these:`),
    el("div", { class: "row" }, known.map((line) =>
      el("button", { type: "button", class: "button secondary", onclick: () => composer.fill(line) }, line.trim()))));
}

async function open(channel) {
  world.channel = channel;
  composer.clear();
  showPane("chat");
  await load();
  find("line").focus({ preventScroll: true });
}

// What happens.

/** Fetches what the member sees, then catches up with what happened meanwhile. */
async function load() {
  const waiting = [];
  held = waiting;
  const current = () => held === waiting;
  try {
    const seen = await get("/client/world", { member: world.member });
    if (!current()) return;
    Object.assign(world, { me: seen.me, bot: seen.bot, guild: seen.guilds[0] });
    if (!channelById(world.channel)) {
      world.channel = world.guild.channels.find((channel) => channel.type === 0)?.id ?? null;
    }
    unread.delete(world.channel);
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
  Object.assign(world, { me: seen.me, bot: seen.bot, guild: seen.guilds[0] });
  if (!channelById(world.channel)) return void load();
  showChannels();
  showHeader();
  showWelcome();
}

function happen(name, data) {
  if (held) return void held.push([name, data]);
  switch (name) {
    case "message_created":
    case "message_edited":
      if (data.channel_id === world.channel) put(data);
      else if (name === "message_created") countUnread(data);
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

function countUnread(message) {
  const news = unread.get(message.channel_id) ?? { count: 0, pinged: false };
  unread.set(message.channel_id, { count: news.count + 1, pinged: news.pinged || message.pings_me });
  showChannels();
}

function listen() {
  stream?.close();
  held = [];
  stream = new EventSource(`/client/events?member=${encodeURIComponent(world.member)}`);
  stream.addEventListener("hello", load);
  stream.addEventListener("error", () => {
    showPresence(false);
    tell(find("trouble"), "The sandbox does not answer. If it was stopped, start it again: hostmaster sandbox");
  });
  const names = ["message_created", "message_edited", "message_deleted", "modal_shown", "interaction_answered",
    "interaction_failed", "world_changed", "lagged"];
  for (const name of names) {
    stream.addEventListener(name, (event) => happen(name, JSON.parse(event.data)));
  }
}

// Panes, on screens that are too small for all of them.

function showPane(pane) {
  document.body.dataset.pane = pane;
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.pane === pane));
  }
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => showPane(tab.dataset.pane));
}

async function start() {
  try {
    const members = await get("/client/members");
    // Who can do something comes first.
    const rank = (member) => (member.roles.length > 0 ? 0 : 1);
    world.members = members.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    world.member = world.members[0]?.id ?? null;
    showMembers();
    listen();
  } catch (error) {
    tell(find("trouble"), `The page could not be loaded: ${error.message}. Load it again in a moment.`);
  }
}

start();

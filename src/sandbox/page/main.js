// The page: who acts, which channel is open, and the stream of what happens.

import { showAccounts } from "./accounts.js";
import { get } from "./api.js";
import * as composer from "./composer.js";
import { colour, el, find, tell } from "./dom.js";
import { put, putAgain, remove, settle, showAll, whenOpened } from "./messages.js";
import { closeModal, showModal } from "./modal.js";
import "./bot.js";
import { offerTour } from "./tour.js";
import * as unread from "./unread.js";
import { channelById, currentMember, locale, world } from "./world.js";

const CATEGORY = 4;
const THREADS = [10, 11, 12];

/** What to begin with where the configuration is not the sandbox's own. */
const BEGINNINGS = ["/vps list ", "/ticket list ", "/invoice list ", "/balance ", "/access whoami ", "/help "];

let isTouring = false;
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

/** A channel's name as people write it; a thread's stands for itself. */
const titleOf = (channel) => (THREADS.includes(channel?.type) ? channel.name : `#${channel?.name ?? ""}`);

function showHeader() {
  const channel = channelById(world.channel);
  const title = titleOf(channel);
  find("guild").textContent = world.guild.name;
  find("channel").textContent = title;
  find("topic").textContent = channel?.topic ?? "";
  showPresence(world.bot.online);
  document.title = `${title} - hostmaster sandbox`;
  composer.invite(`Message ${title} as ${currentMember()?.display_name}, or / for commands`);
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
  const ours = buys
    ? ["/order plans ", "/order buy plan:Llama Spark", "/order list ", "/balance ", "/help "]
    : ["/vps list ", "/vps restart server:production-web", "/balance ", "/help "];
  const tries = isTouring ? ours : BEGINNINGS;
  const language = new Intl.DisplayNames(["en"], { type: "language" }).of(locale());
  const known = tries.filter((line) => world.guild.commands.some((command) => line.startsWith(`/${command.name} `)));
  find("welcome").replaceChildren(
    el("h3", {}, `Welcome to ${titleOf(channel)}`),
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

whenOpened(open);

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
  Object.assign(world, { me: seen.me, bot: seen.bot, guild: seen.guilds[0] });
  if (!channelById(world.channel)) return void load();
  unread.markRead(channelById(world.channel));
  world.guild.channels.filter((channel) => THREADS.includes(channel.type)).forEach((thread) => putAgain(thread.id));
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

/** Shows a pane alone where one has room, and one of the panes at the side where two have. */
function showPane(pane) {
  document.body.dataset.pane = pane;
  if (pane === "provider" || pane === "bot") document.body.dataset.aside = pane;
  const { aside } = document.body.dataset;
  for (const tab of document.querySelectorAll("button[data-pane]")) {
    const shown = tab.closest(".asides") ? aside : pane;
    tab.setAttribute("aria-pressed", String(tab.dataset.pane === shown));
  }
}

document.querySelector(".skip").addEventListener("click", () => showPane("chat"));
for (const tab of document.querySelectorAll("button[data-pane]")) {
  tab.addEventListener("click", () => showPane(tab.dataset.pane));
}

async function start() {
  try {
    const [members, accounts] = await Promise.all([get("/client/members"), showAccounts()]);
    // Who can do something comes first, and before all of them who is there for one role.
    const rank = (member) => member.roles.length || 1000;
    world.members = members.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    world.member = world.members[0]?.id ?? null;
    isTouring = offerTour(accounts);
    showMembers();
    listen();
  } catch (error) {
    tell(find("trouble"), `The page could not be loaded: ${error.message}. Load it again in a moment.`);
  }
}

start();

// One message as an element: who, when, text, embeds, files and components.

import { colour, el } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { clock } from "./time.js";
import { channelById, colourOf, locale, nameOf, world } from "./world.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

function author(user) {
  const number = colourOf(user.id);
  const name = el("span", { class: number ? "author coloured" : "author" }, nameOf(user));
  if (number) name.style.setProperty("--role", colour(number));
  return name;
}

function avatar(user) {
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, nameOf(user).slice(0, 1).toUpperCase());
  const number = colourOf(user.id);
  if (number) node.style.backgroundColor = colour(number);
  else if (user.bot) node.classList.add("bot");
  return node;
}

/** "Ana used /vps restart", above an answer. */
export function whoUsed(user, path) {
  return el("p", { class: "used" }, author(user), " used ", el("code", {}, `/${path}`));
}

function above(message, byId) {
  const metadata = message.interaction_metadata;
  if (metadata?.name) return whoUsed(metadata.user, metadata.name);
  const answered = message.message_reference && byId(message.message_reference.message_id);
  if (answered) {
    const excerpt = answered.content || answered.embeds[0]?.title || "a message";
    return el("p", { class: "used" }, "answers ", author(answered.author), ": ", inline(excerpt.slice(0, 80)));
  }
  return null;
}

export function renderMessage(message, actions, byId) {
  const classes = ["message"];
  if (message.ephemeral) classes.push("ephemeral");
  if (message.pings_me) classes.push("pings-me");
  const head = el("p", { class: "head" },
    author(message.author),
    message.author.bot && el("span", { class: "badge" }, "APP"),
    " ",
    clock(message.timestamp, locale()));
  const body = el("div", { class: "body" });
  if (message.thinking) {
    body.append(el("p", { class: "thinking" }, `${nameOf(message.author)} is thinking`, el("span", { class: "dots", "aria-hidden": "true" }, "…")));
  }
  if (message.content) body.append(el("div", { class: "content" }, markdown(message.content)));
  if (message.edited_timestamp && message.content) {
    body.append(el("span", { class: "edited" }, "(edited)"));
  }
  body.append(...message.embeds.map(embed), ...message.attachments.map(attachment));
  body.append(...message.components.map((row) => componentRow(row, message, actions)));
  // The thread that hangs on a message has its id.
  const thread = channelById(message.id);
  if (thread) {
    body.append(el("button", { type: "button", class: "thread-link", onclick: () => actions.open(thread.id) },
      el("span", { "aria-hidden": "true" }, "↳ "), `Thread: ${thread.name}`));
  }
  if (message.ephemeral) {
    body.append(el("p", { class: "only-you" },
      "Only you can see this · ",
      el("button", { type: "button", class: "quiet-button", onclick: () => actions.dismiss(message.id) }, "Dismiss message")));
  }
  return el("li", { class: classes.join(" "), "data-id": message.id, tabindex: "-1" },
    above(message, byId), avatar(message.author), head, body);
}

const web = (url) => (/^https?:\/\//.test(url ?? "") ? url : null);
const outside = { target: "_blank", rel: "noopener noreferrer nofollow" };

function embed(data) {
  const node = el("article", { class: "embed" });
  if (data.color !== undefined && data.color !== null) node.style.borderInlineStartColor = colour(data.color);
  if (data.author?.name) node.append(el("p", { class: "embed-author" }, data.author.name));
  if (data.title) {
    const title = inline(data.title, { plain: true });
    const href = web(data.url);
    node.append(el("p", { class: "embed-title" }, href ? el("a", { href, ...outside }, title) : title));
  }
  if (data.description) node.append(el("div", { class: "content" }, markdown(data.description)));
  const rows = fieldRows(data.fields ?? []);
  if (rows.length > 0) {
    node.append(el("dl", { class: "embed-fields" }, rows.flatMap((row) => row.map((field) =>
      el("div", { class: `of-${row.length}` },
        el("dt", {}, inline(field.name, { plain: true })),
        el("dd", { class: "content" }, markdown(field.value)))))));
  }
  const picture = web(data.image?.url);
  if (picture) {
    const { description, width, height } = data.image;
    node.append(el("a", { class: "embed-image", href: picture, ...outside },
      el("img", { src: picture, alt: description ?? "", width, height })));
  }
  const footer = [data.footer?.text, data.timestamp && clock(data.timestamp, locale())].filter(Boolean);
  if (footer.length > 0) {
    node.append(el("p", { class: "embed-footer" }, footer.flatMap((part, n) => (n > 0 ? [" • ", part] : [part]))));
  }
  return node;
}

/** Inline fields stand three in a row and share its width; every other field has one of its own. */
function fieldRows(fields) {
  const rows = [];
  for (const field of fields) {
    const row = rows[rows.length - 1];
    if (field.inline && row?.[0].inline && row.length < 3) row.push(field);
    else rows.push([field]);
  }
  return rows;
}

function attachment(file) {
  const href = web(file.url);
  const link = el("a", { class: "file", href, ...outside }, `${file.filename} (${file.size} bytes)`);
  if (!file.content_type?.startsWith("image/")) return link;
  return el("a", { class: "file", href, ...outside },
    el("img", { src: href, alt: file.description ?? file.filename }));
}

function componentRow(row, message, actions) {
  const controls = (row.components ?? []).map((component) =>
    component.type === 2 ? button(component, message, actions) : menu(component, message, actions));
  return el("div", { class: "row" }, controls);
}

function button(component, message, actions) {
  const label = [component.emoji?.name, component.label].filter(Boolean).join(" ");
  const style = STYLES[component.style] ?? "secondary";
  if (component.style === 5) {
    return el("a", { class: "button link", href: web(component.url), ...outside }, `${label} ↗`);
  }
  return el("button", {
    type: "button",
    class: `button ${style}`,
    disabled: component.disabled,
    "data-custom-id": component.custom_id,
    onclick: (event) => {
      if (event.currentTarget.getAttribute("aria-disabled") !== "true") actions.press(message.id, component.custom_id);
    },
  }, label);
}

/** What a select menu offers: its own options, or what there is in the guild. */
function entries(component) {
  const members = () => world.guild.members.map((member) => ({ label: member.display_name, value: member.id }));
  const roles = () => world.guild.roles.map((role) => ({ label: `@${role.name.replace(/^@/, "")}`, value: role.id }));
  const channels = () => world.guild.channels.map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
  switch (component.type) {
    case 3: return component.options ?? [];
    case 5: return members();
    case 6: return roles();
    case 7: return [...members(), ...roles()];
    default: return channels();
  }
}

function menu(component, message, actions) {
  const many = (component.max_values ?? 1) > 1;
  const name = component.placeholder ?? "Make a selection";
  const options = entries(component).map((entry) =>
    el("option", { value: entry.value, selected: entry.default === true },
      entry.description ? `${entry.label} - ${entry.description}` : entry.label));
  const node = el("select", {
    class: "menu",
    "aria-label": name,
    "data-custom-id": component.custom_id,
    disabled: component.disabled,
    multiple: many,
  });
  if (!many) {
    const chosen = entries(component).some((entry) => entry.default === true);
    node.append(el("option", { value: "", disabled: true, hidden: true, selected: !chosen }, name));
  }
  node.append(...options);
  const send = () => actions.select(message.id, component.custom_id, [...node.selectedOptions].map((option) => option.value));
  if (!many) {
    node.addEventListener("change", send);
    return node;
  }
  return el("span", { class: "menu-many" }, node,
    el("button", { type: "button", class: "button secondary", onclick: send }, "Choose"));
}

// The welcome to a channel: who one is, and what that member may begin with there.

import { commands } from "./commands.js";
import * as composer from "./composer.js";
import { triesOf } from "./configuration.js";
import { el, find } from "./dom.js";
import { channelById, currentMember, locale, titleOf, world } from "./world.js";

export function showWelcome() {
  const channel = channelById(world.channel);
  const language = new Intl.DisplayNames(["en"], { type: "language" }).of(locale());
  const known = commands();
  const lines = triesOf(channel).filter((line) => known.some(({ path }) => line === `/${path}`));
  find("welcome").replaceChildren(
    el("h3", {}, `Welcome to ${titleOf(channel)}`),
    el("p", {}, `You are ${currentMember()?.display_name}, whose Discord is set to ${language}: that is what private answers speak.`),
    el("p", {}, "Type / to see the commands, or begin with one of these:"),
    el("div", { class: "row" }, lines.map((line) =>
      el("button", { type: "button", class: "button secondary", onclick: () => composer.fill(`${line} `) }, line))));
}

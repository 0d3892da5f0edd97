// The line between Discord and the bot: whether the bot's answers come through.

import { post } from "./api.js";
import { el, find, tell } from "./dom.js";
import { watch } from "./panel.js";

const TROUBLES = [
  ["none", "Works", "The bot's answers come through."],
  ["answers-lost", "Loses answers", "Discord gets no answer within 3 seconds: whatever is used now fails, as it would there."],
];

const text = el("p", { class: "quiet", role: "status" });
const radios = TROUBLES.map(([value]) => el("input", { type: "radio", name: "line-trouble", value, onchange: () => choose(value) }));

find("line-troubles").append(
  el("div", { class: "troubles" }, TROUBLES.map(([, name], n) => el("label", { class: "trouble" }, radios[n], name))),
  text);

const refresh = watch("/sandbox/line", ({ trouble }) => {
  const found = Math.max(TROUBLES.findIndex(([value]) => value === trouble), 0);
  tell(text, TROUBLES[found][2]);
  radios[found].checked = true;
});

async function choose(trouble) {
  await post("/sandbox/line/trouble", { trouble }).catch((error) => tell(text, error.message));
  await refresh();
}

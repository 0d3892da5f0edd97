// The panel of the simulated LlamaLink: what happens there without the bot, its servers, what goes wrong, and what the
// bot asked it.

import { el } from "./dom.js";
import { makePanel } from "./panel.js";
import { span } from "./time.js";

const TROUBLES = [
  ["none", "Nothing", "LlamaLink works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of LlamaLink's own. When it lasts, a card says that LlamaLink does not answer."],
  ["html", "Answers HTML", "A web page stands where JSON should be."],
  ["lost-answer", "Loses answers", "It carries changes out, and then the connection breaks."],
  ["key-refused", "Refuses the key", "It answers 403, as to a key that was withdrawn."],
];

const HAPPENINGS = [
  ["order-placed", "An order is placed elsewhere"],
  ["orders-set-up", "Pending orders are set up"],
];

const MODES = [
  ["normal", "Takes its orders as told"],
  ["unobservable", "Restarts without showing it"],
  ["stuck-down", "Goes down and stays down"],
  ["ignores-commands", "Accepts orders, does nothing"],
];

function makeServer(panel, id) {
  const state = el("span", { class: "state" });
  const name = el("bdi", { class: "name" });
  const since = el("span", { class: "since" });
  const crash = el("button", {
    type: "button",
    class: "button danger small",
    onclick: () => panel.send("crash", { server: id }),
  }, "Crash");
  const mode = el("select", {
    class: "menu small",
    onchange: () => panel.send("mode", { server: id, mode: mode.value }),
  }, MODES.map(([value, text]) => el("option", { value }, text)));
  const node = el("li", { "data-id": id },
    el("details", { class: "server" },
      el("summary", {}, state, name, since),
      el("div", { class: "row" }, mode, crash)));
  return Object.assign(node, { parts: { state, name, since, crash, mode } });
}

function showServers(panel, list) {
  const servers = panel.place("servers");
  const known = new Map([...servers.children].map((node) => [node.dataset.id, node]));
  for (const { server, mode } of list) {
    const id = String(server.id);
    const node = known.get(id) ?? makeServer(panel, server.id);
    if (!known.delete(id)) servers.append(node);
    const running = server.status === "running";
    node.parts.state.className = `state ${running ? "up" : "down"}`;
    node.parts.state.textContent = server.status;
    node.parts.name.textContent = server.name;
    node.parts.since.textContent = running ? `up ${span(server.uptime)}` : "";
    node.parts.crash.disabled = !running;
    node.parts.crash.setAttribute("aria-label", `Crash ${server.name}`);
    node.parts.mode.setAttribute("aria-label", `How ${server.name} takes its orders`);
    if (document.activeElement !== node.parts.mode) node.parts.mode.value = mode;
  }
  for (const gone of known.values()) gone.remove();
}

/** The panel of an account at LlamaLink. */
export function makeLlamaLink(account) {
  const panel = makePanel(account, { troubles: TROUBLES, happenings: HAPPENINGS, lists: [["servers", "Servers"]] });
  return panel.begin(({ servers }) => showServers(panel, servers));
}

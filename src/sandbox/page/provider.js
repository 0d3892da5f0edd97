// The panel of the simulated LlamaLink: its servers, what goes wrong there, and what the bot asked it.

import { get, post } from "./api.js";
import { el, find, tell } from "./dom.js";
import { clock, span } from "./time.js";

const TROUBLES = [
  ["none", "Nothing", "LlamaLink works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of LlamaLink's own."],
  ["html", "Answers HTML", "A web page stands where JSON should be."],
  ["lost-answer", "Loses answers", "It carries changes out, and then the connection breaks."],
  ["key-refused", "Refuses the key", "It answers 403, as to a key that was withdrawn."],
];

const MODES = [
  ["normal", "Takes its orders as told"],
  ["unobservable", "Restarts without showing it"],
  ["stuck-down", "Goes down and stays down"],
  ["ignores-commands", "Accepts orders, does nothing"],
];

const servers = find("servers");
const requests = find("requests");
const failure = find("provider-error");

async function order(path, body) {
  try {
    await post(path, body);
    tell(failure, "");
  } catch (error) {
    tell(failure, error.message);
  }
  await refresh();
}

find("troubles").append(...TROUBLES.map(([value, name]) =>
  el("label", { class: "trouble" },
    el("input", {
      type: "radio",
      name: "trouble",
      value,
      onchange: () => order("/sandbox/provider/trouble", { trouble: value }),
    }),
    name)));

function showTrouble(value) {
  const [, , text] = TROUBLES.find(([known]) => known === value) ?? TROUBLES[0];
  find("trouble-text").textContent = text;
  const chosen = document.querySelector(`input[name="trouble"][value="${value}"]`);
  if (chosen) chosen.checked = true;
}

function makeServer(id) {
  const state = el("span", { class: "state" });
  const name = el("bdi", { class: "name" });
  const since = el("span", { class: "since" });
  const crash = el("button", {
    type: "button",
    class: "button danger small",
    onclick: () => order("/sandbox/provider/crash", { server: id }),
  }, "Crash");
  const mode = el("select", {
    class: "menu small",
    onchange: () => order("/sandbox/provider/mode", { server: id, mode: mode.value }),
  }, MODES.map(([value, text]) => el("option", { value }, text)));
  const node = el("li", { "data-id": id },
    el("details", { class: "server" },
      el("summary", {}, state, name, since),
      el("div", { class: "row" }, mode, crash)));
  return Object.assign(node, { parts: { state, name, since, crash, mode } });
}

function showServers(list) {
  const known = new Map([...servers.children].map((node) => [node.dataset.id, node]));
  for (const { server, mode } of list) {
    const id = String(server.id);
    const node = known.get(id) ?? makeServer(server.id);
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

function outcome(request) {
  if (request.status !== null) return [String(request.status), request.status < 400 ? "good" : "bad"];
  return { Pending: ["waits…", "busy"], Dropped: ["cut off", "bad"], ClientLeft: ["given up", "bad"] }[request.outcome] ?? [request.outcome, ""];
}

function showRequests(list) {
  find("no-requests").hidden = list.length > 0;
  const known = new Map([...requests.children].map((node) => [node.dataset.number, node]));
  for (const request of list) {
    const number = String(request.number);
    const [text, tone] = outcome(request);
    const old = known.get(number);
    known.delete(number);
    const version = `${text} ${request.carried_out}`;
    if (old?.dataset.version === version) continue;
    const node = el("li", { "data-number": number, "data-version": version },
      el("span", { class: `outcome ${tone}` }, text),
      el("code", {}, `${request.method} ${request.path}${request.query ? `?${request.query}` : ""}`),
      clock(request.at, undefined, "medium"),
      request.carried_out && el("span", { class: "note effect" }, "took effect"),
      request.authorization === "wrong" && el("span", { class: "note" }, "with a wrong key"));
    // Newest first; an answer changes a line where it stands.
    if (old) old.replaceWith(node);
    else requests.prepend(node);
  }
  for (const gone of known.values()) gone.remove();
}

let running = null;

/** Looks again; several calls at once look once more. */
export function refresh() {
  running ??= get("/sandbox/provider")
    .then((panel) => {
      showServers(panel.servers);
      showRequests(panel.requests);
      showTrouble(panel.trouble);
    })
    .catch(() => {
      // The chat says that the sandbox is gone; saying it twice helps nobody.
    })
    .finally(() => {
      running = null;
    });
  return running;
}

refresh();
setInterval(() => {
  if (!document.hidden) refresh();
}, 1000);

// What the panels of the simulated providers have in common: what goes wrong, and what the bot asked.

import { get, post } from "./api.js";
import { align, el, find, tell } from "./dom.js";
import { clock } from "./time.js";

const failure = find("provider-error");
const NOTHING = { id: "nothing" };

/** Tells what was seen at a path, with the answer as the event's `detail`: for whoever wants to know without asking. */
export const looks = new EventTarget();

/** Has something done and the panel looked at again; what is refused is said. */
export async function order(path, body, refresh) {
  try {
    await post(path, body);
    tell(failure, "");
  } catch (error) {
    tell(failure, error.message);
  }
  await refresh();
}

/** The switches of what goes wrong, in the elements whose ids begin so; gives back what shows the one that holds. */
export function makeTroubles(prefix, troubles, choose) {
  find(`${prefix}-troubles`).append(...troubles.map(([value, name]) =>
    el("label", { class: "trouble" },
      el("input", { type: "radio", name: `${prefix}-trouble`, value, onchange: () => choose(value) }),
      name)));
  return (value) => {
    const [, , text] = troubles.find(([known]) => known === value) ?? troubles[0];
    find(`${prefix}-trouble-text`).textContent = text;
    const chosen = document.querySelector(`input[name="${prefix}-trouble"][value="${value}"]`);
    if (chosen) chosen.checked = true;
    find(`show-${prefix}`).classList.toggle("troubled", value !== "none");
  };
}

function outcome(request) {
  if (request.status !== null) return [String(request.status), request.status < 400 ? "good" : "bad"];
  return { Pending: ["waits…", "busy"], Dropped: ["cut off", "bad"], ClientLeft: ["given up", "bad"] }[request.outcome] ?? [request.outcome, ""];
}

/** Shows the requests in the elements whose ids begin so, newest first. */
export function showRequests(prefix, list) {
  find(`${prefix}-no-requests`).hidden = list.length > 0;
  align(find(`${prefix}-requests`), list.toReversed(), {
    key: (request) => request.number,
    version: (request) => `${outcome(request)[0]} ${request.carried_out}`,
    make: (request) => {
      const [text, tone] = outcome(request);
      return el("li", {},
        el("span", { class: `outcome ${tone}` }, text),
        el("code", {}, `${request.method} ${request.path}${request.query ? `?${request.query}` : ""}`),
        clock(request.at, undefined, "medium"),
        request.carried_out && el("span", { class: "note effect" }, "took effect"),
        request.authorization === "wrong" && el("span", { class: "note" }, "with a wrong key"),
        request.op_id && el("span", { class: "note" }, "id of the order ", el("code", {}, request.op_id)),
        request.body && el("details", { class: "note" },
          el("summary", {}, "What was sent"),
          el("pre", { tabindex: "0" }, request.body)));
    },
  });
}

/** Shows a list of things: each with an id, a state, whether that is good, a name, a note and what can happen to it. */
export function showThings(id, things) {
  const list = find(id);
  align(list, things.length > 0 ? things : [NOTHING], {
    key: (thing) => thing.id,
    version: (thing) => JSON.stringify([thing.state, thing.name, thing.note]),
    make: (thing, old) => {
      if (thing === NOTHING) return el("li", { class: "quiet" }, "None.");
      // What somebody has opened stays open when it changes.
      const open = old?.querySelector("details")?.open ?? false;
      return el("li", {},
        el("details", { class: "server", open },
          el("summary", {},
            el("span", { class: `state ${thing.good ? "up" : "down"}` }, thing.state),
            el("bdi", { class: "name", title: thing.name }, thing.name),
            el("span", { class: "since" }, thing.note)),
          el("div", { class: "row" }, thing.actions)));
    },
  });
}

/** Looks at a panel every second while somebody sees it; gives back what looks at once. */
export function watch(path, show) {
  let running = null;
  // Several calls at once look once more.
  const refresh = () => {
    running ??= get(path)
      .then((seen) => {
        show(seen);
        looks.dispatchEvent(new CustomEvent(path, { detail: seen }));
      })
      .catch(() => {
        // The chat says that the sandbox is gone; saying it twice helps nobody.
      })
      .finally(() => {
        running = null;
      });
    return running;
  };
  refresh();
  setInterval(() => {
    if (!document.hidden) refresh();
  }, 1000);
  return refresh;
}

const tabs = ["llamalink", "lightlayer", "iv", "inferno", "klikk"].map((name) => find(`show-${name}`));
for (const tab of tabs) {
  tab.addEventListener("click", () => {
    for (const other of tabs) {
      other.setAttribute("aria-pressed", String(other === tab));
      find(other.id.replace("show-", "panel-")).hidden = other !== tab;
    }
  });
}

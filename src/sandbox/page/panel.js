// What the panels of the simulated providers have in common: what goes wrong, and what the bot asked.

import { get, post } from "./api.js";
import { align, el, find, tell } from "./dom.js";
import { makeRequests } from "./requests.js";

const failure = find("provider-error");
const NOTHING = { id: "nothing" };

/** How long the bot lets a password rest that was refused, where the provider counts wrong ones. */
const RESTS = 300_000;
const RESTING = " Only the bot does not ask yet: a login that was refused it sends again after 5 minutes.";

/** Tells what was seen at a path, with the answer as the event's `detail`: for whoever wants to know without asking. */
export const looks = new EventTarget();

/** Shows a list of things: each with an id, a state, whether that is good, a name, a note and what can happen to it. */
function showThings(place, things) {
  align(place, things.length > 0 ? things : [NOTHING], {
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

/** The path of an account's panel. */
export const pathOf = (account) => `/sandbox/accounts/${encodeURIComponent(account)}`;

/**
 * A panel for an account, and its tab: what goes wrong, what happens, lists of things and what the bot asked.
 *
 * `troubles` are values with a name and a text, and with `rests` a refused login is not tried again at once; `happenings` have a text and, some of them, more to send; `lists` have a
 * key and a title. Gives back what else is shown on it with `begin`, which looks at it from then on.
 */
export function makePanel(account, { troubles, happenings, lists, rests = false }) {
  const path = pathOf(account.name);
  const send = async (route, body) => {
    try {
      await post(`${path}/${route}`, body);
      tell(failure, "");
    } catch (error) {
      tell(failure, error.message);
    }
    await refresh();
  };
  const action = (text, happening, thing = {}) => el("button", {
    type: "button",
    class: "button secondary small",
    onclick: () => send("happening", { happening, ...thing }),
  }, text);

  const radios = troubles.map(([value]) => el("input", {
    type: "radio",
    name: `trouble-${account.name}`,
    value,
    onchange: () => send("trouble", { trouble: value }),
  }));
  const trouble = el("p", { class: "quiet", role: "status" });
  const note = el("p", { class: "quiet", hidden: true });
  const places = new Map(lists.map(([key]) => [key, el("ul", { class: "servers" })]));
  const requests = makeRequests();
  const title = `${account.name} at ${account.title}`;
  const tab = el("button", { type: "button", class: "button secondary small", "aria-pressed": "false" },
    el("bdi", {}, account.name), " ", el("small", {}, account.title));
  const node = el("div", { class: "scroll", role: "group", "aria-label": title, hidden: true },
    el("fieldset", {},
      el("legend", {}, "What goes wrong"),
      el("div", { class: "troubles" }, troubles.map(([, name], n) => el("label", { class: "trouble" }, radios[n], name))),
      trouble),
    el("section", {},
      el("h3", {}, "What happens"),
      el("div", { class: "troubles" }, happenings.map(([happening, text, thing]) => action(text, happening, thing))),
      note),
    lists.map(([key, name]) => el("section", {}, el("h3", {}, name), places.get(key))),
    requests.node);

  let last = "none";
  let refusedUntil = 0;
  function showTrouble(value) {
    const found = Math.max(troubles.findIndex(([known]) => known === value), 0);
    if (last === "key-refused" && value !== last) refusedUntil = Date.now() + RESTS;
    last = value;
    const isResting = rests && value === "none" && Date.now() < refusedUntil;
    trouble.textContent = troubles[found][2] + (isResting ? RESTING : "");
    radios[found].checked = true;
    tab.classList.toggle("troubled", value !== "none");
  }

  let refresh = () => {};
  const panel = {
    node,
    tab,
    account: account.name,
    send,
    action,
    showChanges: requests.showChanges,
    place: (key) => places.get(key),
    say: (text) => tell(note, text),
    show: (key, things) => showThings(places.get(key), things),
    begin(show) {
      refresh = watch(path, (seen) => {
        show(seen);
        requests.show(seen.requests);
        showTrouble(seen.trouble);
      });
      return panel;
    },
  };
  return panel;
}

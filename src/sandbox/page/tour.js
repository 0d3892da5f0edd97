// A guided tour for newcomers: what to do, ticked off by what is seen to have happened. Kept in this browser.

import { showChanges } from "./accounts.js";
import { el, find } from "./dom.js";
import { inline } from "./markdown.js";
import { looks, pathOf } from "./panel.js";
import { world } from "./world.js";

const KEPT = "hostmaster-tour";
const BUYING = ["buy-plan", "buy-custom"];
/** Whom and which accounts the tour is about: those of the sandbox's own configuration. */
const MEMBERS = ["ana", "max", "sam", "guest"];
const ACCOUNTS = { shop: "llamalink", asia: "lightlayer" };

/** What was last seen of the bot and of the providers that the tour is about, and every purchase that was carried out. */
const seen = { audit: [], journal: [], llamalink: null, lightlayer: null, bought: new Map() };

/** How far the tour is: `state`, the step, since when the tour and the step go on, and the marks that are ticked. */
let tour = { state: "new", step: 0, since: 0, begun: 0, ticked: [] };
/** On a phone the tour is one line while somebody writes, and until it is opened. */
let isFolded = true;

const member = (name) => world.members.find((one) => one.name === name)?.id;
const isRecent = (at) => Date.parse(at) >= tour.since;
const tried = (name, action, result) => seen.audit.some((row) =>
  row.user === member(name) && row.action === action && row.result === result && isRecent(row.at));
const changed = (name, action, test) => seen.journal.some((row) =>
  row.user === member(name) && row.action === action && isRecent(row.intended) && test(row));

/** What was bought in this step without an answer; what was bought before the answers got lost is no part of it. */
const lost = () => [...seen.bought.values()].filter((request) =>
  request.outcome === "Dropped" && Date.parse(request.at) >= tour.begun);
// The id of an order ends with that of the bot's own record of it.
const isFoundOut = ({ op_id: order }) =>
  changed("max", "order.buy", (row) => row.followed?.verdict === "verified" && order?.endsWith(row.id));
const timesCharged = ({ op_id: order }) => [...seen.bought.values()].filter((request) => request.op_id === order).length;

const STEPS = [
  {
    title: "Restart a server",
    todo: "Act as **Ana** and open **#ops**. Type `/vps restart`, choose `production-web` and send it. Then press the red button.",
    marks: [
      ["The bot asked first", () => tried("ana", "vps.restart", "asked")],
      ["It wrote down what it will do, then sent it", () => changed("ana", "vps.restart", (row) => row.sent !== null)],
      ["It saw the server come back", () => changed("ana", "vps.restart", (row) => row.followed?.verdict === "verified")],
    ],
    moral: "Look at *What the bot did*: nothing is sent before it is written down. Among the requests to the provider, one restart.",
    changes: "shop",
  },
  {
    title: "Try it as somebody who may not",
    todo: "Act as **Guest** and send `/vps restart` with `production-web`. The list says *No option fits*, since the guest is shown no server: type the name all the same.",
    marks: [["The guest was refused", () => tried("guest", "vps.restart", "refused")]],
    moral: "Nothing was sent for the guest: Ana's restart is still the only change, and the other requests are the bot's own looks. The refusal is in the audit.",
    changes: "shop",
  },
  {
    title: "Answer a ticket from its card",
    todo: "Under **The providers**, choose **asia** and let **a ticket arrive**. Act as **Sam**, open **#support**, press **Reply** on the card and send an answer.",
    marks: [
      ["A ticket arrived at LightLayer", () =>
        seen.lightlayer?.tickets.some((one) => one.subject === "The shop does not load" && one.status !== "Closed")],
      ["Sam's reply was sent", () => tried("sam", "ticket.reply", "done")],
    ],
    moral: "The card is one message that stays true. See it end: under **asia** and *Tickets*, open the ticket and press *Staff closes it*.",
  },
  {
    title: "Buy something whose answer is lost",
    todo: "Under **The providers**, let **shop** *lose answers*. Act as **Max**, whose Discord is German, and open **#provisioning**. Send `/order buy` with `Llama Spark`, choose a system and press the green button. Bought before the answers got lost? Then buy once more.",
    marks: [
      ["LlamaLink loses its answers", () => seen.llamalink?.trouble === "lost-answer"],
      ["It charged, and the answer was lost", () => lost().length > 0],
      ["Within a minute, the bot found out by itself what became of it", () => lost().some(isFoundOut)],
      ["It was charged once", () => lost().some((request) => isFoundOut(request) && timesCharged(request) === 1)],
    ],
    moral: "Nothing was sent twice: among the requests there is one with the id of that order. Then let nothing go wrong at LlamaLink again.",
    changes: "shop",
  },
];

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(tour));
  } catch {
    // A browser that keeps nothing shows the tour again next time.
  }
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    if (kept?.state && STEPS[kept.step] && Array.isArray(kept.ticked)) tour = { ...tour, ...kept };
  } catch {
    // As above.
  }
}

function go(state, step = 0) {
  const since = state === "running" && tour.state !== "running" ? Date.now() : tour.since;
  tour = { state, step, since, begun: Date.now(), ticked: [] };
  isFolded = false;
  keep();
  tick();
  show();
  if (state === "running") find("tour").focus();
  else find("tour-start").focus();
}

/** Ticks what has been seen to happen; what was ticked stays so. */
function tick() {
  if (tour.state !== "running") return;
  const { marks } = STEPS[tour.step];
  const ticked = marks.map(([, test]) => test() === true).map((done, n) => done || tour.ticked[n] === true);
  if (String(ticked) === String(tour.ticked)) return;
  const { length } = ticked.filter(Boolean);
  tour.ticked = ticked;
  keep();
  show();
  find("tour-news").textContent = `Tour: ${length} of ${marks.length} done`;
}

const button = (text, style, onclick) =>
  el("button", { type: "button", class: `button ${style} small`, onclick }, text);

function showOffer() {
  return [
    el("div", {},
      el("h2", { id: "tour-title" }, "New here?"),
      el("p", {}, "Four things to try, in about five minutes. Nothing here is real.")),
    el("div", { class: "row end" },
      button("Start the tour", "primary", () => go("running")),
      button("No, thanks", "secondary", () => go("ended"))),
  ];
}

function showStep() {
  const { title, todo, marks, moral, changes } = STEPS[tour.step];
  const isDone = marks.every((_, n) => tour.ticked[n]);
  const isLast = tour.step === STEPS.length - 1;
  const onward = isLast ? () => go("ended") : () => go("running", tour.step + 1);
  return [
    el("div", { class: "tour-head" },
      el("div", {},
        el("p", { class: "quiet" }, `Tour, step ${tour.step + 1} of ${STEPS.length}${isDone ? ", done" : ""}`),
        el("h2", { id: "tour-title" }, title)),
      el("button", {
        type: "button",
        class: "button secondary small fold",
        "aria-expanded": String(!isFolded),
        "aria-controls": "tour",
        onclick: () => fold(!isFolded),
      }, isFolded ? "Show" : "Hide"),
      el("p", { class: "tour-more" }, inline(isDone ? moral : todo))),
    el("div", { class: "tour-more" },
      el("ul", { class: "marks", "aria-label": "What has been seen to happen" }, marks.map(([text], n) =>
        el("li", { class: tour.ticked[n] && "ticked" },
          el("span", { "aria-hidden": "true" }, tour.ticked[n] ? "✓" : "○"), " ", text,
          el("span", { class: "unseen" }, tour.ticked[n] ? ": done" : ": not yet")))),
      el("div", { class: "row" },
        isDone
          ? button(isLast ? "Finish" : "Next", "success", onward)
          : button("Skip this step", "secondary", onward),
        isDone && changes && button("Show the changes", "secondary", () => showChanges(changes)),
        !(isDone && isLast) && button("End the tour", "secondary", () => go("ended")))),
  ];
}

function show() {
  const card = find("tour");
  const focused = card.contains(document.activeElement) && document.activeElement !== card;
  card.hidden = tour.state === "ended";
  card.classList.toggle("folded", isFolded && tour.state === "running");
  if (card.hidden) return card.replaceChildren();
  card.replaceChildren(...(tour.state === "new" ? showOffer() : showStep()));
  // The button that had the focus was made anew.
  if (focused) [...card.querySelectorAll("button")].find((one) => one.checkVisibility())?.focus();
}

function fold(is) {
  if (isFolded === is) return;
  isFolded = is;
  if (tour.state === "running") show();
}

function listen() {
  looks.addEventListener("/sandbox/bot", ({ detail }) => {
    Object.assign(seen, { audit: detail.audit, journal: detail.journal });
    tick();
  });
  looks.addEventListener(pathOf("shop"), ({ detail }) => {
    seen.llamalink = detail;
    for (const request of detail.requests) {
      if (BUYING.includes(request.operation) && request.carried_out) seen.bought.set(request.number, request);
    }
    tick();
  });
  looks.addEventListener(pathOf("asia"), ({ detail }) => {
    seen.lightlayer = detail;
    tick();
  });
}

/** Offers the tour where everything is that it is about, and says whether it is. */
export function offerTour(accounts) {
  const isThere = MEMBERS.every(member) && Object.entries(ACCOUNTS).every(([name, provider]) =>
    accounts.some((account) => account.name === name && account.provider === provider));
  if (!isThere) return false;
  listen();
  find("tour-start").hidden = false;
  find("tour-start").addEventListener("click", () => {
    if (tour.state !== "running") return go("running");
    fold(false);
    find("tour").focus();
  });
  find("line").addEventListener("focus", () => fold(true));
  recall();
  show();
  return true;
}

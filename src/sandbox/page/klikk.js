// The panel of the simulated Klikk: its orders and their servers, what happens there, what goes wrong, and what the bot asked.

import { el, find } from "./dom.js";
import { makeTroubles, order as send, showRequests, showThings, watch } from "./panel.js";

const TROUBLES = [
  ["none", "Nothing", "Klikk works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of Klikk's own."],
  ["html", "Answers HTML", "A web page stands where JSON should be."],
  ["lost-answer", "Loses answers", "It does what it is told, and then the connection breaks."],
  ["key-refused", "Refuses the token", "It answers 401, as to a token that was withdrawn."],
];

const HAPPENINGS = [
  ["order-placed", "A server is ordered there", {}],
  ["credit-changes", "The credit is too low for more", { enough: false }],
  ["credit-changes", "There is credit again", { enough: true }],
  ["period-ends", "The paid period ends", {}],
  ["filter-changes", "The bot's address leaves the filter", { inside: false }],
  ["filter-changes", "It is back in it", { inside: true }],
];

const happen = (happening, thing = {}) => send("/sandbox/klikk/happening", { happening, ...thing }, refresh);

const showTrouble = makeTroubles("klikk", TROUBLES, (trouble) => send("/sandbox/klikk/trouble", { trouble }, refresh));

const action = (text, happening, thing) =>
  el("button", { type: "button", class: "button secondary small", onclick: () => happen(happening, thing) }, text);

find("klikk-happenings").append(...HAPPENINGS.map(([happening, text, thing]) => action(text, happening, thing)));

const orders = (list) => list.toReversed().map(({ id: order, status, message, reference, items }) => ({
  id: String(order),
  state: String(status),
  good: status === 0,
  name: items.map((item) => item.name).join(", "),
  note: [String(order), message, reference].filter(Boolean).join(", "),
  actions: [
    status === 100 ? action("Is paid", "order-paid", { order }) : "",
    status === 200 ? action("Is created", "order-created", { order }) : "",
  ],
}));

const items = (list) => list.flatMap((order) => order.items).map(({ id: item, name, status, ending, running }) => ({
  id: String(item),
  state: status !== 0 ? String(status) : running ? "runs" : "stands",
  good: status === 0 && running,
  name,
  note: ending && status !== 900 ? `${item}, until its period ends` : String(item),
  actions: status !== 0 ? "Nothing happens to it." : [
    running ? action("Goes down", "vps-runs", { item, running: false }) : action("Comes up", "vps-runs", { item, running: true }),
  ],
}));

const refresh = watch("/sandbox/klikk", (panel) => {
  find("klikk-credit").textContent = panel.credit ? "There is credit enough." : "What is ordered now must be paid first.";
  showThings("klikk-orders", orders(panel.orders));
  showThings("klikk-items", items(panel.orders));
  showRequests("klikk", panel.requests);
  showTrouble(panel.trouble);
});

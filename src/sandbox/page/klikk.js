// The panel of the simulated Klikk: its orders and their servers, what happens there, what goes wrong, and what the bot asked.

import { makePanel } from "./panel.js";

const TROUBLES = [
  ["none", "Nothing", "Klikk works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of Klikk's own. When it lasts, a card says that Klikk does not answer."],
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

const orders = ({ action }, list) => list.toReversed().map(({ id: order, status, message, reference, items }) => ({
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

const items = ({ action }, list) => list.flatMap((order) => order.items).map(({ id: item, name, status, ending, running }) => ({
  id: String(item),
  state: status !== 0 ? String(status) : running ? "runs" : "stands",
  good: status === 0 && running,
  name,
  note: ending && status !== 900 ? `${item}, until its period ends` : String(item),
  actions: status !== 0 ? "Nothing happens to it." : [
    running ? action("Goes down", "vps-runs", { item, running: false }) : action("Comes up", "vps-runs", { item, running: true }),
  ],
}));

/** The panel of an account at Klikk. */
export function makeKlikk(account) {
  const panel = makePanel(account, {
    troubles: TROUBLES,
    happenings: HAPPENINGS,
    lists: [["orders", "Orders"], ["items", "Their items"]],
  });
  return panel.begin((seen) => {
    panel.say(seen.credit ? "There is credit enough." : "What is ordered now must be paid first.");
    panel.show("orders", orders(panel, seen.orders));
    panel.show("items", items(panel, seen.orders));
  });
}

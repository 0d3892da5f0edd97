// The panel of the simulated Inferno: its orders and their servers, what happens there, what goes wrong, and what the bot asked.

import { makePanel } from "./panel.js";

const TROUBLES = [
  ["none", "Nothing", "Inferno works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of Inferno's own. When it lasts, a card says that Inferno does not answer."],
  ["html", "Answers HTML", "A web page stands where JSON should be."],
  ["lost-answer", "Loses answers", "It does what it is told, and then the connection breaks."],
  ["key-refused", "Refuses the key", "It says no with a good status, as to a key that was changed."],
];

const HAPPENINGS = [
  ["order-placed", "A plan is ordered there", {}],
  ["balance-used", "The balance is used up", {}],
  ["list-changes", "The bot's address goes off the list", { listed: false }],
  ["list-changes", "It is back on it", { listed: true }],
];

const orders = ({ action }, list) => list.toReversed().map(({ id: order, product, amount, status, vps }) => ({
  id: String(order),
  state: vps ? vps.state : status,
  good: vps ? vps.running : status === "Active",
  name: vps ? vps.name : String(order),
  note: vps ? `${order}, ${vps.template}` : `${product}, ${amount}`,
  actions: [
    status === "Pending" ? action("Is paid", "order-paid", { order }) : "",
    vps ? action(vps.running ? "Goes down" : "Comes up", "vps-runs", { order, running: !vps.running }) : "",
    vps ? action("Ignores its orders", "vps-behaves", { order, mode: "ignores-commands" }) : "",
    vps ? action("Obeys again", "vps-behaves", { order, mode: "normal" }) : "",
  ],
}));

const keys = (list) => list.map(({ id, name }) => ({
  id: String(id),
  state: "key",
  good: true,
  name,
  note: String(id),
  actions: "Nothing happens to it.",
}));

/** The panel of an account at Inferno. */
export function makeInferno(account) {
  const panel = makePanel(account, {
    troubles: TROUBLES,
    happenings: HAPPENINGS,
    lists: [["orders", "Orders and their servers"], ["keys", "SSH keys"]],
  });
  return panel.begin((seen) => {
    panel.say(`Balance ${seen.balance}`);
    panel.show("orders", orders(panel, seen.orders));
    panel.show("keys", keys(seen.keys));
  });
}

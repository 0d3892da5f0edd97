// The panel of the simulated IV: its servers and their tasks, what happens there, what goes wrong, and what the bot asked.

import { makePanel } from "./panel.js";

const TROUBLES = [
  ["none", "Nothing", "IV works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of IV's own. When it lasts, a card says that IV does not answer."],
  ["html", "Answers HTML", "A web page stands where JSON should be."],
  ["lost-answer", "Loses answers", "It queues what it is told, and then the connection breaks."],
  ["key-refused", "Refuses the user", "It answers 401, as to a password that was changed."],
];

const HAPPENINGS = [
  ["invoice-issued", "An invoice is issued", {}],
  ["credit-used", "The overpayment is used up", {}],
  ["caller-moves", "The bot leaves IV's network", { inside: false }],
  ["caller-moves", "The bot is back in it", { inside: true }],
];

const task = (last) => (last ? `${last.command} ${last.over ? "completed" : "goes on"}` : "no task yet");

const servers = ({ action }, list) => list.map(({ id: server, name, stuck, task: last }) => ({
  id: String(server),
  state: stuck ? "stalls" : "works",
  good: !stuck,
  name,
  note: task(last),
  actions: stuck
    ? action("Completes tasks again", "tasks-stall", { server, stuck: false })
    : action("Completes no task any more", "tasks-stall", { server, stuck: true }),
}));

const invoices = ({ action }, list) => list.toReversed().map(({ id: invoice, total, issued, paid }) => ({
  id: String(invoice),
  state: paid ? "paid" : "unpaid",
  good: paid,
  name: String(invoice),
  note: `${total}, issued ${issued}`,
  actions: paid ? "Nothing more happens to it." : [action("Is paid", "invoice-paid", { invoice })],
}));

/** The panel of an account at IV. */
export function makeIv(account) {
  const panel = makePanel(account, {
    troubles: TROUBLES,
    happenings: HAPPENINGS,
    lists: [["servers", "Servers"], ["invoices", "Invoices"]],
  });
  return panel.begin((seen) => {
    panel.say(`Overpayment ${seen.credit}, bonus ${seen.bonus}`);
    panel.show("servers", servers(panel, seen.servers));
    panel.show("invoices", invoices(panel, seen.invoices));
  });
}

// The panel of the simulated IV: its servers and their tasks, what happens there, what goes wrong, and what the bot asked.

import { el, find } from "./dom.js";
import { makeTroubles, order, showRequests, showThings, watch } from "./panel.js";

const TROUBLES = [
  ["none", "Nothing", "IV works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of IV's own."],
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

const happen = (happening, thing = {}) => order("/sandbox/iv/happening", { happening, ...thing }, refresh);

const showTrouble = makeTroubles("iv", TROUBLES, (trouble) => order("/sandbox/iv/trouble", { trouble }, refresh));

const action = (text, happening, thing) =>
  el("button", { type: "button", class: "button secondary small", onclick: () => happen(happening, thing) }, text);

find("iv-happenings").append(...HAPPENINGS.map(([happening, text, thing]) => action(text, happening, thing)));

const task = (last) => (last ? `${last.command} ${last.over ? "completed" : "goes on"}` : "no task yet");

const servers = (list) => list.map(({ id: server, name, stuck, task: last }) => ({
  id: String(server),
  state: stuck ? "stalls" : "works",
  good: !stuck,
  name,
  note: task(last),
  actions: stuck
    ? action("Completes tasks again", "tasks-stall", { server, stuck: false })
    : action("Completes no task any more", "tasks-stall", { server, stuck: true }),
}));

const invoices = (list) => list.toReversed().map(({ id: invoice, total, issued, paid }) => ({
  id: String(invoice),
  state: paid ? "paid" : "unpaid",
  good: paid,
  name: String(invoice),
  note: `${total}, issued ${issued}`,
  actions: paid ? "Nothing more happens to it." : [action("Is paid", "invoice-paid", { invoice })],
}));

const refresh = watch("/sandbox/iv", (panel) => {
  find("iv-money").textContent = `Overpayment ${panel.credit}, bonus ${panel.bonus}`;
  showThings("iv-servers", servers(panel.servers));
  showThings("iv-invoices", invoices(panel.invoices));
  showRequests("iv", panel.requests);
  showTrouble(panel.trouble);
});

// The panel of the simulated LightLayer: what happens there without the bot, what goes wrong, and what the bot asked.

import { makePanel } from "./panel.js";

const TROUBLES = [
  ["none", "Nothing", "LightLayer works as it should."],
  ["hang", "Hangs", "It takes requests and answers none, until something else is chosen."],
  ["error-500", "Answers 500", "Every request ends in an error of LightLayer's own. When it lasts, a card says that LightLayer does not answer."],
  ["html", "Answers HTML", "A web page stands where JSON should be."],
  ["lost-answer", "Loses answers", "It carries changes out, and then the connection breaks."],
  ["key-refused", "Refuses the login", "It answers 401, as to a password that was changed. Back at normal, the bot tries again after five minutes."],
];

const HAPPENINGS = [
  ["ticket-arrives", "A ticket arrives"],
  ["invoice-issued", "An invoice is issued"],
  ["notice-posted", "A notice is posted"],
  ["credit-falls", "The credit falls"],
  ["credit-rises", "The credit is topped up"],
];

function vms({ action }, services) {
  return services.flatMap(({ id: service, vms: list }) => list.map(({ id: vm, label, running }) => ({
    id: `${service}.${vm}`,
    state: running ? "running" : "stopped",
    good: running,
    name: label,
    note: "",
    actions: running
      ? action("Goes down", "vm-dies", { service, vm })
      : action("Comes back", "vm-comes-back", { service, vm }),
  })));
}

const invoices = ({ action }, list) => list.toReversed().map(({ id: invoice, number, total, due, status }) => ({
  id: String(invoice),
  state: status,
  good: status === "Paid",
  name: number,
  note: `${total}, due ${due}`,
  actions: status === "Unpaid"
    ? [action("Is due tomorrow", "invoice-due", { invoice }), action("Becomes overdue", "invoice-overdue", { invoice }), action("Is paid elsewhere", "invoice-paid", { invoice })]
    : "Nothing more happens to it.",
}));

const tickets = ({ action }, list) => list.toReversed().map(({ number: ticket, subject, status, replies }) => ({
  id: String(ticket),
  state: status,
  good: status !== "Open" && status !== "Client-Reply",
  name: subject,
  note: replies === 1 ? "1 reply" : `${replies} replies`,
  actions: status === "Closed"
    ? action("Staff reopens it", "staff-reopens", { ticket })
    : [action("Staff replies", "staff-replies", { ticket }), action("Owner replies in the portal", "owner-replies", { ticket }), action("Staff closes it", "staff-closes", { ticket })],
}));

const notices = ({ action }, list) => list.toReversed().map(({ id: notice, subject, seen }) => ({
  id: String(notice),
  state: seen ? "read" : "unread",
  good: seen,
  name: subject,
  note: "",
  actions: seen ? "Nothing more happens to it." : action("Is acknowledged in the portal", "notice-read", { notice }),
}));

/** The panel of an account at LightLayer. */
export function makeLightLayer(account) {
  const panel = makePanel(account, {
    troubles: TROUBLES,
    happenings: HAPPENINGS,
    lists: [["vms", "Servers"], ["invoices", "Invoices"], ["tickets", "Tickets"], ["notices", "Notices"]],
    rests: true,
  });
  return panel.begin((seen) => {
    panel.say(`Credit ${seen.credit} ${seen.currency}, owed ${seen.balance} ${seen.currency}`);
    panel.show("vms", vms(panel, seen.services));
    panel.show("invoices", invoices(panel, seen.invoices));
    panel.show("tickets", tickets(panel, seen.tickets));
    panel.show("notices", notices(panel, seen.notices));
  });
}

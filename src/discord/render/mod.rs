//! Rendering: answers in, messages out. Nothing is decided here.

mod asked;
mod bot;
mod cancel;
mod cards;
mod certificates;
mod chart;
mod deed;
mod failed;
mod forms;
mod invoices;
mod keys;
mod lists;
mod metrics;
mod money;
mod network;
mod notices;
mod offers;
mod orders;
mod people;
mod purchase;
mod refused;
mod relays;
mod rights;
mod server_cards;
mod servers;
mod service;
mod services;
mod setup;
mod sight;
mod sites;
mod tasks;
mod tickets;

use jiff::Timestamp;

use super::components;
use super::foreign;
use super::message::{Button, Embed, Field, Form, Input, Look, Message, Row, Tone, limits};
use super::words::{Arg, Args, Speech, Words, span};
use crate::catalogue::Catalogue;
use crate::dispatch::{self, Answer, Part, Suggestion};
use crate::domain::invoice::Standing;
use crate::domain::order::{Cycle, OrderState};
use crate::domain::outcome::{Outcome, Page};
use crate::domain::relay::{CardView, NoteView};
use crate::domain::server::ServerState;
use crate::domain::{Action, Id, Target, UserId};

/// How much of a name is shown.
const NAME: usize = 80;
/// The same in a form's title.
const FORM_NAME: usize = 24;

/// Turns answers into messages in the reader's language.
#[derive(Debug)]
pub struct Renderer {
    words: Words,
    catalogue: Catalogue,
}

/// What one message is written with.
#[derive(Clone, Copy)]
struct Pen<'a> {
    speech: Speech<'a>,
    catalogue: &'a Catalogue,
    locale: &'a str,
}

impl Renderer {
    /// A renderer with these sentences and these descriptions of commands.
    pub fn new(words: Words, catalogue: Catalogue) -> Self {
        Renderer { words, catalogue }
    }

    /// The descriptions of the commands.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The message that says an answer.
    pub fn message(&self, answer: &Answer, locale: &str) -> Message {
        let pen = self.pen(locale);
        match answer {
            Answer::Outcome(outcome, view) => pen.outcome(outcome, view.as_ref()),
            Answer::Ask(ask) => pen.ask(ask),
            Answer::Form(view) => pen.guided_form(view),
            Answer::Chosen(choice) => Message::embed(
                Embed::new(Tone::Neutral).text(pen.md("chosen", &[("choice", Arg::Foreign(choice))])),
            ),
            Answer::Working(action, target) => pen.working(*action, target),
            Answer::Refused { refusal, action, choice } => pen.refusal(refusal, *action, choice.as_ref()),
            Answer::Failed { failure, action, target, incident, contact } => {
                pen.failure(failure, *action, target, incident, contact.as_deref())
            }
            Answer::Written(text) => pen.written(text),
            Answer::Closed { why, action, target } => pen.closed(*why, *action, target),
            Answer::Ended(person) => {
                Message::line(pen.md("ended-notice", &[pen.person("person", *person)])).mention(*person)
            }
            Answer::Reloaded(change) => pen.reloaded(change),
        }
    }

    /// The message that is a card.
    pub fn card(&self, card: &CardView, locale: &str) -> Message {
        self.pen(locale).relayed_card(card)
    }

    /// The message that is a note.
    pub fn note(&self, note: &NoteView, locale: &str) -> Message {
        self.pen(locale).note(note)
    }

    /// What the thread of a card is called.
    pub fn thread_name(&self, card: &CardView, locale: &str) -> String {
        self.pen(locale).thread_name(card)
    }

    /// The form that asks for a name or a text.
    pub fn form(&self, form: &dispatch::Form, locale: &str) -> Form {
        let pen = self.pen(locale);
        match form {
            dispatch::Form::Name(form) => Form {
                custom_id: components::name_form(&form.id),
                title: pen.plain(&format!("form-{}-title", form.action.as_str().replace('.', "-")), &[]),
                inputs: vec![Input {
                    name: Form::FIELD,
                    label: pen.plain("form-label", &[]),
                    hint: foreign::plain(&form.name, limits::HINT - 2),
                    field: Field::Name,
                }],
            },
            dispatch::Form::Step(form) => {
                let own = format!("step-{}", form.step);
                let title = match pen.speech.has(&own) {
                    true => pen.plain(&own, &[]),
                    false => foreign::plain(&form.title, limits::FORM - 2),
                };
                Form {
                    custom_id: components::step_form(&form.id, form.turn),
                    inputs: vec![Input {
                        name: Form::FIELD,
                        label: title.clone(),
                        hint: form.example.map_or_else(|| pen.plain("form-write-hint", &[]), str::to_owned),
                        field: Field::Answer { longest: form.longest },
                    }],
                    title,
                }
            }
            dispatch::Form::Text(form) => {
                let kind = form.action.as_str().replace('.', "-");
                let name = ("name", Arg::Own(pen.plain_target(&form.target, FORM_NAME)));
                let hint = pen.plain(&format!("form-{kind}-hint"), &[]);
                let line = |line: &&'static str| Input {
                    name: line,
                    label: pen.plain(&format!("person-{line}"), &[]),
                    hint: hint.clone(),
                    field: Field::Line,
                };
                let mut inputs: Vec<_> = form.lines.iter().map(line).collect();
                if inputs.is_empty() {
                    let label = pen.plain(&format!("form-{kind}-label"), &[]);
                    inputs.push(Input { name: Form::FIELD, label, hint, field: Field::Text });
                }
                Form {
                    custom_id: components::text_form(&form.id),
                    title: pen.plain(&format!("form-{kind}-title"), &[name]),
                    inputs,
                }
            }
        }
    }

    /// The body of an answer to an autocomplete interaction.
    pub fn suggestions(&self, suggestions: &[Suggestion], locale: &str) -> serde_json::Value {
        let pen = self.pen(locale);
        let choices: Vec<_> = suggestions
            .iter()
            .take(limits::ENTRIES)
            .filter(|suggestion| (1..=limits::ENTRY).contains(&suggestion.value.chars().count()))
            .map(|suggestion| {
                let parts: Vec<_> = suggestion.label.iter().map(|part| pen.part(part)).collect();
                let label = foreign::shorten(&parts.join(" \u{b7} "), limits::ENTRY);
                serde_json::json!({ "name": label, "value": suggestion.value })
            })
            .collect();
        serde_json::json!({ "choices": choices })
    }

    fn pen<'a>(&'a self, locale: &'a str) -> Pen<'a> {
        Pen { speech: self.words.speech(locale), catalogue: &self.catalogue, locale }
    }
}

impl Pen<'_> {
    fn outcome(self, outcome: &Outcome, view: Option<&Id>) -> Message {
        let message = match outcome {
            Outcome::Servers { list, unjudged } => self.servers(list, unjudged),
            Outcome::Server { server, provider } => self.server(server, *provider),
            Outcome::Metrics(measured) => self.metrics(measured),
            Outcome::Graphs { server, provider, viewer, graphs } => {
                self.graphs(server, *provider, *viewer, graphs)
            }
            Outcome::Tasks(shown) => self.tasks(shown),
            Outcome::Network(shown) => self.network(shown),
            Outcome::Credentials(shown) => self.credentials(shown),
            Outcome::Templates(list) => {
                self.listed("templates", list, |template| self.template_line(template))
            }
            Outcome::Already { verb, server } => self.already(*verb, server),
            Outcome::Job(report) => self.job(report),
            Outcome::Bought { offer, id } => self.bought(offer, id.as_deref()),
            Outcome::Movements(list) => {
                self.listed("movements", list, |movement| self.movement_line(movement))
            }
            Outcome::PayBys(list) => self.listed("methods", list, |pay_by| self.pay_by_line(pay_by)),
            Outcome::Invoices { list, sums } => self.invoices(list, sums),
            Outcome::Invoice { invoice, standing, provider } => self.invoice(invoice, *standing, *provider),
            Outcome::Paid(paid) => self.paid(paid),
            Outcome::Plans(list) => self.plans(list),
            Outcome::Plan { plan, provider, templates, installed_later, steps } => {
                self.plan(plan, *provider, (templates, *installed_later), steps)
            }
            Outcome::Quote { plan, provider } => self.quote(plan, *provider),
            Outcome::Quoted { offer, account, provider } => self.quoted(offer, account, *provider),
            Outcome::Orders(list) => self.orders(list),
            Outcome::Order { order, provider, progress, server_name, items, words } => {
                let (name, words) = (server_name.as_deref(), words.as_deref());
                self.order(order, *provider, progress.as_ref(), name, items, words)
            }
            Outcome::Services(list) => self.listed("services", list, |service| self.service_line(service)),
            Outcome::ServicePart(shown) => self.service_part(shown),
            Outcome::CancellationSent { service, provider, immediate } => {
                self.cancellation_sent(service, *provider, *immediate)
            }
            Outcome::Service { service, provider } => self.service(service, *provider),
            Outcome::OrderCancelled { order, item, runs_on, provider } => {
                self.order_cancelled(order, item.as_ref(), *runs_on, *provider)
            }
            Outcome::SshKeys(list) => self.listed("sshkeys", list, |key| self.key_line(key)),
            Outcome::KeyDone { deed, key } => self.key_done(deed, key),
            Outcome::Sites(list) => self.listed("sites", list, |site| self.site_line(site)),
            Outcome::Site { site, provider } => self.site(site, *provider),
            Outcome::Tickets(list) => self.listed("tickets", list, |ticket| self.ticket_line(ticket)),
            Outcome::Ticket(shown) => self.ticket(shown),
            Outcome::TicketDone { deed, ticket, provider } => {
                self.ticket_done(deed, ticket.as_ref(), *provider)
            }
            Outcome::TicketAlready { closed, ticket } => self.ticket_already(*closed, ticket),
            Outcome::Departments(list) => {
                self.listed("departments", list, |department| self.department_line(department))
            }
            Outcome::TicketFile(file) => self.ticket_file(file),
            Outcome::Certificates(list) => self.listed("certificates", list, |it| self.certificate_line(it)),
            Outcome::Certificate { certificate, provider } => self.certificate(certificate, *provider),
            Outcome::CertificateFile(file) => self.certificate_file(file),
            Outcome::CertificatePlans(list) => {
                self.listed("certplans", list, |plan| self.certificate_plan_line(plan))
            }
            Outcome::Software(list) => self.listed("software", list, |it| self.software_line(it)),
            Outcome::Contacts(list) => self.listed("contacts", list, |contact| self.contact_line(contact)),
            Outcome::Contact { contact, provider } => self.contact(contact, *provider),
            Outcome::PersonDone { deed, who, account, provider, confirmed } => {
                self.person_done(*deed, who.as_ref(), account, *provider, *confirmed)
            }
            Outcome::Privileges(list) => self.listed("privileges", list, |it| self.privileges_line(it)),
            Outcome::Logs(list) => self.listed("logs", list, |entry| self.log_line(entry)),
            Outcome::Notices(list) => self.listed("notices", list, |notice| self.notice_line(notice)),
            Outcome::NoticeRead { notice, already } => self.notice_read(notice, *already),
            Outcome::Statuses(list) => self.listed("statuses", list, |item| self.status_line(item)),
            Outcome::Status { account, provider, item } => self.status(account, *provider, item),
            Outcome::Accounts { accounts, page } => self.account_list(accounts, *page),
            Outcome::Profile { account, provider, profile } => self.profile(account, *provider, profile),
            Outcome::Found { query, list } => self.found(query, list),
            Outcome::CardDone { channel, done } => self.card_done(*channel, *done),
            Outcome::Relays { relays, blind } => self.relays(relays, blind),
            Outcome::RelayDone { channel, done } => self.relay_done(*channel, *done),
            Outcome::Pending { items, caller } => self.pending(items, *caller),
            Outcome::Balances(balances) => self.balances(balances),
            Outcome::Help { actions, about, contact, page } => {
                self.help(actions, *about, contact.as_deref(), *page)
            }
            Outcome::Whoami(whoami) => self.whoami(whoami),
            Outcome::Why(why) => self.why_rights(why),
            Outcome::Audit { rows, page } => self.audit(rows, *page),
        };
        match outcome.page() {
            Some(page) => self.paged(message, page, view),
            None => message,
        }
    }

    fn paged(self, message: Message, page: Page, view: Option<&Id>) -> Message {
        let Some(view) = view.filter(|_| page.count > 1) else { return message };
        let button = |id: &str, target: usize, enabled: bool| Button {
            custom_id: components::turn(view, target),
            label: self.plain(id, &[]),
            look: Look::Secondary,
            enabled,
        };
        // The two ids must differ even on a page where both would lead to itself.
        message.row(Row::Buttons(vec![
            button("button-previous", page.index.checked_sub(1).unwrap_or(page.count), page.index > 0),
            button("button-next", page.index + 1, page.index + 1 < page.count),
        ]))
    }

    /// A part of a suggestion, which is shown as it is.
    fn part(self, part: &Part) -> String {
        match part {
            Part::Text(text) => foreign::plain(text, 60),
            Part::UsedOn(interface) => {
                self.plain("suggestion-used-on", &[("interface", Arg::Foreign(interface))])
            }
            Part::State(ServerState::Running) => self.plain("state-running", &[]),
            Part::State(ServerState::Stopped) => self.plain("state-stopped", &[]),
            Part::State(ServerState::Untold) => self.plain("state-untold", &[]),
            Part::State(ServerState::Other(word)) => foreign::plain(word, 60),
            Part::Order(OrderState::Told(word)) => {
                let id = format!("told-{}", word.trim().to_lowercase());
                if self.speech.has(&id) { self.plain(&id, &[]) } else { foreign::plain(word, 60) }
            }
            Part::Order(OrderState::Installing { percent: Some(percent) }) => {
                self.plain("order-state-installing-at", &[("percent", Arg::Number((*percent).into()))])
            }
            Part::Order(state) => self.plain(&format!("order-state-{}", state.as_str()), &[]),
            Part::Age(seconds) => {
                self.plain("suggestion-age", &[("age", Arg::Own(span(self.speech, *seconds)))])
            }
            Part::Price(price, cycle) => self.priced(*price, *cycle),
            Part::Core(price) => {
                let price = ("price", Arg::Own(self.priced(*price, Cycle::Monthly)));
                self.plain("suggestion-core", &[price])
            }
            Part::Renews(date) => self.plain("renews-on", &[("date", Arg::Own(date.to_string()))]),
            Part::Standing(Standing::Other, word) => foreign::plain(word, 60),
            Part::Standing(standing, _) => self.plain(&format!("standing-{}", standing.as_str()), &[]),
        }
    }

    /// A sentence for a place that reads Markdown.
    fn md(self, id: &str, args: Args<'_>) -> String {
        self.speech.markdown(id, args)
    }

    /// A sentence for a place that shows text as it is.
    fn plain(self, id: &str, args: Args<'_>) -> String {
        self.speech.plain(id, args)
    }

    /// Which page of a list this is, when there are several.
    fn page_note(self, page: Page) -> String {
        if page.count < 2 {
            return String::new();
        }
        self.plain(
            "pages",
            &[("page", Arg::Number(page.index as u64 + 1)), ("pages", Arg::Number(page.count as u64))],
        )
    }

    /// A person, shown by Discord with their name of now; without a ping, since no message allows one by default.
    fn person(self, key: &'static str, person: UserId) -> (&'static str, Arg<'static>) {
        (key, Arg::Own(format!("<@{person}>")))
    }

    /// What a target is called, where Markdown is read: its name, else its reference.
    fn target(self, target: &Target) -> String {
        match target {
            Target::Resource { name: Some(name), .. } => foreign::markdown(name, NAME),
            Target::Item { part, .. } => {
                let [item, order] =
                    [&part.name, &part.order_name].map(|name| Arg::Own(foreign::markdown(name, NAME)));
                self.md("target-item", &[("item", item), ("order", order)])
            }
            Target::Bot => self.md("nobody", &[]),
            other => foreign::markdown(&other.to_string(), NAME),
        }
    }

    /// What a target is called, where text is shown as it is.
    fn plain_target(self, target: &Target, limit: usize) -> String {
        match target {
            Target::Resource { name: Some(name), .. } => foreign::plain(name, limit),
            Target::Item { part, .. } => {
                let args = [("item", Arg::Foreign(&part.name)), ("order", Arg::Foreign(&part.order_name))];
                foreign::shorten(&self.plain("target-item", &args), limit)
            }
            other => foreign::plain(&other.to_string(), limit),
        }
    }
}

/// A real instant, which Discord shows in the reader's own time and keeps counting: `in 2 minutes`.
fn relative(time: Timestamp) -> String {
    format!("<t:{}:R>", time.as_second())
}

/// A command's path as people type it, without the slash.
fn path(action: Action) -> String {
    action.as_str().replace('.', " ")
}

#[cfg(test)]
pub(super) mod tests;

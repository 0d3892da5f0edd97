//! Cards and the notes to them: what happens at the providers, as channels read it.

use super::{NAME, Pen, foreign, relative};
use crate::discord::components;
use crate::discord::message::{Button, Embed, Look, Message, Row, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::dispatch::CardVerb;
use crate::domain::event::Event;
use crate::domain::{ChannelId, Money};

use crate::domain::relay::{
    BalanceFacts, CardDone, CardView, Comparison, Facts, HealthFacts, InvoiceFacts, More, Note, NoteView,
    NoticeFacts, Reply, TicketFacts,
};

/// How much of what somebody wrote a card shows.
const EXCERPT: usize = 500;
/// How much of it a note shows.
const SHORT: usize = 280;
/// How long the name of a thread is at most; Discord takes 100 characters.
const THREAD_NAME: usize = 90;
/// How many lines of an invoice a card shows.
const LINES: usize = 12;

impl Pen<'_> {
    pub(super) fn relayed_card(self, view: &CardView) -> Message {
        let embed = match &view.facts {
            Facts::Ticket(ticket) => self.ticket_card(view, ticket),
            Facts::Invoice(invoice) => self.invoice_card(view, invoice),
            Facts::Order(order) => self.order_card(view, order),
            Facts::Server(server) => self.server_card(view, server),
            Facts::Service(service) => self.service_card(view, service),
            Facts::Certificate(certificate) => self.certificate_card(view, certificate),
            Facts::Balance(balance) => self.balance_card(view, balance),
            Facts::Notice(notice) => self.notice_card(view, notice),
            Facts::Health(health) => self.health_card(view, health),
        };
        let card = &view.card;
        let owner = card.owner.map(|owner| format!("<@{owner}>")).unwrap_or_default();
        let snoozed = card
            .snoozed
            .filter(|until| *until > jiff::Timestamp::now() && !view.facts.is_over())
            .map(relative);
        let message = Message::embed(
            embed
                .field(self.md("card-field-owner", &[]), owner)
                .field(self.md("card-field-snoozed", &[]), snoozed.unwrap_or_default())
                .footer(self.plain("card-mark", &[("mark", Arg::Own(card.id.short().to_owned()))])),
        );
        let (verbs, goes_on) = verbs(view);
        if verbs.is_empty() {
            return message;
        }
        let button = |(verb, look): (CardVerb, Look)| Button {
            custom_id: components::card(verb, &card.id),
            label: self.plain(&format!("card-{}", verb.as_str()), &[]),
            look,
            enabled: true,
        };
        let message = message.row(Row::Buttons(verbs.into_iter().map(button).collect()));
        if !goes_on {
            return message;
        }
        let entry = |until: &str| (self.plain(&format!("card-snooze-{until}"), &[]), until.to_owned());
        message.row(Row::Menu {
            custom_id: components::snooze(&card.id),
            placeholder: self.plain("card-snooze", &[]),
            entries: ["15m", "1h", "morning"].map(entry).to_vec(),
        })
    }

    /// What was done with a card.
    pub(super) fn card_done(self, channel: ChannelId, done: CardDone) -> Message {
        let channel = ("channel", Arg::Own(format!("<#{channel}>")));
        let text = match done {
            CardDone::Claimed { before: None } => self.md("card-claimed", &[channel]),
            CardDone::Claimed { before: Some(before) } => {
                self.md("card-taken-over", &[channel, self.person("person", before)])
            }
            CardDone::GivenUp => self.md("card-given-up", &[channel]),
            CardDone::Snoozed { until } => {
                self.md("card-snoozed", &[channel, ("until", Arg::Own(relative(until)))])
            }
        };
        Message::embed(Embed::new(Tone::Good).text(text))
    }

    /// What the thread of a card is called: what the card is about, as far as everybody may read it.
    pub(super) fn thread_name(self, view: &CardView) -> String {
        match &view.facts {
            Facts::Ticket(ticket) if !view.public => foreign::plain(&ticket.subject, THREAD_NAME),
            Facts::Invoice(invoice) => {
                let number = invoice.number.as_deref().unwrap_or(&view.card.thing);
                self.plain("card-invoice", &[("number", Arg::Foreign(number))])
            }
            _ => foreign::plain(&format!("{}/{}", view.card.account, view.card.thing), THREAD_NAME),
        }
    }

    pub(super) fn card_account(self, view: &CardView) -> String {
        let account = foreign::markdown(view.card.account.as_str(), NAME);
        view.provider
            .map_or(account.clone(), |(provider, _)| format!("{account} \u{b7} {}", provider.title()))
    }

    pub(super) fn card_reference(self, view: &CardView) -> String {
        foreign::code(&format!("{}/{}", view.card.account, view.card.thing), NAME)
    }

    fn ticket_card(self, view: &CardView, ticket: &TicketFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let (tone, lamp) =
            if ticket.closed { (Tone::Neutral, "\u{26AA}") } else { (Tone::Busy, "\u{1F7E0}") };
        let department = ticket.department.as_deref().map(|text| foreign::markdown(text, NAME));
        let mut embed = Embed::new(tone);
        let thread = ticket.thread.as_ref().filter(|_| !view.public);
        embed = match thread {
            _ if view.public => embed.text(name("card-on-request")),
            Some(thread) => embed.text(foreign::markdown(&thread.first, EXCERPT)),
            None => embed,
        };
        // The subject is the ticket's text as well.
        let title = if view.public {
            self.md("card-ticket-number", &[("number", Arg::Foreign(&view.card.thing))])
        } else {
            foreign::markdown(&ticket.subject, 200)
        };
        let author = thread.and_then(|thread| thread.author.as_deref());
        let replies = ticket.thread.as_ref().map_or(0, |thread| thread.replies.len());
        embed = embed
            .title(format!("{lamp} {title}"))
            .field(name("server-field-state"), foreign::markdown(&ticket.state, NAME))
            .field(name("card-field-department"), department.unwrap_or_default())
            .field(
                name("card-field-author"),
                author.map(|text| foreign::markdown(text, NAME)).unwrap_or_default(),
            )
            .field(name("card-field-opened"), ticket.opened.map(relative).unwrap_or_default());
        if let Some(last) = thread.and_then(|thread| thread.last.as_ref()) {
            let heading = self.md("card-field-last", &[("n", Arg::Number(replies as u64))]);
            embed = embed.wide_field(heading, self.reply(last, SHORT));
        }
        embed
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }

    /// A reply: who, when, and how it begins.
    fn reply(self, reply: &Reply, limit: usize) -> String {
        let author = reply.author.as_deref().unwrap_or_default();
        let id = match (author.is_empty(), reply.is_staff) {
            _ if reply.by.is_some() => "reply-by",
            (true, true) => "reply-staff-unnamed",
            (true, false) => "reply-client-unnamed",
            (false, true) => "reply-staff",
            (false, false) => "reply-client",
        };
        let mut args = vec![("name", Arg::Foreign(author))];
        args.extend(reply.by.map(|by| self.person("person", by)));
        let at = reply.at.map(|at| format!(" \u{b7} {}", relative(at))).unwrap_or_default();
        format!("{}{at}\n{}", self.md(id, &args), foreign::markdown(&reply.text, limit))
    }

    fn invoice_card(self, view: &CardView, invoice: &InvoiceFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let tone = match invoice {
            InvoiceFacts { paid: true, .. } => Tone::Good,
            InvoiceFacts { unpaid: true, told, .. } if told.overdue => Tone::Bad,
            InvoiceFacts { unpaid: true, .. } => Tone::Busy,
            _ => Tone::Neutral,
        };
        let number = invoice.number.as_deref().unwrap_or(&view.card.thing);
        let state = match invoice.gone {
            true => name("card-invoice-gone"),
            false => foreign::markdown(&invoice.state, NAME),
        };
        let embed = Embed::new(tone)
            .title(self.md("card-invoice", &[("number", Arg::Foreign(number))]))
            .field(name("server-field-state"), state)
            .field(name("card-field-due"), self.due(invoice))
            .field(name("card-field-issued"), invoice.issued.map(|day| day.to_string()).unwrap_or_default());
        let embed = if view.public {
            embed.text(name("card-on-request"))
        } else {
            let lines: Vec<_> = invoice
                .lines
                .iter()
                .flatten()
                .take(LINES)
                .map(|line| {
                    let text = foreign::markdown(&line.text, 120);
                    line.total.map_or(text.clone(), |total| format!("{text} \u{b7} {}", money(total)))
                })
                .collect();
            let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
            let compared = invoice.compared.as_ref().map(|compared| self.comparison(compared));
            embed
                .field(name("card-field-amount"), invoice.total.map(money).unwrap_or_default())
                .wide_field(name("card-field-lines"), fit_lines(&lines, limits::FIELD_VALUE, more))
                .wide_field(name("card-field-compared"), compared.unwrap_or_default())
        };
        embed
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }

    /// The day on which an invoice is due, and how near that is while it waits to be paid.
    fn due(self, invoice: &InvoiceFacts) -> String {
        let Some(day) = invoice.due.map(|due| due.to_string()) else { return String::new() };
        let id = match invoice {
            InvoiceFacts { unpaid: true, told, .. } if told.overdue => "card-overdue",
            InvoiceFacts { unpaid: true, told, .. } if told.due => "card-due-soon",
            _ => return day,
        };
        self.md(id, &[("day", Arg::Own(day))])
    }

    /// What differs from the invoice before: `+18 %: plan 15.00 -> 18.00`.
    fn comparison(self, compared: &Comparison) -> String {
        if compared.lines.is_empty() && compared.percent.is_none() {
            return self.md("compared-same", &[]);
        }
        let percent = compared.percent.map(|percent| {
            let sign = if percent.is_sign_positive() { "+" } else { "\u{2212}" };
            let amount = Arg::Own(format!("{sign}{}", percent.abs()));
            self.md("compared-percent", &[("percent", amount)])
        });
        let lines: Vec<_> = compared
            .lines
            .iter()
            .map(|line| {
                let text = ("text", Arg::Foreign(&line.text));
                let amount =
                    |key, amount: Option<Money>| (key, Arg::Own(amount.map(money).unwrap_or_default()));
                match (line.before, line.now) {
                    (None, now) => self.md("compared-new", &[text, amount("now", now)]),
                    (before, None) => self.md("compared-gone", &[text, amount("before", before)]),
                    (before, now) => {
                        self.md("compared-line", &[text, amount("before", before), amount("now", now)])
                    }
                }
            })
            .collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let lines = fit_lines(&lines, limits::FIELD_VALUE - 80, more);
        [percent, Some(lines)]
            .into_iter()
            .flatten()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn balance_card(self, view: &CardView, balance: &BalanceFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let (tone, title) =
            if balance.low { (Tone::Bad, "card-balance-low") } else { (Tone::Good, "card-balance") };
        let embed = Embed::new(tone).title(name(title));
        let embed = if view.public {
            embed.text(name("card-on-request"))
        } else {
            let account = ("account", Arg::Own(view.card.account.to_string()));
            let next = if balance.low { self.md("card-balance-next", &[account]) } else { String::new() };
            embed
                .text(next)
                .field(name("card-field-credit"), balance.credit.map(money).unwrap_or_default())
                .field(name("card-field-bonus"), balance.bonus.map(money).unwrap_or_default())
                .field(name("card-field-owed"), balance.owed.map(money).unwrap_or_default())
        };
        embed.field(name("server-field-account"), self.card_account(view))
    }

    fn notice_card(self, view: &CardView, notice: &NoticeFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let (tone, title) =
            if notice.read { (Tone::Neutral, "card-notice-read") } else { (Tone::Busy, "card-notice") };
        let text = if view.public { name("card-on-request") } else { foreign::markdown(&notice.text, 1500) };
        let about = notice.about.as_deref().map(|text| foreign::markdown(text, NAME));
        Embed::new(tone)
            .title(name(title))
            .text(text)
            .field(name("card-field-about"), about.unwrap_or_default())
            .field(name("card-field-opened"), notice.at.map(relative).unwrap_or_default())
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }

    fn health_card(self, view: &CardView, health: &HealthFacts) -> Embed {
        let provider = view.provider.map_or(view.card.account.as_str(), |(provider, _)| provider.title());
        let provider = || ("provider", Arg::Foreign(provider));
        match health.failing_since {
            Some(since) => {
                let since = ("since", Arg::Own(relative(since)));
                let reason = health.reason.as_deref().map(|reason| self.detail(reason));
                Embed::new(Tone::Bad)
                    .title(self.md("card-unreachable", &[provider()]))
                    .text(self.md("card-unreachable-text", &[provider(), since]))
                    .field(self.md("card-field-reason", &[]), reason.unwrap_or_default())
            }
            None => Embed::new(Tone::Good).title(self.md("card-recovered", &[provider()])),
        }
        .field(self.md("server-field-account", &[]), self.card_account(view))
    }

    pub(super) fn note(self, view: &NoteView) -> Message {
        let mark = self.plain("card-mark", &[("mark", Arg::Own(view.mark.clone()))]);
        let (tone, text, mention) = match &view.note {
            Note::Happened { event, more, mention } => {
                let (tone, text) = self.happened(*event, more.as_ref(), view.card.as_ref());
                (tone, text, mention.as_slice())
            }
            Note::EarlierReplies { count, mention } => (
                Tone::Busy,
                self.md("note-earlier-replies", &[("n", Arg::Number(*count))]),
                mention.as_slice(),
            ),
            Note::Baseline { account, feed, count, open } => {
                let args = [
                    ("account", Arg::Foreign(account.as_str())),
                    ("count", Arg::Number(*count)),
                    ("open", Arg::Number(*open)),
                ];
                (Tone::Neutral, self.md(&format!("note-baseline-{feed}"), &args), &[] as _)
            }
            Note::Reminder { by, .. } => {
                (Tone::Busy, self.md("note-reminder", &[self.person("person", *by)]), &[] as _)
            }
            Note::ChannelGone { channel, reason } => {
                let channel = ("channel", Arg::Own(format!("<#{channel}>")));
                (Tone::Bad, self.md(&format!("note-channel-{reason}"), &[channel]), &[] as _)
            }
            Note::Test { by } => {
                (Tone::Neutral, self.md("note-test", &[self.person("person", *by)]), &[] as _)
            }
        };
        let message = Message::embed(Embed::new(tone).text(text).footer(mark));
        if mention.is_empty() {
            return message;
        }
        let roles: Vec<_> = mention.iter().map(|role| format!("<@&{role}>")).collect();
        message.content(roles.join(" ")).mention_roles(mention)
    }

    fn happened(self, event: Event, more: Option<&More>, card: Option<&CardView>) -> (Tone, String) {
        let public = card.is_none_or(|card| card.public);
        let said = |id: &str| self.md(id, &[]);
        let amount = |id: &str| match more {
            Some(More::Amount(amount)) if !public => self.md(id, &[("amount", Arg::Own(money(*amount)))]),
            _ => said(&format!("{id}-hidden")),
        };
        match (event, more) {
            (Event::TicketReplied, Some(More::Reply(reply))) if !public => {
                (Tone::Busy, self.reply(reply, SHORT))
            }
            (Event::TicketReplied, Some(More::Reply(Reply { is_staff: true, .. }))) => {
                (Tone::Busy, said("note-replied-staff"))
            }
            (Event::TicketReplied, _) => (Tone::Busy, said("note-replied")),
            (Event::TicketOpened, _) => (Tone::Busy, said("note-ticket-opened")),
            (Event::TicketClosed, _) => (Tone::Neutral, said("note-ticket-closed")),
            (Event::InvoiceIssued, _) => (Tone::Busy, said("note-invoice-issued")),
            (Event::InvoiceDue, _) => (Tone::Busy, said("note-invoice-due")),
            (Event::InvoiceOverdue, _) => (Tone::Bad, said("note-invoice-overdue")),
            (Event::InvoicePaid, _) => (Tone::Good, said("note-invoice-paid")),
            (Event::OrderPlaced, _) => (Tone::Busy, said("note-order-placed")),
            (Event::OrderStatus, _) => (Tone::Busy, self.order_moved(card)),
            (Event::ProvisionProgress, _) => (Tone::Busy, said("note-provision-progress")),
            (Event::ProvisionDone, _) => (Tone::Good, self.order_done(card)),
            (Event::ProvisionFailed, _) => (Tone::Bad, self.order_failed(card)),
            (Event::ServerDown, _) => (Tone::Bad, said("note-server-down")),
            (Event::ServerUp, _) => (Tone::Good, said("note-server-up")),
            (Event::ServerAdded, _) => (Tone::Busy, said("note-server-added")),
            (Event::ServerRemoved, _) => (Tone::Bad, said("note-server-removed")),
            (Event::RenewalDue, _) => (Tone::Busy, said("note-renewal-due")),
            (Event::CertificateExpiring, _) => (Tone::Busy, said("note-certificate-expiring")),
            (Event::CreditUsed, _) => (Tone::Neutral, amount("note-credit-used")),
            (Event::BonusAdded, _) => (Tone::Good, amount("note-bonus-added")),
            (Event::BonusUsed, _) => (Tone::Neutral, amount("note-bonus-used")),
            (Event::BalanceLow, _) => (Tone::Bad, said("note-balance-low")),
            (Event::NoticePosted, _) => (Tone::Busy, said("note-notice-posted")),
            (Event::ProviderUnreachable, _) => (Tone::Bad, said("note-provider-unreachable")),
            (Event::ProviderRecovered, _) => (Tone::Good, said("note-provider-recovered")),
        }
    }
}

/// The buttons of a card, and whether there is anything that its notes could still tell.
fn verbs(view: &CardView) -> (Vec<(CardVerb, Look)>, bool) {
    let mut verbs = match &view.facts {
        Facts::Ticket(ticket) if ticket.closed => vec![(CardVerb::Reopen, Look::Secondary)],
        Facts::Ticket(_) => vec![(CardVerb::Reply, Look::Success), (CardVerb::Close, Look::Secondary)],
        Facts::Invoice(invoice) if invoice.unpaid => vec![(CardVerb::Pay, Look::Success)],
        Facts::Notice(notice) if !notice.read => vec![(CardVerb::Acknowledge, Look::Success)],
        Facts::Server(server) if server.is_down() => {
            vec![(CardVerb::Start, Look::Success), (CardVerb::Restart, Look::Secondary)]
        }
        Facts::Invoice(_)
        | Facts::Order(_)
        | Facts::Server(_)
        | Facts::Service(_)
        | Facts::Certificate(_)
        | Facts::Balance(_)
        | Facts::Notice(_)
        | Facts::Health(_) => vec![],
    };
    let can_be_taken_on = matches!(view.facts, Facts::Ticket(_) | Facts::Invoice(_) | Facts::Server(_));
    let goes_on = can_be_taken_on && !view.facts.is_over();
    if goes_on {
        verbs.push((CardVerb::Claim, Look::Secondary));
    }
    if view.public && !matches!(view.facts, Facts::Health(_)) {
        verbs.push((CardVerb::Details, Look::Secondary));
    }
    verbs.retain(|(verb, _)| verb.action(view.card.feed).is_some_and(|(action, _)| view.offers(action)));
    (verbs, goes_on)
}

fn money(money: Money) -> String {
    foreign::markdown(&money.to_string(), NAME)
}

//! Orders that are cancelled, and the changes of lists whose answers were lost.

use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::{Arg, span};
use crate::domain::job::{ListDeed, ListWatch, Verdict};
use crate::domain::order::{Order, OrderState, OrderedItem};
use crate::domain::outcome::{JobPhase, JobReport, ResourceName};
use crate::domain::{AccountName, ProviderName, ResourceRef};

impl Pen<'_> {
    /// What is about to be cancelled.
    pub(super) fn cancellation_facts(
        self,
        embed: Embed,
        order: &Order,
        item: Option<&OrderedItem>,
        provider: ProviderName,
    ) -> Embed {
        let account = foreign::markdown(order.resource.account.as_str(), NAME);
        let price = order.price.map(|price| foreign::markdown(&price.to_string(), NAME));
        embed
            .field(
                self.md("cancel-field-item", &[]),
                item.map(|item| self.ordered_item(item)).unwrap_or_default(),
            )
            .field(self.md("server-field-state", &[]), self.order_state(&order.state))
            .field(self.md("ask-field-price", &[]), price.unwrap_or_default())
            .field(self.md("server-field-account", &[]), format!("{account} \u{b7} {}", provider.title()))
            .field(self.md("server-field-id", &[]), reference(&order.resource))
    }

    pub(super) fn order_cancelled(
        self,
        order: &ResourceName,
        item: Option<&OrderedItem>,
        runs_on: bool,
        provider: ProviderName,
    ) -> Message {
        let name = ("name", Arg::Own(self.resource_name(order)));
        let provider = ("provider", Arg::Foreign(provider.title()));
        let deed = if runs_on { ListDeed::EndOrder } else { ListDeed::CancelOrder }.as_str();
        let text = match item {
            Some(item) => {
                let item = ("item", Arg::Own(format!("**{}**", foreign::markdown(&item.name, NAME))));
                self.md(&format!("{deed}-item-done"), &[name, provider, item])
            }
            None => self.md(&format!("{deed}-done"), &[name, provider]),
        };
        Message::embed(Embed::new(Tone::Good).text(format!("\u{2705} {text}")))
    }

    /// Why an order is not cancelled.
    pub(super) fn not_cancellable(
        self,
        order: &ResourceName,
        state: &OrderState,
        provider: ProviderName,
    ) -> Vec<String> {
        let args = [
            ("name", Arg::Own(self.resource_name(order))),
            ("state", Arg::Own(self.order_state(state))),
            ("provider", Arg::Foreign(provider.title())),
        ];
        let id = match provider {
            ProviderName::Klikk => "refused-cancelled-already",
            _ => "refused-not-cancellable",
        };
        vec![self.md(id, &args), self.md("failed-nothing-sent", &[])]
    }

    /// That an order is to be paid before its server is installed.
    pub(super) fn order_unpaid(
        self,
        order: &ResourceName,
        provider: ProviderName,
        invoice: Option<&ResourceRef>,
    ) -> Vec<String> {
        let args = || {
            let provider = ("provider", Arg::Foreign(provider.title()));
            vec![("name", Arg::Own(self.resource_name(order))), provider]
        };
        let next = match invoice {
            Some(invoice) => {
                let invoice = ("invoice", Arg::Own(foreign::code(&invoice.to_string(), NAME)));
                self.md("refused-order-unpaid-invoice", &[args(), vec![invoice]].concat())
            }
            None => self.md("refused-order-unpaid-next", &args()),
        };
        vec![self.md("refused-order-unpaid", &args()), next, self.md("failed-nothing-sent", &[])]
    }

    /// That an order has no such item, and which it has.
    pub(super) fn no_such_item(self, order: &ResourceName, text: &str, known: &[OrderedItem]) -> Vec<String> {
        let args =
            [("name", Arg::Own(self.resource_name(order))), ("text", Arg::Own(foreign::code(text, NAME)))];
        let mut lines = vec![self.md("refused-no-such-item", &args)];
        lines.extend(known.iter().map(|item| self.ordered_item(item)));
        lines.push(self.md("failed-nothing-sent", &[]));
        lines
    }

    /// An item of an order in one line.
    pub(super) fn ordered_item(self, item: &OrderedItem) -> String {
        let mut parts = vec![format!("**{}**", foreign::markdown(&item.name, NAME))];
        parts.extend(item.product.as_ref().map(|product| foreign::markdown(product, NAME)));
        parts.push(self.order_state(&item.state));
        parts.push(foreign::code(&item.id, NAME));
        parts.retain(|part| !part.is_empty());
        parts.join(" \u{b7} ")
    }

    /// What is seen of a change whose answer was lost.
    pub(super) fn list_job(self, report: &JobReport, watch: &ListWatch) -> Message {
        let account = report.target.account().map_or("", AccountName::as_str);
        let deed = watch.deed.as_str();
        let called = match &watch.deed {
            ListDeed::AddKey { name, .. } => foreign::markdown(name, NAME),
            _ => self.target(&report.target),
        };
        let sentence = |id: &str, more: &[(&'static str, Arg<'_>)]| {
            let provider = report.provider.map_or(account, |provider| provider.title());
            let args = [("name", Arg::Own(called.clone())), ("provider", Arg::Foreign(provider))];
            self.md(id, &[&args[..], more].concat())
        };
        let (tone, mut lines) = match &report.phase {
            JobPhase::Watching { since, .. } => {
                let since = [("since", Arg::Own(relative(*since)))];
                (
                    Tone::Busy,
                    vec![sentence(&format!("{deed}-doubtful"), &since), sentence("list-looking", &[])],
                )
            }
            JobPhase::Ended { after_seconds, verdict, .. } => match verdict {
                Verdict::Verified => {
                    let seen = sentence(&format!("{deed}-seen"), &[]);
                    (Tone::Good, vec![format!("\u{2705} {seen}"), sentence("list-seen", &[])])
                }
                Verdict::NotStarted => (
                    Tone::Bad,
                    vec![sentence(&format!("{deed}-absent"), &[]), sentence("list-absent-next", &[])],
                ),
                Verdict::Unobserved { .. } => {
                    let id =
                        if watch.deed == ListDeed::EndOrder { "order-end-unclear" } else { "list-unclear" };
                    (Tone::Bad, vec![sentence(id, &[]), sentence(&format!("{deed}-next"), &[])])
                }
                _ => {
                    let after = [("after", Arg::Own(span(self.speech, *after_seconds)))];
                    (Tone::Bad, vec![sentence("list-blind", &after), sentence(&format!("{deed}-next"), &[])])
                }
            },
        };
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Message::embed(Embed::new(tone).text(lines.join("\n")))
    }
}

//! Invoices, and how paying one goes.

use jiff::civil::Date;

use super::lists::DOT;
use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::{Arg, span};
use crate::domain::invoice::{Invoice, InvoiceDetail, InvoiceLine, NotPayable, Paid, Payment, Standing};
use crate::domain::job::{PaymentLook, PaymentWatch, Verdict};
use crate::domain::money::Totals;
use crate::domain::outcome::{JobPhase, JobReport, Listed, ResourceName};
use crate::domain::{AccountName, Money, ProviderName, Target};

/// How much of a line's text is shown.
const LINE: usize = 200;

impl Pen<'_> {
    pub(super) fn invoices(self, list: &Listed<(Invoice, Standing)>, sums: &[(Standing, Totals)]) -> Message {
        let embed =
            self.list("invoices", &[], list, |(invoice, standing)| self.invoice_line(invoice, *standing));
        let with_sum = |embed: Embed, (standing, totals): &(Standing, Totals)| {
            let amounts: Vec<_> = totals.iter().map(|total| money(*total)).collect();
            embed.field(self.md(&format!("invoices-sum-{}", standing.as_str()), &[]), amounts.join("\n"))
        };
        Message::embed(sums.iter().fold(embed, with_sum))
    }

    pub(super) fn invoice_line(self, invoice: &Invoice, standing: Standing) -> String {
        let mut parts = vec![
            format!("**{}**", foreign::markdown(invoice.name(), NAME)),
            self.standing(invoice, standing),
        ];
        parts.extend(invoice.total.map(money));
        parts.extend(match standing {
            Standing::Overdue | Standing::Unpaid => invoice.due.map(|date| self.on("invoice-due", date)),
            Standing::Paid | Standing::Other => invoice.issued.map(|date| self.on("invoice-issued", date)),
        });
        parts.push(reference(&invoice.resource));
        parts.join(DOT)
    }

    /// How an invoice stands, in the reader's words where the provider's own mean no more.
    fn standing(self, invoice: &Invoice, standing: Standing) -> String {
        match standing {
            Standing::Other => foreign::markdown(&invoice.state, NAME),
            Standing::Overdue => format!("\u{26A0}\u{FE0F} {}", self.md("standing-overdue", &[])),
            standing => self.md(&format!("standing-{}", standing.as_str()), &[]),
        }
    }

    fn on(self, id: &str, date: Date) -> String {
        self.md(id, &[("date", Arg::Own(date.to_string()))])
    }

    pub(super) fn invoice(
        self,
        detail: &InvoiceDetail,
        standing: Standing,
        provider: ProviderName,
    ) -> Message {
        let invoice = &detail.invoice;
        let name = |id: &str| self.md(id, &[]);
        let amount = |amount: Option<Money>| amount.map(money).unwrap_or_default();
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let tone = match standing {
            Standing::Overdue => Tone::Bad,
            Standing::Unpaid => Tone::Busy,
            Standing::Paid => Tone::Good,
            Standing::Other => Tone::Neutral,
        };
        let lines: Vec<_> = detail.lines.iter().map(|line| self.line(line)).collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let due = detail.due().filter(|_| matches!(standing, Standing::Overdue | Standing::Unpaid));
        let due = due.map(|due| format!("**{}**", money(due)));
        let account = foreign::markdown(invoice.resource.account.as_str(), NAME);
        Message::embed(
            Embed::new(tone)
                .title(self.md("invoice-title", &[("name", Arg::Foreign(invoice.name()))]))
                .text(fit_lines(&lines, limits::DESCRIPTION / 2, more))
                .field(name("server-field-state"), self.standing(invoice, standing))
                .field(name("server-field-account"), format!("{account}{DOT}{}", provider.title()))
                .field(name("invoice-field-issued"), day(invoice.issued))
                .field(name("invoice-field-due"), day(invoice.due))
                .field(name("invoice-field-paid"), invoice.paid.map(relative).unwrap_or_default())
                .field(name("invoice-field-subtotal"), amount(detail.subtotal))
                .field(name("invoice-field-tax"), amount(detail.tax))
                .field(name("invoice-field-total"), amount(invoice.total))
                .field(name("invoice-field-used"), amount(detail.credit))
                .field(name("invoice-field-left"), due.unwrap_or_default())
                .field(name("server-field-id"), reference(&invoice.resource)),
        )
    }

    fn line(self, line: &InvoiceLine) -> String {
        let text = foreign::markdown(&line.text, LINE);
        let several = line.quantity.filter(|quantity| *quantity != rust_decimal::Decimal::ONE);
        let price = several.zip(line.price).map(|(n, price)| format!("{n} \u{d7} {} = ", money(price)));
        let total = line.total.map(money).unwrap_or_default();
        format!("\u{2022} {text}{DOT}{}{total}", price.unwrap_or_default())
    }

    /// What a payer decides by; how much credit there is, a channel need not know.
    pub(super) fn payment_facts(self, embed: Embed, payment: &Payment, invoice: &InvoiceDetail) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let amount = payment.amount.amount;
        let day = invoice.invoice.due.map(|date| date.to_string()).unwrap_or_default();
        embed
            .field(name("ask-field-pay"), format!("**{}**", money(payment.amount)))
            .field(name("invoice-field-left"), money(payment.due))
            .field(name("ask-field-left-after"), money(payment.due_after(amount)))
            .field(name("invoice-field-due"), day)
    }

    /// A payment that the provider confirmed.
    pub(super) fn paid(self, paid: &Paid) -> Message {
        let Paid { invoice, provider, payment, applied } = paid;
        let amount = applied.amount.map_or(payment.amount.amount, |applied| applied.amount);
        let used = Money { amount, ..payment.amount };
        let left = payment.due_after(amount);
        let id = if left.amount.is_zero() { "pay-done" } else { "pay-done-part" };
        let target = Target::Resource { resource: invoice.resource.clone(), name: invoice.name.clone() };
        let invoice = ("invoice", Arg::Own(self.target(&target)));
        let mut lines =
            vec![format!("\u{2705} {}", self.md(id, &[invoice, ("money", Arg::Own(money(used)))]))];
        let is_other = amount != payment.amount.amount;
        lines.extend(is_other.then(|| {
            let asked = ("asked", Arg::Own(money(payment.amount)));
            let provider = ("provider", Arg::Foreign(provider.title()));
            self.md("pay-done-other", &[provider, ("money", Arg::Own(money(used))), asked])
        }));
        lines.push(self.md("pay-after", &[("due", Arg::Own(money(left)))]));
        Message::embed(Embed::new(if is_other { Tone::Bad } else { Tone::Good }).text(lines.join("\n")))
    }

    /// How a payment goes whose answer was lost, or told nothing.
    pub(super) fn payment_job(self, report: &JobReport, watch: &PaymentWatch) -> Message {
        let account = report.target.account().map_or("", AccountName::as_str);
        let sentence = |id: &str, more: &[(&'static str, Arg<'_>)]| {
            let args = [
                ("invoice", Arg::Own(self.target(&report.target))),
                ("money", Arg::Own(money(watch.payment.amount))),
                ("provider", Arg::Foreign(report.provider.map_or(account, |provider| provider.title()))),
            ];
            self.md(id, &[&args[..], more].concat())
        };
        let (tone, mut lines) = match &report.phase {
            JobPhase::Watching { since, doubtful } => {
                let id = if *doubtful { "pay-doubtful" } else { "pay-watching" };
                (Tone::Busy, vec![sentence(id, &[("since", Arg::Own(relative(*since)))])])
            }
            JobPhase::Ended { after_seconds, verdict, doubtful, .. } => {
                let after = [("after", Arg::Own(span(self.speech, *after_seconds)))];
                match verdict {
                    Verdict::Verified => {
                        let how = if *doubtful { "pay-after-doubt" } else { "pay-after-silence" };
                        let verified = format!("\u{2705} {}", sentence("pay-verified", &[]));
                        (Tone::Good, vec![verified, sentence(how, &[])])
                    }
                    Verdict::NotStarted => {
                        let lines = [sentence("pay-not-started", &[]), sentence("pay-not-started-next", &[])];
                        (Tone::Bad, lines.to_vec())
                    }
                    Verdict::Unobserved { .. } => {
                        let lines = [sentence("pay-unobserved", &after), sentence("pay-next", &[])];
                        (Tone::Bad, lines.to_vec())
                    }
                    _ => (Tone::Bad, vec![sentence("pay-blind", &after), sentence("pay-next", &[])]),
                }
            }
        };
        lines.extend(watch.last.as_ref().map(|last| self.seen(last)));
        lines.push(format!("-# {}", self.md("by", &[self.person("person", report.requester)])));
        Message::embed(Embed::new(tone).text(lines.join("\n")))
    }

    /// What the invoice shows.
    fn seen(self, look: &PaymentLook) -> String {
        let due = look.due.map_or_else(|| "?".to_owned(), money);
        let state = ("state", Arg::Own(foreign::markdown(&look.state, NAME)));
        self.md("pay-seen", &[state, ("due", Arg::Own(due))])
    }

    /// Why an invoice is not paid.
    pub(super) fn not_payable(self, invoice: &ResourceName, why: &NotPayable) -> Vec<String> {
        let target = Target::Resource { resource: invoice.resource.clone(), name: invoice.name.clone() };
        let shown = |key: &'static str, amount: &Money| (key, Arg::Own(money(*amount)));
        let more = match why {
            NotPayable::Paid | NotPayable::Untold => vec![],
            NotPayable::Nothing { state } | NotPayable::Over { state } => {
                vec![("state", Arg::Own(foreign::markdown(state, NAME)))]
            }
            NotPayable::TooFine { decimals } => vec![("decimals", Arg::Number((*decimals).into()))],
            NotPayable::OtherCurrency { due } | NotPayable::AboveDue { due } => vec![shown("due", due)],
            NotPayable::AboveCredit { amount } => vec![shown("amount", amount)],
        };
        let args = [vec![("invoice", Arg::Own(self.target(&target)))], more].concat();
        vec![self.md(&format!("not-payable-{}", why.as_str()), &args), self.md("failed-nothing-sent", &[])]
    }
}

/// An amount where Markdown is read.
fn money(amount: Money) -> String {
    foreign::markdown(&amount.to_string(), NAME)
}

//! Money: what accounts hold, owe and will owe.

use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::lists::DOT;
use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::AccountName;
use crate::domain::billing::{Balance, BalanceSums, Balances, Card, PaymentMethod, Subscription};
use crate::domain::money::Totals;

/// How long before its end a card is worth a warning.
const CARD_WARNING_DAYS: i64 = 60;
/// How many coming renewals an account shows.
const RENEWALS: usize = 3;

impl Pen<'_> {
    pub(super) fn balances(self, balances: &Balances) -> Message {
        let failed = balances.shown().any(|account| account.result.is_err());
        let mut lines = balances.sums().map(|sums| self.sums(&sums)).unwrap_or_default();
        lines.extend(balances.awaited.iter().map(|(account, _)| self.awaited(account)));
        let untold: Vec<_> = balances.untold.iter().map(AccountName::as_str).collect();
        let args = [("n", Arg::Number(untold.len() as u64)), ("accounts", Arg::Own(untold.join(", ")))];
        let untold = (!untold.is_empty()).then(|| self.plain("balance-untold", &args));
        let mut footer = vec![untold.unwrap_or_default(), self.page_note(balances.page)];
        footer.retain(|part| !part.is_empty());
        let mut embed = Embed::new(if failed { Tone::Bad } else { Tone::Neutral })
            .title(self.md("balance-title", &[]))
            .text(lines.join("\n"))
            .footer(footer.join(DOT));
        for account in balances.shown() {
            let name = format!(
                "{} \u{b7} {}",
                foreign::markdown(account.account.as_str(), NAME),
                account.provider.title()
            );
            let value = match &account.result {
                Ok((balance, today)) => self.balance(balance, *today),
                Err(error) => {
                    format!("\u{26A0}\u{FE0F} {} {}", self.why(error), self.next(error))
                }
            };
            embed = embed.field(name, value);
        }
        Message::embed(embed)
    }

    /// What accounts come to: one line a kind, one sum a currency.
    fn sums(self, sums: &BalanceSums) -> Vec<String> {
        let BalanceSums { credit, bonus, owed, monthly } = sums;
        let kinds = [
            ("balance-sum-credit", credit),
            ("balance-sum-bonus", bonus),
            ("balance-sum-owed", owed),
            ("balance-sum-monthly", monthly),
        ];
        let line = |(id, totals): (&str, &Totals)| {
            let sums: Vec<_> = totals.iter().map(|sum| foreign::markdown(&sum.to_string(), NAME)).collect();
            (!sums.is_empty()).then(|| self.md(id, &[("money", Arg::Own(sums.join(DOT)))]))
        };
        kinds.into_iter().filter_map(line).collect()
    }

    fn balance(self, balance: &Balance, today: Date) -> String {
        let mut lines = vec![];
        let money = |text: String| Arg::Own(foreign::markdown(&text, NAME));
        if let Some(credit) = &balance.credit {
            lines.push(self.md("balance-credit", &[("money", money(credit.to_string()))]));
        }
        if let Some(bonus) = &balance.bonus {
            lines.push(self.md("balance-bonus", &[("money", money(bonus.to_string()))]));
        }
        if let Some(owed) = &balance.owed {
            lines.push(self.md("balance-owed", &[("money", money(owed.to_string()))]));
        }
        let running = || balance.running();
        let totals: Totals = running().filter_map(|subscription| subscription.monthly).collect();
        for total in totals.iter() {
            lines.push(self.md("balance-monthly", &[("money", money(total.to_string()))]));
        }
        if running().next().is_none() {
            lines.push(self.md("balance-no-subscriptions", &[]));
        }
        let mut renewals: Vec<(Date, &Subscription)> =
            running().filter_map(|subscription| Some((subscription.renews_on?, subscription))).collect();
        renewals.sort_by_key(|(date, _)| *date);
        for (date, subscription) in renewals.into_iter().filter(|(date, _)| *date >= today).take(RENEWALS) {
            let price = subscription
                .monthly
                .map(|price| self.md("balance-for", &[("money", money(price.to_string()))]))
                .unwrap_or_default();
            lines.push(self.md(
                "balance-next",
                &[
                    ("name", Arg::Foreign(&subscription.name)),
                    ("date", Arg::Own(date.to_string())),
                    ("price", Arg::Own(price)),
                ],
            ));
        }
        match balance.cards.as_deref() {
            Some([]) => lines.push(self.md("balance-no-card", &[])),
            Some(cards) => lines.extend(cards.iter().map(|card| self.card(card, today))),
            None => {}
        }
        lines.join("\n")
    }

    /// A way to pay and what each payment by it costs.
    pub(super) fn payment_method(self, method: &PaymentMethod) -> String {
        let free = |amount: Decimal| amount.is_zero();
        let fixed = method.fixed_fee.filter(|fee| !free(fee.amount));
        let percent = method.percent_fee.filter(|percent| !free(*percent));
        let told = method.fixed_fee.is_some() || method.percent_fee.is_some();
        let id = match (fixed, percent) {
            (Some(_), Some(_)) => "method-fee-both",
            (Some(_), None) => "method-fee-fixed",
            (None, Some(_)) => "method-fee-percent",
            (None, None) if told => "method-fee-none",
            (None, None) => "method-fee-untold",
        };
        let fixed = fixed.map(|fee| foreign::markdown(&fee.to_string(), NAME)).unwrap_or_default();
        let percent = percent.map(|percent| percent.normalize().to_string()).unwrap_or_default();
        let fee = self.md(id, &[("fixed", Arg::Own(fixed)), ("percent", Arg::Own(percent))]);
        format!("\u{1F3E6} **{}**{DOT}{fee}", foreign::markdown(&method.name, NAME))
    }

    /// A card by its brand and its last month, for messages that a whole channel may see.
    pub(super) fn card_name(self, card: &Card) -> String {
        let until = card.expires_on.map(last_month).unwrap_or_default();
        self.md(
            if until.is_empty() { "card-name-undated" } else { "card-name" },
            &[("brand", Arg::Foreign(&card.brand)), ("until", Arg::Own(until))],
        )
    }

    /// A card with its last digits, which are personal data: for messages that only the caller sees.
    pub(super) fn card(self, card: &Card, today: Date) -> String {
        let digits = self.md("card-digits", &[("digits", Arg::Foreign(&card.last_four))]);
        self.card_with(card, digits, today)
    }

    /// A card without its digits, for messages that a whole channel may see.
    pub(super) fn card_in_public(self, card: &Card, today: Date) -> String {
        self.card_with(card, String::new(), today)
    }

    fn card_with(self, card: &Card, digits: String, today: Date) -> String {
        let soon = today.saturating_add(Span::new().days(CARD_WARNING_DAYS));
        let (id, until) = match card.expires_on {
            None => ("balance-card-undated", String::new()),
            Some(end) => {
                let id = if end <= today {
                    "balance-card-expired"
                } else if end <= soon {
                    "balance-card-soon"
                } else {
                    "balance-card"
                };
                (id, last_month(end))
            }
        };
        self.md(
            id,
            &[("brand", Arg::Foreign(&card.brand)), ("digits", Arg::Own(digits)), ("until", Arg::Own(until))],
        )
    }
}

/// The last month before an end, as cards write it.
fn last_month(end: Date) -> String {
    end.yesterday().unwrap_or(end).strftime("%m/%Y").to_string()
}

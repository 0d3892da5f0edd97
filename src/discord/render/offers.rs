//! What of a plan can be chosen, what was, and what an order would cost.

use super::{NAME, Pen, foreign};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::domain::form::{Entry, Line, Step, StepKind};
use crate::domain::order::{Chosen, Goods, Offer};
use crate::domain::{AccountName, Money, ProviderName};

/// How many answers of a question a list names.
const ENTRIES: usize = 6;
/// How much of a name a list of answers shows.
const SHORT: usize = 24;

/// The step that asks how often something is paid.
const CYCLE: &str = "cycle";

impl Pen<'_> {
    /// What a question asks: in the reader's language where every shop asks it, else in the provider's words.
    pub(super) fn step_title(self, id: &str, title: &str) -> String {
        let own = format!("step-{id}");
        if self.speech.has(&own) { self.md(&own, &[]) } else { foreign::markdown(title, NAME) }
    }

    /// An answer to a step that can be chosen, without Markdown: what it is, and what it costs.
    pub(super) fn entry_label(self, step: &str, entry: &Entry, room: usize) -> String {
        let mut label = match entry.cycle {
            Some(cycle) => self.plain(&format!("cycle-{}", cycle.as_str()), &[]),
            None if entry.label.trim().is_empty() => self.plain("step-none", &[]),
            None => foreign::plain(&entry.label, room),
        };
        let price = |id: &str, price: Money| self.plain(id, &[("price", Arg::Own(price.to_string()))]);
        // How often it is paid says what the whole of it costs; any other answer says what comes on top.
        let whole = step == CYCLE;
        label.extend(entry.price.map(|it| match whole {
            true => format!(" \u{b7} {it}"),
            false => format!(" \u{b7} {}", price("entry-price", it)),
        }));
        label.extend(entry.setup.map(|it| format!(" \u{b7} {}", price("entry-setup", it))));
        label
    }

    /// An answer that was given, as text without Markdown.
    pub(super) fn answer(self, chosen: &Chosen) -> String {
        match chosen.cycle {
            Some(cycle) => self.plain(&format!("cycle-{}", cycle.as_str()), &[]),
            None if chosen.label.trim().is_empty() => self.plain("step-none", &[]),
            None if ["yes", "no"].contains(&chosen.value.as_str()) && chosen.label == chosen.value => {
                self.plain(&format!("step-{}", chosen.value), &[])
            }
            None => foreign::plain(&chosen.label, NAME),
        }
    }

    /// What was chosen of a plan, one line each.
    pub(super) fn chosen_lines(self, chosen: &[Chosen]) -> Vec<String> {
        let line = |chosen: &Chosen| {
            let title = self.step_title(&chosen.step, &chosen.title);
            format!("{title}: {}", foreign::markdown(&self.answer(chosen), NAME))
        };
        chosen.iter().map(line).collect()
    }

    /// Everything that can be chosen of a plan, one line each: how an option names it, and what it takes.
    pub(super) fn step_lines(self, steps: &[Step]) -> Vec<String> {
        let line = |step: &Step| {
            let title = self.step_title(&step.id, &foreign::shorten(&step.title, 2 * SHORT));
            let takes = match &step.kind {
                StepKind::Choice(entries) | StepKind::Several(entries) => {
                    let shown = entries.iter().take(ENTRIES).map(|entry| {
                        let label = foreign::markdown(&self.entry_label(&step.id, entry, SHORT), NAME);
                        format!("{} {label}", foreign::code(&entry.value, SHORT))
                    });
                    let mut shown: Vec<_> = shown.collect();
                    if entries.len() > ENTRIES {
                        let more = (entries.len() - ENTRIES) as u64;
                        shown.push(self.md("more-lines", &[("n", Arg::Number(more))]));
                    }
                    let any = matches!(step.kind, StepKind::Several(_))
                        .then(|| format!("{} ", self.md("step-takes-several", &[])));
                    format!("{}{}", any.unwrap_or_default(), shown.join(", "))
                }
                StepKind::Text { longest } => {
                    self.md("step-takes-text", &[("n", Arg::Number(*longest as u64))])
                }
                StepKind::Line(line) => self.line_taken(*line),
                StepKind::Number { least, most, .. } => self.md(
                    "step-takes-number",
                    &[("least", Arg::Own(least.to_string())), ("most", Arg::Own(most.to_string()))],
                ),
                StepKind::YesNo { .. } => self.md("step-takes-yes-no", &[]),
            };
            format!("**{title}** ({}): {takes}", foreign::code(&step.id, 2 * SHORT))
        };
        steps.iter().map(line).collect()
    }

    /// What an answer looks like that has a form of its own.
    pub(super) fn line_taken(self, line: Line) -> String {
        self.md("step-takes-line", &[("example", Arg::Own(foreign::code(line.example(), NAME)))])
    }

    /// What was chosen, what is bought beside it, and what is paid later.
    pub(super) fn order_facts(self, embed: Embed, offer: &Offer) -> Embed {
        let more_lines = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let then =
            offer.then.iter().map(|(cycle, price)| foreign::markdown(&self.priced(*price, *cycle), NAME));
        let then = then.collect::<Vec<_>>().join("\n");
        let mut embed = embed
            .wide_field(
                self.md("ask-field-chosen", &[]),
                fit_lines(&self.chosen_lines(&offer.chosen), limits::FIELD_VALUE, more_lines),
            )
            .field(self.md("ask-field-then", &[]), then);
        for item in &offer.more {
            let lines = self.chosen_lines(&item.chosen);
            let name = ("name", Arg::Foreign(&item.plan.name));
            let lines = if lines.is_empty() { vec![self.md("step-none", &[])] } else { lines };
            embed = embed.wide_field(
                self.md("ask-field-beside", &[name]),
                fit_lines(&lines, limits::FIELD_VALUE, more_lines),
            );
        }
        embed
    }

    /// What an order would cost.
    pub(super) fn quoted(self, offer: &Offer, account: &AccountName, provider: ProviderName) -> Message {
        let price = self.price(offer.price, offer.cycle, provider);
        let text = self.md(
            "quote-text",
            &[
                ("name", Arg::Foreign(offer.title())),
                ("price", Arg::Own(foreign::markdown(&price, NAME))),
                ("account", Arg::Foreign(account.as_str())),
            ],
        );
        let embed = Embed::new(Tone::Neutral)
            .title(self.md("quote-title", &[]))
            .text([text, self.md("quote-next", &[])].join("\n"))
            .field(self.md("ask-field-price", &[]), foreign::markdown(&price, NAME));
        let embed = match &offer.goods {
            Goods::Plan(plan) => {
                embed.field(self.md("server-field-id", &[]), foreign::code(&plan.resource.to_string(), NAME))
            }
            Goods::Custom(_) | Goods::Certificate(_) => embed,
        };
        Message::embed(self.order_facts(embed, offer))
    }
}

//! Forms that are filled in question by question.

use super::{NAME, Pen, components, foreign, relative};
use crate::actions::Refusal;
use crate::discord::message::{Button, Embed, Look, Message, Row, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::dispatch::{FormPress, FormView};
use crate::domain::form::{Entry, FormState, Step, StepKind};

impl Pen<'_> {
    pub(super) fn guided_form(self, view: &FormView) -> Message {
        let state = &view.state;
        let mut lines: Vec<String> = vec![];
        if let Some(Refusal::NotSold { account, provider, why }) = view.fault.as_deref() {
            lines.push(format!("\u{26A0}\u{FE0F} {}", self.why_not_sold(account, *provider, why)));
        }
        match state.step() {
            Some(step) => lines.extend(self.question(step)),
            None if state.adding.is_some() => lines.push(self.md("form-adding", &[])),
            None => lines.push(self.md("form-review", &[])),
        }
        let until = ("until", Arg::Own(relative(view.expires)));
        lines.push(self.md("form-until", &[self.person("person", view.requester), until]));
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let name = state.item().map_or("", |item| item.name.as_str());
        let mut embed = Embed::new(Tone::Busy).title(foreign::markdown(name, NAME)).text(lines.join("\n"));
        for item in &state.items {
            let chosen = fit_lines(&self.chosen_lines(&FormState::chosen(item)), limits::FIELD_VALUE, more);
            embed = embed.wide_field(foreign::markdown(&item.name, NAME), chosen);
        }
        if let Some(item) = state.item().filter(|_| state.step().is_some()) {
            let at = ("at", Arg::Number(state.at as u64 + 1));
            embed = embed.footer(self.plain("form-at", &[at, ("of", Arg::Number(item.steps.len() as u64))]));
        }
        let message = Message::embed(embed);
        let message = match self.answers(view) {
            Some(menu) => message.row(menu),
            None => message,
        };
        message.row(Row::Buttons(self.form_buttons(view)))
    }

    /// What is asked, and what the provider says about it.
    fn question(self, step: &Step) -> Vec<String> {
        let mut lines = vec![format!("**{}**", self.step_title(&step.id, &step.title))];
        let own = format!("about-{}", step.id);
        lines.extend(self.speech.has(&own).then(|| self.md(&own, &[])));
        lines.extend(step.about.as_ref().map(|about| foreign::markdown(about, 300)));
        lines.extend(match &step.kind {
            StepKind::Choice(_) => None,
            StepKind::Several(_) => Some(self.md("step-takes-several", &[])),
            StepKind::Text { longest } => {
                Some(self.md("step-takes-text", &[("n", Arg::Number(*longest as u64))]))
            }
            StepKind::Line(line) => Some(self.line_taken(*line)),
            StepKind::Number { least, most, .. } => Some(self.md(
                "step-takes-number",
                &[("least", Arg::Own(least.to_string())), ("most", Arg::Own(most.to_string()))],
            )),
            StepKind::YesNo { .. } => Some(self.md("step-takes-yes-no", &[])),
        });
        let price = match &step.kind {
            StepKind::Number { price, .. } | StepKind::YesNo { price } => *price,
            StepKind::Choice(_) | StepKind::Several(_) | StepKind::Text { .. } | StepKind::Line(_) => None,
        };
        lines.extend(price.map(|price| {
            let price = self.plain("entry-price", &[("price", Arg::Own(price.to_string()))]);
            foreign::markdown(&price, NAME)
        }));
        lines
    }

    /// The menu of the answers, or of the plans that can be added.
    fn answers(self, view: &FormView) -> Option<Row> {
        let state = &view.state;
        let step = state.step().map_or("", |step| step.id.as_str());
        let labels: Vec<String> = match (&state.adding, state.step().map(|step| &step.kind)) {
            (Some(plans), _) => plans
                .iter()
                .map(|(plan, name)| format!("{} \u{b7} {}", foreign::plain(name, 60), plan.id))
                .collect(),
            (None, Some(StepKind::Choice(entries))) => {
                entries.iter().map(|entry| self.entry_label(step, entry, 60)).collect()
            }
            (None, Some(StepKind::Several(entries))) => {
                let picked = state.picked();
                let mark =
                    |entry: &Entry| if picked.contains(&entry.value.as_str()) { "\u{2713} " } else { "" };
                entries.iter().map(|it| format!("{}{}", mark(it), self.entry_label(step, it, 60))).collect()
            }
            _ => return None,
        };
        let shown = state.shown(labels.len());
        // What comes back is a number: a provider's value may be longer than a menu carries, or there twice.
        let entries: Vec<_> =
            shown.map(|at| (foreign::shorten(&labels[at], limits::ENTRY), at.to_string())).collect();
        let custom_id = components::form_menu(&view.id, view.turn);
        let placeholder = self.plain("refused-menu", &[]);
        (!entries.is_empty()).then_some(Row::Menu { custom_id, placeholder, entries })
    }

    fn form_buttons(self, view: &FormView) -> Vec<Button> {
        let state = &view.state;
        let button = |press: FormPress, id: &str, look| Button {
            custom_id: components::form(&view.id, view.turn, &press),
            label: self.plain(id, &[]),
            look,
            enabled: true,
        };
        let grey = |press, id| button(press, id, Look::Secondary);
        let mut buttons = vec![];
        match state.step() {
            Some(step) => {
                match step.kind {
                    StepKind::Text { .. } | StepKind::Line(_) | StepKind::Number { .. } => {
                        buttons.push(button(FormPress::Write, "form-write", Look::Success));
                    }
                    StepKind::YesNo { .. } => {
                        buttons.push(grey(FormPress::Yes, "step-yes"));
                        buttons.push(grey(FormPress::No, "step-no"));
                    }
                    StepKind::Choice(_) | StepKind::Several(_) => {}
                }
                if !state.picked().is_empty() {
                    buttons.push(button(FormPress::Skip, "form-go-on", Look::Success));
                } else if state.is_answered() {
                    buttons.push(grey(FormPress::Skip, "form-skip-default"));
                    // Who wants nothing says no; and a row has five buttons, of which a page in the middle takes two.
                    let is_no = matches!(step.kind, StepKind::YesNo { .. });
                    let is_inside = state.page > 0 && state.page + 1 < state.pages();
                    if !step.must_be_answered() && !is_no && !is_inside {
                        buttons.push(grey(FormPress::Clear, "form-skip"));
                    }
                } else if !step.must_be_answered() {
                    let id = if step.default.is_some() { "form-skip-default" } else { "form-skip" };
                    buttons.push(grey(FormPress::Skip, id));
                }
            }
            None if state.adding.is_none() => {
                buttons.push(button(FormPress::Finish, "form-finish", Look::Success));
                if state.can_add() {
                    buttons.push(grey(FormPress::Add, "form-add"));
                }
            }
            None => {}
        }
        if state.pages() > 1 {
            let page = |page: usize, id| grey(FormPress::Page(page), id);
            if state.page > 0 {
                buttons.push(page(state.page - 1, "form-earlier"));
            }
            if state.page + 1 < state.pages() {
                buttons.push(page(state.page + 1, "form-later"));
            }
        }
        if state.can_go_back() {
            buttons.push(grey(FormPress::Back, "form-back"));
        }
        buttons.push(grey(FormPress::Cancel, "button-cancel"));
        buttons
    }
}

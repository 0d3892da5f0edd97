//! What a provider asks before it sells something: steps, and what can be answered.

mod line;
mod state;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use line::Line;
pub use state::{FormItem, FormState};

use super::Money;
use super::order::{Answers, Chosen, Cycle, NotSold};

/// The answers of a step that is answered with yes or no, as options write them.
pub const YES_NO: [&str; 2] = ["yes", "no"];

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its id, as options name it; foreign text.
    pub id: String,
    /// What of the provider's the answer goes into, where the id does not tell all of it.
    pub key: Option<String>,
    /// What is asked; foreign text.
    pub title: String,
    /// What the provider says about it; foreign text.
    pub about: Option<String>,
    /// How it is answered.
    pub kind: StepKind,
    /// The answer of those who give none, as an option writes it.
    pub default: Option<String>,
    /// Whether there must be an answer.
    pub is_required: bool,
    /// Whether it is asked once an order, however many items that has.
    pub of_order: bool,
    /// The id of the step before it without whose answer this one has no meaning, so that it is not asked.
    #[serde(default)]
    pub needs: Option<String>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// One of these.
    Choice(Vec<Entry>),
    /// Any of these, written with commas between them.
    Several(Vec<Entry>),
    /// A text of so many characters at most.
    Text {
        /// So many.
        longest: usize,
    },
    /// A text of a form of its own.
    Line(Line),
    /// A whole number.
    Number {
        /// At least this.
        least: i64,
        /// At most this.
        most: i64,
        /// What one of it costs.
        price: Option<Money>,
    },
    /// Yes or no.
    YesNo {
        /// What yes costs.
        price: Option<Money>,
    },
}

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The answer, as options write it; foreign text.
    pub value: String,
    /// The same in the provider's words; foreign text.
    pub label: String,
    /// The cycle that it is, where it is one.
    pub cycle: Option<Cycle>,
    /// What it costs, a cycle; `None`: nothing, or that is not told.
    pub price: Option<Money>,
    /// What it costs once.
    pub setup: Option<Money>,
}

impl Step {
    /// A question that need not be answered.
    pub fn optional(id: &str, title: &str, kind: StepKind) -> Step {
        Step {
            id: id.to_owned(),
            key: None,
            title: title.to_owned(),
            about: None,
            kind,
            default: None,
            is_required: false,
            of_order: false,
            needs: None,
        }
    }

    /// What it is called to whoever answered it: by its title, with the id that options name it by.
    pub fn called(&self) -> String {
        called(&self.title, &self.id)
    }

    /// Reads an answer as an option writes it, or as the provider calls it.
    ///
    /// # Errors
    /// When it is none that the step takes.
    pub fn read(&self, text: &str) -> Result<Chosen, NotSold> {
        let text = text.trim();
        let bad = || {
            let known = match &self.kind {
                StepKind::Choice(entries) | StepKind::Several(entries) => {
                    entries.iter().map(|entry| called(&entry.label, &entry.value)).collect()
                }
                StepKind::YesNo { .. } => YES_NO.map(str::to_owned).to_vec(),
                StepKind::Number { least, most, .. } => vec![format!("{least} - {most}")],
                StepKind::Text { .. } | StepKind::Line(_) => vec![],
            };
            NotSold::BadAnswer { step: self.called(), text: text.to_owned(), known }
        };
        let chosen = |value: &str, label: &str, cycle| Chosen {
            step: self.id.clone(),
            key: self.key.clone(),
            title: self.title.clone(),
            value: value.to_owned(),
            label: label.to_owned(),
            cycle,
            is_text: matches!(self.kind, StepKind::Text { .. } | StepKind::Line(_)),
        };
        match &self.kind {
            StepKind::Choice(entries) => {
                let entry = meant(entries, text).ok_or_else(bad)?;
                Ok(chosen(&entry.value, &entry.label, entry.cycle))
            }
            StepKind::Several(entries) => {
                let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
                let picked: Option<Vec<&Entry>> = words.map(|word| meant(entries, word)).collect();
                let picked = picked.filter(|picked| !picked.is_empty()).ok_or_else(bad)?;
                // In the order of the menu, and each once.
                let picked = entries.iter().filter(|entry| picked.contains(entry));
                let (values, labels): (Vec<&str>, Vec<&str>) =
                    picked.map(|entry| (entry.value.as_str(), entry.label.as_str())).unzip();
                Ok(chosen(&values.join(","), &labels.join(", "), None))
            }
            StepKind::Text { longest } => {
                let fits = !text.is_empty() && text.chars().count() <= *longest;
                if fits && !text.chars().any(char::is_control) {
                    Ok(chosen(text, text, None))
                } else {
                    Err(bad())
                }
            }
            StepKind::Line(line) => match line.read(text) {
                Some((sent, shown)) => Ok(chosen(&sent, &shown, None)),
                None => {
                    let text = if line.may_be_secret() { "…" } else { text };
                    let (step, text) = (self.called(), text.to_owned());
                    Err(NotSold::BadForm { step, text, example: line.example().to_owned() })
                }
            },
            StepKind::Number { least, most, .. } => {
                let number = text.parse::<i64>().ok().filter(|number| (least..=most).contains(&number));
                let number = number.ok_or_else(bad)?.to_string();
                Ok(chosen(&number, &number, None))
            }
            StepKind::YesNo { .. } => {
                let is = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
                match () {
                    () if is(["yes", "ja", "true", "1"]) => Ok(chosen(YES_NO[0], YES_NO[0], None)),
                    () if is(["no", "nein", "false", "0"]) => Ok(chosen(YES_NO[1], YES_NO[1], None)),
                    () => Err(bad()),
                }
            }
        }
    }

    /// Whether there must be an answer and nothing stands for one that is missing.
    pub fn must_be_answered(&self) -> bool {
        self.is_required && self.default.is_none()
    }
}

/// A name with the id behind it, where it has both.
fn called(name: &str, id: &str) -> String {
    match name.trim() {
        "" => id.to_owned(),
        name if name == id => id.to_owned(),
        name => format!("{name} ({id})"),
    }
}

/// The entry that a text means, by its value or else by what the provider calls it.
fn meant<'a>(entries: &'a [Entry], text: &str) -> Option<&'a Entry> {
    let named = |entry: &&Entry| entry.label.trim().eq_ignore_ascii_case(text);
    let exact = entries.iter().find(|entry| entry.value == text);
    exact
        .or_else(|| entries.iter().find(|entry| entry.value.eq_ignore_ascii_case(text)))
        .or_else(|| entries.iter().find(named))
}

/// What was chosen, step by step: the answers that were given, and else the defaults.
///
/// # Errors
/// When an answer is none that its step takes or belongs to no step, or one that must be given, or that another one
/// needs, is missing.
pub fn choose(steps: &[Step], answers: &Answers) -> Result<Vec<Chosen>, NotSold> {
    let ids: BTreeSet<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    if let Some(unknown) = answers.keys().find(|id| !ids.contains(id.as_str())) {
        let known = steps.iter().map(Step::called).collect();
        return Err(NotSold::NoSuchStep { text: unknown.clone(), known });
    }
    let mut chosen: Vec<Chosen> = vec![];
    for step in steps {
        let lacks = step.needs.as_ref().filter(|needs| chosen.iter().all(|chosen| chosen.step != **needs));
        match answers.get(&step.id).or(step.default.as_ref().filter(|_| lacks.is_none())) {
            Some(answer) => {
                let given = step.read(answer)?;
                // Who says no wants nothing that could need anything.
                if let Some(also) = lacks.filter(|_| given.value != YES_NO[1]) {
                    return Err(NotSold::Needs { step: step.called(), also: also.clone() });
                }
                chosen.push(given);
            }
            None if step.is_required && lacks.is_none() => {
                return Err(NotSold::Unanswered { step: step.called() });
            }
            None => {}
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn step(id: &str, kind: StepKind) -> Step {
        Step::optional(id, &id.to_uppercase(), kind)
    }

    fn disk() -> Step {
        let entry = |value: &str, label: &str| Entry {
            value: value.into(),
            label: label.into(),
            cycle: None,
            price: None,
            setup: None,
        };
        step("1618", StepKind::Choice(vec![entry("10330", "512MB"), entry("10331", "1GB")]))
    }

    fn value(step: &Step, text: &str) -> Option<String> {
        step.read(text).ok().map(|chosen| chosen.value)
    }

    #[test]
    fn a_choice_is_made_by_its_value_or_by_what_the_provider_calls_it() {
        assert_eq!(value(&disk(), "10331").as_deref(), Some("10331"));
        assert_eq!(value(&disk(), " 1gb ").as_deref(), Some("10331"));
        let known = vec!["512MB (10330)".to_owned(), "1GB (10331)".to_owned()];
        let bad = NotSold::BadAnswer { step: "1618".into(), text: "2GB".into(), known };
        assert_eq!(disk().read("2GB"), Err(bad));
    }

    #[test]
    fn of_several_any_are_chosen_in_the_order_of_the_menu_and_each_once() {
        let StepKind::Choice(entries) = disk().kind else { unreachable!() };
        let several = step("1618", StepKind::Several(entries));
        let read = |text: &str| several.read(text).ok().map(|chosen| (chosen.value, chosen.label));
        let both = Some(("10330,10331".to_owned(), "512MB, 1GB".to_owned()));
        assert_eq!((read("1GB, 10330"), read("10331,10330,10331,")), (both.clone(), both));
        assert_eq!(read("10331"), Some(("10331".to_owned(), "1GB".to_owned())));
        for text in ["", ",", "10331, 2GB"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_texts_and_yes_keep_to_their_bounds() {
        let number = step("n", StepKind::Number { least: 1, most: 8, price: None });
        assert_eq!(value(&number, "08").as_deref(), Some("8"));
        for text in ["0", "9", "1.5", "", "9223372036854775808", "eight"] {
            assert_eq!(value(&number, text), None, "{text}");
        }
        let text = step("t", StepKind::Text { longest: 5 });
        assert_eq!(value(&text, " web-1 ").as_deref(), Some("web-1"));
        for typed in ["", "  ", "web-01", "a\nb", "a\u{0}"] {
            assert_eq!(value(&text, typed), None, "{typed:?}");
        }
        let yes = step("y", StepKind::YesNo { price: None });
        assert_eq!((value(&yes, "Ja"), value(&yes, "0")), (Some("yes".into()), Some("no".into())));
        assert_eq!(value(&yes, "perhaps"), None);
    }

    #[test]
    fn what_is_left_open_is_the_default_and_what_must_be_answered_is_asked_for() {
        let steps =
            [Step { default: Some("10330".into()), ..disk() }, step("t", StepKind::Text { longest: 5 })];
        let values = |answers: &[(&str, &str)]| {
            let answers = answers.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
            choose(&steps, &answers).map(|all| all.into_iter().map(|it| it.value).collect::<Vec<_>>())
        };
        assert_eq!(values(&[]), Ok(vec!["10330".to_owned()]));
        assert_eq!(values(&[("1618", "1GB"), ("t", "x")]), Ok(vec!["10331".to_owned(), "x".to_owned()]));
        let known = vec!["1618".to_owned(), "T (t)".to_owned()];
        assert_eq!(values(&[("os", "x")]), Err(NotSold::NoSuchStep { text: "os".into(), known }));
        let required = [Step { is_required: true, ..disk() }];
        let missing = Err(NotSold::Unanswered { step: "1618".into() });
        assert_eq!(choose(&required, &Answers::new()), missing);
    }

    #[test]
    fn what_may_be_a_secret_is_not_said_again_and_not_shown_whole() {
        let address = step("init", StepKind::Line(Line::Address));
        let chosen = address.read("https://example.com/init?key=canary").unwrap();
        assert_eq!(chosen.value, "https://example.com/init?key=canary");
        assert_eq!(chosen.label, "https://example.com/…");
        let refused = address.read("ftp://example.com/init?key=canary").unwrap_err();
        assert!(matches!(&refused, NotSold::BadForm { text, .. } if text == "…"), "{refused:?}");
    }

    #[test]
    fn what_needs_another_answer_is_not_taken_without_it() {
        let steps = [
            step("group", StepKind::Number { least: 1, most: 9, price: None }),
            Step { needs: Some("group".into()), ..step("join", StepKind::YesNo { price: None }) },
        ];
        let chosen = |answers: &[(&str, &str)]| {
            let answers = answers.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
            choose(&steps, &answers).map(|all| all.len())
        };
        let needs = NotSold::Needs { step: "JOIN (join)".into(), also: "group".into() };
        assert_eq!(chosen(&[("join", "yes")]), Err(needs));
        assert_eq!((chosen(&[("join", "no")]), chosen(&[("join", "yes"), ("group", "7")])), (Ok(1), Ok(2)));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_taken_or_refused(text in "\\PC{0,200}|[0-9+-]{0,30}") {
            for kind in [
                StepKind::Text { longest: 50 },
                StepKind::Number { least: -5, most: 5, price: None },
                StepKind::YesNo { price: None },
            ] {
                let step = step("s", kind.clone());
                let Ok(chosen) = step.read(&text) else { continue };
                prop_assert_eq!(step.read(&chosen.value), Ok(chosen.clone()));
                if let StepKind::Number { least, most, .. } = kind {
                    prop_assert!((least..=most).contains(&chosen.value.parse().unwrap()));
                }
            }
        }
    }
}

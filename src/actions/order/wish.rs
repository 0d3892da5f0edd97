//! What a person would like to buy, from the options of a command.

use crate::actions::Refusal;
use crate::domain::ResourceRef;
use crate::domain::order::{Answers, ItemWish, Wish};

/// The options by which something is chosen of a plan.
pub(super) struct Choices<'a> {
    pub cycle: Option<&'a str>,
    pub domain: Option<&'a str>,
    pub options: Option<&'a str>,
    pub promocode: Option<&'a str>,
    pub pay_method: Option<&'a str>,
}

impl Choices<'_> {
    /// What was chosen: the options of their own, and those of `options`.
    pub fn answers(&self) -> Result<Answers, Refusal> {
        let own = [
            ("cycle", self.cycle),
            ("domain", self.domain),
            ("promocode", self.promocode),
            ("pay_method", self.pay_method),
        ];
        let own = own.into_iter().filter_map(|(id, value)| Some((id.to_owned(), value?.trim().to_owned())));
        let mut answers: Answers = own.collect();
        let text = self.options.unwrap_or_default();
        for (id, value) in pairs(text).ok_or_else(|| bad(text))? {
            // Of two answers to the same question nobody knows which one is meant.
            if answers.insert(id, value).is_some() {
                return Err(bad(text));
            }
        }
        Ok(answers)
    }
}

fn bad(text: &str) -> Refusal {
    Refusal::BadArgument { argument: "options", text: text.to_owned() }
}

/// The wish for a plan and what was chosen of it.
pub(super) fn wish(
    plan: &ResourceRef,
    os: Option<String>,
    name: Option<String>,
    answers: Answers,
    more: Vec<ItemWish>,
) -> Wish {
    Wish::Plan { plan: plan.id.clone(), os, name, answers, more }
}

/// What `id=value, id=value` says; a comma without a further `=` belongs to the value before it. `None`: it says nothing
/// of the sort.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs: Vec<(String, String)> = vec![];
    for piece in text.split(',').filter(|piece| !piece.trim().is_empty()) {
        match piece.split_once('=') {
            Some((id, value)) => {
                let (id, value) = (id.trim(), value.trim());
                if id.is_empty() || value.is_empty() {
                    return None;
                }
                pairs.push((id.to_owned(), value.to_owned()));
            }
            None => {
                let (_, value) = pairs.last_mut()?;
                value.push_str(", ");
                value.push_str(piece.trim());
            }
        }
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(options: &str) -> Option<Vec<(String, String)>> {
        pairs(options)
    }

    #[test]
    fn options_are_read_as_people_write_them() {
        let pair = |id: &str, value: &str| (id.to_owned(), value.to_owned());
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(read("1618=10330"), Some(vec![pair("1618", "10330")]));
        let both = vec![pair("1618", "512MB"), pair("addon-31", "m")];
        assert_eq!(read(" 1618 = 512MB , addon-31=m, "), Some(both));
        assert_eq!(read("note=a, b, x=1=2"), Some(vec![pair("note", "a, b"), pair("x", "1=2")]));
        for text in ["x", "=1", "x=", "a, x=1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_is_not_answered_twice() {
        let none = Choices { cycle: None, domain: None, options: None, promocode: None, pay_method: None };
        let twice = Choices { cycle: Some("m"), options: Some("cycle=a"), ..none };
        assert!(matches!(twice.answers(), Err(Refusal::BadArgument { argument: "options", .. })));
        let once = Choices { cycle: Some(" m "), options: Some("domain=a.com"), ..twice };
        let answers: Vec<_> = once.answers().unwrap().into_iter().collect();
        let pair = |id: &str, value: &str| (id.to_owned(), value.to_owned());
        assert_eq!(answers, [pair("cycle", "m"), pair("domain", "a.com")]);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,200}|[a-z=, ]{0,60}") {
            for (id, value) in pairs(&text).unwrap_or_default() {
                prop_assert!(!id.is_empty() && !value.is_empty());
            }
        }
    }
}

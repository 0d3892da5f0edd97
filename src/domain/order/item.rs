//! What of a plan can be chosen, and what was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cycle, Plan};

/// What a person has chosen of a plan: for what the provider asks, by its id, the answer as an option writes it.
pub type Answers = BTreeMap<String, String>;

/// A plan that is wished for beside another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemWish {
    /// The provider's id for the plan.
    pub plan: String,
    /// What was chosen of it.
    #[serde(default)]
    pub answers: Answers,
}

/// A plan that is bought beside another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The plan.
    pub plan: Plan,
    /// What was chosen of it.
    pub chosen: Vec<Chosen>,
}

/// Something that was chosen of a plan, as it is shown and as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// What was chosen, by its id.
    pub step: String,
    /// What of the provider's the answer goes into, where the step's id does not tell all of it.
    #[serde(default)]
    pub key: Option<String>,
    /// What was chosen, in the provider's words; foreign text.
    pub title: String,
    /// The answer, as an option writes it.
    pub value: String,
    /// The answer in the provider's words; foreign text.
    pub label: String,
    /// The cycle that the answer is, where it is one.
    #[serde(default)]
    pub cycle: Option<Cycle>,
    /// Whether the answer is a text, whatever it looks like.
    #[serde(default)]
    pub is_text: bool,
}

impl Chosen {
    /// What was chosen at a step, as it is sent.
    pub fn value_of<'a>(all: &'a [Chosen], step: &str) -> Option<&'a str> {
        all.iter().find(|chosen| chosen.step == step).map(|chosen| chosen.value.as_str())
    }
}

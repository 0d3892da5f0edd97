//! Why a wish cannot be bought.

use super::Template;

/// Why a wish cannot be bought; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSold {
    /// The provider sells nothing now.
    ShopClosed,
    /// The provider does not sell this plan now.
    PlanClosed,
    /// The provider sells no servers of one's own choice now.
    CustomClosed,
    /// The operating system must be chosen.
    SystemMissing {
        /// Those that can be.
        known: Vec<Template>,
    },
    /// There is no such operating system.
    SystemUnknown {
        /// What was typed; foreign text.
        text: String,
        /// Those that there are.
        known: Vec<Template>,
    },
    /// The operating system cannot be chosen now.
    SystemDisabled {
        /// Its name; foreign text.
        name: String,
        /// Those that can be.
        known: Vec<Template>,
    },
    /// There is no such type of processor.
    CpuTypeUnknown {
        /// What was typed; foreign text.
        text: String,
        /// Those that there are; foreign text.
        known: Vec<String>,
    },
    /// There is no such type of storage.
    StorageTypeUnknown {
        /// What was typed; foreign text.
        text: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The operating system needs more storage.
    StorageTooSmall {
        /// The operating system; foreign text.
        system: String,
        /// What was asked for, GB.
        given_gb: u32,
        /// The least that it needs, GB.
        least_gb: u32,
    },
    /// Something of it must be chosen.
    Unanswered {
        /// What, as an option names it; foreign text.
        step: String,
    },
    /// How it is paid must be chosen.
    MethodMissing {
        /// The ways to pay, each with the value that an option has for it; foreign text.
        known: Vec<(String, String)>,
    },
    /// There is nothing of the sort to choose.
    NoSuchStep {
        /// What was typed; foreign text.
        text: String,
        /// What there is to choose, as options name it; foreign text.
        known: Vec<String>,
    },
    /// It cannot be chosen so.
    BadAnswer {
        /// What, as an option names it; foreign text.
        step: String,
        /// What was typed; foreign text.
        text: String,
        /// How it can be, where that is a list, as an option writes it; foreign text.
        known: Vec<String>,
    },
    /// It must have another form.
    BadForm {
        /// What, as an option names it; foreign text.
        step: String,
        /// What was typed, where that cannot be a secret; foreign text.
        text: String,
        /// Something of the right form.
        example: String,
    },
    /// Something can be chosen only together with something else.
    Needs {
        /// What, as an option names it.
        step: String,
        /// What must be chosen beside it.
        also: String,
    },
    /// The provider would not take it.
    Declined {
        /// Why, in its own words; foreign text.
        words: String,
    },
    /// The provider sells one thing an order.
    OneAtATime,
    /// One order cannot have so many things.
    TooMany {
        /// How many it can have.
        most: usize,
    },
    /// The provider takes no name for what is bought.
    NameNotTaken,
    /// The name cannot be one.
    NameUnusable,
    /// The price cannot be told from what the provider says.
    PriceUnknown,
    /// The account has no card that could be charged.
    NoCard,
}

impl NotSold {
    /// The reason in a word, for the audit and for texts that select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            NotSold::ShopClosed => "shop-closed",
            NotSold::PlanClosed => "plan-closed",
            NotSold::CustomClosed => "custom-closed",
            NotSold::SystemMissing { .. } => "system-missing",
            NotSold::SystemUnknown { .. } => "system-unknown",
            NotSold::SystemDisabled { .. } => "system-disabled",
            NotSold::CpuTypeUnknown { .. } => "cpu-type-unknown",
            NotSold::StorageTypeUnknown { .. } => "storage-type-unknown",
            NotSold::StorageTooSmall { .. } => "storage-too-small",
            NotSold::Unanswered { .. } => "unanswered",
            NotSold::MethodMissing { .. } => "method-missing",
            NotSold::NoSuchStep { .. } => "no-such-step",
            NotSold::BadAnswer { .. } => "bad-answer",
            NotSold::BadForm { .. } => "bad-form",
            NotSold::Needs { .. } => "needs",
            NotSold::Declined { .. } => "declined",
            NotSold::OneAtATime => "one-at-a-time",
            NotSold::TooMany { .. } => "too-many",
            NotSold::NameNotTaken => "name-not-taken",
            NotSold::NameUnusable => "name-unusable",
            NotSold::PriceUnknown => "price-unknown",
            NotSold::NoCard => "no-card",
        }
    }

    /// The argument that a choice would mend, and what there is to choose: each a name and the value that it stands
    /// for.
    pub fn choices(&self) -> Option<(&'static str, Vec<(String, String)>)> {
        let systems = |known: &[Template]| {
            let enabled = known.iter().filter(|template| template.enabled);
            ("os", enabled.map(|template| (template.name.clone(), template.id.clone())).collect())
        };
        let words = |argument, known: &[String]| {
            (argument, known.iter().map(|word| (word.clone(), word.clone())).collect())
        };
        match self {
            NotSold::SystemMissing { known }
            | NotSold::SystemUnknown { known, .. }
            | NotSold::SystemDisabled { known, .. } => Some(systems(known)),
            NotSold::MethodMissing { known } => Some(("pay_method", known.clone())),
            NotSold::CpuTypeUnknown { known, .. } => Some(words("cpu_type", known)),
            NotSold::StorageTypeUnknown { known, .. } => Some(words("storage_type", known)),
            _ => None,
        }
    }
}

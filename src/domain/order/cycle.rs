//! How often a price is paid.

use serde::{Deserialize, Serialize};

/// How often a price is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cycle {
    /// Once an hour.
    Hourly,
    /// Once a day.
    Daily,
    /// Once a week.
    Weekly,
    /// Once a month.
    #[default]
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    SemiAnnually,
    /// Once a year.
    Annually,
    /// Every two years.
    Biennially,
    /// Every three years.
    Triennially,
    /// Once.
    Once,
    /// At once, with what is paid later told beside it.
    Now,
    /// Again and again, and the provider does not tell how often in a word that is known.
    Untold,
}

impl Cycle {
    /// Every cycle.
    pub const ALL: [Cycle; 12] = [
        Cycle::Hourly,
        Cycle::Daily,
        Cycle::Weekly,
        Cycle::Monthly,
        Cycle::Quarterly,
        Cycle::SemiAnnually,
        Cycle::Annually,
        Cycle::Biennially,
        Cycle::Triennially,
        Cycle::Once,
        Cycle::Now,
        Cycle::Untold,
    ];

    /// The cycle in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cycle::Hourly => "hourly",
            Cycle::Daily => "daily",
            Cycle::Weekly => "weekly",
            Cycle::Monthly => "monthly",
            Cycle::Quarterly => "quarterly",
            Cycle::SemiAnnually => "semiannually",
            Cycle::Annually => "annually",
            Cycle::Biennially => "biennially",
            Cycle::Triennially => "triennially",
            Cycle::Once => "once",
            Cycle::Now => "now",
            Cycle::Untold => "untold",
        }
    }
}

//! What servers measure.

use std::str::FromStr;

use jiff::Timestamp;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Its name, as options, providers and texts write it.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                $name::ALL.iter().copied().find(|word| word.as_str() == text).ok_or(())
            }
        }
    )*};
}

words! {
    /// What is measured.
    Metric {
        /// Processor in use, percent.
        Cpu = "cpu",
        /// Memory in use, percent.
        Memory = "memory",
    }

    /// How far back measurements go.
    Range {
        /// An hour.
        Hour = "hour",
        /// A day.
        Day = "day",
        /// A week.
        Week = "week",
        /// A month.
        Month = "month",
        /// A year.
        Year = "year",
    }
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// When it was made.
    pub at: Timestamp,
    /// The value, percent; finite.
    pub value: f64,
}

//! What servers measure.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ProviderName;
use super::outcome::ResourceName;

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

words! {
    /// What a graph is of that a provider draws.
    GraphKind {
        /// Processor.
        Cpu = "cpu",
        /// Memory.
        Memory = "memory",
        /// Network.
        Traffic = "traffic",
        /// Disk in use.
        Storage = "storage",
        /// Reading from and writing to the disk.
        Io = "io",
        /// Work that waits.
        Load = "load",
    }
}

/// A graph that a provider draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// Of what.
    pub kind: GraphKind,
    /// How far back.
    pub range: Range,
    /// Where it is: https, and at a host that the configuration names.
    pub link: String,
}

/// The graphs of a server that a provider leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graphs {
    /// The graphs.
    pub graphs: Vec<Graph>,
    /// How many there are beside that lead to hosts which the configuration does not name.
    pub elsewhere: usize,
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// When it was made.
    pub at: Timestamp,
    /// The value, percent; finite.
    pub value: f64,
}

/// What a server has measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The server.
    pub server: ResourceName,
    /// Its account's provider.
    pub provider: ProviderName,
    /// What was measured.
    pub metric: Metric,
    /// How far back.
    pub range: Range,
    /// The measurements, oldest first.
    pub readings: Vec<Reading>,
    /// The calendar in which their times are shown.
    pub timezone: TimeZone,
}

//! How servers are set up: their systems, their sizes, and by what they are entered.

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::order::Template;
use super::outcome::ResourceName;
use super::server::Sizes;
use super::{Operation, ProviderName, ResourceRef};

/// Something of a server that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Its processor.
    Cpu,
    /// Its memory, MB.
    Memory,
    /// Its disk, GB.
    Disk,
    /// Its bandwidth, Mbps.
    Bandwidth,
}

impl Size {
    /// All of them.
    pub const ALL: [Size; 4] = [Size::Cpu, Size::Memory, Size::Disk, Size::Bandwidth];

    /// The size in a word: the option that names it, and by which texts select.
    pub const fn as_str(self) -> &'static str {
        match self {
            Size::Cpu => "cpu",
            Size::Memory => "memory",
            Size::Disk => "disk",
            Size::Bandwidth => "bandwidth",
        }
    }
}

/// The sizes that a server is to get; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSizes {
    /// Its processor: GHz or cores, as the provider counts.
    pub cpu: Option<u32>,
    /// Its memory, MB.
    pub memory_mb: Option<u32>,
    /// Its disk, GB.
    pub disk_gb: Option<u32>,
    /// Its bandwidth, Mbps.
    pub bandwidth_mbps: Option<u32>,
}

impl NewSizes {
    /// One of them.
    pub const fn get(&self, size: Size) -> Option<u32> {
        match size {
            Size::Cpu => self.cpu,
            Size::Memory => self.memory_mb,
            Size::Disk => self.disk_gb,
            Size::Bandwidth => self.bandwidth_mbps,
        }
    }

    /// Sets one of them.
    pub fn set(&mut self, size: Size, value: u32) {
        let place = match size {
            Size::Cpu => &mut self.cpu,
            Size::Memory => &mut self.memory_mb,
            Size::Disk => &mut self.disk_gb,
            Size::Bandwidth => &mut self.bandwidth_mbps,
        };
        *place = Some(value);
    }
}

/// How a provider counts processors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CpuUnit {
    /// By their clock, GHz.
    Gigahertz,
    /// By their cores.
    Cores,
}

/// What else happens when a server's sizes are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResizeEffect {
    /// Its price changes, and the provider does not tell the new one beforehand.
    Price,
    /// It may be interrupted.
    Interruption,
}

/// How a provider lets the sizes of its servers be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resizing {
    /// What else happens.
    pub effect: ResizeEffect,
    /// How it counts processors.
    pub unit: CpuUnit,
    /// The sizes that can be changed, each with the least and the most that the provider takes.
    pub bounds: &'static [(Size, u32, u32)],
    /// Whether it must be told every one of them, those too that stay as they are.
    pub is_whole: bool,
}

/// Why a server is not set up, or its sizes not changed, as it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfit {
    /// The provider has no such operating system for it.
    TemplateUnknown {
        /// What was typed; foreign text.
        text: String,
        /// Those that it has.
        known: Vec<Template>,
    },
    /// The operating system cannot be chosen now.
    TemplateDisabled {
        /// Its name; foreign text.
        name: String,
        /// Those that there are.
        known: Vec<Template>,
    },
    /// The provider takes no keys.
    KeysNotTaken,
    /// The key is none of the account.
    KeyElsewhere {
        /// What was named.
        key: ResourceRef,
    },
    /// No size was named.
    NoSize,
    /// The provider does not let this one be changed.
    SizeFixed(Size),
    /// The provider takes less or more of it.
    OutOfBounds {
        /// Of what.
        size: Size,
        /// How the processor is counted.
        unit: CpuUnit,
        /// What it would be.
        value: Decimal,
        /// Whether it is so now, and was not asked for.
        is_now: bool,
        /// The least that the provider takes.
        least: u32,
        /// The most.
        most: u32,
    },
    /// The provider must be told all sizes, and does not say what this one is now.
    SizeUntold(Size),
}

impl Unfit {
    /// The reason in a word, for the audit and for texts that select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Unfit::TemplateUnknown { .. } => "template-unknown",
            Unfit::TemplateDisabled { .. } => "template-disabled",
            Unfit::KeysNotTaken => "keys-not-taken",
            Unfit::KeyElsewhere { .. } => "key-elsewhere",
            Unfit::NoSize => "no-size",
            Unfit::SizeFixed(_) => "size-fixed",
            Unfit::OutOfBounds { is_now: false, .. } => "out-of-bounds",
            Unfit::OutOfBounds { is_now: true, .. } => "out-of-bounds-now",
            Unfit::SizeUntold(_) => "size-untold",
        }
    }

    /// What can be chosen instead of the operating system that was named.
    pub fn templates(&self) -> Option<&[Template]> {
        match self {
            Unfit::TemplateUnknown { known, .. } | Unfit::TemplateDisabled { known, .. } => Some(known),
            _ => None,
        }
    }
}

impl Resizing {
    /// What a provider must be told so that a server of these sizes gets those that were asked for.
    ///
    /// # Errors
    ///
    /// What the provider does not take.
    pub fn sizes(&self, now: Option<&Sizes>, asked: &NewSizes) -> Result<NewSizes, Unfit> {
        if *asked == NewSizes::default() {
            return Err(Unfit::NoSize);
        }
        let mut sizes = NewSizes::default();
        for size in Size::ALL {
            let bounds = self.bounds.iter().find(|(bounded, ..)| *bounded == size);
            let (value, is_now) = match (asked.get(size), bounds) {
                (Some(_), None) => return Err(Unfit::SizeFixed(size)),
                (Some(value), Some(_)) => (Decimal::from(value), false),
                (None, Some(_)) if self.is_whole => {
                    (now.and_then(|now| now.get(size)).ok_or(Unfit::SizeUntold(size))?, true)
                }
                (None, _) => continue,
            };
            let &(_, least, most) = bounds.unwrap_or(&(size, 0, u32::MAX));
            let fitting = value.to_u32().filter(|_| value.fract().is_zero());
            let Some(fitting) = fitting.filter(|value| (least..=most).contains(value)) else {
                return Err(Unfit::OutOfBounds { size, unit: self.unit, value, is_now, least, most });
            };
            sizes.set(size, fitting);
        }
        Ok(sizes)
    }
}

/// How a server is set up anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Reinstallation {
    /// The operating system.
    pub template: Template,
    /// The keys by which it can be entered, by the provider's ids.
    pub ssh_keys: Vec<String>,
}

impl Reinstallation {
    /// The operation by which it is done to a server that was set up before.
    pub fn operation(&self) -> Operation {
        if self.ssh_keys.is_empty() { Operation::ServerReinstall } else { Operation::ServerReinstallKeys }
    }
}

/// By what a server can be entered.
///
/// The password cannot be printed, neither as a text nor for debugging.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user's name, where it is told; foreign text.
    pub user: Option<String>,
    /// The password.
    pub password: SecretString,
    /// Since when it holds, where that is told.
    pub since: Option<Timestamp>,
}

/// By what a server can be entered, as its caller alone is shown it.
#[derive(Clone, Debug)]
pub struct ShownCredentials {
    /// The server.
    pub server: ResourceName,
    /// Its account's provider.
    pub provider: ProviderName,
    /// What the provider tells; `None`: it tells nothing.
    pub credentials: Option<Credentials>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESIZING: Resizing = Resizing {
        effect: ResizeEffect::Price,
        unit: CpuUnit::Gigahertz,
        bounds: &[(Size::Cpu, 2, 16), (Size::Memory, 2_048, 16_384)],
        is_whole: true,
    };

    fn now(cpu: &str, memory: Option<u32>) -> Sizes {
        Sizes {
            cpu_ghz: Some(cpu.parse().unwrap()),
            memory_mb: memory.map(Decimal::from),
            ..Sizes::default()
        }
    }

    #[test]
    fn what_is_not_asked_for_stays_where_all_sizes_are_told() {
        let asked = NewSizes { memory_mb: Some(4_096), ..NewSizes::default() };
        let sizes = RESIZING.sizes(Some(&now("4.0", Some(2_048))), &asked).unwrap();
        assert_eq!(sizes, NewSizes { cpu: Some(4), memory_mb: Some(4_096), ..NewSizes::default() });
        let partly = Resizing { is_whole: false, ..RESIZING };
        assert_eq!(partly.sizes(None, &asked).unwrap(), asked);
    }

    #[test]
    fn what_a_provider_does_not_take_is_not_asked_of_it() {
        let why = |now: Option<&Sizes>, asked: NewSizes| RESIZING.sizes(now, &asked).unwrap_err().as_str();
        let full = now("4", Some(2_048));
        let none = NewSizes::default();
        assert_eq!(why(Some(&full), none), "no-size");
        assert_eq!(why(Some(&full), NewSizes { disk_gb: Some(20), ..none }), "size-fixed");
        let memory = |memory| NewSizes { memory_mb: Some(memory), ..none };
        for outside in [0, 2_047, 16_385, u32::MAX] {
            assert_eq!(why(Some(&full), memory(outside)), "out-of-bounds", "{outside}");
        }
        assert_eq!(why(None, memory(2_048)), "size-untold");
        let untold = now("4", None);
        assert_eq!(why(Some(&untold), NewSizes { cpu: Some(4), ..none }), "size-untold");
        for outside in ["1", "17", "2.5", "-4", "79228162514264337593543950335"] {
            assert_eq!(why(Some(&now(outside, None)), memory(2_048)), "out-of-bounds-now", "{outside}");
        }
    }

    #[test]
    fn a_password_is_not_printed() {
        let password = SecretString::new("canary".to_owned());
        let credentials = Credentials { user: None, password, since: None };
        assert!(!format!("{credentials:?} {credentials:#?}").contains("canary"));
    }
}

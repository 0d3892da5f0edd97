//! What can be bought, what it costs, and how far a purchase is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Money, ResourceRef, UserId};

/// How often a price is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cycle {
    /// Once a month.
    Monthly,
    /// Once.
    Once,
}

/// A plan on sale; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name; foreign text.
    pub name: String,
    /// What it costs; `None` when the provider does not tell before it charges.
    pub price: Option<Money>,
    /// How often it is paid.
    pub cycle: Cycle,
    /// Whether it can be bought now.
    pub on_sale: bool,
    /// Its cores.
    pub cpu_cores: Option<Decimal>,
    /// Its memory, GB.
    pub memory_gb: Option<Decimal>,
    /// Its disk, GB.
    pub disk_gb: Option<Decimal>,
}

/// An operating system that a server can be set up with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The provider's id for it.
    pub id: String,
    /// Its name; foreign text.
    pub name: String,
    /// Whether it can be chosen now.
    pub enabled: bool,
    /// What it costs beside the server; `None` when it costs nothing, or that is not told.
    #[serde(default)]
    pub price: Option<Money>,
    /// The memory that it needs, MB.
    #[serde(default)]
    pub memory_mb: Option<u64>,
}

/// A type of processor that a server of one's own choice can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpuType {
    /// What the provider calls it.
    pub name: String,
    /// What a core of it costs a month; `None` when the provider does not tell.
    pub core: Option<Money>,
}

/// A server of one's own choice, as a person asks for it; what they leave open is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomWish {
    /// What the server shall be called.
    pub name: String,
    /// The operating system, by its id or name.
    pub os: String,
    /// The type of processor, as the provider names it.
    pub cpu_type: Option<String>,
    /// Its cores.
    pub cpu_cores: u32,
    /// Its memory, GB.
    pub memory_gb: u32,
    /// The type of storage, as the provider names it.
    pub storage_type: Option<String>,
    /// Its storage, GB.
    pub storage_gb: u32,
    /// How many IPv4 addresses it has.
    pub ipv4: u32,
}

/// What a person would like to buy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A plan.
    Plan {
        /// The provider's id for it.
        plan: String,
        /// The operating system, by its id or name.
        os: Option<String>,
        /// What shall be called so.
        name: Option<String>,
    },
    /// A server of one's own choice.
    Custom(CustomWish),
}

/// A server of one's own choice, with nothing left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomServer {
    /// What it will be called.
    pub name: String,
    /// The type of processor, as the provider names it.
    pub cpu_type: String,
    /// Its cores.
    pub cpu_cores: u32,
    /// Its memory, GB.
    pub memory_gb: u32,
    /// The type of storage, as the provider names it.
    pub storage_type: String,
    /// Its storage, GB.
    pub storage_gb: u32,
    /// How many IPv4 addresses it has.
    pub ipv4: u32,
}

/// What an offer is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Goods {
    /// A plan.
    Plan(Plan),
    /// A server of one's own choice.
    Custom(CustomServer),
}

/// What a part of a price pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PriceFor {
    /// Cores.
    Cpu,
    /// Gigabytes of memory.
    Memory,
    /// Gigabytes of storage.
    Storage,
    /// IPv4 addresses.
    Ipv4,
}

impl PriceFor {
    /// The name, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            PriceFor::Cpu => "cpu",
            PriceFor::Memory => "memory",
            PriceFor::Storage => "storage",
            PriceFor::Ipv4 => "ipv4",
        }
    }
}

/// A part of a price: so many of something at a rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricePart {
    /// What it pays for.
    pub what: PriceFor,
    /// How many.
    pub amount: u32,
    /// What one of them costs.
    pub each: Decimal,
}

impl PricePart {
    /// What the part costs; `None` when that is too much to be a number.
    pub fn total(&self) -> Option<Decimal> {
        self.each.checked_mul(self.amount.into())
    }
}

/// The rates by which a server of one's own choice is priced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomRates {
    /// A core, by the type of processor.
    pub cpu: BTreeMap<String, Decimal>,
    /// A gigabyte of memory.
    pub memory: Decimal,
    /// A gigabyte of storage, by its type.
    pub storage: BTreeMap<String, Decimal>,
    /// An IPv4 address.
    pub ipv4: Decimal,
}

impl CustomRates {
    /// What the server's price is made of; `None` when a type of it has no rate.
    pub fn parts(&self, server: &CustomServer) -> Option<Vec<PricePart>> {
        let part = |what, amount, each| PricePart { what, amount, each };
        Some(vec![
            part(PriceFor::Cpu, server.cpu_cores, *self.cpu.get(&server.cpu_type)?),
            part(PriceFor::Memory, server.memory_gb, self.memory),
            part(PriceFor::Storage, server.storage_gb, *self.storage.get(&server.storage_type)?),
            part(PriceFor::Ipv4, server.ipv4, self.ipv4),
        ])
    }
}

/// The sum of a price's parts; `None` when it is too much to be a number.
pub fn sum(parts: &[PricePart]) -> Option<Decimal> {
    parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.total()?))
}

/// What a provider sells for a wish, with everything that is sent when it is bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// What is bought.
    pub goods: Goods,
    /// The operating system, where one is chosen.
    pub system: Option<Template>,
    /// What it costs; `None` when the provider does not tell before it charges.
    pub price: Option<Money>,
    /// How often it is paid.
    pub cycle: Cycle,
    /// What the price is made of; empty where it is one figure.
    pub parts: Vec<PricePart>,
}

impl Offer {
    /// What is bought, in a name; foreign text.
    pub fn title(&self) -> &str {
        match &self.goods {
            Goods::Plan(plan) => &plan.name,
            Goods::Custom(server) => &server.name,
        }
    }
}

/// Why a wish cannot be bought; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSold {
    /// The provider sells nothing now.
    ShopClosed,
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
            NotSold::CustomClosed => "custom-closed",
            NotSold::SystemMissing { .. } => "system-missing",
            NotSold::SystemUnknown { .. } => "system-unknown",
            NotSold::SystemDisabled { .. } => "system-disabled",
            NotSold::CpuTypeUnknown { .. } => "cpu-type-unknown",
            NotSold::StorageTypeUnknown { .. } => "storage-type-unknown",
            NotSold::StorageTooSmall { .. } => "storage-too-small",
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
            NotSold::CpuTypeUnknown { known, .. } => Some(words("cpu_type", known)),
            NotSold::StorageTypeUnknown { known, .. } => Some(words("storage_type", known)),
            _ => None,
        }
    }
}

/// An accepted purchase, as far as the provider's answer tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purchase {
    /// The provider's id for the new server.
    pub server: Option<String>,
    /// The provider's id for the order; foreign text.
    pub order: Option<String>,
    /// The provider's own words; foreign text.
    pub words: Option<String>,
}

/// How a purchase is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProgressState {
    /// It goes on.
    Running,
    /// It is done.
    Done,
    /// It failed.
    Failed,
}

/// How far a purchase is, as the provider tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// How it is going.
    pub state: ProgressState,
    /// How much of it is done, 0 to 100.
    pub percent: Option<u8>,
    /// The provider's id for the new server.
    pub server: Option<String>,
    /// The provider's own words; foreign text.
    pub words: Option<String>,
}

/// How an order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderState {
    /// In the provider's own word; foreign text.
    Told(String),
    /// The bot has sent it, and the answer is not here yet.
    Sent,
    /// The provider is setting it up.
    Installing {
        /// How much of it is done, 0 to 100.
        percent: Option<u8>,
    },
    /// The answer was lost, and the bot is finding out.
    Doubtful,
    /// It is done.
    Done,
    /// The provider has failed to set it up.
    Failed,
    /// The provider had never begun it.
    NotStarted,
    /// The provider has refused it.
    Refused,
    /// What became of it is not known.
    Unknown,
}

impl OrderState {
    /// Whether the bot still follows it.
    pub const fn goes_on(&self) -> bool {
        matches!(self, OrderState::Sent | OrderState::Installing { .. } | OrderState::Doubtful)
    }

    /// Whether the provider has nothing of it, as far as the bot could see.
    pub const fn came_to_nothing(&self) -> bool {
        matches!(self, OrderState::NotStarted | OrderState::Refused)
    }

    /// The state in a word, as texts select by it; a told one is told.
    pub const fn as_str(&self) -> &'static str {
        match self {
            OrderState::Told(_) => "told",
            OrderState::Sent => "sent",
            OrderState::Installing { .. } => "installing",
            OrderState::Doubtful => "doubtful",
            OrderState::Done => "done",
            OrderState::Failed => "failed",
            OrderState::NotStarted => "not-started",
            OrderState::Refused => "refused",
            OrderState::Unknown => "unknown",
        }
    }
}

/// Something that was ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Its reference.
    pub resource: ResourceRef,
    /// What was ordered; foreign text.
    pub name: String,
    /// How it stands.
    pub state: OrderState,
    /// What it costs.
    pub price: Option<Money>,
    /// When the bot sent it, and for whom; `None`: it was not the bot.
    pub placed: Option<(Timestamp, UserId)>,
    /// When it is paid next: a date in the account's own calendar.
    pub renews_on: Option<Date>,
    /// The server that came of it.
    pub server: Option<ResourceRef>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rates() -> CustomRates {
        let rate = |text: &str| text.parse::<Decimal>().unwrap();
        CustomRates {
            cpu: [("xeonE5".to_owned(), rate("15.6")), ("xeonGold".to_owned(), rate("17"))].into(),
            memory: rate("7"),
            storage: [("ssd".to_owned(), rate("1.5")), ("hdd".to_owned(), rate("1.2"))].into(),
            ipv4: rate("4"),
        }
    }

    fn server(cpu_type: &str, storage_type: &str, [cpu, memory, storage, ipv4]: [u32; 4]) -> CustomServer {
        CustomServer {
            name: "my-api-vps".to_owned(),
            cpu_type: cpu_type.to_owned(),
            cpu_cores: cpu,
            memory_gb: memory,
            storage_type: storage_type.to_owned(),
            storage_gb: storage,
            ipv4,
        }
    }

    #[test]
    fn the_documented_server_costs_what_the_document_says() {
        let parts = rates().parts(&server("xeonE5", "ssd", [4, 8, 160, 1])).unwrap();
        let totals: Vec<_> = parts.iter().map(|part| part.total().unwrap().normalize().to_string()).collect();
        assert_eq!(totals, ["62.4", "56", "240", "4"]);
        assert_eq!(sum(&parts), Some("362.4".parse().unwrap()));
    }

    #[test]
    fn a_type_without_a_rate_has_no_price() {
        assert_eq!(rates().parts(&server("m1", "ssd", [1, 1, 1, 1])), None);
        assert_eq!(rates().parts(&server("xeonE5", "tape", [1, 1, 1, 1])), None);
    }

    proptest! {
        #[test]
        fn a_price_is_exact_to_the_hundredth(
            cpu in 1u32..500, memory in 1u32..2000, storage in 1u32..100_000, ipv4 in 0u32..256, gold: bool, hdd: bool
        ) {
            let wish = server(
                if gold { "xeonGold" } else { "xeonE5" },
                if hdd { "hdd" } else { "ssd" },
                [cpu, memory, storage, ipv4],
            );
            let hundredths = u64::from(cpu) * if gold { 1700 } else { 1560 }
                + u64::from(memory) * 700
                + u64::from(storage) * if hdd { 120 } else { 150 }
                + u64::from(ipv4) * 400;
            let price = sum(&rates().parts(&wish).unwrap()).unwrap();
            prop_assert_eq!(price * Decimal::from(100), Decimal::from(hundredths));
        }
    }
}

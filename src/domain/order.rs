//! What can be bought, what it costs, and how far a purchase is.

mod certificate;
mod cycle;
mod detail;
mod item;
mod not_sold;
mod trace;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

pub use certificate::{CertificateWish, NewCertificate};
pub use cycle::Cycle;
pub use detail::{OrderDetail, OrderedItem};
pub use item::{Answers, Chosen, Item, ItemWish};
pub use not_sold::NotSold;
pub use trace::Trace;

use super::{Money, Operation, ResourceRef, UserId};

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
    /// The group that the provider sells it in; foreign text.
    #[serde(default)]
    pub category: Option<String>,
    /// What the provider says of it, line by line; foreign text.
    #[serde(default)]
    pub about: Option<String>,
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
    pub memory_gb: Decimal,
    /// The type of storage, as the provider names it.
    pub storage_type: Option<String>,
    /// Its storage, GB.
    pub storage_gb: u32,
    /// How many IPv4 addresses it has.
    pub ipv4: u32,
    /// What else was chosen, by the ids of what the provider asks.
    pub answers: Answers,
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
        /// What else was chosen of it, by the ids of what the provider asks.
        answers: Answers,
        /// What is bought in the same order.
        more: Vec<ItemWish>,
    },
    /// A server of one's own choice.
    Custom(CustomWish),
    /// A certificate.
    Certificate(CertificateWish),
}

impl Wish {
    /// The operation that buys it.
    pub const fn operation(&self) -> Operation {
        match self {
            Wish::Plan { .. } => Operation::OrderBuy,
            Wish::Custom(_) => Operation::OrderCustom,
            Wish::Certificate(_) => Operation::CertificateBuy,
        }
    }
}

/// A server of one's own choice, with nothing left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomServer {
    /// What it will be called.
    pub name: String,
    /// The type of processor, as the provider names it; empty where it has one type alone.
    pub cpu_type: String,
    /// Its cores.
    pub cpu_cores: u32,
    /// Its memory, GB.
    pub memory_gb: Decimal,
    /// The type of storage, as the provider names it; empty where it has one type alone.
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
    /// A certificate.
    Certificate(NewCertificate),
}

impl Goods {
    /// The operation that buys it.
    pub const fn operation(&self) -> Operation {
        match self {
            Goods::Plan(_) => Operation::OrderBuy,
            Goods::Custom(_) => Operation::OrderCustom,
            Goods::Certificate(_) => Operation::CertificateBuy,
        }
    }
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
            part(PriceFor::Memory, whole(server.memory_gb)?, self.memory),
            part(PriceFor::Storage, server.storage_gb, *self.storage.get(&server.storage_type)?),
            part(PriceFor::Ipv4, server.ipv4, self.ipv4),
        ])
    }
}

/// A number that has no fraction.
fn whole(number: Decimal) -> Option<u32> {
    number.to_u32().filter(|_| number.fract().is_zero())
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
    /// What is paid regularly, where the price is only what is paid at once.
    #[serde(default)]
    pub then: Vec<(Cycle, Money)>,
    /// What was chosen of a plan.
    #[serde(default)]
    pub chosen: Vec<Chosen>,
    /// What is bought in the same order.
    #[serde(default)]
    pub more: Vec<Item>,
}

impl Offer {
    /// Goods at a price that is paid monthly, with nothing to choose.
    pub fn of(goods: Goods, price: Option<Money>) -> Self {
        let cycle = Cycle::Monthly;
        let (system, parts, then, chosen, more) = (None, vec![], vec![], vec![], vec![]);
        Offer { goods, system, price, cycle, parts, then, chosen, more }
    }

    /// The operation by which it is bought.
    pub fn operation(&self) -> Operation {
        if self.more.is_empty() { self.goods.operation() } else { Operation::OrderSeveral }
    }

    /// What is bought, in a name; foreign text.
    pub fn title(&self) -> &str {
        match &self.goods {
            Goods::Plan(plan) => &plan.name,
            Goods::Custom(server) => &server.name,
            Goods::Certificate(certificate) => &certificate.name,
        }
    }

    /// The items that it has, each as the number of the first one that is of the same plan.
    pub fn kinds(&self) -> Vec<usize> {
        let first = match &self.goods {
            Goods::Plan(plan) => Some(&plan.resource),
            Goods::Custom(_) | Goods::Certificate(_) => None,
        };
        let plans: Vec<_> =
            std::iter::once(first).chain(self.more.iter().map(|item| Some(&item.plan.resource))).collect();
        let first_of = |plan| plans.iter().position(|other| other == plan).unwrap_or_default();
        plans.iter().map(first_of).collect()
    }
}

/// How what is bought is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidBy {
    /// The account is charged with the order.
    Charge,
    /// By an invoice that the order makes, and that somebody pays then.
    Invoice,
    /// From the account's credit, or by an invoice where that is not enough.
    CreditOrInvoice,
    /// By an invoice, in the way that is chosen with the order: some charge at once.
    Method,
}

impl PaidBy {
    /// The way in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            PaidBy::Charge => "charge",
            PaidBy::Invoice => "invoice",
            PaidBy::CreditOrInvoice => "credit",
            PaidBy::Method => "method",
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
    /// What has come of it, by the ids of its traces.
    pub traces: Vec<String>,
    /// The provider's id for the invoice that it is paid by.
    pub invoice: Option<String>,
    /// What the provider says that it costs.
    pub charged: Option<Money>,
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
    /// The provider's id for the invoice that it waits for.
    #[serde(default)]
    pub unpaid: Option<String>,
    /// Whether it waits for a payment whose invoice the provider does not name.
    #[serde(default)]
    pub waits_for_payment: bool,
    /// Whether it is paid and has no server before that is installed by a command of its own.
    #[serde(default)]
    pub uninstalled: bool,
}

impl Progress {
    /// Whether it waits for a payment.
    pub const fn is_unpaid(&self) -> bool {
        self.unpaid.is_some() || self.waits_for_payment
    }

    /// How a purchase is going, of which nothing else is told.
    pub const fn new(state: ProgressState) -> Progress {
        Progress {
            state,
            percent: None,
            server: None,
            words: None,
            unpaid: None,
            waits_for_payment: false,
            uninstalled: false,
        }
    }

    /// How far several things are that were bought together, of which there are to be so many: as far as the last.
    pub fn together(all: Vec<Progress>, wanted: usize) -> Progress {
        let has = |state| all.iter().any(|progress| progress.state == state);
        let state = match () {
            () if has(ProgressState::Failed) => ProgressState::Failed,
            () if has(ProgressState::Running) || all.len() < wanted => ProgressState::Running,
            () => ProgressState::Done,
        };
        let percents = all.iter().map(|progress| progress.percent).collect::<Option<Vec<_>>>();
        Progress {
            state,
            percent: percents
                .filter(|percents| percents.len() >= wanted)
                .and_then(|all| all.into_iter().min()),
            server: all.iter().find_map(|progress| progress.server.clone()),
            words: all.iter().find_map(|progress| progress.words.clone()),
            unpaid: all.iter().find_map(|progress| progress.unpaid.clone()),
            waits_for_payment: all.iter().any(|progress| progress.waits_for_payment),
            uninstalled: all.iter().any(|progress| progress.uninstalled),
        }
    }
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
    /// The provider has taken it, and waits for its payment.
    Unpaid {
        /// The provider's id for the invoice, where it is told.
        invoice: Option<String>,
    },
    /// The answer was lost, and the bot is finding out.
    Doubtful,
    /// It is done.
    Done,
    /// It is paid; its server is installed by a command of its own.
    Paid,
    /// The provider has failed to set it up.
    Failed,
    /// It was cancelled before it was paid.
    Cancelled,
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
        use OrderState::{Doubtful, Installing, Sent, Unpaid};
        matches!(self, Sent | Installing { .. } | Unpaid { .. } | Doubtful)
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
            OrderState::Unpaid { .. } => "unpaid",
            OrderState::Doubtful => "doubtful",
            OrderState::Done => "done",
            OrderState::Paid => "paid",
            OrderState::Failed => "failed",
            OrderState::Cancelled => "cancelled",
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
    /// How often that is paid.
    pub cycle: Cycle,
    /// When the bot sent it, and for whom; `None`: it was not the bot.
    pub placed: Option<(Timestamp, UserId)>,
    /// When it is paid next: a date in the account's own calendar.
    pub renews_on: Option<Date>,
    /// The server that came of it.
    pub server: Option<ResourceRef>,
    /// The ids of what it has become, of a purchase at a provider that keeps no id of the bot's.
    pub traces: Option<Vec<String>>,
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
            memory_gb: memory.into(),
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

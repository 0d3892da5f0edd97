//! Services: what is paid for regularly, as far as more can be told of it and done to it than that it is there.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::billing::Subscription;
use super::job::Sight;
use super::network::NetAddress;
use super::order::Template;
use super::outcome::ResourceName;
use super::{Money, ProviderName, ResourceRef};

/// A call that a service offers, as its provider writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceMethod {
    /// What it does; foreign text.
    pub name: String,
    /// The HTTP method; foreign text.
    pub method: String,
    /// The path; foreign text.
    pub route: String,
}

/// Something that a provider tells of a service, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is; foreign text.
    pub what: String,
    /// How it is; foreign text.
    pub how: String,
}

/// An address of a service, and what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAddress {
    /// The address.
    pub address: NetAddress,
    /// What it belongs to, where that is told; foreign text.
    pub of: Option<String>,
}

/// How much of something a service has is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// One of several.
    Item,
    /// So much of it.
    Quantity,
    /// So much of one of several.
    ItemAndQuantity,
}

/// Something that a service can have more or less of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradeResource {
    /// The provider's id for it.
    pub id: String,
    /// What it is; foreign text.
    pub name: String,
    /// How it is chosen.
    pub choice: Choice,
    /// What can be chosen.
    pub items: Vec<UpgradeItem>,
    /// How much of it there is, where that is told; foreign text.
    pub quantity: Option<String>,
}

/// Something that can be chosen; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradeItem {
    /// The provider's id for it.
    pub id: String,
    /// What it is; foreign text.
    pub name: String,
    /// What it costs a cycle.
    pub price: Option<Money>,
    /// What it costs once.
    pub setup: Option<Money>,
    /// Whether it is what the service has.
    pub selected: bool,
}

/// A product that a service can become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradePackage {
    /// The provider's id for it: a number.
    pub id: String,
    /// Its name; foreign text.
    pub name: String,
    /// What it costs a cycle, where that is told.
    pub price: Option<Money>,
}

/// What a service can be upgraded to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpgradeOptions {
    /// What it can have more or less of.
    pub resources: Vec<UpgradeResource>,
    /// What it can become.
    pub packages: Vec<UpgradePackage>,
}

impl UpgradeOptions {
    /// What a change of the resources shows in.
    pub fn sight(&self) -> Sight {
        let of = |resource: &UpgradeResource| {
            let item = resource.items.iter().find(|item| item.selected).map(|item| item.id.clone());
            let chosen = match (resource.choice, item, resource.quantity.clone()) {
                (Choice::Item, Some(item), _) => ResourceWish::Item(item),
                (Choice::Quantity, _, Some(quantity)) => ResourceWish::Quantity(quantity),
                (Choice::ItemAndQuantity, Some(item), Some(quantity)) => {
                    ResourceWish::Both { item, quantity }
                }
                _ => return None,
            };
            Some((resource.id.clone(), chosen.as_words()))
        };
        self.resources.iter().filter_map(of).collect()
    }
}

/// How much of a resource a service is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceWish {
    /// The item of this id.
    Item(String),
    /// So much.
    Quantity(String),
    /// So much of the item of this id.
    Both {
        /// The item's id.
        item: String,
        /// How much.
        quantity: String,
    },
}

impl ResourceWish {
    /// The wish in a word, by which what is wanted is known again.
    pub fn as_words(&self) -> String {
        match self {
            ResourceWish::Item(word) | ResourceWish::Quantity(word) => word.clone(),
            ResourceWish::Both { item, quantity } => format!("{item}:{quantity}"),
        }
    }
}

/// The key under which a service's product stands in what is shown of it.
pub const PACKAGE: &str = "package";
/// The key under which stands how often it is paid.
pub const CYCLE: &str = "cycle";

/// What a service is to be upgraded to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpgradeWish {
    /// How much of which resources, by the provider's ids for them.
    pub resources: BTreeMap<String, ResourceWish>,
    /// Which product.
    pub package: Option<UpgradePackage>,
    /// How often it is to be paid.
    pub cycle: Option<Period>,
}

impl UpgradeWish {
    /// What the service shows that is so.
    pub fn sight(&self) -> Sight {
        let mut sight: Sight =
            self.resources.iter().map(|(id, wish)| (id.clone(), wish.as_words())).collect();
        sight.extend(self.package.as_ref().map(|it| (PACKAGE.to_owned(), it.name.to_lowercase())));
        sight.extend(self.cycle.map(|cycle| (CYCLE.to_owned(), cycle.word().to_owned())));
        sight
    }
}

/// How often a service is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    SemiAnnually,
    /// Every year.
    Annually,
    /// Every two years.
    Biennially,
    /// Every three years.
    Triennially,
}

impl Period {
    /// Every one.
    pub const ALL: [Period; 6] = [
        Period::Monthly,
        Period::Quarterly,
        Period::SemiAnnually,
        Period::Annually,
        Period::Biennially,
        Period::Triennially,
    ];

    /// The period's sign, as options and requests write it.
    pub const fn sign(self) -> &'static str {
        match self {
            Period::Monthly => "m",
            Period::Quarterly => "q",
            Period::SemiAnnually => "s",
            Period::Annually => "a",
            Period::Biennially => "b",
            Period::Triennially => "t",
        }
    }

    /// The period's name in small letters, as services tell it and texts select by it.
    pub const fn word(self) -> &'static str {
        match self {
            Period::Monthly => "monthly",
            Period::Quarterly => "quarterly",
            Period::SemiAnnually => "semi-annually",
            Period::Annually => "annually",
            Period::Biennially => "biennially",
            Period::Triennially => "triennially",
        }
    }

    /// The period of that sign.
    pub fn of(sign: &str) -> Option<Period> {
        Period::ALL.into_iter().find(|period| period.sign() == sign)
    }
}

/// What an upgrade would cost; what a provider does not tell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// What is to be paid for it now.
    pub now: Option<Money>,
    /// What the service costs a cycle from then on.
    pub recurring: Option<Money>,
}

/// What is done to a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceDeed {
    /// It gets another label.
    Relabel {
        /// The label.
        label: String,
    },
    /// It is asked to end.
    Cancel {
        /// At once, and not at the end of what is paid.
        immediate: bool,
        /// Why, where that is said.
        reason: Option<String>,
    },
    /// It is upgraded.
    Upgrade {
        /// To what.
        wish: UpgradeWish,
        /// The same as the provider calls it, one line each; foreign text.
        chosen: Vec<Told>,
        /// What that costs.
        estimate: Estimate,
    },
}

/// A server that is to be made within a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewServer {
    /// What it is to be called.
    pub label: String,
    /// The operating system.
    pub template: Template,
    /// Its memory, MB.
    pub memory_mb: u32,
    /// Its cores.
    pub cpu_cores: u32,
    /// Its disk, GB.
    pub disk_gb: u32,
}

/// A service that something is done to, as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceChange {
    /// The service.
    pub service: Subscription,
    /// What is done.
    pub deed: ServiceDeed,
    /// The service's provider.
    pub provider: ProviderName,
}

/// A part of what is told of a service.
#[derive(Clone, Debug)]
pub struct ServiceShown {
    /// The service.
    pub service: ResourceName,
    /// Its account's provider.
    pub provider: ProviderName,
    /// The part.
    pub part: ServicePart,
}

/// What is shown of a service.
#[derive(Clone, Debug)]
pub enum ServicePart {
    /// The calls that it offers.
    Methods(Vec<ServiceMethod>),
    /// What it has and uses.
    Resources(Vec<Told>),
    /// Its addresses.
    Addresses(Vec<ServiceAddress>),
    /// What it is called by those who rent it; `None`: nothing.
    Label(Option<String>),
    /// What it can be upgraded to.
    Upgrades(UpgradeOptions),
}

/// A service with all that its provider tells of it, but its secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceDetail {
    /// Its reference.
    pub resource: ResourceRef,
    /// What it is called; foreign text.
    pub title: String,
    /// How it stands, in the provider's own word; foreign text. `None`: the provider does not tell.
    pub state: Option<String>,
    /// The facts, in the order in which they are shown.
    pub facts: Vec<ServiceFact>,
}

/// A fact of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceFact {
    /// Which one it is.
    pub label: FactLabel,
    /// What it says.
    pub value: FactValue,
}

/// Which fact of a service it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactLabel {
    /// What was ordered.
    Product,
    /// The domain or host name that it is for.
    Domain,
    /// Its address.
    Address,
    /// What it costs.
    Price,
    /// How often that is paid, in the provider's own word.
    Cycle,
    /// Since when it is there.
    Since,
    /// When it is paid next.
    NextPayment,
}

impl FactLabel {
    /// Every label.
    pub const ALL: [FactLabel; 7] = [
        FactLabel::Product,
        FactLabel::Domain,
        FactLabel::Address,
        FactLabel::Price,
        FactLabel::Cycle,
        FactLabel::Since,
        FactLabel::NextPayment,
    ];

    /// The label in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            FactLabel::Product => "product",
            FactLabel::Domain => "domain",
            FactLabel::Address => "address",
            FactLabel::Price => "price",
            FactLabel::Cycle => "cycle",
            FactLabel::Since => "since",
            FactLabel::NextPayment => "next-payment",
        }
    }
}

/// What a fact of a service says.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Words; foreign text.
    Text(String),
    /// An amount.
    Money(Money),
    /// A day in the account's own calendar.
    Day(Date),
}

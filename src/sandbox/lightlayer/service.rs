//! Services and their virtual machines.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use secrecy::SecretString;

use super::network::Network;
use super::upgrade::{Cancellation, Package, UpgradeOption};
use crate::sandbox::provider::{Condition, Mode, Power};

/// Something that the account rents.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id.
    pub id: u64,
    /// The product's name.
    pub name: String,
    /// Its domain or host name.
    pub domain: String,
    /// What the customer calls it.
    pub label: String,
    /// The product's category.
    pub category: String,
    /// The category in a URL.
    pub category_url: String,
    /// Per cycle.
    pub total: Decimal,
    /// The first cycle.
    pub first_payment: Decimal,
    /// `Monthly`, `Annually` and so on.
    pub billing_cycle: String,
    /// The day it was ordered.
    pub created: Date,
    /// The day the next cycle must be paid.
    pub next_due: Date,
    /// The day the next invoice comes.
    pub next_invoice: Date,
    /// How it stands once it is set up: `Active`, `Suspended`, `Terminated`.
    pub status: String,
    /// It is `Pending` until then.
    pub active_from: Timestamp,
    /// What the list says instead of the truth; the documented list and the documented details disagree.
    pub listed_status: Option<String>,
    /// Its login.
    pub username: String,
    /// Its password.
    pub password: SecretString,
    /// The calls that it offers, by the routes of the documentation.
    pub methods: Vec<Method>,
    /// Its VMs by id; absent for a service that is not about VMs.
    pub vms: Option<BTreeMap<String, Vm>>,
    /// The operating systems for its VMs: ids and names.
    pub templates: Vec<(String, String)>,
    /// What its VMs may have in all: memory in MB, cores and disk in GB.
    pub limits: Limits,
    /// What it can have more of.
    pub options: Vec<UpgradeOption>,
    /// What it can become.
    pub packages: Vec<Package>,
    /// That it is to end, once that was asked for.
    pub cancellation: Option<Cancellation>,
}

/// What the VMs of a service may have in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Memory in MB.
    pub memory: u32,
    /// Processor cores.
    pub cores: u32,
    /// Disk in GB.
    pub disk: u32,
}

impl Limits {
    /// Enough for a few small VMs.
    pub const USUAL: Self = Self { memory: 16_384, cores: 16, disk: 400 };
}

impl Service {
    /// What its VMs have in all.
    pub fn used(&self) -> Limits {
        let none = Limits { memory: 0, cores: 0, disk: 0 };
        self.vms.iter().flat_map(BTreeMap::values).fold(none, |used, vm| Limits {
            memory: used.memory + vm.memory,
            cores: used.cores + vm.cores,
            disk: used.disk + vm.disk,
        })
    }

    /// The operating systems that there usually are.
    pub(super) fn usual_templates() -> Vec<(String, String)> {
        [("101", "Debian 12"), ("102", "Ubuntu 24.04"), ("103", "AlmaLinux 9")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .into()
    }

    /// How it stands at `now`.
    pub fn status(&self, now: Timestamp) -> &str {
        if now < self.active_from { "Pending" } else { &self.status }
    }
}

/// A call that a service offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// What it does.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The path, with `@id` and `@vmid`.
    pub route: String,
}

impl Method {
    fn new(name: &str, method: &str, route: &str) -> Self {
        Self { name: name.to_owned(), method: method.to_owned(), route: route.to_owned() }
    }

    /// What every service offers, as documented.
    pub(super) fn of_any_service() -> Vec<Self> {
        vec![
            Self::new("Upgrade Request", "POST", "/service/@id/upgrade"),
            Self::new("Upgrade Options", "GET", "/service/@id/upgrade"),
            Self::new("Change service label", "POST", "/service/@id/label"),
            Self::new("Service label", "GET", "/service/@id/label"),
            Self::new("Cancel Service", "POST", "/service/@id/cancel"),
        ]
    }

    /// What a service with VMs offers besides.
    pub(super) fn of_a_vm_service() -> Vec<Self> {
        let mut methods = Self::of_any_service();
        methods.extend([
            Self::new("List VMs", "GET", "/service/@id/vms"),
            Self::new("VM Details", "GET", "/service/@id/vms/@vmid"),
            Self::new("Stop VM", "POST", "/service/@id/vms/@vmid/stop"),
            Self::new("Start VM", "POST", "/service/@id/vms/@vmid/start"),
            Self::new("Shutdown VM", "POST", "/service/@id/vms/@vmid/shutdown"),
            Self::new("Reboot VM", "POST", "/service/@id/vms/@vmid/reboot"),
            Self::new("Reset VM", "POST", "/service/@id/vms/@vmid/reset"),
            Self::new("Create VM", "POST", "/service/@id/vms"),
            Self::new("Destroy VM", "DELETE", "/service/@id/vms/@vmid"),
            Self::new("Resize VM", "PUT", "/service/@id/vms/@vmid"),
            Self::new("Rebuild VM", "POST", "/service/@id/vms/@vmid/rebuild"),
            Self::new("List IPs", "GET", "/service/@id/vms/@vmid/ips"),
            Self::new("List IP Pools", "GET", "/service/@id/vms/@vmid/ippool"),
            Self::new("Assign IPs", "POST", "/service/@id/vms/@vmid/ippool/@pool"),
            Self::new("List VM Network Interfaces", "GET", "/service/@id/vms/@vmid/interfaces"),
            Self::new("Network Interface Details", "GET", "/service/@id/vms/@vmid/interfaces/@iface"),
            Self::new("Update Network Interface", "PUT", "/service/@id/vms/@vmid/interfaces/@iface"),
            Self::new("Add Network Interface", "POST", "/service/@id/vms/@vmid/interfaces"),
            Self::new("Remove Network Interface", "DELETE", "/service/@id/vms/@vmid/interfaces/@iface"),
            Self::new("List OS templates", "GET", "/service/@id/templates"),
            Self::new("Resources", "GET", "/service/@id/resources"),
            Self::new("IP Addresses", "GET", "/service/@id/ip"),
        ]);
        methods
    }
}

/// A virtual machine.
#[derive(Clone, Debug)]
pub struct Vm {
    /// Its id within the service.
    pub id: String,
    /// Its name, which may be anything a customer can type.
    pub label: String,
    /// The operating system: id and name.
    pub template: (String, String),
    /// Memory in MB.
    pub memory: u32,
    /// Processor cores.
    pub cores: u32,
    /// Disk in GB.
    pub disk: u32,
    /// Its interfaces and addresses.
    pub network: Network,
    /// The login that it was made with.
    pub username: String,
    /// The password that it was made with.
    pub password: SecretString,
    /// Bytes received and sent.
    pub traffic: (u64, u64),
    /// When it was or will be built.
    pub built_at: Timestamp,
    /// How it takes its orders.
    pub mode: Mode,
    /// Whether it is on.
    pub power: Power,
}

impl Vm {
    /// A small VM that is built and off.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            template: ("101".to_owned(), "Debian 12".to_owned()),
            memory: 2048,
            cores: 2,
            disk: 40,
            network: Network::of(Ipv4Addr::new(203, 0, 113, 70).into()),
            username: "root".to_owned(),
            password: SecretString::new("not-the-real-one".to_owned()),
            traffic: (123_456, 654_321),
            built_at: Timestamp::UNIX_EPOCH,
            mode: Mode::default(),
            power: Power::OFF,
        }
    }

    /// The same VM, running since then.
    #[must_use]
    pub fn running_since(mut self, since: Timestamp) -> Self {
        self.power = Power::on_since(since);
        self
    }

    /// The same VM, being built and on from that moment.
    #[must_use]
    pub fn built_from(mut self, built_at: Timestamp) -> Self {
        (self.built_at, self.power) = (built_at, Power::on_from(built_at));
        self
    }

    /// What it shows at `now`.
    pub fn condition(&self, now: Timestamp) -> Condition {
        self.power.condition(now)
    }
}

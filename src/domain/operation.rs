//! Operations: the calls that an adapter may offer, and the literal in which it says which.

use std::fmt;

use super::event::Event;

macro_rules! operations {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// One call that an adapter may offer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation {
            $($(#[$doc])* $variant,)*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Operation] = &[$(Operation::$variant),*];

            /// The operation's name, as logs write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Operation::$variant => $name,)* }
            }
        }
    };
}

operations! {
    /// All servers of the account.
    ServerList = "server.list";
    /// One server.
    ServerShow = "server.show";
    /// Start a server.
    ServerStart = "server.start";
    /// Power a server off.
    ServerStop = "server.stop";
    /// Restart a server.
    ServerRestart = "server.restart";
    /// Shut a server down in good order.
    ServerShutdown = "server.shutdown";
    /// Restart a server by its power.
    ServerReset = "server.reset";
    /// Give a server another host name.
    ServerRename = "server.rename";
    /// Delete a server.
    ServerDestroy = "server.destroy";
    /// Set a server up anew with another system.
    ServerReinstall = "server.reinstall";
    /// The same with keys by which it can be entered.
    ServerReinstallKeys = "server.reinstall-keys";
    /// Give a server a new password.
    ServerPassword = "server.password";
    /// Change a server's sizes.
    ServerResize = "server.resize";
    /// By what a server can be entered.
    CredentialsShow = "credentials.show";
    /// What a server has measured.
    ServerMetrics = "server.metrics";
    /// Links to graphs of what a server has measured, which open for one viewer's address alone.
    ServerGraphs = "server.graphs";
    /// What was and is done to a server.
    TaskList = "task.list";
    /// How far a task is that was queued for a server.
    TaskShow = "task.show";
    /// The network interfaces of a server.
    InterfaceList = "interface.list";
    /// One network interface of a server.
    InterfaceShow = "interface.show";
    /// Give a server another network interface.
    InterfaceAdd = "interface.add";
    /// Give a network interface other settings.
    InterfaceUpdate = "interface.update";
    /// Take a network interface away.
    InterfaceRemove = "interface.remove";
    /// The addresses of a server.
    AddressList = "address.list";
    /// Give a network interface another address.
    AddressAssign = "address.assign";
    /// The pools that a server's further addresses are taken from.
    PoolList = "pool.list";
    /// The operating systems that a server can be set up with.
    TemplateList = "template.list";
    /// What the account holds, owes and will owe.
    BalanceShow = "balance.show";
    /// The money that was put into the account and used.
    CreditHistory = "credit.history";
    /// The bonuses that were given to the account and used.
    BonusHistory = "bonus.history";
    /// The saved payment cards.
    CardList = "card.list";
    /// All invoices.
    InvoiceList = "invoice.list";
    /// One invoice.
    InvoiceShow = "invoice.show";
    /// Pay an invoice from the account's credit.
    InvoicePay = "invoice.pay";
    /// The ways to pay and their fees.
    PaymentMethodList = "payment-method.list";
    /// The plans on sale and their prices.
    PlanList = "plan.list";
    /// What a plan can be ordered with.
    PlanShow = "plan.show";
    /// What an order would cost.
    QuoteShow = "quote.show";
    /// Buy a plan.
    OrderBuy = "order.buy";
    /// Buy several things in one order.
    OrderSeveral = "order.several";
    /// Buy a server of one's own choice.
    OrderCustom = "order.custom";
    /// What was ordered.
    OrderList = "order.list";
    /// One order with its items.
    OrderShow = "order.show";
    /// How far a purchase of the bot is.
    OrderProgress = "order.progress";
    /// What a purchase of the bot may have become, where the provider keeps no id of the bot's.
    OrderTrace = "order.trace";
    /// Cancel an order.
    OrderCancel = "order.cancel";
    /// Cancel one item of an order.
    OrderItemCancel = "order.item-cancel";
    /// Install the server of an order for the first time.
    OrderInstall = "order.install";
    /// What is paid for regularly.
    ServiceList = "service.list";
    /// The calls that a service offers.
    ServiceMethods = "service.methods";
    /// What a service has and uses.
    ServiceResources = "service.resources";
    /// The addresses of a service.
    ServiceAddresses = "service.addresses";
    /// The servers of one service.
    ServiceServers = "service.servers";
    /// What a service is called by those who rent it.
    LabelShow = "label.show";
    /// Give a service another label.
    ServiceRelabel = "service.relabel";
    /// Ask for a service to end.
    ServiceCancel = "service.cancel";
    /// What a service can be upgraded to.
    UpgradeOptions = "upgrade.options";
    /// What an upgrade of a service would cost.
    UpgradeEstimate = "upgrade.estimate";
    /// Upgrade a service.
    ServiceUpgrade = "service.upgrade";
    /// Make a server within a service.
    ServerCreate = "server.create";
    /// One thing that is paid for regularly.
    ServiceShow = "service.show";
    /// The SSH keys that new servers can be given.
    KeyList = "key.list";
    /// Add an SSH key.
    KeyAdd = "key.add";
    /// Remove an SSH key.
    KeyRemove = "key.remove";
    /// All hosted sites.
    SiteList = "site.list";
    /// One hosted site.
    SiteShow = "site.show";
    /// Create a hosted site.
    SiteCreate = "site.create";
    /// All tickets.
    TicketList = "ticket.list";
    /// One ticket with all that was written.
    TicketShow = "ticket.show";
    /// Open a ticket.
    TicketOpen = "ticket.open";
    /// Write to a ticket.
    TicketReply = "ticket.reply";
    /// Close a ticket.
    TicketClose = "ticket.close";
    /// Open a closed ticket again.
    TicketReopen = "ticket.reopen";
    /// The departments that tickets are opened with.
    DepartmentList = "department.list";
    /// A file that came with a ticket.
    AttachmentShow = "attachment.show";
    /// All certificates.
    CertificateList = "certificate.list";
    /// One certificate with whom it is made out to.
    CertificateShow = "certificate.show";
    /// A certificate as a file.
    CertificateFile = "certificate.file";
    /// The certificates on sale.
    CertificatePlanList = "certificate-plan.list";
    /// The programs that a certificate on sale can be made for.
    SoftwareList = "software.list";
    /// Buy a certificate.
    CertificateBuy = "certificate.buy";
    /// The people who may act for the account.
    ContactList = "contact.list";
    /// One of them.
    ContactShow = "contact.show";
    /// Add one.
    ContactAdd = "contact.add";
    /// Change what is told of one.
    ContactEdit = "contact.edit";
    /// Change what is told of the account's owner.
    ProfileEdit = "profile.edit";
    /// What they can be allowed to do.
    PrivilegeList = "privilege.list";
    /// What was done in the account at the provider.
    LogList = "log.list";
    /// The notices to the account.
    NoticeList = "notice.list";
    /// Acknowledge a notice.
    NoticeAck = "notice.ack";
    /// What the provider says about its own state.
    StatusList = "status.list";
    /// One item of that.
    StatusShow = "status.show";
    /// End the adapter's own session at the provider.
    SignOut = "session.sign-out";
    /// Who owns the account.
    ProfileShow = "profile.show";
    /// Which version of its API the provider has.
    VersionShow = "version.show";
}

impl Operation {
    /// Whether it asks for what every account has, so that no id can be wrong.
    pub const fn is_list(self) -> bool {
        matches!(
            self,
            Operation::ServerList
                | Operation::TemplateList
                | Operation::BalanceShow
                | Operation::CreditHistory
                | Operation::BonusHistory
                | Operation::VersionShow
                | Operation::CardList
                | Operation::PlanList
                | Operation::OrderList
                | Operation::OrderTrace
                | Operation::ServiceList
                | Operation::KeyList
                | Operation::SiteList
                | Operation::InvoiceList
                | Operation::PaymentMethodList
                | Operation::TicketList
                | Operation::DepartmentList
                | Operation::CertificateList
                | Operation::CertificatePlanList
                | Operation::ContactList
                | Operation::PrivilegeList
                | Operation::LogList
                | Operation::NoticeList
                | Operation::StatusList
                | Operation::ProfileShow
        )
    }
}

impl Operation {
    /// Whether what it answers with is of use to one viewer alone, and nobody else is to see it.
    pub const fn is_for_one_viewer(self) -> bool {
        matches!(self, Operation::ServerGraphs)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an adapter offers: one literal per adapter; what it does not list, it does not offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// The operations that the adapter offers.
    pub operations: &'static [Operation],
    /// The events that nothing in the provider's lists tells, though the adapter offers the lists.
    pub untold: &'static [Event],
}

impl Capability {
    /// Whether the operation is offered.
    pub fn offers(&self, operation: Operation) -> bool {
        self.operations.contains(&operation)
    }

    /// Whether of each group of operations one at least is offered.
    pub fn offers_all(&self, groups: &[&[Operation]]) -> bool {
        groups.iter().all(|group| group.iter().any(|operation| self.offers(*operation)))
    }
}

//! Actions: what a person may be allowed to do, and how much it can hurt.

use std::fmt;
use std::str::FromStr;

use super::Operation;

/// How much an action can hurt; decides its confirmation, its visibility and its audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    /// Looks at something that everybody with the grant may see in public.
    Read,
    /// Looks at personal or financial data, or at the audit.
    Private,
    /// Changes something without harm to data or service.
    Change,
    /// Interrupts a service.
    Disruptive,
    /// Loses data or a service.
    Destructive,
    /// Costs money.
    Spend,
    /// Shows a secret.
    Reveal,
}

impl Risk {
    /// Every risk, mildest first.
    pub const ALL: [Risk; 7] = [
        Risk::Read,
        Risk::Private,
        Risk::Change,
        Risk::Disruptive,
        Risk::Destructive,
        Risk::Spend,
        Risk::Reveal,
    ];

    /// The risk's name, as grants write it after `risk:`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Risk::Read => "read",
            Risk::Private => "private",
            Risk::Change => "change",
            Risk::Disruptive => "disruptive",
            Risk::Destructive => "destructive",
            Risk::Spend => "spend",
            Risk::Reveal => "reveal",
        }
    }

    /// Whether an action of this risk changes something at a provider or in the bot.
    pub const fn changes(self) -> bool {
        matches!(self, Risk::Change | Risk::Disruptive | Risk::Destructive | Risk::Spend)
    }

    /// Whether an action of this risk waits for a button before it runs.
    pub const fn needs_confirmation(self) -> bool {
        matches!(self, Risk::Disruptive | Risk::Destructive | Risk::Spend)
    }
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Risk {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Risk::ALL.into_iter().find(|risk| risk.as_str() == text).ok_or(())
    }
}

/// What an action is about: decides which narrowings of a grant apply to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The bot itself; accounts and servers play no part.
    Bot,
    /// One account, or a list over several.
    Account,
    /// A server, or a list of servers.
    Server,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $risk:ident, $subject:ident, [$($($operation:ident)|+),*];)*) => {
        /// What a person may be allowed to do: the unit of permission and of audit.
        ///
        /// The name is the command path with dots: `/vps restart` is `vps.restart`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $variant,)*
        }

        impl Action {
            /// Every action, in the order of the command reference.
            pub const ALL: &[Action] = &[$(Action::$variant),*];

            /// The action's name, as grants and the audit write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Action::$variant => $name,)* }
            }

            /// How much the action can hurt.
            pub const fn risk(self) -> Risk {
                match self { $(Action::$variant => Risk::$risk,)* }
            }

            /// What the action is about.
            pub const fn subject(self) -> Subject {
                match self { $(Action::$variant => Subject::$subject,)* }
            }

            /// What an account's adapter must offer for the action: of each group one operation at least; empty for the
            /// bot's own tools.
            pub const fn operations(self) -> &'static [&'static [Operation]] {
                match self { $(Action::$variant => &[$(&[$(Operation::$operation),+]),*],)* }
            }
        }
    };
}

actions! {
    /// Lists the servers of one or every account.
    VpsList = "vps.list", Read, Server, [ServerList];
    /// Shows one server.
    VpsShow = "vps.show", Read, Server, [ServerShow];
    /// Starts a stopped server.
    VpsStart = "vps.start", Change, Server, [ServerShow, ServerStart];
    /// Powers a server off.
    VpsStop = "vps.stop", Disruptive, Server, [ServerShow, ServerStop];
    /// Restarts a server.
    VpsRestart = "vps.restart", Disruptive, Server, [ServerShow, ServerRestart];
    /// Asks a server's system to shut down.
    VpsShutdown = "vps.shutdown", Disruptive, Server, [ServerShow, ServerShutdown];
    /// Switches a server off and on again.
    VpsReset = "vps.reset", Disruptive, Server, [ServerShow, ServerReset];
    /// Gives a server another host name.
    VpsHostname = "vps.hostname", Change, Server, [ServerShow, TaskShow, ServerRename];
    /// Makes a server within a service.
    VpsCreate = "vps.create", Spend, Account, [ServiceList, ServiceServers, ServerCreate];
    /// Sets a server up anew with another system, which deletes its data.
    VpsReinstall = "vps.reinstall", Destructive, Server, [ServerShow, TemplateList, ServerReinstall];
    /// Changes a server's sizes. What it does beside depends on the provider: the price changes, or the server is
    /// interrupted. The higher of both risks counts for grants; the question says which it is.
    VpsResize = "vps.resize", Spend, Server, [ServerShow, ServerResize];
    /// Gives a server a new password, which ends the old one.
    VpsPassword = "vps.password", Destructive, Server, [ServerShow, TaskShow, ServerPassword];
    /// Shows by what a server can be entered.
    VpsCredentials = "vps.credentials", Reveal, Server, [ServerShow, CredentialsShow];
    /// Deletes a server with its data.
    VpsDestroy = "vps.destroy", Destructive, Server, [ServerShow, ServerDestroy];
    /// Draws what a server has measured, or leads to where the provider draws it.
    VpsMetrics = "vps.metrics", Read, Server, [ServerShow, ServerMetrics | ServerGraphs];
    /// Shows what was and is done to a server.
    VpsTasks = "vps.tasks", Read, Server, [ServerShow, TaskList];
    /// Lists the operating systems that a server can be set up with.
    VpsTemplates = "vps.templates", Read, Account, [TemplateList];
    /// Lists the network interfaces of a server.
    NetworkInterfaces = "network.interfaces", Read, Server, [ServerShow, InterfaceList];
    /// Shows one network interface of a server.
    NetworkInterface = "network.interface", Read, Server, [ServerShow, InterfaceShow];
    /// Gives a server another network interface.
    NetworkAdd = "network.add", Change, Server, [ServerShow, InterfaceList, InterfaceAdd];
    /// Gives a network interface other settings.
    NetworkUpdate = "network.update", Disruptive, Server, [ServerShow, InterfaceList, AddressList, InterfaceUpdate];
    /// Takes a network interface away.
    NetworkRemove = "network.remove", Destructive, Server, [ServerShow, InterfaceList, InterfaceRemove];
    /// Lists the addresses of a server.
    NetworkIps = "network.ips", Read, Server, [ServerShow, AddressList];
    /// Lists the pools that a server's further addresses are taken from.
    NetworkPools = "network.pools", Read, Server, [ServerShow, PoolList];
    /// Gives a network interface another address.
    NetworkAssign = "network.assign", Spend, Server, [ServerShow, InterfaceList, AddressList, PoolList, AddressAssign];
    /// Shows what every account holds, owes and will owe.
    Balance = "balance", Private, Account, [BalanceShow];
    /// Lists the ways in which accounts pay.
    BillingMethods = "billing.methods", Private, Account, [CardList | PaymentMethodList];
    /// Lists the money and bonuses that came into an account and were used.
    BillingHistory = "billing.history", Private, Account, [CreditHistory | BonusHistory];
    /// Lists the invoices of one or every account.
    InvoiceList = "invoice.list", Private, Account, [InvoiceList];
    /// Shows one invoice.
    InvoiceShow = "invoice.show", Private, Account, [InvoiceShow];
    /// Pays an invoice from the account's credit.
    InvoicePay = "invoice.pay", Spend, Account, [BalanceShow, InvoiceShow, InvoicePay];
    /// Lists the plans on sale.
    OrderPlans = "order.plans", Read, Account, [PlanList];
    /// Shows one plan.
    OrderPlan = "order.plan", Read, Account, [PlanList];
    /// Tells what a plan would cost.
    OrderQuote = "order.quote", Read, Account, [PlanList];
    /// Buys a plan.
    OrderBuy = "order.buy", Spend, Account, [PlanList, OrderBuy];
    /// Buys a server of one's own choice.
    OrderCustom = "order.custom", Spend, Account, [OrderCustom];
    /// Lists what was ordered.
    OrderList = "order.list", Read, Account, [OrderList | OrderTrace];
    /// Shows how far an order is.
    OrderStatus = "order.status", Read, Account, [OrderProgress | OrderList];
    /// Cancels an order.
    OrderCancel = "order.cancel", Destructive, Account, [OrderList, OrderCancel];
    /// Installs the server of an order.
    OrderInstall = "order.install", Change, Account, [OrderList, TemplateList, OrderInstall];
    /// Lists what is paid for regularly.
    ServiceList = "service.list", Read, Account, [ServiceList];
    /// Shows one thing that is paid for regularly.
    ServiceShow = "service.show", Read, Account, [ServiceList, ServiceShow];
    /// Lists the calls that a service offers.
    ServiceMethods = "service.methods", Read, Account, [ServiceList, ServiceMethods];
    /// Shows what a service has and uses.
    ServiceResources = "service.resources", Read, Account, [ServiceList, ServiceResources];
    /// Lists the addresses of a service.
    ServiceIps = "service.ips", Read, Account, [ServiceList, ServiceAddresses];
    /// Lists what a service can be upgraded to.
    ServiceUpgradeOptions = "service.upgrade-options", Read, Account, [ServiceList, UpgradeOptions];
    /// Upgrades a service.
    ServiceUpgrade = "service.upgrade", Spend, Account, [ServiceList, UpgradeOptions, UpgradeEstimate, ServiceUpgrade];
    /// Asks for a service to end.
    ServiceCancel = "service.cancel", Destructive, Account, [ServiceList, ServiceCancel];
    /// Shows what a service is called by those who rent it.
    ServiceLabel = "service.label", Read, Account, [ServiceList, LabelShow];
    /// Gives a service another label.
    ServiceRelabel = "service.relabel", Change, Account, [ServiceList, LabelShow, ServiceRelabel];
    /// Lists the SSH keys that new servers can be given.
    SshkeyList = "sshkey.list", Read, Account, [KeyList];
    /// Adds an SSH key.
    SshkeyAdd = "sshkey.add", Change, Account, [KeyList, KeyAdd];
    /// Removes an SSH key.
    SshkeyRemove = "sshkey.remove", Destructive, Account, [KeyList, KeyRemove];
    /// Lists the hosted sites.
    SiteList = "site.list", Read, Account, [SiteList];
    /// Shows one hosted site.
    SiteShow = "site.show", Read, Account, [SiteShow];
    /// Creates a hosted site.
    SiteCreate = "site.create", Change, Account, [SiteList, SiteCreate];
    /// Lists the tickets of one or every account.
    TicketList = "ticket.list", Read, Account, [TicketList];
    /// Shows one ticket with all that was written.
    TicketShow = "ticket.show", Read, Account, [TicketList, TicketShow];
    /// Opens a ticket.
    TicketOpen = "ticket.open", Change, Account, [TicketList, DepartmentList, TicketOpen];
    /// Writes to a ticket.
    TicketReply = "ticket.reply", Change, Account, [TicketList, TicketShow, TicketReply];
    /// Closes a ticket.
    TicketClose = "ticket.close", Change, Account, [TicketList, TicketShow, TicketClose];
    /// Opens a closed ticket again.
    TicketReopen = "ticket.reopen", Change, Account, [TicketList, TicketShow, TicketReopen];
    /// Lists the departments that tickets are opened with.
    TicketDepartments = "ticket.departments", Read, Account, [DepartmentList];
    /// Shows a file that came with a ticket.
    TicketAttachment = "ticket.attachment", Read, Account, [TicketList, TicketShow, AttachmentShow];
    /// Lists the certificates of one or every account.
    CertList = "cert.list", Read, Account, [CertificateList];
    /// Shows one certificate with whom it is made out to.
    CertShow = "cert.show", Private, Account, [CertificateList, CertificateShow];
    /// Shows a certificate as a file.
    CertDownload = "cert.download", Read, Account, [CertificateList, CertificateFile];
    /// Lists the certificates on sale.
    CertPlans = "cert.plans", Read, Account, [CertificatePlanList];
    /// Lists the programs that a certificate on sale can be made for.
    CertSoftware = "cert.software", Read, Account, [CertificatePlanList, SoftwareList];
    /// Buys a certificate.
    CertOrder = "cert.order", Spend, Account, [CertificatePlanList, CertificateBuy];
    /// Lists what the provider tells an account.
    NoticeList = "notice.list", Read, Account, [NoticeList];
    /// Acknowledges a notice.
    NoticeAck = "notice.ack", Change, Account, [NoticeList, NoticeAck];
    /// Lists what the provider says about its own state.
    NoticeStatuses = "notice.statuses", Read, Account, [StatusList];
    /// Shows one item of what the provider says about its own state.
    NoticeStatus = "notice.status", Read, Account, [StatusShow];
    /// Lists the accounts, what each offers and how its provider is doing.
    AccountList = "account.list", Read, Account, [];
    /// Shows who owns an account.
    AccountShow = "account.show", Private, Account, [ProfileShow];
    /// Lists the people who may act for an account.
    AccountContacts = "account.contacts", Private, Account, [ContactList];
    /// Shows one of them.
    AccountContact = "account.contact", Private, Account, [ContactList, ContactShow];
    /// Changes what is told of an account's owner; never by what the owner signs in.
    AccountEdit = "account.edit", Change, Account, [ProfileEdit];
    /// Adds a person who may act for an account; never with a password.
    AccountContactAdd = "account.contact-add", Change, Account, [ContactList, ContactAdd];
    /// Changes what is told of one; never their password.
    AccountContactEdit = "account.contact-edit", Change, Account, [ContactList, ContactShow, ContactEdit];
    /// Lists what the people of an account can be allowed to do.
    AccountPrivileges = "account.privileges", Private, Account, [PrivilegeList];
    /// Lists what was done in an account at its provider.
    AccountLogs = "account.logs", Private, Account, [LogList];
    /// Shows the commands that the caller may use.
    Help = "help", Read, Bot, [];
    /// Finds things by name, id, address or domain in every account.
    Find = "find", Read, Bot, [];
    /// Shows what the caller is to the bot.
    AccessWhoami = "access.whoami", Read, Bot, [];
    /// Shows why a person may or may not use a command.
    AccessWhy = "access.why", Private, Bot, [];
    /// Shows who did what.
    AuditList = "audit.list", Private, Account, [];
    /// Shows what waits for a decision, what is followed and what never became known.
    PendingList = "pending.list", Read, Bot, [];
    /// Takes a card's thing on, or gives it up again.
    CardClaim = "card.claim", Change, Account, [];
    /// Lets a card's notes wait.
    CardSnooze = "card.snooze", Change, Account, [];
    /// Lists the relays and how each is doing.
    RelayList = "relay.list", Read, Bot, [];
    /// Posts a test message to a relay's channel.
    RelayTest = "relay.test", Change, Bot, [];
    /// Stops delivering to a relay's channel.
    RelayPause = "relay.pause", Change, Bot, [];
    /// Goes on delivering to a relay's channel.
    RelayResume = "relay.resume", Change, Bot, [];
    /// Tries again what a relay's channel could not be given.
    RelayRedrive = "relay.redrive", Change, Bot, [];
}

impl Action {
    /// Whether every member of a configured guild may use the action without a grant.
    pub const fn is_open(self) -> bool {
        matches!(self, Action::Help | Action::AccessWhoami)
    }

    /// Whether the action may use the operation.
    pub fn uses(self, operation: Operation) -> bool {
        self.operations().iter().any(|group| group.contains(&operation))
    }

    /// The action whose rights decide which servers its caller may name.
    ///
    /// What is done to servers goes by its own; whatever else takes a server as an option shows no more of them than
    /// the caller may see anyway.
    pub const fn names_servers_by(self) -> Action {
        if matches!(self.subject(), Subject::Server) { self } else { Action::VpsList }
    }

    /// Whether the action's answer is always for its caller alone.
    ///
    /// What shows personal data or secrets, and the bot's own tools.
    pub const fn is_always_ephemeral(self) -> bool {
        matches!(self.risk(), Risk::Private | Risk::Reveal) || matches!(self.subject(), Subject::Bot)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Action {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Action::ALL.iter().copied().find(|action| action.as_str() == text).ok_or(())
    }
}

impl serde::Serialize for Action {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Action {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        name.parse().map_err(|()| serde::de::Error::custom(format_args!("there is no action {name:?}")))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_has_a_name_of_its_own_that_leads_back_to_it() {
        let names: HashSet<_> = Action::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(action.as_str().parse(), Ok(*action));
        }
    }

    #[test]
    fn open_actions_change_nothing_and_touch_no_account() {
        for action in Action::ALL.iter().filter(|action| action.is_open()) {
            assert_eq!(action.risk(), Risk::Read);
            assert!(action.operations().is_empty());
        }
    }
}

//! What happens at the simulated LightLayer by request.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::sandbox::provider::Happening;

/// Something that really happened at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Somebody logged in with the password and got a pair of tokens.
    LoggedIn,
    /// A refresh token was used up for a new pair.
    TokenRefreshed,
    /// An access token was given up.
    LoggedOut,
    /// A whole session was given up.
    TokenRevoked,
    /// What is told of the owner was changed.
    DetailsUpdated,
    /// A contact was added.
    ContactAdded {
        /// Its id.
        contact: u64,
        /// Whether it was given a password.
        can_sign_in: bool,
    },
    /// What is told of a contact was changed.
    ContactEdited {
        /// Its id.
        contact: u64,
    },
    /// A notice was marked as read.
    NoticeAcknowledged {
        /// The notice.
        notice: u64,
    },
    /// An invoice was paid from the credit, or a part of it.
    CreditApplied {
        /// The invoice.
        invoice: u64,
        /// How much.
        amount: Decimal,
    },
    /// A ticket was opened.
    TicketOpened {
        /// Its number.
        ticket: u64,
    },
    /// A customer's reply was added to a ticket.
    ReplyAdded {
        /// The ticket's number.
        ticket: u64,
        /// The reply.
        reply: u64,
    },
    /// A ticket was closed.
    TicketClosed {
        /// Its number.
        ticket: u64,
    },
    /// A closed ticket was opened again.
    TicketReopened {
        /// Its number.
        ticket: u64,
    },
    /// Something was ordered.
    Ordered {
        /// The services that came of it.
        services: Vec<u64>,
        /// The invoice.
        invoice: u64,
        /// What it comes to.
        total: Decimal,
    },
    /// A certificate was ordered.
    CertificateOrdered {
        /// The certificate.
        certificate: u64,
        /// The invoice.
        invoice: u64,
        /// What it comes to.
        total: Decimal,
    },
    /// A VM was told to go down, to come up or both.
    VmPower {
        /// The service that it belongs to.
        service: u64,
        /// The VM.
        vm: String,
        /// What it was told.
        order: PowerOrder,
    },
    /// A service got another label.
    ServiceRelabelled {
        /// The service.
        service: u64,
    },
    /// A service was upgraded, for which an invoice came.
    ServiceUpgraded {
        /// The service.
        service: u64,
        /// The invoice.
        invoice: u64,
    },
    /// It was asked that a service ends.
    CancellationSent {
        /// The service.
        service: u64,
        /// At once.
        immediate: bool,
    },
    /// A VM was ordered; it is built some time later.
    VmCreated {
        /// The service that it belongs to.
        service: u64,
        /// The VM.
        vm: String,
    },
    /// Something was done to a VM that is not about its power.
    VmChanged {
        /// The service that it belongs to.
        service: u64,
        /// The VM.
        vm: String,
        /// What.
        change: VmChange,
    },
}

/// What can be done to a VM beside its power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VmChange {
    /// It is deleted.
    Destroyed,
    /// It has other sizes.
    Resized,
    /// It is set up anew.
    Rebuilt,
    /// It has another interface, of this number.
    InterfaceAdded(u32),
    /// The interface of this number has other settings.
    InterfaceUpdated(u32),
    /// The interface of this number is gone.
    InterfaceRemoved(u32),
    /// The interface of this number has another address.
    AddressAssigned(u32),
}

impl VmChange {
    const fn name(self) -> &'static str {
        match self {
            Self::Destroyed => "destroyed",
            Self::Resized => "resized",
            Self::Rebuilt => "rebuilt",
            Self::InterfaceAdded(_) => "interface-added",
            Self::InterfaceUpdated(_) => "interface-updated",
            Self::InterfaceRemoved(_) => "interface-removed",
            Self::AddressAssigned(_) => "address-assigned",
        }
    }
}

/// What a VM can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerOrder {
    /// Boot.
    Start,
    /// Go off at once.
    Stop,
    /// Go off in good order.
    ShutDown,
    /// Restart in good order.
    Reboot,
    /// Go off at once and boot.
    Reset,
}

impl PowerOrder {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::ShutDown => "shut-down",
            Self::Reboot => "reboot",
            Self::Reset => "reset",
        }
    }
}

impl Happening for Effect {
    fn to_json(&self) -> Value {
        match self {
            Self::LoggedIn => json!({"kind": "logged-in"}),
            Self::TokenRefreshed => json!({"kind": "token-refreshed"}),
            Self::LoggedOut => json!({"kind": "logged-out"}),
            Self::TokenRevoked => json!({"kind": "token-revoked"}),
            Self::DetailsUpdated => json!({"kind": "details-updated"}),
            Self::ContactAdded { contact, can_sign_in } => {
                json!({"kind": "contact-added", "contact": contact, "can_sign_in": can_sign_in})
            }
            Self::ContactEdited { contact } => json!({"kind": "contact-edited", "contact": contact}),
            Self::NoticeAcknowledged { notice } => json!({"kind": "notice-acknowledged", "notice": notice}),
            Self::CreditApplied { invoice, amount } => {
                json!({"kind": "credit-applied", "invoice": invoice, "amount": amount.to_string()})
            }
            Self::TicketOpened { ticket } => json!({"kind": "ticket-opened", "ticket": ticket}),
            Self::ReplyAdded { ticket, reply } => {
                json!({"kind": "reply-added", "ticket": ticket, "reply": reply})
            }
            Self::TicketClosed { ticket } => json!({"kind": "ticket-closed", "ticket": ticket}),
            Self::TicketReopened { ticket } => json!({"kind": "ticket-reopened", "ticket": ticket}),
            Self::ServiceRelabelled { service } => json!({"kind": "service-relabelled", "service": service}),
            Self::ServiceUpgraded { service, invoice } => {
                json!({"kind": "service-upgraded", "service": service, "invoice": invoice})
            }
            Self::CancellationSent { service, immediate } => {
                json!({"kind": "cancellation-sent", "service": service, "immediate": immediate})
            }
            Self::VmCreated { service, vm } => json!({"kind": "vm-created", "service": service, "vm": vm}),
            Self::VmChanged { service, vm, change } => {
                json!({"kind": "vm-changed", "service": service, "vm": vm, "change": change.name()})
            }
            Self::Ordered { services, invoice, total } => {
                json!({"kind": "ordered", "services": services, "invoice": invoice, "total": total.to_string()})
            }
            Self::CertificateOrdered { certificate, invoice, total } => {
                json!({"kind": "certificate-ordered", "certificate": certificate, "invoice": invoice, "total": total.to_string()})
            }
            Self::VmPower { service, vm, order } => {
                json!({"kind": "vm-power", "service": service, "vm": vm, "order": order.name()})
            }
        }
    }
}

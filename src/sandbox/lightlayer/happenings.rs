//! What happens at LightLayer without a request of ours: the staff, the system and the customer's other hands.

use std::collections::BTreeMap;

use axum::body::Bytes;
use rust_decimal::Decimal;
use secrecy::SecretString;

use super::LightLayer;
use super::account::{Notice, Status};
use super::billing::{Invoice, InvoiceStatus, Line};
use super::service::{Limits, Method, Service, Vm};
use super::state::{State, in_days};
use super::support::{Attachment, Author, Ticket, TicketStatus};
use super::upgrade::UpgradeOption;
use crate::sandbox::provider::Power;

/// How many days there are to pay an invoice.
const DAYS_TO_PAY: i32 = 7;

impl LightLayer {
    /// A ticket arrives from the owner, by mail or in the portal; its number.
    pub fn ticket_arrives(&self, department: &str, subject: &str, body: &str) -> u64 {
        self.with_state(|state| state.add_ticket(department, subject, body))
    }

    /// The staff replies to a ticket, which is then answered and unread; false for an unknown one.
    pub fn staff_replies(&self, ticket: u64, body: &str) -> bool {
        self.with_state(|state| state.add_reply(ticket, Author::Admin, body).is_some())
    }

    /// The staff replies to a ticket with a file; the file's id, nothing for an unknown ticket.
    pub fn staff_sends_file(
        &self,
        ticket: u64,
        body: &str,
        name: &str,
        content: impl Into<Bytes>,
    ) -> Option<String> {
        self.with_state(|state| {
            let id = state.add_reply(ticket, Author::Admin, body)?.to_string();
            let reply = state.tickets.get_mut(&ticket)?.replies.last_mut()?;
            let (name, content) = (name.to_owned(), content.into());
            reply.attachments.push(Attachment { id: id.clone(), name, content });
            Some(id)
        })
    }

    /// The owner replies to a ticket in the portal; false for an unknown one.
    pub fn owner_replies_elsewhere(&self, ticket: u64, body: &str) -> bool {
        self.with_state(|state| state.add_reply(ticket, Author::Client, body).is_some())
    }

    /// The staff closes a ticket; false for an unknown one.
    pub fn staff_closes(&self, ticket: u64) -> bool {
        self.change_ticket(ticket, |ticket| ticket.set_status(TicketStatus::Closed))
    }

    /// The staff opens a closed ticket again; false for an unknown one.
    pub fn staff_reopens(&self, ticket: u64) -> bool {
        self.change_ticket(ticket, |ticket| ticket.set_status(TicketStatus::Open))
    }

    /// An unpaid invoice with these lines is issued, due in a week; its id.
    pub fn invoice_is_issued(&self, lines: Vec<Line>) -> u64 {
        self.with_state(|state| state.add_invoice(lines, DAYS_TO_PAY))
    }

    /// Time passes for one invoice: it is due tomorrow; false for an unknown one.
    pub fn invoice_becomes_due(&self, invoice: u64) -> bool {
        self.time_passes_for(invoice, 1)
    }

    /// Time passes for one invoice: it was due yesterday; false for an unknown one.
    pub fn invoice_becomes_overdue(&self, invoice: u64) -> bool {
        self.time_passes_for(invoice, -1)
    }

    /// Moves an invoice's dates so that it is due in so many days: the clocks of those who look at it do not move.
    fn time_passes_for(&self, invoice: u64, days: i32) -> bool {
        self.with_state(|state| {
            let due = in_days(state.now().date(), days);
            let Some(invoice) = state.invoices.get_mut(&invoice) else { return false };
            let passed = due.since(invoice.due_date).unwrap_or_default();
            (invoice.date, invoice.due_date) = (invoice.date.saturating_add(passed), due);
            true
        })
    }

    /// An invoice is paid elsewhere, by card or by transfer; false for an unknown one.
    pub fn invoice_is_paid_elsewhere(&self, invoice: u64) -> bool {
        self.with_state(|state| {
            let now = state.now();
            let paid = |invoice: &mut Invoice| {
                (invoice.status, invoice.paid_at) = (InvoiceStatus::Paid, Some(now));
            };
            let is_known = state.invoices.get_mut(&invoice).map(paid).is_some();
            state.set_up_paid(invoice);
            is_known
        })
    }

    /// An invoice is called off; false for an unknown one.
    pub fn invoice_is_cancelled(&self, invoice: u64) -> bool {
        self.with_state(|state| {
            let found = state.invoices.get_mut(&invoice);
            found.map(|invoice| invoice.status = InvoiceStatus::Cancelled).is_some()
        })
    }

    /// The credit becomes `credit`, as after a payment in advance or a refund.
    pub fn credit_changes(&self, credit: Decimal) {
        self.with_state(|state| state.credit = credit);
    }

    /// A notice for the owner is posted; its id.
    pub fn notice_is_posted(&self, subject: &str, body: &str) -> u64 {
        self.with_state(|state| {
            let id = state.notices.iter().map(|notice| notice.id).max().unwrap_or(0) + 1;
            state.notices.push(Notice {
                id,
                rel_type: String::new(),
                rel_id: String::new(),
                subject: subject.to_owned(),
                body: body.to_owned(),
                date: state.now(),
                seen: false,
            });
            id
        })
    }

    /// The owner acknowledges a notice in the portal; false for an unknown one.
    pub fn notice_is_read_elsewhere(&self, notice: u64) -> bool {
        self.with_state(|state| {
            let found = state.notices.iter_mut().find(|known| known.id == notice);
            found.map(|notice| notice.seen = true).is_some()
        })
    }

    /// An incident is reported to all customers; its id.
    pub fn incident_begins(&self, title: &str, body: &str) -> u64 {
        self.with_state(|state| {
            let id = state.statuses.iter().map(|status| status.id).max().unwrap_or(0) + 1;
            let (title, body, date) = (title.to_owned(), body.to_owned(), state.now());
            state.statuses.push(Status { id, title, body, status: "Open".to_owned(), date });
            id
        })
    }

    /// An incident is over; false for an unknown one.
    pub fn incident_ends(&self, incident: u64) -> bool {
        self.with_state(|state| {
            let found = state.statuses.iter_mut().find(|status| status.id == incident);
            found.map(|status| "Resolved".clone_into(&mut status.status)).is_some()
        })
    }

    /// A VM goes down by itself; false for an unknown one.
    pub fn vm_dies(&self, service: u64, vm: &str) -> bool {
        self.with_state(|state| state.vm_mut(service, vm).map(|vm| vm.power = Power::OFF).is_some())
    }

    /// A VM runs again from this moment; false for an unknown one.
    pub fn vm_comes_back(&self, service: u64, vm: &str) -> bool {
        self.with_state(|state| {
            let power = Power::on_since(state.clock.now());
            state.vm_mut(service, vm).map(|vm| vm.power = power).is_some()
        })
    }

    /// The owner orders a server in the portal; the new service's id and the invoice's.
    ///
    /// The service is `Pending` for as long as [`Pace::provisioning`](super::Pace::provisioning) says, then `Active`
    /// with a VM that runs. The invoice does not hold it up.
    pub fn order_is_placed_elsewhere(&self, product: &str, domain: &str, price: Decimal) -> (u64, u64) {
        self.with_state(|state| {
            let service = add_service(state, product, domain, price);
            let line = Line::for_service(service, format!("{product} - {domain}"), price);
            (service, state.add_invoice(vec![line], DAYS_TO_PAY))
        })
    }

    fn change_ticket(&self, number: u64, change: impl FnOnce(&mut Ticket)) -> bool {
        self.with_state(|state| state.tickets.get_mut(&number).map(change).is_some())
    }
}

fn add_service(state: &mut State, product: &str, domain: &str, price: Decimal) -> u64 {
    let id = state.services.keys().next_back().map_or(301, |last| last + 1);
    let active_from = state.clock.now() + state.pace.provisioning;
    let created = state.now().date();
    let vm_id = (1_000 + id).to_string();
    let vm = Vm::new(vm_id.clone(), domain).built_from(active_from);
    let service = Service {
        id,
        name: product.to_owned(),
        domain: domain.to_owned(),
        label: String::new(),
        category: "VPS".to_owned(),
        category_url: "vps".to_owned(),
        total: price,
        first_payment: price,
        billing_cycle: "Monthly".to_owned(),
        created,
        next_due: in_days(created, 30),
        next_invoice: in_days(created, 23),
        status: "Active".to_owned(),
        active_from,
        listed_status: None,
        username: "root".to_owned(),
        password: SecretString::new("not-the-real-one".to_owned()),
        methods: Method::of_a_vm_service(),
        vms: Some(BTreeMap::from([(vm_id, vm)])),
        templates: Service::usual_templates(),
        limits: Limits::USUAL,
        options: vec![UpgradeOption::documented()],
        packages: vec![],
        cancellation: None,
    };
    state.services.insert(id, service);
    id
}

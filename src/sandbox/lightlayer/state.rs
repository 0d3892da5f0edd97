//! The state of the simulated account.

use std::collections::{BTreeMap, VecDeque};

use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use rand::Rng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{Contact, Notice, Owner, Status};
use super::answers;
use super::auth::Login;
use super::billing::{Invoice, InvoiceStatus, Line, PaymentFee};
use super::cart::{Category, Product, Promotion};
use super::certificate::{Certificate, CertificateProduct};
use super::effect::Effect;
use super::network::AddressPool;
use super::operation::Operation;
use super::service::{Service, Vm};
use super::support::{Author, Department, Ticket, TicketReply, TicketStatus, with_crlf};
use crate::sandbox::provider::{Answer, Authorization, Call, Clock, Condition, Pace, Provider, Reply};

/// The shapes in which portals of this software differ; all off is the usual one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quirks {
    /// Refusals come with HTTP 200 instead of 401, 404 and so on.
    pub errors_are_200: bool,
    /// `error` is a string instead of a list of strings.
    pub errors_are_text: bool,
    /// The balance stands in two pairs of braces, as it is printed in the documentation, and is no JSON.
    pub doubled_braces: bool,
    /// The VMs of a service are a list instead of a map.
    pub vms_are_a_list: bool,
    /// The `total` of an invoice is what is left of it, not what it comes to before credit.
    pub totals_are_net: bool,
    /// The lines of an invoice are an object by id instead of a list.
    pub items_are_a_map: bool,
    /// The answer to a VM's creation tells its id.
    pub new_vms_are_told: bool,
    /// The estimate of an upgrade tells no price.
    pub estimates_tell_nothing: bool,
}

/// Everything that the provider knows; tests and panels may change any of it.
pub struct State {
    /// The time.
    pub clock: Clock,
    /// How long things take.
    pub pace: Pace,
    /// The shapes of the answers.
    pub quirks: Quirks,
    /// The login.
    pub login: Login,
    /// The owner.
    pub owner: Owner,
    /// The contacts by id.
    pub contacts: BTreeMap<u64, Contact>,
    /// What was done in the account, oldest first.
    pub logs: Vec<(DateTime, String)>,
    /// The certificates by the ids of their services.
    pub certificates: BTreeMap<u64, Certificate>,
    /// The certificates on sale.
    pub certificate_products: Vec<CertificateProduct>,
    /// The notices.
    pub notices: Vec<Notice>,
    /// The incidents.
    pub statuses: Vec<Status>,
    /// The currency of everything.
    pub currency: String,
    /// What is owed besides the unpaid invoices.
    pub debt: Decimal,
    /// The prepaid credit.
    pub credit: Decimal,
    /// The tax on the invoices from now on, in percent.
    pub tax_rate: Decimal,
    /// The invoices by id.
    pub invoices: BTreeMap<u64, Invoice>,
    /// The ways to pay by id.
    pub payment_methods: BTreeMap<String, String>,
    /// What ways to pay cost.
    pub payment_fees: Vec<PaymentFee>,
    /// The tickets by number.
    pub tickets: BTreeMap<u64, Ticket>,
    /// Numbers for the next tickets, before random ones.
    pub next_ticket_numbers: VecDeque<u64>,
    /// The departments.
    pub departments: Vec<Department>,
    /// The services by id.
    pub services: BTreeMap<u64, Service>,
    /// The pools that further addresses of VMs are taken from.
    pub pools: Vec<AddressPool>,
    /// The categories of products.
    pub categories: Vec<Category>,
    /// The products.
    pub products: Vec<Product>,
    /// The promotions.
    pub promotions: Vec<Promotion>,
    /// The tax on what is ordered, in percent.
    pub cart_tax: Decimal,
}

impl State {
    /// The moment as LightLayer prints it; its clocks have no zone, here they show UTC.
    pub fn now(&self) -> DateTime {
        TimeZone::UTC.to_datetime(self.clock.now())
    }

    /// The VM of a service.
    pub fn vm(&self, service: u64, vm: &str) -> Option<&Vm> {
        self.services.get(&service)?.vms.as_ref()?.get(vm)
    }

    /// The VM of a service, to change it.
    pub fn vm_mut(&mut self, service: u64, vm: &str) -> Option<&mut Vm> {
        self.services.get_mut(&service)?.vms.as_mut()?.get_mut(vm)
    }

    /// What the VM shows now.
    pub fn condition(&self, service: u64, vm: &str) -> Option<Condition> {
        Some(self.vm(service, vm)?.condition(self.clock.now()))
    }

    /// The sum of everything that is owed.
    pub fn balance(&self) -> Decimal {
        let unpaid = self.invoices.values().filter(|invoice| invoice.status == InvoiceStatus::Unpaid);
        self.debt + unpaid.map(Invoice::due).sum::<Decimal>()
    }

    pub(super) fn add_ticket(&mut self, department: &str, subject: &str, body: &str) -> u64 {
        let number = self.next_ticket_number();
        let client = &self.owner.client;
        let ticket = Ticket {
            number,
            date: self.now(),
            department: department.to_owned(),
            name: client.name(),
            email: client.email.clone(),
            subject: subject.to_owned(),
            body: with_crlf(body),
            status: TicketStatus::Open,
            read: true,
            replies: Vec::new(),
            listed: None,
        };
        self.tickets.insert(number, ticket);
        number
    }

    fn next_ticket_number(&mut self) -> u64 {
        self.next_ticket_numbers.pop_front().unwrap_or_else(|| {
            // Random, as in the portals: the order of the numbers is not the order of the tickets.
            let mut random = std::iter::repeat_with(|| rand::thread_rng().gen_range(100_000..1_000_000));
            random.find(|number| !self.tickets.contains_key(number)).unwrap_or_default()
        })
    }

    /// Adds a reply and returns its id; nothing for an unknown ticket.
    pub(super) fn add_reply(&mut self, number: u64, author: Author, body: &str) -> Option<u64> {
        let replies = self.tickets.values().flat_map(|ticket| &ticket.replies);
        let id = replies.map(|reply| reply.id).max().unwrap_or(900) + 1;
        let date = self.now();
        let ticket = self.tickets.get_mut(&number)?;
        let (name, status) = match author {
            Author::Admin => ("Support Staff".to_owned(), TicketStatus::Answered),
            Author::Client => (self.owner.client.name(), TicketStatus::ClientReply),
        };
        let body = with_crlf(body);
        ticket.replies.push(TicketReply { id, name, date, body, author, attachments: Vec::new() });
        ticket.set_status(status);
        ticket.read = author == Author::Client;
        Some(id)
    }

    /// The id of the next service; certificates are services too, and have ids of the same row.
    pub(super) fn next_service(&self) -> u64 {
        self.services.keys().chain(self.certificates.keys()).max().map_or(1, |last| last + 1)
    }

    /// Adds an unpaid invoice that is due at the end of `days`.
    pub(super) fn add_invoice(&mut self, mut lines: Vec<Line>, days: i32) -> u64 {
        let id = self.invoices.keys().next_back().map_or(1, |last| last + 1);
        let last_line = self.invoices.values().flat_map(|invoice| &invoice.lines).map(|line| line.id).max();
        for (line, id) in lines.iter_mut().zip(last_line.unwrap_or(12_000) + 1..) {
            line.id = id;
        }
        let date = self.now().date();
        let invoice = Invoice {
            id,
            number: self.next_invoice_number(date),
            date,
            due_date: in_days(date, days),
            paid_at: None,
            status: InvoiceStatus::Unpaid,
            lines,
            tax_rate: self.tax_rate,
            credit: Decimal::ZERO,
            notes: String::new(),
            client: self.owner.client.clone(),
        };
        self.invoices.insert(id, invoice);
        id
    }

    /// The number of the next invoice of a day's month.
    pub(super) fn next_invoice_number(&self, date: Date) -> String {
        let same_month =
            |invoice: &&Invoice| (invoice.date.year(), invoice.date.month()) == (date.year(), date.month());
        let nth = self.invoices.values().filter(same_month).count() + 1;
        format!("{}/{}/{nth}", date.year(), date.month())
    }

    fn vms_to_json(service: &Service, now: Timestamp) -> Vec<Value> {
        let vms = service.vms.iter().flat_map(BTreeMap::values);
        vms.map(|vm| {
            let running = matches!(vm.condition(now), Condition::Running { .. });
            json!({"id": vm.id, "label": vm.label, "running": running, "mode": vm.mode})
        })
        .collect()
    }
}

/// The day that comes `days` after `date`.
pub(super) fn in_days(date: Date, days: i32) -> Date {
    date.saturating_add(Span::new().days(days))
}

impl Provider for State {
    type Operation = Operation;
    type Effect = Effect;

    const NAME: &'static str = "LightLayer";
    const BASE_PATH: &'static str = "/api";

    fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    fn judge(&self, request: &Parts, _: &[u8]) -> Authorization {
        self.login.judge(&request.headers, self.clock.now())
    }

    fn carry_out(&mut self, call: &Call<Operation>) -> Answer<Effect> {
        answers::carry_out(self, call)
    }

    fn refuse(status: StatusCode) -> Reply {
        Reply::error(status, "invalid_request")
    }

    fn to_json(&self) -> Value {
        let now = self.clock.now();
        let mut tickets: Vec<_> = self.tickets.values().collect();
        tickets.sort_by_key(|ticket| ticket.date);
        let tickets = tickets.into_iter().map(|ticket| {
            json!({
                "number": ticket.number,
                "department": ticket.department,
                "subject": ticket.subject,
                "status": ticket.status.name(),
                "replies": ticket.replies.len(),
            })
        });
        let invoices = self.invoices.values().map(|invoice| {
            json!({
                "id": invoice.id,
                "number": invoice.number,
                "total": format!("{:.2}", invoice.total()),
                "due": invoice.due_date.to_string(),
                "status": invoice.status.name(),
            })
        });
        let services = self.services.values().map(|service| {
            json!({
                "id": service.id,
                "name": service.name,
                "status": service.status(now),
                "vms": Self::vms_to_json(service, now),
            })
        });
        let notices = self
            .notices
            .iter()
            .map(|notice| json!({"id": notice.id, "subject": notice.subject, "seen": notice.seen}));
        let statuses = self
            .statuses
            .iter()
            .map(|status| json!({"id": status.id, "title": status.title, "status": status.status}));
        json!({
            "now": now.to_string(),
            "sessions": self.login.sessions(),
            "departments": self.departments.iter().map(|department| &department.name).collect::<Vec<_>>(),
            "tickets": tickets.collect::<Vec<_>>(),
            "invoices": invoices.collect::<Vec<_>>(),
            "services": services.collect::<Vec<_>>(),
            "notices": notices.collect::<Vec<_>>(),
            "statuses": statuses.collect::<Vec<_>>(),
            "currency": self.currency,
            "balance": format!("{:.2}", self.balance()),
            "credit": format!("{:.2}", self.credit),
        })
    }
}

//! First states: the documented examples, and an account that looks lived in.

use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use jiff::civil::{DateTime, date};
use jiff::{Span, Timestamp};
use rand::RngCore;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde_json::json;

use super::account::{Client, Contact, Notice, Owner, Status};
use super::auth::Login;
use super::billing::{Invoice, InvoiceStatus, Line, PaymentFee};
use super::cart::{Addon, Category, FormField, Period, Product, Promotion};
use super::certificate::{Certificate, CertificateProduct};
use super::network::{AddressPool, Network};
use super::service::{Limits, Method, Service, Vm};
use super::state::{Quirks, State, in_days};
use super::support::{Attachment, Author, Department, Ticket, TicketReply, TicketStatus};
use super::upgrade::{Package, UpgradeOption};
use crate::sandbox::provider::{Clock, Pace};

/// The login in the documentation's examples, valid in [`State::documented`].
pub const DOCUMENTED_USERNAME: &str = "user@example.com";
/// The password in the documentation's examples, valid in [`State::documented`].
pub const DOCUMENTED_PASSWORD: &str = "secret";

/// Something in the form of a certificate; it certifies nothing.
const SAMPLE_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUSandboxSandboxSandboxSandbox0wCgYIKoZIzj0EAwIw\n-----END CERTIFICATE-----\n";

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

impl State {
    /// The documented examples and nothing else, at the pace [`Pace::INSTANT`].
    ///
    /// Service 301 has one VM besides, `1374`, as clients of other portals of the software know them.
    pub fn documented() -> Self {
        let clock = Clock::real();
        let client = documented_client();
        let vm = Vm::new("1374", "web-1").running_since(clock.now() - DAY);
        let service = documented_service(vm, clock.now());
        let (invoice, ticket) = (documented_invoice(&client), documented_ticket());
        Self {
            pace: Pace::INSTANT,
            quirks: Quirks::default(),
            login: Login::new(DOCUMENTED_USERNAME, DOCUMENTED_PASSWORD, HOUR),
            // The two places of the documentation disagree about the house number.
            owner: Owner {
                client: Client { address2: "3294".to_owned(), ..client.clone() },
                last_login: date(2016, 12, 30).at(12, 24, 28, 0),
                ip: "172.100.2.1".to_owned(),
                host: "hostname".to_owned(),
            },
            contacts: BTreeMap::from([(49, documented_contact(&client))]),
            logs: Vec::new(),
            certificates: BTreeMap::from([(300, documented_certificate(&client))]),
            certificate_products: vec![CertificateProduct {
                id: 25,
                name: "InstantSSL".to_owned(),
                periods: vec![(1, Decimal::new(2_785, 2)), (2, Decimal::new(4_875, 2))],
            }],
            notices: Vec::new(),
            statuses: Vec::new(),
            currency: "USD".to_owned(),
            debt: Decimal::new(12_345_655, 2),
            credit: Decimal::ZERO,
            tax_rate: Decimal::new(21, 0),
            invoices: BTreeMap::from([(invoice.id, invoice)]),
            payment_methods: [("10", "BankTransfer"), ("9", "PayPal")]
                .map(|(id, name)| (id.to_owned(), name.to_owned()))
                .into(),
            payment_fees: vec![
                fee(1, "Bank Transfer", 0, 0),
                fee(2, "Stripe", 5, 29),
                fee(4, "Credit Card", 1, 24),
                fee(5, "PayPal", 3, 29),
            ],
            tickets: BTreeMap::from([(ticket.number, ticket)]),
            next_ticket_numbers: VecDeque::from([865_650]),
            departments: vec![department(1, "Billing")],
            services: BTreeMap::from([(service.id, service)]),
            pools: pools(),
            categories: documented_categories(),
            products: vec![documented_product()],
            promotions: vec![],
            cart_tax: Decimal::ZERO,
            clock,
        }
    }

    /// The documented account grown into one that looks lived in, with a password of its own and at [`Pace::REAL`].
    ///
    /// One ticket is in Hebrew, and one is what an attacker would write.
    pub fn sandbox() -> Self {
        let mut state = Self::documented();
        let now = state.now();
        state.pace = Pace::REAL;
        state.login = Login::new("owner@example.com", random_password(), HOUR);
        state.owner.client.email = "owner@example.com".to_owned();
        state.debt = Decimal::ZERO;
        state.credit = Decimal::new(12_500, 2);
        state.departments.push(department(2, "Technical Support"));
        state.departments.push(department(3, "Sales"));
        state.next_ticket_numbers.clear();
        state.add_sandbox_tickets(now);
        state.add_sandbox_invoices(now);
        state.add_sandbox_services();
        state.logs =
            vec![(ago(now, 3, 0), "Logged in".to_owned()), (ago(now, 1, 2), "Invoice paid".to_owned())];
        if let Some(certificate) = state.certificates.get_mut(&300) {
            certificate.status = "Active".to_owned();
            certificate.issue_status = "Issued".to_owned();
            certificate.expires = ago(now, -340, 0);
            certificate.next_due = in_days(now.date(), 340);
            certificate.pem = Some(SAMPLE_CERTIFICATE.to_owned());
        }
        state.add_sandbox_products();
        let notice = |id, subject: &str, body: &str, days: i64, seen| Notice {
            id,
            rel_type: "Service".to_owned(),
            rel_id: "302".to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            date: ago(now, days, 2),
            seen,
        };
        state.notices = vec![
            notice(11, "Your server is ready", "vps.example.com is set up.", 90, true),
            notice(12, "Disk almost full", "db-1 uses 91 % of its disk.", 1, false),
        ];
        state.statuses = vec![Status {
            id: 4,
            title: "Packet loss in Frankfurt".to_owned(),
            body: "An upstream was replaced.".to_owned(),
            status: "Resolved".to_owned(),
            date: ago(now, 6, 0),
        }];
        state
    }

    fn add_sandbox_tickets(&mut self, now: DateTime) {
        let hostile = "@everyone **free** [gift](https://evil.example) `x` \u{202e}gnp.exe <@&1>";
        let tickets = [
            ("Technical Support", "web-1 is slow since noon", "Pages take ten seconds.\nCan you look?", 1),
            ("Sales", "Upgrade to the next plan", "What would 8 cores cost?", 4),
            ("Billing", "חשבונית כפולה", "קיבלנו שתי חשבוניות על אותו חודש.", 9),
            ("Technical Support", hostile, hostile, 12),
        ];
        let mut numbers = Vec::new();
        for (department, subject, body, days) in tickets {
            let number = self.add_ticket(department, subject, body);
            if let Some(ticket) = self.tickets.get_mut(&number) {
                ticket.date = ago(now, days, 3);
            }
            numbers.push(number);
        }
        let answer = "Thank you for your message. We are looking into it.\n\n-- LightLayer Support";
        for (&number, days) in numbers[1..3].iter().zip([3, 8]) {
            self.add_reply(number, Author::Admin, answer);
            if let Some(reply) = self.tickets.get_mut(&number).and_then(|ticket| ticket.replies.last_mut()) {
                reply.date = ago(now, days, 1);
            }
        }
        if let Some(reply) = self.tickets.get_mut(&numbers[1]).and_then(|ticket| ticket.replies.last_mut()) {
            let content = "plan,cores,memory,monthly\nCloud VPS L,8,32 GB,56.64 USD\n".into();
            let id = reply.id.to_string();
            reply.attachments.push(Attachment { id, name: "offer.csv".to_owned(), content });
        }
        if let Some(ticket) = self.tickets.get_mut(&numbers[2]) {
            ticket.set_status(TicketStatus::Closed);
        }
    }

    fn add_sandbox_invoices(&mut self, now: DateTime) {
        let line = |name: &str, service, cents| Line::for_service(service, name, Decimal::new(cents, 2));
        let vps = "Cloud VPS M - vps.example.com";
        // Of the same service twice, once at the old price.
        let invoices = [
            (32, vec![line(vps, 302, 2_400)], true),
            (18, vec![line("Cloud VPS S - lab.example.com", 303, 1_150).taxed()], true),
            (2, vec![line(vps, 302, 2_832), Line::new("Extra IPv4", Decimal::new(300, 2))], false),
        ];
        for (days, lines, paid) in invoices {
            let date = in_days(now.date(), -days);
            let number = self.next_invoice_number(date);
            let id = self.add_invoice(lines, 7);
            let Some(invoice) = self.invoices.get_mut(&id) else { continue };
            (invoice.date, invoice.due_date) = (date, in_days(date, 7));
            invoice.number = number;
            if paid {
                (invoice.status, invoice.paid_at) =
                    (InvoiceStatus::Paid, Some(ago(now, i64::from(days) - 1, 5)));
            }
        }
    }

    fn add_sandbox_products(&mut self) {
        self.categories.push(Category { id: 20, name: "VPS".to_owned(), slug: "vps".to_owned() });
        let euro = |cents| Decimal::new(cents, 2);
        let item = |id, title: &str, cents| (id, title.to_owned(), euro(cents));
        let mut vps = Product::new(840, 20, "Cloud VPS S", euro(1_150));
        vps.description = "<ul><li>2 cores</li><li>4 GB memory</li></ul>".to_owned();
        vps.periods.push(Period::new("a", euro(11_500)));
        (vps.takes_domain, vps.has_vm) = (true, true);
        let field = |id, kind: &str, title: &str, required, items| FormField {
            id,
            kind: kind.to_owned(),
            title: title.to_owned(),
            required,
            multiple: false,
            conditionals: vec![],
            items,
        };
        let systems = vec![item(9_001, "Debian 12", 0), item(9_002, "Windows Server 2022", 900)];
        vps.forms = vec![
            field(1_700, "select", "Operating system", true, systems),
            field(1_701, "qty", "Extra IPv4", false, vec![item(9_010, "IPv4", 300)]),
            field(1_702, "checkbox", "Backups", false, vec![item(9_020, "Daily", 250)]),
            field(1_703, "input", "Note to the staff", false, vec![item(9_030, "Note", 0)]),
        ];
        let mut managed = Product::new(841, 20, "Managed VPS", euro(4_900));
        (managed.has_vm, managed.awaits_payment) = (true, true);
        let mut rare = Product::new(842, 16, "Dedicated R1", euro(9_900));
        rare.stock = Some(0);
        self.products.extend([vps, managed, rare]);
        self.promotions.push(Promotion { code: "T346F".to_owned(), percent: Decimal::TEN });
    }

    fn add_sandbox_services(&mut self) {
        let (now, today) = (self.clock.now(), self.now().date());
        let package =
            |id, name: &str, cents| Package { id, name: name.to_owned(), price: Decimal::new(cents, 2) };
        let service = |id, name: &str, domain: &str, cents, vms: Vec<Vm>| Service {
            id,
            name: name.to_owned(),
            domain: domain.to_owned(),
            label: String::new(),
            category: "VPS".to_owned(),
            category_url: "vps".to_owned(),
            total: Decimal::new(cents, 2),
            first_payment: Decimal::new(cents, 2),
            billing_cycle: "Monthly".to_owned(),
            created: in_days(today, -90),
            next_due: in_days(today, 5),
            next_invoice: in_days(today, 1),
            status: "Active".to_owned(),
            active_from: now - DAY * 90,
            listed_status: None,
            username: "root".to_owned(),
            password: SecretString::new(random_password()),
            methods: Method::of_a_vm_service(),
            vms: Some(vms.into_iter().map(|vm| (vm.id.clone(), vm)).collect()),
            templates: Service::usual_templates(),
            limits: Limits::USUAL,
            options: vec![UpgradeOption::documented()],
            packages: vec![package(31, "Cloud VPS L", 5_664), package(32, "Cloud VPS XL", 11_328)],
            cancellation: None,
        };
        let vm = |id: &str, label: &str, ipv4: IpAddr| Vm {
            network: Network::of(ipv4),
            password: SecretString::new(random_password()),
            ..Vm::new(id, label)
        };
        let web = vm("1375", "ll-web-1", Ipv4Addr::new(203, 0, 113, 71).into()).running_since(now - DAY * 41);
        let db = vm("1376", "ll-db-1", Ipv4Addr::new(203, 0, 113, 72).into()).running_since(now - DAY * 41);
        let lab = vm("1380", "lab", Ipv4Addr::new(203, 0, 113, 80).into());
        for service in [
            service(302, "Cloud VPS M", "vps.example.com", 2_832, vec![web, db]),
            service(303, "Cloud VPS S", "lab.example.com", 1_150, vec![lab]),
        ] {
            self.services.insert(service.id, service);
        }
        // Web space has no VM; the documented service only has one for want of a better place.
        if let Some(hosting) = self.services.get_mut(&301) {
            (hosting.vms, hosting.listed_status) = (None, None);
            (hosting.next_due, hosting.next_invoice) = (in_days(today, 20), in_days(today, 13));
        }
    }
}

fn ago(now: DateTime, days: i64, hours: i64) -> DateTime {
    now.saturating_sub(Span::new().days(days).hours(hours))
}

fn documented_client() -> Client {
    Client {
        id: "26".to_owned(),
        email: "api@example.com".to_owned(),
        firstname: "Joe".to_owned(),
        lastname: "Doe".to_owned(),
        companyname: String::new(),
        address1: "Pretty View Lane".to_owned(),
        address2: "3194".to_owned(),
        city: "Santa Rosa".to_owned(),
        state: "California".to_owned(),
        postcode: "95401".to_owned(),
        country: "US".to_owned(),
        phonenumber: "+1.24123123".to_owned(),
    }
}

fn documented_contact(client: &Client) -> Contact {
    let client = Client {
        id: "49".to_owned(),
        email: "mary@example.com".to_owned(),
        firstname: "Mary".to_owned(),
        lastname: "Sue".to_owned(),
        ..client.clone()
    };
    let privileges = json!({"support": ["tickets", "newticket"]});
    Contact { client, last_login: None, privileges }
}

fn documented_certificate(client: &Client) -> Certificate {
    Certificate {
        id: 300,
        domain: "examplename.com".to_owned(),
        product: "Comodo InstantSSL".to_owned(),
        status: "Pending".to_owned(),
        active_from: Timestamp::UNIX_EPOCH,
        issue_status: String::new(),
        expires: date(2017, 12, 30).at(13, 43, 12, 0),
        created: date(2016, 12, 30),
        next_due: date(2017, 12, 30),
        total: Decimal::new(2_785, 2),
        approver: "admin@example.com".to_owned(),
        csr: "-----BEGIN CERTIFICATE REQUEST----- ...".to_owned(),
        organization: "My Org name".to_owned(),
        admin: documented_contact(client).client,
        pem: None,
    }
}

fn documented_invoice(client: &Client) -> Invoice {
    let line = |id, item_id: &str, description: &str, cents| Line {
        id,
        item_id: item_id.to_owned(),
        ..Line::new(description, Decimal::new(cents, 2)).taxed()
    };
    Invoice {
        id: 308_976,
        number: "2016/12/1".to_owned(),
        date: date(2016, 12, 30),
        due_date: date(2017, 1, 6),
        paid_at: Some(date(2016, 12, 30).at(12, 40, 47, 0)),
        status: InvoiceStatus::Paid,
        lines: vec![
            line(12_305, "0", "Example Service", 1_500),
            line(12_309, "-2", "PayPal Payment Fee", 124),
        ],
        tax_rate: Decimal::new(21, 0),
        credit: Decimal::ZERO,
        notes: String::new(),
        client: client.clone(),
    }
}

fn documented_ticket() -> Ticket {
    let reply = TicketReply {
        id: 929,
        name: "Suppport Staff".to_owned(),
        date: date(2016, 12, 30).at(12, 51, 4, 0),
        body: "Vestibulum ac diam sit amet quam \r\nvehicula elementum sed sit amet dui. \r\n\
               Praesent sapien massa\r\n\r\n-- Maecenas efficitur elit est --"
            .to_owned(),
        author: Author::Admin,
        attachments: Vec::new(),
    };
    Ticket {
        number: 736_633,
        date: date(2016, 12, 30).at(12, 48, 13, 0),
        department: "Billing".to_owned(),
        name: "Joe Doe".to_owned(),
        email: "api@example.com".to_owned(),
        subject: "Lore Ipsum".to_owned(),
        body:
            "Donec sollicitudin molestie malesuada. \r\nSed porttitor lectus nibh. Vivamus magna justo, \r\n\
               lacinia eget consectetur sed, convallis at tellus."
                .to_owned(),
        status: TicketStatus::Answered,
        read: true,
        replies: vec![reply],
        listed: Some((TicketStatus::Open, date(2020, 9, 12).at(11, 10, 3, 0))),
    }
}

fn documented_service(vm: Vm, now: Timestamp) -> Service {
    Service {
        id: 301,
        name: "Starter Hosting".to_owned(),
        domain: "examplename.com".to_owned(),
        label: String::new(),
        category: "Hosting".to_owned(),
        category_url: "hosting".to_owned(),
        total: Decimal::new(999, 2),
        first_payment: Decimal::new(999, 2),
        billing_cycle: "Monthly".to_owned(),
        created: date(2016, 12, 30),
        next_due: date(2017, 12, 30),
        next_invoice: date(2017, 1, 27),
        status: "Active".to_owned(),
        active_from: now,
        listed_status: Some("Pending".to_owned()),
        username: "examplen".to_owned(),
        password: SecretString::new("pdtzc".to_owned()),
        methods: Method::of_any_service(),
        vms: Some(BTreeMap::from([(vm.id.clone(), vm)])),
        templates: Service::usual_templates(),
        limits: Limits::USUAL,
        options: vec![UpgradeOption::documented()],
        packages: vec![],
        cancellation: None,
    }
}

/// Two pools, of which the portals' documentation tells nothing.
fn pools() -> Vec<AddressPool> {
    let ipv4 = (90..93).map(|n| Ipv4Addr::new(203, 0, 113, n).into()).collect();
    let ipv6 = (1..4).map(|n| Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, n).into()).collect();
    vec![
        AddressPool { id: 5, name: "Public IPv4".to_owned(), free: ipv4 },
        AddressPool { id: 6, name: "Public IPv6".to_owned(), free: ipv6 },
    ]
}

fn documented_categories() -> Vec<Category> {
    let category = |id, name: &str, slug: &str| Category { id, name: name.to_owned(), slug: slug.to_owned() };
    vec![
        category(10, "Hosting", "hosting"),
        category(6, "Domains", "domains"),
        category(16, "Dedicated", "dedicated"),
    ]
}

fn documented_product() -> Product {
    let period = |symbol: &str, cents| Period::new(symbol, Decimal::new(cents, 2));
    let item = |id, title: &str| (id, title.to_owned(), Decimal::ZERO);
    Product {
        listed_category: 49,
        description: "Disk:10GB\r\nMemory:2GB\r\nMySql:10 DB\r\nEmail:100 Users\r\n".to_owned(),
        periods: vec![period("m", 999), period("a", 10_989), period("b", 19_980), period("t", 29_970)],
        takes_domain: true,
        forms: vec![FormField {
            id: 1_618,
            kind: "select".to_owned(),
            title: "Disk Size".to_owned(),
            required: false,
            multiple: false,
            conditionals: vec![],
            items: vec![item(10_330, "512MB"), item(10_331, "1GB"), item(10_332, "2GB")],
        }],
        addons: vec![Addon {
            id: 31,
            title: "Cpanel2: Add Extra IP".to_owned(),
            description: "Automatically adds IP address to account".to_owned(),
            periods: vec![period("m", 500), period("q", 2_000), period("a", 5_000)],
        }],
        ..Product::new(333, 10, "Starter Hosting", Decimal::new(999, 2))
    }
}

fn department(id: u64, name: &str) -> Department {
    Department { id, name: name.to_owned() }
}

fn fee(id: u64, name: &str, tenths: i64, tenths_of_percent: i64) -> PaymentFee {
    let (fixed, percent) = (Decimal::new(tenths, 1), Decimal::new(tenths_of_percent, 1));
    PaymentFee { id, name: name.to_owned(), fixed, percent }
}

fn random_password() -> String {
    let mut bytes = [0; 12];
    rand::thread_rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

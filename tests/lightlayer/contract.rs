//! What the adapter offers, sends and understands.

use std::collections::BTreeSet;

use hostmaster::domain::account::Profile;
use hostmaster::domain::certificate::{
    Certificate, CertificatePeriod, CertificatePlan, CertificateRole, Software,
};
use hostmaster::domain::contact::{Contact, LogEntry, Person, PersonField, Privileges};
use hostmaster::domain::invoice::{Invoice, InvoiceDetail, InvoiceLine};
use hostmaster::domain::notice::{Notice, StatusItem};
use hostmaster::domain::server::{Server, ServerState};
use hostmaster::domain::ticket::{Department, File, Ticket, TicketMessage, TicketThread};
use hostmaster::domain::{
    Acceptance, Action, ErrorKind, Money, Operation, ProviderName, ResourceKind, ResourceRef,
};
use hostmaster::providers::layers::SetupError;
use hostmaster::providers::lightlayer::LightLayer;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::{
    Billing, Certificates, Identity, Notices, Owner, People, PeopleControl, ServerControl, Servers, Sites,
    Support,
};
use jiff::Timestamp;
use jiff::civil::date;

use super::portal::{PEM, Portal, Reply, Script, VM};
use super::{Account, CHANGES, READS, SPENDS, adapter, permit, permit_of, settings};

const LOGIN: &str = "POST /api/login";

fn reference(kind: ResourceKind, id: &str) -> ResourceRef {
    ResourceRef::new("asia".parse().unwrap(), kind, id).unwrap()
}

fn money(amount: &str, currency: &str) -> Option<Money> {
    Some(Money { amount: amount.parse().unwrap(), currency: Some(currency.parse().unwrap()) })
}

fn at(moment: &str) -> Option<Timestamp> {
    Some(moment.parse().unwrap())
}

fn web_1() -> Server {
    Server {
        resource: reference(ResourceKind::Server, "301.1374"),
        name: "web-1".to_owned(),
        state: ServerState::Running,
        addresses: vec!["203.0.113.70".parse().unwrap()],
        uptime_seconds: Some(86400),
        cpu_cores: Some(2.into()),
        cpu_percent: None,
        memory_used_gb: None,
        memory_total_gb: Some(2.into()),
        disk_used_gb: None,
        disk_gb: Some(40.into()),
        sizes: None,
        payment_state: Some("Active".to_owned()),
    }
}

/// What one question sends, after the sign-in.
async fn lines(account: &Account) -> Vec<String> {
    account.portal.take_lines().into_iter().filter(|line| line != LOGIN).collect()
}

#[tokio::test]
async fn what_is_claimed_works_and_the_rest_is_unsupported_and_sends_nothing() {
    let account = Account::documented().await;
    let claimed = account.adapter.capability().operations;
    for operation in claimed {
        account.perform(*operation).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert!(!account.portal.take_lines().is_empty());
    }
    // So that what is tested of these is tested of all.
    let known = [&READS[..], &CHANGES, &SPENDS, &[Operation::SignOut]].concat();
    let words = |operations: &[Operation]| operations.iter().map(|it| it.as_str()).collect::<BTreeSet<_>>();
    assert_eq!(words(claimed), words(&known));
    assert_eq!(account.adapter.provider(), ProviderName::LightLayer);
    assert!(!account.adapter.capability().offers(Operation::ServerRename));
    let errors = [
        account.adapter.rename(&permit(Action::VpsHostname), "x").await.unwrap_err(),
        account.adapter.sites().await.unwrap_err(),
        account.adapter.cards().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == ErrorKind::Unsupported), "{errors:?}");
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

#[tokio::test]
async fn servers_are_the_vms_of_every_service_that_has_such() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.servers().await.unwrap(), [web_1()]);
    let mut lines = lines(&account).await;
    assert_eq!(lines.remove(0), "GET /api/service");
    lines.sort();
    // The third service is over; the second is asked whether it has VMs at all.
    assert_eq!(
        lines,
        ["GET /api/service/301/vms", "GET /api/service/302/methods", "GET /api/service/302/vms"]
    );
}

#[tokio::test]
async fn a_service_that_does_not_tell_its_vms_is_not_one_without() {
    let account = Account::documented().await;
    let methods = r#"{"methods":[{"method":"GET","route":"/service/@id/vms"}]}"#;
    account.portal.script().answers.insert("GET /api/service/302/methods", Reply::json(methods));
    let error = account.adapter.servers().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused(Some("method_not_found".to_owned())));
    for reply in [Reply::status(403), Reply::json(r#"{"vms":null}"#), Reply::json("[]")] {
        account.portal.script().answers.insert("GET /api/service/302/vms", reply);
        account.adapter.servers().await.unwrap_err();
    }
    for reply in [Reply::status(404), Reply::json(r#"{"vms":[]}"#), Reply::json(r#"{"vms":{}}"#)] {
        account.portal.script().answers.insert("GET /api/service/302/vms", reply);
        assert_eq!(account.adapter.servers().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn one_server_is_read_by_its_service_and_its_id() {
    let account = Account::documented().await;
    let addresses = vec!["203.0.113.70".parse().unwrap(), "2001:db8::1".parse().unwrap()];
    let expected = Server { addresses, payment_state: None, ..web_1() };
    assert_eq!(account.adapter.server("301.1374").await.unwrap(), expected);
    assert_eq!(lines(&account).await, ["GET /api/service/301/vms/1374"]);
    account.portal.script().answers.insert("GET /api/service/301/vms/9", Reply::json(VM));
    assert_eq!(account.adapter.server("301.9").await.unwrap_err().kind, ErrorKind::Unreadable);
}

#[tokio::test]
async fn each_power_verb_is_one_post_without_a_body() {
    let account = Account::documented().await;
    account.adapter.profile().await.unwrap();
    account.portal.take_seen();
    for (operation, word) in CHANGES.into_iter().zip(["start", "stop", "reboot", "shutdown", "reset"]) {
        account.perform(operation).await.unwrap();
        let [seen] = account.portal.take_seen().try_into().unwrap();
        assert_eq!(seen.line, format!("POST /api/service/301/vms/1374/{word}"));
        assert!(seen.body.is_null());
    }
}

#[tokio::test]
async fn the_balance_is_read_through_its_doubled_braces() {
    let account = Account::documented().await;
    let balance = account.adapter.balance().await.unwrap();
    assert_eq!((balance.owed, balance.credit), (money("123456.55", "USD"), money("0.00", "USD")));
    let renewals: Vec<_> = balance
        .subscriptions
        .iter()
        .map(|it| (it.resource.id.as_str(), it.name.as_str(), it.renews_on, it.monthly))
        .collect();
    let first = ("301", "examplename.com", Some(date(2017, 12, 30)), money("9.99", "USD"));
    assert_eq!(renewals, [first, ("302", "Site", None, None), ("303", "", None, None)]);
    let plain = r#"{"success":true,"details":{"currency":"","acc_balance":"1","acc_credit":2}}"#;
    account.portal.script().answers.insert("GET /api/balance", Reply::json(plain));
    let balance = account.adapter.balance().await.unwrap();
    assert_eq!((balance.owed, balance.credit), (money("1", "EUR"), money("2", "EUR")));
    for nonsense in ["{{}}", "{{", "{}", r#"{"details":{}}"#, "{{\"a\":1}", "[]"] {
        account.portal.script().answers.insert("GET /api/balance", Reply::json(nonsense));
        assert_eq!(account.adapter.balance().await.unwrap_err().kind, ErrorKind::Unreadable, "{nonsense}");
    }
}

#[tokio::test]
async fn invoices_are_read_as_documented() {
    let account = Account::documented().await;
    let paid = Invoice {
        resource: reference(ResourceKind::Invoice, "308976"),
        number: Some("2016/12/1".to_owned()),
        state: "Paid".to_owned(),
        issued: Some(date(2016, 12, 30)),
        due: Some(date(2017, 1, 6)),
        // The account's clock is two hours ahead of UTC in winter.
        paid: at("2016-12-30T10:40:47Z"),
        total: money("19.65", "USD"),
    };
    let open = Invoice {
        resource: reference(ResourceKind::Invoice, "308977"),
        number: None,
        state: "Unpaid".to_owned(),
        issued: Some(date(2017, 1, 1)),
        due: None,
        paid: None,
        total: money("7", "EUR"),
    };
    assert!(paid.is_paid() && open.is_unpaid());
    assert_eq!(account.adapter.invoices().await.unwrap(), [paid.clone(), open]);
    assert_eq!(lines(&account).await, ["GET /api/invoice"]);

    let line = |text: &str, amount: &str| InvoiceLine {
        text: text.to_owned(),
        kind: Some("Other".to_owned()),
        item: None,
        quantity: Some(1.into()),
        price: money(amount, "USD"),
        total: money(amount, "USD"),
    };
    let detail = InvoiceDetail {
        invoice: paid,
        lines: vec![line("Example Service", "15.00"), line("PayPal Payment Fee", "1.24")],
        subtotal: money("16.24", "USD"),
        tax: money("3.41", "USD"),
        credit: money("0", "USD"),
    };
    assert_eq!(account.adapter.invoice("308976").await.unwrap(), detail);
    assert_eq!(lines(&account).await, ["GET /api/invoice/308976"]);
}

#[tokio::test]
async fn ways_to_pay_carry_their_fees() {
    let account = Account::documented().await;
    let methods = account.adapter.payment_methods().await.unwrap();
    let names: Vec<_> = methods.iter().map(|method| (method.id.as_deref(), method.name.as_str())).collect();
    let expected =
        [(Some("10"), "BankTransfer"), (Some("9"), "PayPal"), (None, "Stripe"), (None, "Credit Card")];
    assert_eq!(names, expected);
    assert_eq!(methods[1].fixed_fee, money("0.3", "EUR"));
    assert_eq!(methods[1].percent_fee, Some("2.9".parse().unwrap()));
    account.portal.script().answers.insert("GET /api/payment/fees", Reply::status(404));
    assert_eq!(account.adapter.payment_methods().await.unwrap().len(), 2);
}

#[tokio::test]
async fn tickets_are_read_as_documented() {
    let account = Account::documented().await;
    let listed = Ticket {
        resource: reference(ResourceKind::Ticket, "736633"),
        subject: "Lore Ipsum".to_owned(),
        department: Some("Billing".to_owned()),
        state: "Open".to_owned(),
        opened: at("2016-12-30T10:48:13Z"),
        // And three in summer.
        last_reply: at("2020-09-12T08:10:03Z"),
        is_read: Some(true),
    };
    assert!(!listed.is_closed());
    assert_eq!(account.adapter.tickets().await.unwrap(), std::slice::from_ref(&listed));
    assert_eq!(lines(&account).await, ["GET /api/tickets"]);
    let reply = TicketMessage {
        id: Some("929".to_owned()),
        author: Some("Suppport Staff".to_owned()),
        is_staff: true,
        text: "Vestibulum ac diam sit amet quam \nvehicula elementum".to_owned(),
        at: at("2016-12-30T10:51:04Z"),
        attachments: vec![],
    };
    let first = TicketMessage {
        id: None,
        author: Some("Joe Doe".to_owned()),
        is_staff: false,
        text: "Donec sollicitudin molestie malesuada. \nSed porttitor lectus nibh.".to_owned(),
        at: listed.opened,
        attachments: vec![],
    };
    let ticket = Ticket { state: "Answered".to_owned(), last_reply: reply.at, ..listed };
    let thread = TicketThread { ticket, first, replies: vec![reply] };
    assert_eq!(account.adapter.ticket("736633").await.unwrap(), thread);
    assert_eq!(lines(&account).await, ["GET /api/tickets/736633"]);
}

#[tokio::test]
async fn an_attachment_is_its_bytes_whatever_they_are_and_no_more_than_an_answer_may_be() {
    let account = Account::documented().await;
    let file = account.adapter.attachment("736633", "77").await.unwrap();
    let bytes = b"not really a picture".to_vec();
    assert_eq!(file, File { media_type: Some("image/png".to_owned()), bytes });
    assert_eq!(lines(&account).await, ["GET /api/ticket/attachment/77?number=736633"]);
    for (content_type, bytes) in [
        ("application/octet-stream", vec![0, 255, 10]),
        ("application/json", b"{\"a\":".to_vec()),
        ("text/plain", vec![]),
    ] {
        let reply = Reply::Answer(200, content_type, bytes.clone());
        account.portal.script().answers.insert("GET /api/ticket/attachment/77", reply);
        assert_eq!(account.adapter.attachment("736633", "77").await.unwrap().bytes, bytes);
    }
    let refusal = Reply::json(r#"{"error":["no_such_file"]}"#);
    account.portal.script().answers.insert("GET /api/ticket/attachment/77", refusal);
    let error = account.adapter.attachment("736633", "77").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused(Some("no_such_file".to_owned())));
    let small = adapter(&account.portal, |settings| settings.limits.max_answer = 1000);
    let large = Reply::Answer(200, "image/png", vec![7; 1001]);
    account.portal.script().answers.insert("GET /api/ticket/attachment/77", large);
    assert_eq!(small.attachment("736633", "77").await.unwrap_err().kind, ErrorKind::TooLarge);
}

#[tokio::test]
async fn lists_without_a_documented_form_are_read_in_every_likely_one() {
    let account = Account::documented().await;
    let department = |id: &str, name: &str| Department { id: id.to_owned(), name: name.to_owned() };
    let expected = [department("1", "Billing"), department("2", "Technical")];
    assert_eq!(account.adapter.departments().await.unwrap(), expected);
    assert_eq!(lines(&account).await, ["GET /api/ticket/departments"]);
    for body in [
        r#"{"departments":{"1":"Billing","2":{"name":"Technical"}}}"#,
        r#"{"1":"Billing","2":"Technical","success":true}"#,
        r#"[{"id":1,"name":"Billing"},{"id":2,"name":"Technical"}]"#,
    ] {
        account.portal.script().answers.insert("GET /api/ticket/departments", Reply::json(body));
        assert_eq!(account.adapter.departments().await.unwrap(), expected, "{body}");
    }
    for empty in ["[]", r#"{"departments":[]}"#, r#"{"departments":{}}"#] {
        account.portal.script().answers.insert("GET /api/ticket/departments", Reply::json(empty));
        assert_eq!(account.adapter.departments().await.unwrap(), []);
    }
    for nonsense in ["{}", r#"{"success":true}"#, r#"{"departments":7}"#, "[7,[]]", r#"{"a":{"b":1}}"#] {
        account.portal.script().answers.insert("GET /api/ticket/departments", Reply::json(nonsense));
        let error = account.adapter.departments().await.unwrap_err();
        assert!(error.kind == ErrorKind::Unreadable && error.cause.contains("readable"), "{error}");
    }
}

#[tokio::test]
async fn notices_and_statuses_are_read_with_what_they_tell() {
    let account = Account::documented().await;
    let notice = Notice {
        resource: Some(reference(ResourceKind::Notice, "5")),
        text: "Maintenance: On Friday.".to_owned(),
        about: Some("Service".to_owned()),
        about_id: Some("301".to_owned()),
        at: at("2020-09-12T08:10:03Z"),
        is_read: Some(false),
    };
    for (all, line) in [(true, "GET /api/notifications"), (false, "GET /api/notifications/new")] {
        assert_eq!(account.adapter.notices(all).await.unwrap(), std::slice::from_ref(&notice));
        assert_eq!(lines(&account).await, [line]);
    }
    let texts = Reply::json(r#"{"notifications":["Back again"]}"#);
    account.portal.script().answers.insert("GET /api/notifications/new", texts);
    let notices = account.adapter.notices(false).await.unwrap();
    assert_eq!((notices[0].text.as_str(), &notices[0].resource), ("Back again", &None));
    lines(&account).await;

    let status = StatusItem {
        id: Some("7".to_owned()),
        title: "Packet loss".to_owned(),
        state: Some("open".to_owned()),
        text: Some("We look into it.".to_owned()),
        at: None,
    };
    assert_eq!(account.adapter.statuses(Some("open & more")).await.unwrap(), std::slice::from_ref(&status));
    assert_eq!(account.adapter.statuses(None).await.unwrap(), std::slice::from_ref(&status));
    assert_eq!(account.adapter.status("7").await.unwrap(), status);
    let expected = ["GET /api/statuses?status=open+%26+more", "GET /api/statuses", "PUT /api/statuses/7"];
    assert_eq!(lines(&account).await, expected);
}

#[tokio::test]
async fn the_owner_is_named_and_where_they_live_is_not() {
    let account = Account::documented().await;
    let expected = Profile {
        id: Some("26".to_owned()),
        username: None,
        name: Some("Joe Doe".to_owned()),
        email: Some("api@example.com".to_owned()),
        phone: Some("+1.24123123".to_owned()),
        role: None,
    };
    assert_eq!(account.adapter.profile().await.unwrap(), expected);
    assert_eq!(lines(&account).await, ["GET /api/details"]);
}

#[tokio::test]
async fn a_list_loses_the_entries_without_a_usable_id_and_is_never_empty_for_want_of_being_one() {
    let account = Account::documented().await;
    let body = r#"{"tickets":[{"ticket_number":1},{"ticket_number":null},7,{"subject":"x"},{"ticket_number":"order"},{"ticket_number":"3"}]}"#;
    account.portal.script().answers.insert("GET /api/tickets", Reply::json(body));
    let tickets = account.adapter.tickets().await.unwrap();
    let refs: Vec<_> = tickets.iter().map(|ticket| ticket.resource.to_string()).collect();
    assert_eq!(refs, ["asia/1", "asia/3"]);
    for nonsense in ["{}", r#"{"tickets":null}"#, r#"{"tickets":{"a":1}}"#, r#"{"success":true}"#] {
        account.portal.script().answers.insert("GET /api/tickets", Reply::json(nonsense));
        assert_eq!(account.adapter.tickets().await.unwrap_err().kind, ErrorKind::Unreadable, "{nonsense}");
    }
}

#[tokio::test]
async fn an_id_that_is_no_number_is_not_found_and_nothing_is_sent() {
    let account = Account::documented().await;
    for id in ["", ".", "..", "new", "order", "1/2", "1%2f2", "1?x=1", "1#", "1 2", "1\r\nx: y", "-1"] {
        let errors = [
            account.adapter.server(id).await.unwrap_err(),
            account.adapter.server(&format!("{id}.1374")).await.unwrap_err(),
            account.adapter.invoice(id).await.unwrap_err(),
            account.adapter.ticket(id).await.unwrap_err(),
            account.adapter.status(id).await.unwrap_err(),
            account.adapter.attachment(id, "77").await.unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?} {errors:?}");
    }
    account.adapter.attachment("736633", "../77").await.unwrap_err();
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

#[tokio::test]
async fn a_permit_on_something_else_is_never_used() {
    let account = Account::documented().await;
    let adapter = account.adapter.clone();
    let misuse = tokio::spawn(async move { adapter.restart(&permit(Action::VpsStart)).await });
    assert!(misuse.await.unwrap_err().is_panic());
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

#[tokio::test]
async fn credentials_that_cannot_be_sent_are_refused_at_once() {
    let portal = Portal::start(Script::default()).await;
    let mut settings = settings(&portal);
    settings.base_url = Some("http://example.com/api".parse().unwrap());
    let result = LightLayer::new("asia".parse().unwrap(), settings.clone());
    assert!(matches!(result, Err(SetupError::BaseUrl(_))));
    // Base64 takes every password.
    settings.base_url = None;
    settings.login = Login::Basic;
    settings.password = "line\r\nbreak".to_owned().into();
    assert!(LightLayer::new("asia".parse().unwrap(), settings).is_ok());
}

#[tokio::test]
async fn certificates_are_read_as_documented() {
    let account = Account::documented().await;
    let certificate = Certificate {
        resource: reference(ResourceKind::Certificate, "300"),
        domain: "examplename.com".to_owned(),
        product: Some("Comodo InstantSSL".to_owned()),
        state: "Pending".to_owned(),
        issue_state: None,
        // Vilnius is two hours ahead of UTC in winter.
        expires: at("2017-12-30T11:43:12Z"),
        renews_on: Some(date(2017, 12, 30)),
        price: money("27.85", "EUR"),
    };
    assert_eq!(account.adapter.certificates().await.unwrap(), std::slice::from_ref(&certificate));
    let detail = account.adapter.certificate("300").await.unwrap();
    assert_eq!(detail.certificate, certificate);
    assert_eq!(detail.approver.as_deref(), Some("admin@example.com"));
    let roles: Vec<_> = detail.people.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, [CertificateRole::Organization, CertificateRole::Admin]);
    let organization = &detail.people[0].1;
    assert_eq!(organization.get(PersonField::City), Some("SanAntonio"));
    assert_eq!(organization.get(PersonField::PostCode), None, "n/a tells nothing");
    let admin = &detail.people[1].1;
    assert_eq!(
        (admin.name().as_deref(), admin.get(PersonField::Phone)),
        (Some("Mary Sue"), Some("24123223"))
    );
    assert_eq!(admin.get(PersonField::Company), None);
    let file = account.adapter.certificate_file("300").await.unwrap();
    assert_eq!(file.bytes, PEM.as_bytes());
    let expected = ["GET /api/certificate", "GET /api/certificate/300", "GET /api/certificate/300/crt"];
    assert_eq!(lines(&account).await, expected);
}

#[tokio::test]
async fn certificates_on_sale_and_their_programs_are_read_as_documented() {
    let account = Account::documented().await;
    let period =
        |years, price| CertificatePeriod { years, price: money(price, "EUR"), renewal: money(price, "EUR") };
    let plan = CertificatePlan {
        resource: reference(ResourceKind::CertificatePlan, "25"),
        name: "InstantSSL".to_owned(),
        periods: vec![period(1, "27.85"), period(2, "48.75")],
    };
    assert_eq!(account.adapter.certificate_plans().await.unwrap(), [plan]);
    let software = |id: &str, name: &str| Software { id: id.to_owned(), name: name.to_owned() };
    let expected = [software("0", "AOL"), software("1", "Apache-SSL (Ben-SSL, not Stronghold)")];
    assert_eq!(account.adapter.software("25").await.unwrap(), expected);
    let expected = ["GET /api/certificate/order", "GET /api/certificate/order/25/software"];
    assert_eq!(lines(&account).await, expected);
}

#[tokio::test]
async fn people_their_privileges_and_the_log_are_read_as_documented() {
    let account = Account::documented().await;
    let contact = Contact {
        resource: reference(ResourceKind::Contact, "49"),
        name: "Mary Sue".to_owned(),
        email: Some("mary@example.com".to_owned()),
        last_login: None,
    };
    assert_eq!(account.adapter.contacts().await.unwrap(), [contact]);
    let shown = account.adapter.contact("49").await.unwrap();
    assert_eq!(shown.person.get(PersonField::City), Some("Santa Rosa"));
    assert_eq!(shown.person.get(PersonField::Type), Some("Private"));
    let privileges = |area: &str, rights: &[&str]| Privileges {
        area: area.to_owned(),
        rights: rights.iter().map(|right| (*right).to_owned()).collect(),
    };
    assert_eq!(shown.privileges, [privileges("support", &["tickets", "newticket"])]);
    let all = account.adapter.privileges().await.unwrap();
    assert!(all.contains(&privileges("services 332", &["basic", "billing"])), "{all:?}");
    assert!(all.contains(&privileges("services", &["full"])), "{all:?}");
    let entry = LogEntry {
        at: at("2016-12-30T10:24:28Z"),
        text: "Logged in".to_owned(),
        ip: Some("172.100.2.1".to_owned()),
    };
    assert_eq!(account.adapter.logs().await.unwrap(), [entry]);
    let expected =
        ["GET /api/contact", "GET /api/contact/49", "GET /api/contact/privileges", "GET /api/logs"];
    assert_eq!(lines(&account).await, expected);
}

#[tokio::test]
async fn ids_that_could_lead_to_another_endpoint_are_not_found_and_nothing_is_sent() {
    let account = Account::documented().await;
    let long = "9".repeat(10_000);
    for id in
        ["order", "privileges", "../300", "300/crt", "300?x=1", "%2e%2e", "300\n", "\u{1F600}", "", &long]
    {
        let errors = [
            account.adapter.certificate(id).await.map(drop).unwrap_err(),
            account.adapter.certificate_file(id).await.map(drop).unwrap_err(),
            account.adapter.software(id).await.map(drop).unwrap_err(),
            account.adapter.contact(id).await.map(drop).unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?}: {errors:?}");
    }
    assert_eq!(account.portal.take_lines(), [""; 0]);
}

#[tokio::test]
async fn changes_of_people_say_what_is_documented_and_never_a_password_or_the_login() {
    let account = Account::documented().await;
    account.adapter.contacts().await.unwrap();
    account.portal.take_seen();
    let person = |fields: &[(PersonField, &str)]| {
        Person(fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect())
    };
    let full = person(&[(PersonField::Email, "new@example.com"), (PersonField::City, "a\"b\n&c")]);
    let adapter = &account.adapter;
    let permit = permit_of(Action::AccountEdit, ResourceKind::Contact, "owner");
    assert_eq!(adapter.edit_profile(&permit, &full).await.unwrap(), Acceptance::Confirmed);
    let permit = permit_of(Action::AccountContactAdd, ResourceKind::Contact, "new");
    let added = adapter.add_contact(&permit, &full).await.unwrap();
    assert_eq!(added, (Acceptance::Confirmed, Some("1".to_owned())));
    let permit = permit_of(Action::AccountContactEdit, ResourceKind::Contact, "49");
    assert_eq!(adapter.edit_contact(&permit, &full).await.unwrap(), Acceptance::Confirmed);
    let seen = account.portal.take_seen();
    let sent: Vec<_> = seen.iter().map(|seen| (seen.line.as_str(), seen.body.clone())).collect();
    let whole = serde_json::json!({"email": "new@example.com", "city": "a\"b\n&c"});
    let expected = [
        ("PUT /api/details", serde_json::json!({"city": "a\"b\n&c"})),
        ("POST /api/contact", whole.clone()),
        ("PUT /api/contact/49", whole),
    ];
    assert_eq!(sent, expected);

    let login = person(&[(PersonField::Email, "new@example.com")]);
    let permit = permit_of(Action::AccountEdit, ResourceKind::Contact, "owner");
    assert!(adapter.edit_profile(&permit, &login).await.is_err(), "the login alone is nothing to change");
    let permit = permit_of(Action::AccountContactEdit, ResourceKind::Contact, "privileges");
    assert_eq!(adapter.edit_contact(&permit, &full).await.unwrap_err().kind, ErrorKind::NotFound);
    assert!(account.portal.take_seen().is_empty());

    // What is lost or unreadable may have been done, and is not sent again.
    for reply in [Reply::Cut, Reply::status(500)] {
        account.portal.script().answers.insert("POST /api/contact", reply);
        let permit = permit_of(Action::AccountContactAdd, ResourceKind::Contact, "new");
        let error = adapter.add_contact(&permit, &full).await.unwrap_err();
        assert!(error.is_ambiguous(), "{error}");
        assert_eq!(account.portal.take_seen().len(), 1);
    }
}

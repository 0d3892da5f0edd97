//! Every documented example.

use hostmaster::sandbox::lightlayer::{Effect, Line, Notice, Operation};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Account, read};

#[tokio::test]
async fn every_documented_read_is_answered_as_printed() {
    let account = Account::documented().await;
    let examples = [
        (
            "/details",
            r#"{"client": {"id": "26", "email": "api@example.com", "lastlogin": "2016-12-30 12:24:28", "ip": "172.100.2.1", "host": "hostname", "firstname": "Joe", "lastname": "Doe", "companyname": "", "address1": "Pretty View Lane", "address2": "3294", "city": "Santa Rosa", "state": "California", "postcode": "95401", "country": "US", "phonenumber": "+1.24123123"}}"#,
        ),
        (
            "/balance",
            r#"{"success": true, "details": {"currency": "USD", "acc_balance": "123456.55", "acc_credit": "0.00"}}"#,
        ),
        (
            "/invoice",
            r#"{"invoices": [{"id": "308976", "date": "2016-12-30", "dateorig": "2016-12-30", "duedate": "2017-01-06", "paybefore": "2017-01-06", "total": "19.65", "datepaid": "2016-12-30 12:40:47", "status": "Paid", "merge_id": null, "number": "2016\/12\/1", "currency": "USD"}]}"#,
        ),
        (
            "/invoice/308976",
            r#"{"invoice": {"id": "308976", "status": "Paid", "date": "2016-12-30", "duedate": "2017-01-06", "paybefore": "2017-01-06", "datepaid": "2016-12-30 12:40:47", "subtotal": 16.24, "credit": 0, "tax": 3.41, "taxrate": 21, "tax2": 0, "taxrate2": 0, "taxexempt": "0", "total": 19.65, "rate": 1, "rate2": 0, "rate3": 1, "notes": "",
                "items": [
                    {"id": "12305", "invoice_id": "308976", "type": "Other", "item_id": "0", "description": "Example Service", "amount": "15.00", "taxed": "1", "qty": "1.00", "linetotal": "15.00"},
                    {"id": "12309", "invoice_id": "308976", "type": "Other", "item_id": "-2", "description": "PayPal Payment Fee", "amount": "1.24", "taxed": "1", "qty": "1.00", "linetotal": "1.24"}
                ],
                "client": {"id": "26", "email": "api@example.com", "firstname": "Joe", "lastname": "Doe", "companyname": "", "address1": "Pretty View Lane", "address2": "3194", "city": "Santa Rosa", "state": "California", "postcode": "95401", "country": "US", "phonenumber": "+1.24123123"},
                "number": "2016\/12\/1", "currency": "USD"}}"#,
        ),
        ("/payment", r#"{"payments": {"10": "BankTransfer", "9": "PayPal"}}"#),
        (
            "/payment/fees",
            r#"{"payments": [
                {"id": 1, "name": "Bank Transfer", "fixed_fee": "0.0", "percent_fee": "0.0"},
                {"id": 2, "name": "Stripe", "fixed_fee": "0.5", "percent_fee": "2.9"},
                {"id": 4, "name": "Credit Card", "fixed_fee": "0.1", "percent_fee": "2.4"},
                {"id": 5, "name": "PayPal", "fixed_fee": "0.3", "percent_fee": "2.9"}
            ]}"#,
        ),
        (
            "/tickets",
            r#"{"tickets": [{"client_read": "1", "ticket_number": "736633", "date": "2016-12-30 12:48:13", "deptname": "Billing", "subject": "Lore Ipsum", "status": "Open", "lastreply": "2020-09-12 11:10:03"}]}"#,
        ),
        (
            "/tickets/736633",
            r#"{"ticket": {"date": "2016-12-30 12:48:13", "ticket_number": "736633", "name": "Joe Doe", "email": "api@example.com", "subject": "Lore Ipsum",
                    "body": "Donec sollicitudin molestie malesuada. \r\nSed porttitor lectus nibh. Vivamus magna justo, \r\nlacinia eget consectetur sed, convallis at tellus.",
                    "status": "Answered", "client_read": "1", "deptname": "Billing"},
                "replies": [{"id": "929", "name": "Suppport Staff", "date": "2016-12-30 12:51:04",
                    "body": "Vestibulum ac diam sit amet quam \r\nvehicula elementum sed sit amet dui. \r\nPraesent sapien massa\r\n\r\n-- Maecenas efficitur elit est --",
                    "status": "Sent", "type": "Admin"}]}"#,
        ),
        (
            "/service",
            r#"{"services": [{"id": "301", "domain": "examplename.com", "total": "9.99", "status": "Pending", "billingcycle": "Monthly", "next_due": "2017-12-30", "category": "Hosting", "category_url": "hosting", "name": "Starter Hosting"}]}"#,
        ),
        (
            "/service/301",
            r#"{"service": {"id": "301", "date_created": "2016-12-30", "domain": "examplename.com", "firstpayment": "9.99", "total": "9.99", "billingcycle": "Monthly", "next_due": "2017-12-30", "next_invoice": "2017-01-27", "status": "Active", "label": "", "username": "examplen", "password": "pdtzc", "name": "Starter Hosting"}}"#,
        ),
        (
            "/service/301/methods",
            r#"{"methods": [
                {"name": "Upgrade Request", "method": "POST", "route": "/service/@id/upgrade"},
                {"name": "Upgrade Options", "method": "GET", "route": "/service/@id/upgrade"},
                {"name": "Change service label", "method": "POST", "route": "/service/@id/label"},
                {"name": "Service label", "method": "GET", "route": "/service/@id/label"},
                {"name": "Cancel Service", "method": "POST", "route": "/service/@id/cancel"}
            ]}"#,
        ),
    ];
    for (path, expected) in examples {
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(account.json(path).await, expected, "{path}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn every_documented_write_is_answered_as_printed() {
    let account = Account::documented().await;
    let ticket = json!({"dept_id": 1, "subject": "Subject", "body": "Message ..."});
    assert_eq!(account.post("/tickets", ticket).await, (200, json!({"ticket": 865_650})));
    let reply = account.post("/tickets/736633", json!({"body": "reply text .."})).await;
    assert_eq!(reply, (200, json!({"info": ["reply_added"]})));
    let done = (200, json!({"status": true}));
    assert_eq!(account.put("/tickets/736633/close").await, done);
    assert_eq!(account.put("/tickets/736633/open").await, done);

    account.sim.credit_changes(Decimal::new(5_000, 2));
    let invoice = account.sim.invoice_is_issued(vec![Line::new("Rest", Decimal::new(210, 2))]);
    let paid = account.post(&format!("/invoice/{invoice}/credit"), json!({})).await;
    assert_eq!(paid, (200, json!({"success": true, "invoice_status": "Paid", "applied": 2.1})));

    assert_eq!(
        account.effects(),
        [
            Effect::TicketOpened { ticket: 865_650 },
            Effect::ReplyAdded { ticket: 736_633, reply: 930 },
            Effect::TicketClosed { ticket: 736_633 },
            Effect::TicketReopened { ticket: 736_633 },
            Effect::CreditApplied { invoice, amount: Decimal::new(210, 2) },
        ]
    );
    assert_eq!(account.sim.ledger()[4].request, 5);
}

#[tokio::test]
async fn what_is_not_documented_has_the_plainest_shape() {
    let account = Account::documented().await;
    assert_eq!(account.json("/notifications").await, json!({"notifications": []}));
    assert_eq!(account.json("/statuses").await, json!({"statuses": []}));
    let departments = json!({"departments": [{"id": "1", "name": "Billing"}]});
    assert_eq!(account.json("/ticket/departments").await, departments);

    let (first, second) =
        (account.sim.notice_is_posted("Hello", "World"), account.sim.notice_is_posted("Disk", "Full"));
    account.sim.with_state(|state| {
        let about = |notice: &mut Notice| {
            (notice.rel_type, notice.rel_id) = ("Service".to_owned(), "301".to_owned());
        };
        state.notices.last_mut().map(about)
    });
    let notices = account.json("/notifications").await;
    let date = account.sim.with_state(|state| state.now()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let disk = json!({"id": "2", "rel_type": "Service", "rel_id": "301", "subject": "Disk", "body": "Full", "date": date, "seen": "0"});
    assert_eq!(notices["notifications"][0], disk);
    assert_eq!(notices["notifications"].as_array().unwrap().len(), 2);
    let about_it = account.json("/notifications?rel_type=Service&rel_id=301").await;
    assert_eq!(about_it, json!({"notifications": [disk]}));

    assert_eq!(account.put(&format!("/notifications/{second}/ack")).await, (200, json!({"status": true})));
    account.put(&format!("/notifications/{second}/ack")).await;
    assert_eq!(account.effects(), [Effect::NoticeAcknowledged { notice: second }], "once");
    let new = account.json("/notifications/new").await;
    assert_eq!(new["notifications"].as_array().unwrap().len(), 1);
    assert_eq!(new["notifications"][0]["id"], first.to_string());
    assert_eq!(account.json("/notifications").await["notifications"][0]["seen"], "1");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let account = Account::documented().await;
    let cases = [
        (Method::GET, "/tickets/1", "ticket_not_found"),
        (Method::POST, "/tickets/1", "ticket_not_found"),
        (Method::PUT, "/tickets/1/open", "ticket_not_found"),
        (Method::PUT, "/tickets/1/close", "ticket_not_found"),
        (Method::GET, "/ticket/attachment/9", "attachment_not_found"),
        (Method::GET, "/invoice/1", "invoice_not_found"),
        (Method::GET, "/invoice/x", "invoice_not_found"),
        (Method::GET, "/service/1", "service_not_found"),
        (Method::GET, "/service/1/vms", "service_not_found"),
        (Method::GET, "/service/301/vms/1", "vm_not_found"),
        (Method::POST, "/service/301/vms/1/reboot", "vm_not_found"),
        (Method::PUT, "/notifications/1/ack", "notification_not_found"),
        (Method::PUT, "/statuses/1", "status_not_found"),
        (Method::GET, "/nowhere", "invalid_request"),
        (Method::DELETE, "/tickets", "invalid_request"),
    ];
    for (method, path, code) in cases {
        assert_eq!(read(account.request(method, path)).await, (404, json!({"error": [code]})), "{path}");
    }
    let credit = account.post("/invoice/1/credit", json!({"amount": 1})).await;
    assert_eq!(credit, (404, json!({"success": false, "error": ["invoice_not_found"]})));
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn every_operation_has_a_name_of_its_own_and_is_found_by_it() {
    for operation in Operation::ALL {
        assert_eq!(Operation::from_name(operation.name()), Some(operation));
    }
}

#[tokio::test]
async fn a_certificate_is_ordered_as_documented_and_what_cannot_be_one_is_refused() {
    let account = Account::documented().await;
    let request = include_str!("../examplename.csr");
    let order = |change: &dyn Fn(&mut Value)| {
        let mut body = json!({
            "product_id": 25, "csr": request, "years": 1, "pay_method": 9, "approver_email": "admin@example.com",
            "software": 1, "admin": 49,
        });
        change(&mut body);
        body
    };
    let (status, ordered) = account.post("/certificate/order", order(&|_| {})).await;
    assert!(ordered["order_num"].is_u64(), "{ordered}");
    let items = json!({"id": "302", "type": "Hosting", "name": "examplename.com", "product_id": "25"});
    assert_eq!((status, &ordered["total"], &ordered["items"]), (200, &json!("27.85"), &items));
    let listed = account.json("/certificate").await;
    let new = &listed["sslservices"][1];
    assert_eq!(
        (&new["id"], &new["domain"], &new["name"]),
        (&json!("302"), &json!("examplename.com"), &json!("InstantSSL"))
    );
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 6] = [
        (|body| body["years"] = json!(9), "wrong_period"),
        (|body| body["csr"] = json!("example.com"), "invalid_csr"),
        (|body| body["approver_email"] = json!("admin"), "invalid_approver_email"),
        (|body| body["pay_method"] = json!(1), "wrong_payment_method"),
        (|body| body["software"] = json!(7), "wrong_software"),
        (|body| body["admin"] = json!(7), "profile_not_found"),
    ];
    for (change, code) in changes {
        let refused = account.post("/certificate/order", order(&change)).await;
        assert_eq!(refused, (200, json!({"error": [code]})), "{code}");
    }
    assert_eq!(account.effects().len(), 1);
}

//! What is sold and bought: what is sent for it, and what is understood.

use hostmaster::domain::certificate::SigningRequest;
use hostmaster::domain::form::{Step, StepKind};
use hostmaster::domain::order::{
    Answers, CertificateWish, Chosen, Cycle, ItemWish, NotSold, Offer, Plan, Progress, ProgressState,
    Purchase, Trace, Wish,
};
use hostmaster::domain::{Action, ErrorKind, ErrorStatus, ResourceKind, ResourceRef};
use hostmaster::providers::{Purchases, Shop};
use serde_json::{Value, json};

use super::portal::{ORDERED, Reply, SOFTWARE};
use super::{
    Account, REQUEST, certificate_offer, chosen, money, offer, offer_of_two, permit_of, product, wish,
};

/// What was asked after the sign-in, by line, with bodies.
fn seen(account: &Account) -> Vec<(String, Value)> {
    let seen = account.portal.take_seen().into_iter().filter(|seen| seen.line != "POST /api/login");
    let mut seen: Vec<_> = seen.map(|seen| (seen.line, seen.body)).collect();
    seen.sort_by(|one, other| one.0.cmp(&other.0));
    seen
}

fn lines(account: &Account) -> Vec<String> {
    seen(account).into_iter().map(|(line, _)| line).collect()
}

/// The body of the one request to that line, among others that have none.
fn body(account: &Account, line: &str) -> Value {
    let sent = seen(account).into_iter().filter(|(_, body)| !body.is_null());
    let [(to, body)] = sent.collect::<Vec<_>>().try_into().unwrap_or_else(|sent| panic!("{sent:?}"));
    assert_eq!(to, line);
    body
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect()
}

fn plan_wish(pairs: &[(&str, &str)]) -> Wish {
    Wish::Plan { plan: "333".to_owned(), os: None, name: None, answers: answers(pairs), more: vec![] }
}

fn certificate_wish(plan: &str, pairs: &[(&str, &str)]) -> Wish {
    let request = SigningRequest::read(REQUEST).unwrap();
    Wish::Certificate(CertificateWish { plan: plan.to_owned(), request, answers: answers(pairs) })
}

/// A question in a line: its id, how it is answered, and what stands for no answer.
fn told(step: &Step) -> String {
    let kind = match &step.kind {
        StepKind::Choice(entries) => {
            let price = |price: Option<_>| price.map(|price| format!(" {price}")).unwrap_or_default();
            let entry = |entry: &hostmaster::domain::form::Entry| {
                format!("{}={}{}{}", entry.value, entry.label, price(entry.price), price(entry.setup))
            };
            entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        }
        other => format!("{other:?}"),
    };
    let required = if step.is_required { " required" } else { "" };
    format!("{} [{}] {kind}; {:?}{required}", step.id, step.title, step.default)
}

#[tokio::test]
async fn every_category_is_asked_for_its_products_and_these_are_read_as_documented() {
    let account = Account::documented().await;
    let about = "Disk:10GB\nMemory:2GB\nMySql:10 DB\nEmail:100 Users".to_owned();
    assert_eq!(account.adapter.plans().await.unwrap(), [Plan { about: Some(about), ..product() }]);
    let asked = [
        "GET /api/category",
        "GET /api/category/10/product",
        "GET /api/category/16/product",
        "GET /api/category/6/product",
    ];
    assert_eq!(lines(&account), asked);
    for (stock, left, on_sale) in [("true", "\"0\"", false), ("1", "3", true), ("false", "0", true)] {
        let products = format!(r#"{{"products":[{{"id":333,"name":"x","stock":{stock},"qty":{left}}}]}}"#);
        account.portal.script().answers.insert("GET /api/category/10/product", Reply::json(products));
        assert_eq!(account.adapter.plans().await.unwrap()[0].on_sale, on_sale, "{stock} {left}");
    }
    // One category that cannot be read now is no reason to call the others all that there is.
    account.portal.script().answers.insert("GET /api/category/10/product", Reply::status(500));
    assert_eq!(account.adapter.plans().await.unwrap_err().kind, ErrorKind::ServerError);
}

#[tokio::test]
async fn what_a_product_can_be_ordered_with_is_read_as_documented() {
    let account = Account::documented().await;
    let mut steps: Vec<_> = account.adapter.steps("333").await.unwrap().iter().map(told).collect();
    let promocode = steps.pop().unwrap();
    assert!(promocode.starts_with("promocode []"), "{promocode}");
    let pay_method = steps.pop().unwrap();
    assert_eq!(
        steps,
        [
            "cycle [] m=m 9.99 EUR, a=a 109.89 EUR, b=b 199.80 EUR, t=t 299.70 EUR; Some(\"m\") required",
            "domain [] Line(Domain); None",
            "1618 [Disk Size] 10330=512MB, 10331=1GB, 10332=2GB; None",
            "addon-31 [Cpanel2: Add Extra IP] no=, m=m 5.00 EUR, q=q 20.00 EUR, a=a 50.00 EUR; Some(\"no\")",
        ]
    );
    for part in ["pay_method []", "10=BankTransfer", "9=PayPal", "None required"] {
        assert!(pay_method.contains(part), "{part}: {pay_method}");
    }
    assert_eq!(lines(&account), ["GET /api/order/333", "GET /api/payment"]);
    let other = Reply::json(r#"{"product":{"id":"334"}}"#);
    account.portal.script().answers.insert("GET /api/order/333", other);
    assert_eq!(account.adapter.steps("333").await.unwrap_err().kind, ErrorKind::Unreadable);
}

#[tokio::test]
async fn a_field_that_takes_several_is_ordered_with_each_and_one_with_conditions_is_never_required() {
    let account = Account::documented().await;
    let form = |id: &str, multiple: bool, conditionals: &str| {
        format!(
            r#"{{"type":"checkbox","title":"Extras","id":"{id}","required":true,"multiple":{multiple},"config":{{"conditionals":{conditionals}}},"items":[{{"title":"A","id":1,"price":2}},{{"title":"B","id":2,"selected":true}}]}}"#
        )
    };
    let forms = [form("7", true, "[]"), form("8", true, r#"[{"when":7}]"#), form("9", false, r#"{"7":1}"#)];
    let product = format!(r#"{{"product":{{"id":"333","config":{{"forms":[{}]}}}}}}"#, forms.join(","));
    account.portal.script().answers.insert("GET /api/order/333", Reply::json(product));
    let steps: Vec<_> = account.adapter.steps("333").await.unwrap().iter().map(told).collect();
    assert!(steps[0].ends_with("; Some(\"2\") required") && steps[0].contains("Several"), "{steps:?}");
    assert!(steps[1].ends_with("; None") && steps[2].ends_with("; None"), "{steps:?}");
    seen(&account);
    let wished = plan_wish(&[("7", "B, A"), ("pay_method", "9")]);
    let offered = account.adapter.offer(&wished).await.unwrap().unwrap();
    let sent = body(&account, "POST /api/quote");
    assert_eq!(sent["items"][0]["custom"], json!({"7": {"1": 1, "2": 1}}));
    let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "333");
    account.adapter.buy(&permit, &offered, "hm-1").await.unwrap();
    assert_eq!(body(&account, "POST /api/order/333")["custom"], json!({"7": {"1": 1, "2": 1}}));
}

#[tokio::test]
async fn a_quote_says_what_would_be_ordered_and_is_read_as_documented() {
    let account = Account::documented().await;
    let Wish::Plan { plan, answers: wished, .. } = wish() else { unreachable!() };
    let beside =
        ItemWish { plan: "333".to_owned(), answers: answers(&[("cycle", "a"), ("domain", "b.example")]) };
    let two = Wish::Plan { plan, os: None, name: None, answers: wished, more: vec![beside] };
    let quoted = account.adapter.quote(&two).await.unwrap().unwrap();
    let first = json!({
        "type": "product", "product_id": 333, "cycle": "m", "custom": {"1618": {"10331": 1}},
        "addon": {"31": 1}, "addon_cycles": {"31": "q"},
    });
    let second = json!({"type": "product", "product_id": 333, "cycle": "a", "domain": "b.example"});
    let sent = json!({"output": "short", "items": [first, second]});
    assert_eq!(body(&account, "POST /api/quote"), sent);
    assert_eq!((quoted.price, quoted.cycle), (Some(money("88.81")), Cycle::Now));
    assert_eq!(quoted.then, [(Cycle::Annually, money("81.18")), (Cycle::Monthly, money("1.48"))]);
    let shown: Vec<_> = quoted.chosen.iter().map(|it| (it.step.as_str(), it.label.as_str())).collect();
    assert_eq!(shown, [("cycle", "m"), ("1618", "1GB"), ("addon-31", "q")]);
    assert_eq!(quoted.more.len(), 1);

    // An offer says how it is paid as well, and a promotion where there is one.
    let one = plan_wish(&[("pay_method", "PayPal"), ("promocode", "T346F"), ("domain", "example.com")]);
    account.adapter.offer(&one).await.unwrap().unwrap();
    let item = json!({
        "type": "product", "product_id": 333, "cycle": "m", "domain": "example.com", "promocode": "T346F",
    });
    let sent = json!({"output": "short", "pay_method": 9, "items": [item]});
    assert_eq!(body(&account, "POST /api/quote"), sent);
    // What is paid at once each time is one price.
    let monthly = r#"{"summary":{"total":"9.99","recurring":[{"title":"Monthly","price":9.99,"value":"m"}]},"items":[{"valid":true,"error":[]}]}"#;
    account.portal.script().answers.insert("POST /api/quote", Reply::json(monthly));
    let offered = account.adapter.offer(&one).await.unwrap().unwrap();
    assert_eq!((offered.price, offered.cycle, offered.then.len()), (Some(money("9.99")), Cycle::Monthly, 0));
}

#[tokio::test]
async fn what_the_portal_objects_to_in_a_quote_is_told_and_a_quote_that_tells_no_price_is_none() {
    let account = Account::documented().await;
    let pay = [("pay_method", "9")];
    for (answer, words) in [
        (r#"{"summary":{"total":0},"items":[{"valid":false,"error":["out_of_stock"]}]}"#, "out_of_stock"),
        (r#"{"summary":{"total":9.99},"items":[{"valid":true,"error":["a","b"]}]}"#, "a, b"),
        (r#"{"items":[{"valid":false,"error":"domain_required"}]}"#, "domain_required"),
    ] {
        account.portal.script().answers.insert("POST /api/quote", Reply::json(answer));
        let why = account.adapter.offer(&plan_wish(&pay)).await.unwrap().unwrap_err();
        assert_eq!(why, NotSold::Declined { words: words.to_owned() }, "{answer}");
    }
    for answer in ["{}", r#"{"summary":[],"items":[]}"#, r#"{"summary":{"total":"-1"},"items":[]}"#] {
        account.portal.script().answers.insert("POST /api/quote", Reply::json(answer));
        let error = account.adapter.offer(&plan_wish(&pay)).await.unwrap_err();
        assert_eq!((&error.kind, error.is_ambiguous()), (&ErrorKind::Unreadable, false), "{answer}: {error}");
    }
    seen(&account);
    // It only calculates, and is asked for again for a passing reason.
    account.portal.script().answers.insert("POST /api/quote", Reply::status(503));
    account.adapter.offer(&plan_wish(&pay)).await.unwrap_err();
    assert_eq!(lines(&account).iter().filter(|line| *line == "POST /api/quote").count(), 3);
    // What cannot be chosen is known before a quote is asked for.
    for (pairs, kind) in [
        (&[][..], "unanswered"),
        (&[("pay_method", "8")], "bad-answer"),
        (&[("pay_method", "9"), ("1618", "3GB")], "bad-answer"),
        (&[("pay_method", "9"), ("1619", "1")], "no-such-step"),
    ] {
        let why = account.adapter.offer(&plan_wish(pairs)).await.unwrap().unwrap_err();
        assert_eq!(why.as_str(), kind, "{pairs:?}");
    }
    assert!(!lines(&account).iter().any(|line| line.starts_with("POST")));
}

#[tokio::test]
async fn one_thing_and_several_are_ordered_as_documented() {
    let account = Account::documented().await;
    let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "333");
    let bought = account.adapter.buy(&permit, &offer(), "hm-1").await.unwrap();
    let sent = json!({
        "domain": "example.com", "cycle": "m", "pay_method": 9, "custom": {"1618": {"10330": 1}},
        "promocode": "T346F",
    });
    assert_eq!(body(&account, "POST /api/order/333"), sent);
    let expected = Purchase {
        order: Some("873340995".to_owned()),
        invoice: Some("308979".to_owned()),
        charged: Some(money("9.99")),
        traces: vec!["10".to_owned()],
        ..Purchase::default()
    };
    assert_eq!(bought, expected);

    let bought = account.adapter.buy(&permit, &offer_of_two(), "hm-2").await.unwrap();
    let mut first = sent;
    first.as_object_mut().unwrap().remove("pay_method");
    (first["type"], first["product_id"]) = (json!("product"), json!(333));
    let second = json!({"type": "product", "product_id": 333, "cycle": "a"});
    let sent = json!({"pay_method": 9, "items": [first, second]});
    assert_eq!(body(&account, "POST /api/order"), sent);
    let expected = Purchase {
        order: Some("179534732".to_owned()),
        invoice: Some("503425".to_owned()),
        charged: Some(money("94.40")),
        // The third is a domain, whose id is of another row.
        traces: vec!["1025".to_owned(), "1026".to_owned()],
        ..Purchase::default()
    };
    assert_eq!(bought, expected);
}

#[tokio::test]
async fn texts_numbers_and_yes_are_ordered_as_values_of_their_items_and_what_is_hostile_stays_a_value() {
    let account = Account::documented().await;
    let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "333");
    let text = |step, item, text| Chosen { is_text: true, ..chosen(step, Some(item), text) };
    let hostile = "a\"},\"x\":{\"/../?y=1&z%2e\u{1F600}";
    let picked = Offer {
        chosen: vec![
            chosen("cycle", None, "m"),
            chosen("1700", Some("9001"), "4"),
            chosen("1701", Some("9010"), "yes"),
            chosen("1702", Some("9020"), "no"),
            chosen("1703", Some("9030"), hostile),
            text("1704", "9040", "no"),
            text("1705", "9050", "0049151234567"),
            chosen("domain", None, hostile),
            chosen("pay_method", None, "10"),
        ],
        ..offer()
    };
    account.adapter.buy(&permit, &picked, "hm-1").await.unwrap();
    let custom = json!({
        "1700": {"9001": 4}, "1701": {"9010": 1}, "1703": {"9030": hostile}, "1704": {"9040": "no"},
        "1705": {"9050": "0049151234567"},
    });
    let sent = json!({"cycle": "m", "domain": hostile, "pay_method": 10, "custom": custom});
    assert_eq!(body(&account, "POST /api/order/333"), sent);
}

#[tokio::test]
async fn a_certificate_is_offered_at_the_price_of_its_years_and_ordered_as_documented() {
    let account = Account::documented().await;
    let pairs = [("years", "2"), ("approver_email", "admin@example.com"), ("pay_method", "PayPal")];
    let wish = certificate_wish("25", &[&pairs[..], &[("software", "AOL"), ("contact", "49")]].concat());
    let offered = account.adapter.offer(&wish).await.unwrap().unwrap();
    assert_eq!((offered.title(), offered.price), ("InstantSSL", Some(money("48.75"))));
    assert_eq!((offered.cycle, offered.then.len()), (Cycle::Biennially, 0));
    let asked = ["GET /api/certificate/order", "GET /api/certificate/order/25/software", "GET /api/payment"];
    assert_eq!(lines(&account), asked);
    let permit = permit_of(Action::CertOrder, ResourceKind::CertificatePlan, "25");
    let bought = account.adapter.buy(&permit, &offered, "hm-1").await.unwrap();
    let sent = json!({
        "product_id": 25, "csr": REQUEST, "years": 2, "pay_method": 9, "approver_email": "admin@example.com",
        "software": 0, "admin": 49, "tech": 49, "billing": 49,
    });
    assert_eq!(body(&account, "POST /api/certificate/order"), sent);
    let expected = Purchase {
        order: Some("873340994".to_owned()),
        invoice: Some("308978".to_owned()),
        charged: Some(money("27.85")),
        traces: vec!["10".to_owned()],
        ..Purchase::default()
    };
    assert_eq!(bought, expected);
    account.adapter.buy(&permit, &certificate_offer(), "hm-2").await.unwrap();
    let sent = json!({
        "product_id": 25, "csr": REQUEST, "years": 1, "pay_method": 9, "approver_email": "admin@example.com",
    });
    assert_eq!(body(&account, "POST /api/certificate/order"), sent);

    // Renewed at another price, what is paid now and what is paid then are told apart.
    let plans = r#"{"products":[{"id":25,"name":"x","periods":[{"years":"2","price":"40","renew":"60"},{"years":1}]}]}"#;
    account.portal.script().answers.insert("GET /api/certificate/order", Reply::json(plans));
    account.portal.script().answers.insert("GET /api/certificate/order/25/software", Reply::json(SOFTWARE));
    let offered = account.adapter.offer(&certificate_wish("25", &pairs)).await.unwrap().unwrap();
    assert_eq!((offered.price, offered.cycle), (Some(money("40")), Cycle::Now));
    assert_eq!(offered.then, [(Cycle::Biennially, money("60"))]);
    let [_, approver, pay_method] = pairs;
    for (years, more, kind) in [
        ("1", &[approver, pay_method][..], "price-unknown"),
        ("3", &[approver, pay_method], "bad-answer"),
        ("2", &[approver], "unanswered"),
        ("2", &[approver, pay_method, ("software", "IIS")], "bad-answer"),
    ] {
        let wish = certificate_wish("25", &[more, &[("years", years)]].concat());
        assert_eq!(
            account.adapter.offer(&wish).await.unwrap().unwrap_err().as_str(),
            kind,
            "{years} {more:?}"
        );
    }
    let gone = account.adapter.offer(&certificate_wish("26", &pairs)).await.unwrap_err();
    assert_eq!((gone.kind, gone.status), (ErrorKind::NotFound, ErrorStatus::Permanent));
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_may_have_been_placed_and_one_that_is_refused_was_not() {
    let account = Account::documented().await;
    for (offer, action, line) in [
        (offer(), Action::OrderBuy, "POST /api/order/333"),
        (offer_of_two(), Action::OrderBuy, "POST /api/order"),
        (certificate_offer(), Action::CertOrder, "POST /api/certificate/order"),
    ] {
        let kind = match action {
            Action::CertOrder => (ResourceKind::CertificatePlan, "25"),
            _ => (ResourceKind::Plan, "333"),
        };
        let permit = permit_of(action, kind.0, kind.1);
        for (reply, kind, status) in [
            (Reply::Cut, ErrorKind::ConnectionLost, ErrorStatus::Ambiguous),
            (Reply::status(502), ErrorKind::ServerError, ErrorStatus::Ambiguous),
            (Reply::json(&ORDERED[..40]), ErrorKind::Unreadable, ErrorStatus::Ambiguous),
            (
                Reply::json(r#"{"error":["fraud_check"]}"#),
                ErrorKind::Refused(Some("fraud_check".to_owned())),
                ErrorStatus::Permanent,
            ),
            (
                Reply::json(r#"{"success":false,"info":["no_credit"]}"#),
                ErrorKind::Refused(Some("no_credit".to_owned())),
                ErrorStatus::Permanent,
            ),
            (Reply::status(402), ErrorKind::PaymentRequired, ErrorStatus::Permanent),
            (Reply::status(404), ErrorKind::NotFound, ErrorStatus::Permanent),
        ] {
            account.portal.script().answers.insert(line, reply);
            let error = account.adapter.buy(&permit, &offer, "hm-1").await.unwrap_err();
            assert_eq!((&error.kind, error.status), (&kind, status), "{line}: {error}");
            assert_eq!(lines(&account), [line], "once, whatever happens");
        }
    }
}

#[tokio::test]
async fn what_was_bought_is_as_far_as_its_service_or_its_certificate_says() {
    let account = Account::documented().await;
    let progress = |state, words: Option<&str>, server: Option<&str>| Progress {
        state,
        percent: None,
        server: server.map(str::to_owned),
        words: words.map(str::to_owned),
        unpaid: None,
        uninstalled: false,
        waits_for_payment: false,
    };
    let done = progress(ProgressState::Done, None, Some("301.1374"));
    assert_eq!(account.adapter.progress("301").await.unwrap(), done);
    for (word, state) in [
        ("Pending", ProgressState::Running),
        ("Fraud", ProgressState::Failed),
        ("Odd", ProgressState::Running),
    ] {
        let answer = json!({"service": {"id": "301", "status": word}});
        account.portal.script().answers.insert("GET /api/service/301", Reply::json(answer));
        assert_eq!(account.adapter.progress("301").await.unwrap(), progress(state, Some(word), None));
    }
    seen(&account);
    // A certificate's id is a service's, and some portals show it as a certificate alone.
    for reply in [Reply::status(404), Reply::json(r#"{"error":["service_not_found"]}"#)] {
        account.portal.script().answers.insert("GET /api/service/300", reply);
        let pending = progress(ProgressState::Running, Some("Pending"), None);
        assert_eq!(account.adapter.progress("300").await.unwrap(), pending);
        assert_eq!(lines(&account), ["GET /api/certificate/300", "GET /api/service/300"]);
    }
    // What neither knows is absent; what one cannot tell now is not.
    assert_eq!(account.adapter.progress("399").await.unwrap_err().kind, ErrorKind::NotFound);
    account.portal.script().answers.insert("GET /api/certificate/300", Reply::status(500));
    assert_eq!(account.adapter.progress("300").await.unwrap_err().kind, ErrorKind::ServerError);
}

#[tokio::test]
async fn what_a_purchase_may_have_become_is_told_by_product_and_by_domain() {
    let account = Account::documented().await;
    let trace = |id: &str, kind| Trace { id: id.to_owned(), kind, is_named: false, is_doubtful: false };
    let services = r#"{"services":[{"id":"310","name":"Starter Hosting "},{"id":"9","name":"Other"},{"id":11,"name":"starter hosting"},{"name":"Starter Hosting"}]}"#;
    account.portal.script().answers.insert("GET /api/service", Reply::json(services));
    let traces = account.adapter.traces(&offer(), "hm-1").await.unwrap();
    assert_eq!(traces, [trace("9", None), trace("11", Some(0)), trace("310", Some(0))]);
    assert_eq!(lines(&account), ["GET /api/service"]);

    let certificates = json!({"sslservices": [
        {"id": "300", "domain": "examplename.com", "name": "Comodo InstantSSL", "cert_email": "admin@example.com"},
        {"id": "301", "domain": "other.com", "cert_email": "admin@example.com"},
        {"id": "302", "domain": "www.ExampleName.com", "cert_email": "postmaster@example.com"},
        {"id": "303", "domain": "", "cert_email": ""},
        {"id": "../4"},
    ]});
    account.portal.script().answers.insert("GET /api/certificate", Reply::json(certificates));
    let traces = account.adapter.traces(&certificate_offer(), "hm-1").await.unwrap();
    let expected = [trace("300", Some(0)), trace("301", None), trace("302", None), trace("303", Some(0))];
    assert_eq!(traces, expected);
    assert_eq!(lines(&account), ["GET /api/certificate"]);
}

#[tokio::test]
async fn ids_that_are_no_numbers_are_not_found_and_nothing_is_ordered_by_them() {
    let account = Account::documented().await;
    let long = "9".repeat(10_000);
    for id in ["", "..", "333/..", "333?x=1", "%2e%2e", "333\n", "\u{1F600}", "order", &long] {
        let plan =
            Wish::Plan { plan: id.to_owned(), os: None, name: None, answers: Answers::new(), more: vec![] };
        let errors = [
            account.adapter.steps(id).await.map(drop).unwrap_err(),
            account.adapter.offer(&plan).await.map(drop).unwrap_err(),
            account.adapter.progress(id).await.map(drop).unwrap_err(),
            account.adapter.offer(&certificate_wish(id, &[])).await.map(drop).unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?}: {errors:?}");
    }
    // Beside these ids only what needs none may have been asked for.
    let allowed = ["GET /api/payment", "GET /api/certificate/order"];
    assert!(lines(&account).iter().all(|line| allowed.contains(&line.as_str())));
    for pairs in [[("pay_method", "../9"), ("years", "1")], [("pay_method", "9"), ("years", "-1")]] {
        let hostile = Offer {
            chosen: pairs
                .iter()
                .chain(&[("approver_email", "a@b")])
                .map(|(step, value)| chosen(step, None, value))
                .collect(),
            ..certificate_offer()
        };
        let permit = permit_of(Action::CertOrder, ResourceKind::CertificatePlan, "25");
        let error = account.adapter.buy(&permit, &hostile, "hm-1").await.unwrap_err();
        assert_eq!(error.status, ErrorStatus::Permanent, "{error}");
    }
    let plan = Plan { resource: ResourceRef::parse(ResourceKind::Plan, "asia/x").unwrap(), ..product() };
    let other = Offer { goods: hostmaster::domain::order::Goods::Plan(plan), ..offer() };
    let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "x");
    account.adapter.buy(&permit, &other, "hm-1").await.unwrap_err();
    assert_eq!(lines(&account), [""; 0]);
}

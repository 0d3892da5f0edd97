//! What the adapter offers, sends and understands.

use hostmaster::domain::billing::{Balance, Subscription};
use hostmaster::domain::invoice::Invoice;
use hostmaster::domain::key::SshKey;
use hostmaster::domain::order::{Cycle, Order, OrderState, Plan, Template};
use hostmaster::domain::server::{Server, ServerState};
use hostmaster::domain::service::{FactLabel, FactValue, ServiceDetail, ServiceFact};
use hostmaster::domain::{Action, ErrorKind, Operation, ProviderName, ResourceKind};
use hostmaster::providers::inferno::Inferno;
use hostmaster::providers::inferno::config::Transport;
use hostmaster::providers::layers::{Digest, SetupError};
use hostmaster::providers::{
    Billing, Identity, Keys, Looked, Notices, Owner, ServerControl, Servers, Shop, Sites, Support,
};
use hostmaster::sandbox::inferno as sim;
use jiff::civil::date;
use serde_json::{Value, json};

use super::{Account, LINE, euros, fields, offered, permit, reference, settings};

fn documented_server() -> Server {
    Server {
        resource: reference(ResourceKind::Server, "47012"),
        name: "37-1-0-111".to_owned(),
        state: ServerState::Running,
        addresses: vec!["37.1.0.111".parse().unwrap()],
        uptime_seconds: None,
        cpu_cores: None,
        cpu_percent: None,
        memory_used_gb: None,
        memory_total_gb: None,
        disk_used_gb: None,
        disk_gb: None,
        sizes: None,
        payment_state: Some("Active".to_owned()),
    }
}

fn documented_order() -> Order {
    Order {
        resource: reference(ResourceKind::Order, "47200"),
        name: "8634530000".to_owned(),
        state: OrderState::Told("Pending".to_owned()),
        price: euros("5.00"),
        cycle: Cycle::Untold,
        placed: None,
        renews_on: None,
        server: None,
        traces: None,
    }
}

fn documented_invoice() -> Invoice {
    Invoice {
        resource: reference(ResourceKind::Invoice, "366000"),
        number: None,
        state: "unpaid".to_owned(),
        issued: None,
        due: None,
        paid: None,
        total: euros("5.00"),
    }
}

const DOCUMENTED_ORDERS: &str = r#"{"orders":{"47200":{"id":"47200","ordernum":"8634530000","amount":"5.00","invoiceid":"366000","status":"Pending"}}}"#;

#[tokio::test]
async fn what_is_claimed_works_and_the_rest_is_unsupported_and_sends_nothing() {
    for (operation, action) in offered().into_values() {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert!(account.sim.count(action) > 0, "{operation} asks {action}");
    }
    let account = Account::documented().await;
    for operation in Operation::ALL {
        let is_claimed = account.adapter.capability().offers(*operation);
        assert_eq!(is_claimed, offered().contains_key(operation.as_str()), "{operation}");
    }
    assert_eq!(account.adapter.provider(), ProviderName::Inferno);
    let adapter = &account.adapter;
    let on_server = |action| permit(action, ResourceKind::Server, "47012");
    let errors = [
        adapter.destroy(&on_server(Action::VpsDestroy)).await.unwrap_err(),
        adapter.shutdown(&on_server(Action::VpsShutdown)).await.unwrap_err(),
        adapter.sites().await.unwrap_err(),
        adapter.cards().await.unwrap_err(),
        adapter.tickets().await.unwrap_err(),
        adapter.notices(true).await.unwrap_err(),
        adapter.profile().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == ErrorKind::Unsupported), "{errors:?}");
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn each_operation_sends_its_actions_and_no_other() {
    for (operation, expected) in [
        (Operation::ServerList, vec!["POST action=getinfo orderid=47012", "POST action=orders"]),
        (Operation::ServerShow, vec!["POST action=getinfo orderid=47012"]),
        (Operation::ServerStart, vec!["POST action=boot orderid=47012"]),
        (Operation::ServerStop, vec!["POST action=stop orderid=47012"]),
        (Operation::ServerRestart, vec!["POST action=reboot orderid=47012"]),
        (
            Operation::ServerReinstall,
            vec!["POST action=reinstall orderid=47012 ostpl=centos7-64-default run=1"],
        ),
        (
            Operation::ServerReinstallKeys,
            vec!["POST action=reinstall orderid=47012 ostpl=centos7-64-default sshkey_ids=7 run=1"],
        ),
        (Operation::CredentialsShow, vec!["POST action=getinfo orderid=47012"]),
        (Operation::TemplateList, vec!["GET action=list"]),
        (Operation::PlanList, vec!["GET action=list"]),
        (
            Operation::BalanceShow,
            vec![r#"POST action=balance json={"cid":777}"#, "POST action=orders", "POST action=services"],
        ),
        (Operation::InvoiceList, vec!["POST action=orders"]),
        (Operation::InvoiceShow, vec!["POST action=orders"]),
        (Operation::OrderList, vec!["POST action=orders"]),
        (Operation::OrderCancel, vec!["POST action=cancel orderid=47200"]),
        (Operation::OrderBuy, vec!["POST action=create pid=303"]),
        (Operation::OrderProgress, vec!["POST action=orders"]),
        (Operation::OrderTrace, vec!["POST action=orders"]),
        (
            Operation::OrderInstall,
            vec!["POST action=install orderid=47200 ostpl=centos7-64-default sshkey_ids=7 run=1"],
        ),
        (Operation::ServiceList, vec!["POST action=services"]),
        (Operation::ServiceShow, vec!["POST action=getService serviceid=49500"]),
        (Operation::KeyList, vec!["POST action=sshkey.list"]),
        (Operation::KeyRemove, vec!["POST action=sshkey.remove id=7"]),
    ] {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap();
        let mut asked = account.asked();
        asked.sort();
        assert_eq!(asked, expected, "{operation}");
    }
}

#[tokio::test]
async fn a_form_carries_the_key_in_its_body_and_the_address_only_the_action() {
    let account = Account::documented().await;
    account.perform(Operation::ServerRestart).await.unwrap();
    let [request] = account.sim.requests().try_into().unwrap();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api_client.php"));
    assert_eq!(request.query.as_deref(), Some("action=reboot"));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!((request.header("x-key"), request.header("authorization")), (None, None));
    let body = std::str::from_utf8(&request.body).unwrap();
    assert_eq!(body, "cid=777&key=k%26y%2B7f+3%3D%25%23K&orderid=47012");
    assert!(request.authorization.is_right());
}

#[tokio::test]
async fn json_carries_the_key_in_a_header_and_the_client_in_its_body() {
    let account = Account::documented().await;
    account.adapter.funds().await.unwrap();
    account.perform(Operation::KeyAdd).await.unwrap();
    let [balance, add] = account.sim.requests().try_into().unwrap();
    for (request, action, body) in
        [(balance, "balance", json!({"cid": 777})), (add, "sshkey.add", json!({"cid": 777, "sshkey": LINE}))]
    {
        assert_eq!(request.method, "POST");
        assert_eq!(request.query.unwrap(), format!("action={action}"));
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["x-key"], sim::DOCUMENTED_KEY);
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), body);
    }
    assert_eq!(account.sim.with_state(|state| state.keys[&8].line.clone()), LINE);
}

#[tokio::test]
async fn transport_query_puts_everything_in_the_address_but_what_is_json() {
    let account = Account::with(Transport::Query, sim::State::documented()).await;
    account.perform(Operation::ServerRestart).await.unwrap();
    account.adapter.funds().await.unwrap();
    account.perform(Operation::PlanList).await.unwrap();
    let [reboot, balance, list] = account.sim.requests().try_into().unwrap();
    assert_eq!((reboot.method.as_str(), reboot.body.len()), ("GET", 0));
    let query = "action=reboot&cid=777&key=k%26y%2B7f+3%3D%25%23K&orderid=47012";
    assert_eq!(reboot.query.as_deref(), Some(query));
    assert_eq!(balance.query.as_deref(), Some("action=balance"));
    assert_eq!(list.query.as_deref(), Some("action=list"), "whatever is for everybody needs no key");
    for (operation, _) in offered().into_values() {
        let account = Account::with(Transport::Query, sim::State::documented()).await;
        account.perform(operation).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
    }
}

#[tokio::test]
async fn servers_are_the_paid_orders_that_a_server_has_come_of() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.servers().await.unwrap(), [documented_server()]);
    assert_eq!(account.adapter.server("47012").await.unwrap(), documented_server());
    assert_eq!(account.adapter.server("47200").await.unwrap_err().kind, ErrorKind::NotFound);
    account.sim.order_is_paid(47_200);
    assert_eq!(account.adapter.servers().await.unwrap(), [documented_server()], "it is not installed yet");
    assert_eq!(account.adapter.server("47200").await.unwrap_err().kind, ErrorKind::NotFound);
    // One that Inferno refuses to tell of does not hide the others.
    account.answers(sim::Operation::GetInfo, r#"{"result":"fail","message":"Order ID not found"}"#);
    assert!(account.adapter.servers().await.unwrap().len() <= 1);
}

#[tokio::test]
async fn the_documented_answer_about_a_server_is_read_and_its_password_is_not() {
    let account = Account::documented().await;
    let documented = json!({
        "result": "success", "orderid": 47012, "orderStatus": "Active", "productStatus": "Active",
        "dedicatedip": "",
        "vps_info": {
            "result": "success", "message": "", "main_id": "21968", "vps_name": "37-1-0-111",
            "ip": "37.1.0.111", "real_state": "Включен", "vps_password": "XXXXXXXXXXX",
        },
    });
    account.answers(sim::Operation::GetInfo, &documented.to_string());
    let server = account.adapter.server("47012").await.unwrap();
    assert_eq!(server, documented_server());
    assert!(!format!("{server:?}").contains("XXXX"));
    for (info, state) in [
        (json!({"vps_name": "a", "real_state": "Выключен"}), ServerState::Stopped),
        (json!({"vps_name": "a", "real_state": "Создаётся"}), ServerState::Other("Создаётся".to_owned())),
        (json!({"vps_name": "a"}), ServerState::Untold),
        (json!({"vps_name": "a", "result": "fail", "real_state": "Включен"}), ServerState::Untold),
    ] {
        let answer = json!({"result": "success", "orderid": "47012", "vps_info": info});
        account.answers(sim::Operation::GetInfo, &answer.to_string());
        assert_eq!(account.adapter.server("47012").await.unwrap().state, state, "{info}");
    }
    for none in [json!([]), json!(""), Value::Null, json!({"result": "fail", "message": "no"})] {
        let answer = json!({"result": "success", "orderid": 47012, "dedicatedip": "", "vps_info": none});
        account.answers(sim::Operation::GetInfo, &answer.to_string());
        assert_eq!(account.adapter.server("47012").await.unwrap_err().kind, ErrorKind::NotFound, "{none}");
    }
    let answer = json!({"result": "success", "orderid": 47012, "dedicatedip": "37.1.0.9", "vps_info": []});
    account.answers(sim::Operation::GetInfo, &answer.to_string());
    let bare = account.adapter.server("47012").await.unwrap();
    assert_eq!((bare.name.as_str(), bare.state), ("37.1.0.9", ServerState::Untold));
}

#[tokio::test]
async fn a_server_is_asked_for_by_its_address_too() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.server("37.1.0.111").await.unwrap(), documented_server());
    assert_eq!(account.asked(), ["POST action=getinfo orderid=0 ip=37.1.0.111"]);
    let error = account.adapter.server("37.1.0.112").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused(Some("Order ID not found".to_owned())));
    let other = json!({"result": "success", "orderid": 47012, "vps_info": {"ip": "37.1.0.113"}});
    account.answers(sim::Operation::GetInfo, &other.to_string());
    assert_eq!(account.adapter.server("37.1.0.112").await.unwrap_err().kind, ErrorKind::Unreadable);
}

#[tokio::test]
async fn another_thing_than_asked_for_is_no_answer() {
    let account = Account::documented().await;
    for body in [
        r#"{"result":"success","orderid":47013,"vps_info":{"vps_name":"x"}}"#,
        r#"{"result":"success","vps_info":{"vps_name":"x"}}"#,
        r#"{"result":"success"}"#,
    ] {
        account.answers(sim::Operation::GetInfo, body);
        assert_eq!(account.adapter.server("47012").await.unwrap_err().kind, ErrorKind::Unreadable, "{body}");
    }
    for body in [r#"{"result":"success","service":{"id":"1"}}"#, r#"{"result":"success","service":[]}"#] {
        account.answers(sim::Operation::GetService, body);
        let error = account.adapter.service("49500").await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable, "{body}");
    }
}

#[tokio::test]
async fn orders_are_read_as_documented_and_none_of_them_is_phps_empty_list() {
    let account = Account::documented().await;
    account.answers(sim::Operation::Orders, DOCUMENTED_ORDERS);
    assert_eq!(account.adapter.orders().await.unwrap(), [documented_order()]);
    for none in [r#"{"orders":[]}"#, r#"{"orders":{}}"#, r#"{"result":"success","orders":null}"#] {
        account.answers(sim::Operation::Orders, none);
        assert_eq!(account.adapter.orders().await.unwrap(), [], "{none}");
    }
    // As a list, with numbers, and without an id of its own.
    for one in [
        r#"{"result":"success","orders":[{"id":47200,"ordernum":8634530000,"amount":5,"invoiceid":366000,"status":"Pending"}]}"#,
        r#"{"orders":{"47200":{"ordernum":"8634530000","amount":"5.00","invoiceid":"366000","status":"Pending"}}}"#,
    ] {
        account.answers(sim::Operation::Orders, one);
        assert_eq!(account.adapter.orders().await.unwrap(), [documented_order()], "{one}");
    }
    let ids: Vec<_> = account.adapter.orders().await.unwrap().into_iter().map(|it| it.resource.id).collect();
    assert_eq!(ids, ["47200", "47012"], "the newest first");
    let paid = Order { state: OrderState::Told("Active".to_owned()), ..documented_order() };
    assert!(account.adapter.can_cancel(&documented_order()) && !account.adapter.can_cancel(&paid));
}

#[tokio::test]
async fn invoices_are_those_of_the_orders_unpaid_while_these_are() {
    let account = Account::documented().await;
    let paid = Invoice {
        resource: reference(ResourceKind::Invoice, "365000"),
        state: "paid".to_owned(),
        ..documented_invoice()
    };
    assert!(documented_invoice().is_unpaid() && paid.is_paid());
    assert_eq!(account.adapter.invoices().await.unwrap(), [documented_invoice(), paid.clone()]);
    assert_eq!(account.adapter.invoice("366000").await.unwrap().invoice, documented_invoice());
    assert_eq!(account.adapter.invoice("9").await.unwrap_err().kind, ErrorKind::NotFound);
    let Looked::Read { items, digest: Some(digest) } = account.adapter.look_at_invoices(None).await.unwrap()
    else {
        panic!("a first look reads")
    };
    assert_eq!(items.len(), 2);
    assert!(matches!(account.adapter.look_at_invoices(Some(&digest)).await.unwrap(), Looked::Same));
    assert!(matches!(account.adapter.look_at_orders(Some(&digest)).await.unwrap(), Looked::Same));
    let other = account.adapter.look_at_orders(Some(&Digest::none())).await.unwrap();
    assert!(matches!(other, Looked::Read { .. }));
    // One invoice of two orders is paid when both are; one of nothing is none.
    let order = |id: u32, amount: &str, invoice: &str, status: &str| json!({"id": id, "amount": amount, "invoiceid": invoice, "status": status});
    let orders = json!({"orders": [
        order(1, "5.00", "366000", "Active"), order(2, "2.50", "366000", "Pending"),
        order(3, "9.00", "0", "Active"), order(4, "1.00", "77", "Fraud"),
    ]});
    account.answers(sim::Operation::Orders, &orders.to_string());
    let invoices = account.adapter.invoices().await.unwrap();
    let both = Invoice { total: euros("7.50"), ..documented_invoice() };
    let other = Invoice {
        resource: reference(ResourceKind::Invoice, "77"),
        state: "Fraud".to_owned(),
        total: euros("1"),
        ..documented_invoice()
    };
    assert_eq!(invoices, [both, other]);
}

#[tokio::test]
async fn plans_and_templates_are_read_in_every_form_and_without_the_key() {
    let account = Account::documented().await;
    let template = |id: &str| Template {
        id: id.to_owned(),
        name: id.to_owned(),
        enabled: true,
        price: None,
        memory_mb: None,
    };
    let expected = [template("centos7-64-default"), template("debian12-64-default")];
    assert_eq!(account.adapter.templates().await.unwrap(), expected);
    let plan = |id: &str, name: &str, price: Option<&str>| Plan {
        resource: reference(ResourceKind::Plan, id),
        name: name.to_owned(),
        price: price.and_then(euros),
        cycle: Cycle::Untold,
        on_sale: true,
        cpu_cores: None,
        memory_gb: None,
        disk_gb: None,
        category: None,
        about: None,
    };
    let expected = [plan("303", "VPS-1", Some("5")), plan("304", "VPS-2", Some("9"))];
    assert_eq!(account.adapter.plans().await.unwrap(), expected);
    assert!(account.sim.requests().iter().all(|request| {
        request.authorization.value().is_none() && fields(request).iter().all(|(name, _)| name == "action")
    }));
    for (products, expected) in [
        (json!({"303": "VPS-1"}), vec![plan("303", "VPS-1", None)]),
        (json!([{"id": "303", "title": "VPS-1", "amount": "5.00"}]), vec![plan("303", "VPS-1", Some("5"))]),
        (
            json!([{"pid": 303, "id": 1, "name": "VPS-1", "monthly": 5}]),
            vec![Plan { cycle: Cycle::Monthly, ..plan("303", "VPS-1", Some("5")) }],
        ),
        (json!([{"pid": "../1", "name": "VPS-1"}, "VPS-1", null]), vec![]),
        (json!([]), vec![]),
    ] {
        account.answers(sim::Operation::List, &json!({"ostpls": [], "products": products}).to_string());
        assert_eq!(account.adapter.plans().await.unwrap(), expected, "{products}");
    }
}

#[tokio::test]
async fn the_balance_is_the_first_of_three_fields_in_its_own_currency_or_the_accounts() {
    let account = Account::documented().await;
    let subscriptions = account.adapter.services().await.unwrap();
    assert_eq!(subscriptions.iter().filter(|it| it.monthly.is_some() && it.renews_on.is_some()).count(), 1);
    // The one order that is pending is the one whose invoice is not paid.
    let balance = |credit| Balance {
        credit,
        owed: euros("5"),
        subscriptions: subscriptions.clone(),
        ..Balance::default()
    };
    let before = account.sim.requests().len();
    let funds = Balance { credit: euros("12.5"), ..Balance::default() };
    assert_eq!(account.adapter.funds().await.unwrap(), funds);
    assert_eq!(account.sim.requests().len(), before + 1, "what the account holds takes one call");
    assert_eq!(account.adapter.balance().await.unwrap(), balance(euros("12.5")));
    let dollars =
        euros("3").map(|money| hostmaster::domain::Money { currency: Some("USD".parse().unwrap()), ..money });
    for (body, credit) in [
        (r#"{"balance":"1.5","credit":"2","amount":3}"#, euros("1.5")),
        (r#"{"result":"success","credit":"2.00"}"#, euros("2")),
        (r#"{"result":"success","amount":3,"currency":"usd"}"#, dollars),
    ] {
        account.answers(sim::Operation::Balance, body);
        assert_eq!(account.adapter.balance().await.unwrap(), balance(credit), "{body}");
    }
    account.answers(sim::Operation::Balance, r#"{"result":"success"}"#);
    assert_eq!(account.adapter.balance().await.unwrap_err().kind, ErrorKind::Unreadable);
}

#[tokio::test]
async fn services_are_listed_and_shown_without_what_is_secret() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.orders.get_mut(&47_012).unwrap().until = date(2026, 12, 1));
    let expected = Subscription {
        resource: reference(ResourceKind::Service, "49500"),
        kind: Some("VPS-1".to_owned()),
        name: "37-1-0-111".to_owned(),
        state: "Active".to_owned(),
        renews_on: Some(date(2026, 12, 1)),
        monthly: euros("5"),
    };
    assert_eq!(account.adapter.services().await.unwrap(), [expected]);
    let fact = |label, value| ServiceFact { label, value };
    let text = |text: &str| FactValue::Text(text.to_owned());
    let expected = ServiceDetail {
        resource: reference(ResourceKind::Service, "49500"),
        title: "37-1-0-111".to_owned(),
        state: Some("Active".to_owned()),
        facts: vec![
            fact(FactLabel::Product, text("VPS-1")),
            fact(FactLabel::Address, text("37.1.0.111")),
            fact(FactLabel::Price, FactValue::Money(euros("5").unwrap())),
            fact(FactLabel::Cycle, text("Monthly")),
            fact(FactLabel::NextPayment, FactValue::Day(date(2026, 12, 1))),
        ],
    };
    assert_eq!(account.adapter.service("49500").await.unwrap(), expected);
    for body in [
        json!({"result": "success", "services": [{"serviceid": 49500, "name": "VPS-1", "password": "canary"}]}),
        json!({"result": "success", "id": "49500", "product": "VPS-1", "api_key": "canary", "secret": "canary"}),
    ] {
        account.answers(sim::Operation::GetService, &body.to_string());
        let service = account.adapter.service("49500").await.unwrap();
        assert_eq!((service.title.as_str(), service.facts.len()), ("VPS-1", 0), "{body}");
        assert!(!format!("{service:?}").contains("canary"));
    }
}

#[tokio::test]
async fn keys_are_known_by_their_names_and_types() {
    let account = Account::documented().await;
    let key = |id: &str, name: &str, kind: Option<&str>| SshKey {
        resource: reference(ResourceKind::Key, id),
        name: name.to_owned(),
        kind: kind.map(str::to_owned),
    };
    let expected = [key("7", "ops@example.com", Some("ssh-ed25519"))];
    assert_eq!(account.adapter.ssh_keys().await.unwrap(), expected);
    for (list, expected) in [
        (json!([{"id": 7, "name": "ana"}]), vec![key("7", "ana", None)]),
        (json!({"7": LINE}), vec![key("7", "a+b/c= d", Some("ssh-ed25519"))]),
        (json!([{"id": "7", "key": LINE}]), vec![key("7", "a+b/c= d", Some("ssh-ed25519"))]),
        (json!({"7": {"sshkey": "ssh-rsa broken"}}), vec![key("7", "7", None)]),
        (json!([]), vec![]),
    ] {
        account.answers(sim::Operation::KeyList, &json!({"list": list}).to_string());
        assert_eq!(account.adapter.ssh_keys().await.unwrap(), expected, "{list}");
    }
}

#[tokio::test]
async fn an_id_that_is_no_number_is_not_found_and_nothing_is_sent() {
    let account = Account::documented().await;
    let long = "1".repeat(10_000);
    for id in [
        "",
        ".",
        "..",
        "1/2",
        "1&action=cancel",
        "1?x=1",
        "1#",
        "1 2",
        "1\r\nx",
        "-1",
        "0",
        "00",
        "%31",
        "\u{1F525}",
        &long,
    ] {
        let errors = [
            account.adapter.server(id).await.unwrap_err(),
            account.adapter.invoice(id).await.unwrap_err(),
            account.adapter.service(id).await.unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?} {errors:?}");
    }
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn an_address_without_encryption_and_a_key_that_fits_no_header_are_refused_at_once() {
    let account = Account::documented().await;
    let new = |settings| Inferno::new("dev".parse().unwrap(), settings);
    let mut open = settings(&account.sim, "key", Transport::Post);
    open.base_url = Some("http://cp.inferno.name/api_client.php".parse().unwrap());
    assert!(matches!(new(open), Err(SetupError::BaseUrl(_))));
    let odd = settings(&account.sim, "key\nkey", Transport::Post);
    assert!(matches!(new(odd), Err(SetupError::Credential)));
}

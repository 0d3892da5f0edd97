//! What the adapter offers, sends and understands.

use std::time::Duration;

use hostmaster::domain::account::Profile;
use hostmaster::domain::billing::{Balance, Movement, MovementKind, Subscription};
use hostmaster::domain::invoice::Invoice;
use hostmaster::domain::metrics::{Graph, GraphKind, Graphs, Range};
use hostmaster::domain::order::Template;
use hostmaster::domain::server::{Server, ServerState, Sizes};
use hostmaster::domain::setup::{Reinstallation, Size};
use hostmaster::domain::task::{Task, TaskWanted};
use hostmaster::domain::{Action, ErrorKind, Money, Operation, ProviderName, ResourceKind, ResourceRef};
use hostmaster::providers::iv::Iv;
use hostmaster::providers::iv::config::HttpMethod;
use hostmaster::providers::layers::{Digest, SetupError};
use hostmaster::providers::{
    Billing, Identity, Looked, Notices, Owner, Reveals, ServerControl, Servers, Shop, Sites, Support,
};
use hostmaster::sandbox::iv as sim;
use jiff::Timestamp;
use jiff::civil::date;
use reqwest::StatusCode;
use secrecy::ExposeSecret;

use super::{Account, VIEWER, centos, fields, offered, permit, settings, sizes};

fn reference(kind: ResourceKind, id: &str) -> ResourceRef {
    ResourceRef::new("baltic".parse().unwrap(), kind, id).unwrap()
}

fn euros(amount: &str) -> Option<Money> {
    Some(Money { amount: amount.parse().unwrap(), currency: Some("EUR".parse().unwrap()) })
}

fn at(moment: &str) -> Option<Timestamp> {
    Some(moment.parse().unwrap())
}

fn documented_server() -> Server {
    let size = |size: u64| Some(size.into());
    Server {
        resource: reference(ResourceKind::Server, "3"),
        name: "server.example.com".to_owned(),
        state: ServerState::Untold,
        addresses: vec!["12.23.34.45".parse().unwrap()],
        uptime_seconds: None,
        cpu_cores: None,
        cpu_percent: None,
        memory_used_gb: Some("1.27".parse().unwrap()),
        memory_total_gb: Some(2.into()),
        disk_used_gb: Some("17.02".parse().unwrap()),
        disk_gb: Some(98.into()),
        sizes: Some(Sizes {
            cpu_ghz: size(1),
            memory_mb: size(1024),
            disk_gb: size(10),
            bandwidth_mbps: size(10),
        }),
        payment_state: None,
    }
}

fn documented_service() -> Subscription {
    Subscription {
        resource: reference(ResourceKind::Service, "3"),
        kind: None,
        name: "Serverio nuoma (planas 1GHz:1024MB:10GB:10Mbps, server.example.com)".to_owned(),
        state: "active".to_owned(),
        renews_on: Some(date(2013, 3, 2)),
        // Ten percent less than 10.00.
        monthly: euros("9.00"),
    }
}

#[tokio::test]
async fn what_is_claimed_works_and_the_rest_is_unsupported_and_sends_nothing() {
    let account = Account::documented().await;
    for (operation, command) in offered().into_values() {
        let before = account.sim.count(command);
        account.perform(operation).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert!(account.sim.count(command) > before, "{operation} asks {command}");
    }
    for operation in Operation::ALL {
        let is_claimed = account.adapter.capability().offers(*operation);
        assert_eq!(is_claimed, offered().contains_key(operation.as_str()), "{operation}");
    }
    assert_eq!(account.adapter.provider(), ProviderName::Iv);
    let asked = account.sim.requests().len();
    let adapter = &account.adapter;
    let errors = [
        adapter.start(&permit(Action::VpsStart, "3")).await.unwrap_err(),
        adapter.stop(&permit(Action::VpsStop, "3")).await.unwrap_err(),
        adapter.destroy(&permit(Action::VpsDestroy, "3")).await.unwrap_err(),
        adapter.plans().await.unwrap_err(),
        adapter.sites().await.unwrap_err(),
        adapter.cards().await.unwrap_err(),
        adapter.tickets().await.unwrap_err(),
        adapter.notices(true).await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == ErrorKind::Unsupported), "{errors:?}");
    assert_eq!(account.sim.requests().len(), asked);
}

#[tokio::test]
async fn a_request_is_the_user_the_command_and_its_fields_in_the_address_or_in_a_form() {
    for http_method in [HttpMethod::Get, HttpMethod::Post] {
        let account = Account::with(http_method, sim::State::documented()).await;
        account.adapter.server("3").await.unwrap();
        let [request] = account.sim.requests().try_into().unwrap();
        let expected = [
            ("nick", sim::DOCUMENTED_NICK),
            ("password", sim::DOCUMENTED_PASSWORD),
            ("command", "server_info"),
            ("id", "3"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(fields(&request), expected);
        assert_eq!(request.path, "/json.php");
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("referer"), None);
        match http_method {
            HttpMethod::Get => {
                assert_eq!(request.method, "GET");
                assert!(request.body.is_empty());
                let query = request.query.unwrap();
                assert!(query.contains("password=a%26b%2Bc+%25d%23e%3D%C4%85&"), "{query}");
            }
            HttpMethod::Post => {
                assert_eq!(request.method, "POST");
                assert_eq!(request.query, None);
                assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
            }
        }
    }
}

#[tokio::test]
async fn each_operation_sends_its_commands_and_no_other() {
    for (operation, expected) in [
        (Operation::ServerList, vec!["command=account_services", "command=server_info id=3"]),
        (Operation::ServerShow, vec!["command=server_info id=3"]),
        (Operation::ServerRestart, vec!["command=server_reboot id=3"]),
        (Operation::TaskShow, vec!["command=server_tasks id=3 task_id=1 count=1"]),
        (Operation::ServerRename, vec!["command=server_domain id=3 domain=new.example.com"]),
        (Operation::ServerReinstall, vec!["command=server_recreate id=3 os=centos-6-x86_64"]),
        (Operation::ServerPassword, vec!["command=server_reset_password id=3"]),
        (Operation::ServerResize, vec!["command=server_change id=3 cpu=4 ram=4096 quota=40 bandwidth=100"]),
        (
            Operation::CredentialsShow,
            vec![
                "command=server_tasks id=3 task=server_recreate count=5",
                "command=server_tasks id=3 task=server_reset_password count=5",
            ],
        ),
        (Operation::ServerGraphs, vec!["command=server_graphs id=3 width=800 ip=203.0.113.7"]),
        (Operation::CreditHistory, vec!["command=account_credits count=20"]),
        (Operation::BonusHistory, vec!["command=account_bonuses count=20"]),
        (Operation::VersionShow, vec!["command=version"]),
        (Operation::TaskList, vec!["command=server_tasks id=3 count=20"]),
        (Operation::TemplateList, vec!["command=server_os id=3"]),
        (
            Operation::BalanceShow,
            vec!["command=account_info", "command=account_orders", "command=account_services"],
        ),
        (Operation::InvoiceList, vec!["command=account_orders"]),
        (Operation::InvoiceShow, vec!["command=account_orders"]),
        (Operation::ServiceList, vec!["command=account_services"]),
        (Operation::ProfileShow, vec!["command=account_info"]),
    ] {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap();
        let mut asked = account.asked();
        asked.sort();
        let expected: Vec<_> = expected.into_iter().map(|fields| format!("GET {fields}")).collect();
        assert_eq!(asked, expected, "{operation}");
    }
}

#[tokio::test]
async fn servers_are_the_services_that_are_servers_each_asked_for_by_itself() {
    let mut state = sim::State::documented();
    let domain = sim::Service { id: 4, description: "Domeno vardas".to_owned(), ..state.services[0].clone() };
    state.services.push(domain);
    let account = Account::with(HttpMethod::Get, state).await;
    assert_eq!(account.adapter.servers().await.unwrap(), [documented_server()]);
    assert_eq!(account.adapter.server("3").await.unwrap(), documented_server());
    // One that IV does not tell of is there all the same, by what its service tells.
    let refused = sim::Fault::answer(sim::Reply::html(StatusCode::BAD_REQUEST));
    account.sim.inject(sim::Operation::ServerInfo, refused);
    let bare = Server {
        addresses: vec![],
        memory_used_gb: None,
        memory_total_gb: None,
        disk_used_gb: None,
        disk_gb: None,
        sizes: None,
        ..documented_server()
    };
    assert_eq!(account.adapter.servers().await.unwrap(), [bare]);
    assert_eq!(account.adapter.server("3").await.unwrap_err().kind, ErrorKind::Refused(None));
    account.sim.clear_faults();
    account.sim.inject(sim::Operation::ServerInfo, sim::Fault::answer(sim::Reply::html(StatusCode::OK)));
    assert_eq!(account.adapter.servers().await.unwrap_err().kind, ErrorKind::Unreadable);
}

#[tokio::test]
async fn another_server_than_asked_for_is_no_answer() {
    let account = Account::documented().await;
    for body in [r#"{"se_id":"4"}"#, r#"{"se_domain":"x"}"#, "{}"] {
        let reply = sim::Reply::new(StatusCode::OK, "application/json", body);
        account.sim.inject(sim::Operation::ServerInfo, sim::Fault::answer(reply).once());
        assert_eq!(account.adapter.server("3").await.unwrap_err().kind, ErrorKind::Unreadable, "{body}");
    }
}

#[tokio::test]
async fn a_restart_is_queued_and_followed_by_the_id_of_its_task() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.pace.boot_time = Duration::from_secs(20));
    let now = account.sim.with_state(|state| state.clock.now());
    let second = |moment: Timestamp| Timestamp::from_second(moment.as_second()).ok();
    let task = account.adapter.restart(&permit(Action::VpsRestart, "3")).await.unwrap();
    assert_eq!(task.as_deref(), Some("11"));
    let wanted = TaskWanted::Id("11".to_owned());
    let queued = Task {
        id: "11".to_owned(),
        command: "server_reboot".to_owned(),
        queued: second(now),
        begun: second(now),
        finished: None,
        results: vec![],
    };
    assert_eq!(account.adapter.task("3", &wanted).await.unwrap(), Some(queued.clone()));
    account.sim.advance(Duration::from_secs(20));
    let results = vec!["Stopping container ...".to_owned(), "Container was stopped".to_owned()];
    let finished = Task { finished: second(now + Duration::from_secs(20)), results, ..queued.clone() };
    assert_eq!(account.adapter.task("3", &wanted).await.unwrap(), Some(finished.clone()));
    let unknown = TaskWanted::Id("99".to_owned());
    assert_eq!(account.adapter.task("3", &unknown).await.unwrap(), None);

    // Without an id, it is known by its command and by when it was queued.
    let since = |moment| TaskWanted::Since { action: Action::VpsRestart, moment };
    assert_eq!(account.adapter.task("3", &since(now)).await.unwrap(), Some(finished));
    let later = now + Duration::from_secs(21);
    assert_eq!(account.adapter.task("3", &since(later)).await.unwrap(), None, "it was over by then");
    let asked = account.asked();
    assert_eq!(asked.last().unwrap(), "GET command=server_tasks id=3 task=server_reboot count=20");
}

#[tokio::test]
async fn tasks_are_told_newest_first_and_without_the_password_that_they_set() {
    let account = Account::documented().await;
    let tasks = account.adapter.tasks("3", 5000, Some("server_recreate")).await.unwrap();
    let expected = Task {
        id: "1".to_owned(),
        command: "server_recreate".to_owned(),
        // Vilnius is three hours ahead of UTC in summer.
        queued: at("2013-04-04T01:04:04Z"),
        begun: at("2013-04-04T01:04:08Z"),
        finished: at("2013-04-04T01:04:12Z"),
        results: ["Stopping container ...", "Container was stopped", "IP:        12.23.34.45", "[redacted]"]
            .map(str::to_owned)
            .to_vec(),
    };
    assert_eq!(tasks, [expected]);
    assert_eq!(account.asked(), ["GET command=server_tasks id=3 count=1000 task=server_recreate"]);
}

#[tokio::test]
async fn the_password_that_was_set_last_is_told_to_who_has_a_permit_for_it() {
    let account = Account::documented().await;
    let shown = async || {
        let credentials = account.adapter.credentials(&permit(Action::VpsCredentials, "3")).await.unwrap();
        let credentials = credentials.expect("a password was set");
        assert_eq!(credentials.user, None);
        assert!(!format!("{credentials:?}").contains(credentials.password.expose_secret()));
        (credentials.password.expose_secret().clone(), credentials.since)
    };
    assert_eq!(shown().await, ("secret".to_owned(), at("2013-04-04T01:04:12Z")));

    account.sim.with_state(|state| state.pace.reaction = Duration::from_secs(20));
    account.adapter.reset_password(&permit(Action::VpsPassword, "3")).await.unwrap();
    assert_eq!(shown().await.0, "secret", "the new one is not set yet");
    account.sim.advance(Duration::from_secs(20));
    let (password, _) = shown().await;
    let set = account.sim.with_state(|state| state.servers[&3].tasks[1].password.clone());
    assert_eq!(password, *set.unwrap().expose_secret());

    account.sim.with_state(|state| state.servers.get_mut(&3).unwrap().tasks.clear());
    let none = account.adapter.credentials(&permit(Action::VpsCredentials, "3")).await.unwrap();
    assert!(none.is_none());
}

#[tokio::test]
async fn a_server_is_set_up_anew_and_gets_other_sizes() {
    let account = Account::documented().await;
    let setup = Reinstallation { template: centos(), ssh_keys: vec![] };
    let task = account.adapter.reinstall(&permit(Action::VpsReinstall, "3"), &setup).await.unwrap();
    assert_eq!(task.as_deref(), Some("11"));
    let task = account.adapter.resize(&permit(Action::VpsResize, "3"), &sizes()).await.unwrap();
    assert_eq!(task.as_deref(), Some("12"));
    assert!(account.adapter.server("3").await.unwrap().is_in(&sizes()));
    let unknown = Template { id: "beos".to_owned(), ..centos() };
    let setup = Reinstallation { template: unknown, ssh_keys: vec![] };
    let refused = account.adapter.reinstall(&permit(Action::VpsReinstall, "3"), &setup).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Refused(None));
}

#[tokio::test]
async fn the_bounds_of_sizes_are_the_documented_ones() {
    let account = Account::documented().await;
    let resizing = account.adapter.resizing().unwrap();
    let bounds = [
        (Size::Cpu, 2, 16),
        (Size::Memory, 2_048, 16_384),
        (Size::Disk, 20, 800),
        (Size::Bandwidth, 20, 400),
    ];
    assert_eq!((resizing.bounds, resizing.is_whole), (&bounds[..], true));
    for (size, least, most) in bounds {
        for (value, fits) in [(least, true), (most, true), (least - 1, false), (most + 1, false)] {
            let mut asked = sizes();
            asked.set(size, value);
            assert_eq!(resizing.sizes(None, &asked).is_ok(), fits, "{size:?} {value}");
            // The simulated IV takes exactly what is documented.
            let answer = account.adapter.resize(&permit(Action::VpsResize, "3"), &asked).await;
            assert_eq!(answer.is_ok(), fits, "{size:?} {value}");
        }
    }
}

#[tokio::test]
async fn graphs_are_links_for_one_viewer() {
    let account = Account::documented().await;
    let graphs = account.adapter.graphs("3", VIEWER).await.unwrap();
    assert_eq!((graphs.graphs.len(), graphs.elsewhere), (24, 0));
    let first = Graph {
        kind: GraphKind::Cpu,
        range: Range::Day,
        link: "https://stats.serveriai.lt/graph.php?3-cpu%5Fdaily-203.0.113.7".to_owned(),
    };
    assert_eq!(graphs.graphs[0], first);
    let reply = |body: &'static str| sim::Reply::new(StatusCode::OK, "application/json", body);
    account.sim.inject(sim::Operation::ServerGraphs, sim::Fault::answer(reply("[]")).once());
    assert_eq!(account.adapter.graphs("3", VIEWER).await.unwrap(), Graphs { graphs: vec![], elsewhere: 0 });
    account.sim.inject(sim::Operation::ServerGraphs, sim::Fault::answer(reply("[1]")).once());
    assert_eq!(account.adapter.graphs("3", VIEWER).await.unwrap_err().kind, ErrorKind::Unreadable);
    assert_eq!(account.adapter.graphs("../3", VIEWER).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn what_came_in_and_was_used_is_told_with_what_it_was_for() {
    let account = Account::documented().await;
    let bonus = Movement {
        kind: MovementKind::Bonus,
        // Vilnius is two hours ahead of UTC in winter.
        at: at("2013-03-01T10:12:12Z"),
        amount: euros("1.00"),
        text: "SMS +370.61234567 (example)".to_owned(),
    };
    assert_eq!(
        account.adapter.movements(MovementKind::Bonus, 5000).await.unwrap(),
        std::slice::from_ref(&bonus)
    );
    assert_eq!(account.adapter.movements(MovementKind::Credit, 0).await.unwrap(), []);
    assert_eq!(
        account.asked(),
        ["GET command=account_bonuses count=1000", "GET command=account_credits count=1"]
    );
    // What IV calls the fields of overpayments is documented nowhere.
    let body =
        r#"[{"xy_id":"1","xy_created":"2013-03-01 12:12:12","xy_amount":"-1.00","xy_description":"x"},{}]"#;
    let reply = sim::Reply::new(StatusCode::OK, "application/json", body);
    account.sim.inject(sim::Operation::AccountCredits, sim::Fault::answer(reply).once());
    let used = Movement { kind: MovementKind::Credit, amount: euros("-1.00"), text: "x".to_owned(), ..bonus };
    assert_eq!(account.adapter.movements(MovementKind::Credit, 20).await.unwrap(), [used]);
}

#[tokio::test]
async fn the_version_is_told_in_a_map_or_by_itself() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.version().await.unwrap(), "0.1");
    for (body, version) in [(r#""0.2""#, Some("0.2")), ("1.5", Some("1.5")), ("{}", None), ("[]", None)] {
        let reply = sim::Reply::new(StatusCode::OK, "application/json", body);
        account.sim.inject(sim::Operation::Version, sim::Fault::answer(reply).once());
        assert_eq!(account.adapter.version().await.ok().as_deref(), version, "{body}");
    }
}

#[tokio::test]
async fn a_restart_without_the_id_of_a_task_was_taken_all_the_same() {
    let account = Account::documented().await;
    for body in ["{}", "[]", r#"{"task_id":null}"#, r#"{"task_id":"../1"}"#, r#"{"task_id":[]}"#] {
        let reply = sim::Reply::new(StatusCode::OK, "application/json", body);
        account.sim.inject(sim::Operation::ServerReboot, sim::Fault::answer(reply).once());
        assert_eq!(account.adapter.restart(&permit(Action::VpsRestart, "3")).await.unwrap(), None, "{body}");
    }
    let reply = sim::Reply::new(StatusCode::OK, "application/json", r#"{"task_id":12}"#);
    account.sim.inject(sim::Operation::ServerReboot, sim::Fault::answer(reply).once());
    let task = account.adapter.restart(&permit(Action::VpsRestart, "3")).await.unwrap();
    assert_eq!(task.as_deref(), Some("12"));
}

#[tokio::test]
async fn systems_are_told_for_a_server_with_what_they_cost_and_need() {
    let account = Account::documented().await;
    let centos = Template {
        id: "centos-6-x86_64".to_owned(),
        name: "CentOS 6, 64-bit".to_owned(),
        enabled: true,
        price: None,
        memory_mb: None,
    };
    let panel = Template {
        id: "centos-6-x86_64-directadmin".to_owned(),
        name: "DirectAdmin 1.4, 64-bit".to_owned(),
        price: euros("99"),
        memory_mb: Some(2048),
        ..centos.clone()
    };
    assert_eq!(account.adapter.templates_of("3").await.unwrap(), [centos, panel]);
    let asked = account.sim.requests().len();
    assert_eq!(account.adapter.templates().await.unwrap_err().kind, ErrorKind::ServerNeeded);
    assert_eq!(account.sim.requests().len(), asked);
    let none = sim::Reply::new(StatusCode::OK, "application/json", "[]");
    account.sim.inject(sim::Operation::ServerOs, sim::Fault::answer(none).once());
    assert_eq!(account.adapter.templates_of("3").await.unwrap(), []);
}

#[tokio::test]
async fn the_balance_keeps_overpayment_bonus_and_commitments_apart() {
    let account = Account::documented().await;
    account.sim.with_state(|state| {
        (state.credit, state.bonus) = ("42.50".parse().unwrap(), "3.25".parse().unwrap());
    });
    let expected = Balance {
        credit: euros("42.5"),
        bonus: euros("3.25"),
        // The one of the two documented invoices that is not paid.
        owed: euros("11.11"),
        subscriptions: vec![documented_service()],
        cards: None,
    };
    assert_eq!(account.adapter.balance().await.unwrap(), expected);
    assert_eq!(account.adapter.credit().await.unwrap(), euros("42.5"));
    assert_eq!(
        account.sim.count(sim::Operation::AccountServices),
        1,
        "the credit alone asks for no services"
    );
}

#[tokio::test]
async fn a_service_that_is_not_paid_monthly_has_no_monthly_price() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.services().await.unwrap(), [documented_service()]);
    account.sim.with_state(|state| state.services[0].unit = "m.".to_owned());
    assert_eq!(account.adapter.services().await.unwrap()[0].monthly, None);
}

#[tokio::test]
async fn invoices_are_paid_or_unpaid_and_numbered_once_they_are_paid() {
    let account = Account::documented().await;
    let unpaid = Invoice {
        resource: reference(ResourceKind::Invoice, "1"),
        number: None,
        state: "unpaid".to_owned(),
        issued: Some(date(2011, 11, 11)),
        due: None,
        paid: None,
        total: euros("11.11"),
    };
    let paid = Invoice {
        resource: reference(ResourceKind::Invoice, "2"),
        number: Some("IV 121212".to_owned()),
        state: "paid".to_owned(),
        issued: Some(date(2012, 12, 12)),
        // Vilnius is two hours ahead of UTC in winter.
        paid: at("2012-12-12T11:12:12Z"),
        total: euros("12.12"),
        ..unpaid.clone()
    };
    assert!(unpaid.is_unpaid() && paid.is_paid());
    assert_eq!(account.adapter.invoices().await.unwrap(), [unpaid, paid.clone()]);
    assert_eq!(account.adapter.invoice("2").await.unwrap().invoice, paid);
    assert_eq!(account.adapter.invoice("9").await.unwrap_err().kind, ErrorKind::NotFound);
    let Looked::Read { items, digest: Some(digest) } = account.adapter.look_at_invoices(None).await.unwrap()
    else {
        panic!("a first look reads")
    };
    assert_eq!(items.len(), 2);
    let again = account.adapter.look_at_invoices(Some(&digest)).await.unwrap();
    assert!(matches!(again, Looked::Same));
    let other = account.adapter.look_at_invoices(Some(&Digest::none())).await.unwrap();
    assert!(matches!(other, Looked::Read { .. }));
}

#[tokio::test]
async fn the_owner_is_named_and_where_they_live_is_not() {
    let account = Account::documented().await;
    let expected = Profile {
        id: Some("1".to_owned()),
        username: Some("foobar".to_owned()),
        name: Some("Name Surname".to_owned()),
        email: Some("name@test.com".to_owned()),
        phone: None,
        role: None,
    };
    assert_eq!(account.adapter.profile().await.unwrap(), expected);
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
        "1&command=server_recreate",
        "1?x=1",
        "1#",
        "1 2",
        "1\r\nx",
        "-1",
        "\u{1F525}",
        &long,
    ] {
        let errors = [
            account.adapter.server(id).await.unwrap_err(),
            account.adapter.templates_of(id).await.unwrap_err(),
            account.adapter.invoice(id).await.unwrap_err(),
            account.adapter.task(id, &TaskWanted::Id("1".to_owned())).await.unwrap_err(),
            account.adapter.task("3", &TaskWanted::Id(id.to_owned())).await.unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?} {errors:?}");
    }
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn a_permit_for_something_else_is_never_used() {
    let account = Account::documented().await;
    let adapter = std::sync::Arc::new(account.adapter);
    let misuse = tokio::spawn(async move { adapter.restart(&permit(Action::VpsStart, "3")).await });
    assert!(misuse.await.unwrap_err().is_panic());
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn an_address_without_encryption_is_refused_at_once() {
    let account = Account::documented().await;
    let mut settings = settings(&account.sim, "x", HttpMethod::Get);
    settings.base_url = Some("http://api.iv.lt/json.php".parse().unwrap());
    assert!(matches!(Iv::new("baltic".parse().unwrap(), settings), Err(SetupError::BaseUrl(_))));
}

//! `hostmaster sandbox`, used as its page uses it: over HTTP at the address where it listens.

mod cards;
mod page;
mod process;
mod records;
mod rehearsal;

use std::net::SocketAddr;
use std::time::Duration;

use hostmaster::app::sandbox::Sandbox;
use hostmaster::sandbox::llamalink::Operation;
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use page::Page;

const ANYWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);
const ANA: &str = "777777777777777771";
const MAX: &str = "777777777777777772";
const GUEST: &str = "777777777777777774";
const SAM: &str = "777777777777777773";
const OPS: &str = "555555555555555551";
const BILLING: &str = "555555555555555552";
const SUPPORT: &str = "555555555555555553";
const HELP: &str = "555555555555555554";
const PROVISIONING: &str = "555555555555555555";

/// How long anything may take that must happen.
const SOON: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_goes_from_the_page_through_the_bot_to_the_provider_and_back() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);

    let members = page.get("/client/members").await;
    for name in ["ana", "max", "sam", "guest"] {
        assert!(members.as_array().unwrap().iter().any(|member| member["name"] == name), "{name}");
    }
    let world = page.get(&format!("/client/world?member={ANA}")).await;
    assert_eq!(world["bot"]["online"], true);
    let guild = &world["guilds"][0];
    assert_eq!(guild["name"], "Llama Works");
    let commands: Vec<_> = guild["commands"].as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert!(commands.contains(&&json!("vps")) && commands.contains(&&json!("balance")), "{commands:?}");

    let typed = json!({
        "member": ANA, "channel": OPS, "command": "vps restart", "options": { "server": "prod" },
        "focused": "server",
    });
    let offered = page.post("/client/autocomplete", typed).await;
    assert!(offered.to_string().contains("production-web"), "{offered}");

    sandbox.llamalink().with_state(|state| state.pace.boot_time = Duration::from_millis(500));
    let mut events = page.events(ANA).await;
    page.slash(ANA, "vps restart", json!({ "server": "production-web" })).await;
    let question = events.message("Restart production-web").await;
    let button = &question["components"][0]["components"][0];
    let press = json!({ "member": ANA, "message": question["id"], "custom_id": button["custom_id"] });
    page.post("/client/press", press).await;
    let done = events.message("is back after").await;
    assert_eq!(done["id"], question["id"]);
    assert_eq!(done["components"], json!([]));

    let panel = page.get("/sandbox/accounts/shop").await;
    let restarts: Vec<_> = panel["requests"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|request| request["operation"] == "restart-server")
        .collect();
    assert_eq!(restarts.len(), 1);
    assert_eq!(restarts[0]["carried_out"], true);
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guest_gets_no_servers_no_suggestions_and_a_refusal() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let mut events = page.events(GUEST).await;
    let mut seen_by_ana = page.events(ANA).await;
    let servers = || {
        let asked = [Operation::ListServers, Operation::ShowServer];
        asked.map(|operation| sandbox.llamalink().requests_for(operation).len())
    };
    let before = servers();

    page.slash(GUEST, "vps list", json!({})).await;
    let refusal = events.message("vps.list").await;
    assert_eq!(refusal["ephemeral"], true);
    assert!(refusal.to_string().contains("ask in #ops-help"), "{refusal}");
    let typed = json!({
        "member": GUEST, "channel": OPS, "command": "vps restart", "options": { "server": "" }, "focused": "server",
    });
    let offered = page.post("/client/autocomplete", typed).await;
    assert_eq!(offered["choices"], json!([]));
    assert_eq!(servers(), before);

    // What only the guest sees is not in Ana's stream: her next message is her own.
    page.slash(ANA, "vps list", json!({})).await;
    let is_here =
        |message: &Value| message["channel_id"] == OPS && message["interaction_metadata"] != Value::Null;
    let answer = seen_by_ana.message_that(is_here).await;
    assert!(answer.to_string().contains("production-web") || answer["thinking"] == true, "{answer}");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_panels_switches_make_things_go_wrong_and_right_again() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let mut events = page.events(ANA).await;
    assert_eq!(page.get("/sandbox/accounts/shop").await["trouble"], "none");

    for (trouble, status) in [("error-500", 500), ("html", 200), ("key-refused", 403)] {
        page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": trouble })).await;
        page.slash(ANA, "vps show", json!({ "server": "production-web" })).await;
        // The cards that come to #ops meanwhile answer nobody.
        let is_answer = |message: &Value| {
            message["channel_id"] == OPS
                && message["interaction_metadata"] != Value::Null
                && message["thinking"] == false
        };
        let answer = events.message_that(is_answer).await;
        assert!(!answer.to_string().contains("203.0.113.50"), "{trouble}: {answer}");
        let panel = page.get("/sandbox/accounts/shop").await;
        assert_eq!(panel["trouble"], trouble);
        assert_eq!(panel["requests"].as_array().unwrap().last().unwrap()["status"], status, "{trouble}");
    }

    // Hanging, it keeps the person waiting; back at normal, what hung is answered.
    page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": "hang" })).await;
    page.slash(ANA, "vps show", json!({ "server": "db-1" })).await;
    events.message_that(|message| message["thinking"] == true).await;
    page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": "none" })).await;
    events.message("203.0.113.45").await;

    page.post("/sandbox/accounts/shop/crash", json!({ "server": 44 })).await;
    page.post("/sandbox/accounts/shop/mode", json!({ "server": 44, "mode": "stuck-down" })).await;
    let panel = page.get("/sandbox/accounts/shop").await;
    let crashed = panel["servers"].as_array().unwrap().iter().find(|one| one["server"]["id"] == 44).unwrap();
    assert_eq!((&crashed["server"]["status"], &crashed["mode"]), (&json!("stopped"), &json!("stuck-down")));
    assert!(!panel.to_string().contains("llk_"), "the panel shows no key");
    let card = events.message("db-1 is down").await;
    assert_eq!(card["channel_id"], OPS);

    for (path, body, status) in [
        ("/sandbox/accounts/shop/trouble", json!({ "trouble": "fire" }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/shop/mode", json!({ "server": 44 }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/shop/crash", json!({ "server": 4444 }), StatusCode::NOT_FOUND),
    ] {
        let (answered, answer) = page.try_post(path, &body).await;
        assert_eq!(answered, status, "{path} {body}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_paid_from_the_page_and_the_panel_of_lightlayer_shows_it() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    sandbox.discord().set_locale(MAX.parse().unwrap(), "en-US");
    let mut events = page.events(MAX).await;
    let unpaid = |panel: &Value| {
        let invoices = panel["invoices"].as_array().unwrap().clone();
        invoices.into_iter().find(|invoice| invoice["status"] == "Unpaid").unwrap()
    };
    let invoice = unpaid(&page.get("/sandbox/accounts/asia").await);

    // Carried out and never answered: the bot looks for itself what became of it.
    page.post("/sandbox/accounts/asia/trouble", json!({ "trouble": "lost-answer" })).await;
    let reference = format!("asia/{}", invoice["id"]);
    page.slash(MAX, "invoice pay", json!({ "invoice": reference })).await;
    let question = events.message("Pay invoice").await;
    let button = &question["components"][0]["components"][0];
    assert!(button["label"].as_str().unwrap().ends_with("- 31.32 USD"), "{button}");
    let press = json!({ "member": MAX, "message": question["id"], "custom_id": button["custom_id"] });
    page.post("/client/press", press).await;
    events.message("so this is what the invoice and the credit show").await;

    let panel = page.get("/sandbox/accounts/asia").await;
    assert_eq!((&panel["trouble"], &panel["credit"]), (&json!("lost-answer"), &json!("93.68")));
    let payments = panel["requests"].as_array().unwrap().iter();
    let payments: Vec<_> = payments.filter(|request| request["operation"] == "apply-credit").collect();
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0]["carried_out"], true);
    let password = sandbox.lightlayer().with_state(|state| state.login.password.expose_secret().clone());
    assert!(!panel.to_string().contains(&password), "the panel shows no password");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_placed_elsewhere_from_the_panel_of_llamalink_is_a_card_in_provisioning() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let mut events = page.events(MAX).await;
    let happen = async |happening: &str| {
        page.post("/sandbox/accounts/shop/happening", json!({ "happening": happening })).await
    };
    let orders = |sandbox: &Sandbox| sandbox.llamalink().with_state(|state| state.subscriptions.len());
    let before = orders(&sandbox);
    let looked = sandbox.llamalink().wait_for_request(Operation::ListSubscriptions, 1, SOON).await.unwrap();
    sandbox.llamalink().wait_until_settled(looked.number, SOON).await.unwrap();
    happen("order-placed").await;
    assert_eq!(orders(&sandbox), before + 1);
    let card = events.message("at the provider, not through me").await;
    assert_eq!(card["channel_id"], PROVISIONING);
    happen("orders-set-up").await;
    events.message("Its state at the provider is now **active**").await;
    let again =
        page.try_post("/sandbox/accounts/shop/happening", &json!({ "happening": "orders-set-up" })).await;
    assert_eq!(again.0, StatusCode::NOT_FOUND, "nothing is pending any more");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_panel_of_lightlayer_makes_things_happen_and_go_wrong() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let happen = async |happening: Value| page.post("/sandbox/accounts/asia/happening", happening).await;
    let before = page.get("/sandbox/accounts/asia").await;
    let count = |panel: &Value, list: &str| panel[list].as_array().unwrap().len();

    happen(json!({ "happening": "ticket-arrives" })).await;
    happen(json!({ "happening": "invoice-issued" })).await;
    happen(json!({ "happening": "notice-posted" })).await;
    let panel = page.get("/sandbox/accounts/asia").await;
    for list in ["tickets", "invoices", "notices"] {
        assert_eq!(count(&panel, list), count(&before, list) + 1, "{list}");
    }
    let ticket =
        panel["tickets"].as_array().unwrap().iter().find(|ticket| ticket["status"] == "Open").unwrap();
    let invoice = panel["invoices"].as_array().unwrap().last().unwrap();
    happen(json!({ "happening": "staff-replies", "ticket": ticket["number"] })).await;
    happen(json!({ "happening": "owner-replies", "ticket": ticket["number"] })).await;
    happen(json!({ "happening": "invoice-due", "invoice": invoice["id"] })).await;
    happen(json!({ "happening": "invoice-overdue", "invoice": invoice["id"] })).await;
    happen(json!({ "happening": "vm-dies", "service": 302, "vm": "1375" })).await;
    sandbox.discord().set_locale(MAX.parse().unwrap(), "en-US");
    let mut events = page.events(MAX).await;
    page.slash(MAX, "invoice list", json!({ "status": "overdue" })).await;
    events.message(&format!("asia/{}", invoice["id"])).await;
    page.slash(MAX, "vps show", json!({ "server": "asia/302.1375" })).await;
    events.message("stopped").await;

    happen(json!({ "happening": "invoice-paid", "invoice": invoice["id"] })).await;
    happen(json!({ "happening": "vm-comes-back", "service": 302, "vm": "1375" })).await;
    happen(json!({ "happening": "staff-closes", "ticket": ticket["number"] })).await;
    page.slash(MAX, "vps show", json!({ "server": "asia/302.1375" })).await;
    events.message("running").await;
    let panel = page.get("/sandbox/accounts/asia").await;
    let closed = panel["tickets"].as_array().unwrap().iter().find(|one| one["number"] == ticket["number"]);
    assert_eq!((&closed.unwrap()["status"], &closed.unwrap()["replies"]), (&json!("Closed"), &json!(2)));
    assert_eq!(panel["invoices"].as_array().unwrap().last().unwrap()["status"], "Paid");
    let notice = panel["notices"].as_array().unwrap().last().unwrap();
    happen(json!({ "happening": "staff-reopens", "ticket": ticket["number"] })).await;
    happen(json!({ "happening": "notice-read", "notice": notice["id"] })).await;
    for (happening, credit) in [("credit-falls", "12.50"), ("credit-rises", "250.00")] {
        happen(json!({ "happening": happening })).await;
        let panel = page.get("/sandbox/accounts/asia").await;
        assert_eq!(panel["credit"], credit);
        assert_eq!(panel["notices"].as_array().unwrap().last().unwrap()["seen"], true);
    }

    page.post("/sandbox/accounts/asia/trouble", json!({ "trouble": "key-refused" })).await;
    page.slash(MAX, "balance", json!({ "account": "asia" })).await;
    events.message("LightLayer refused the login").await;

    for (path, body, status) in [
        ("/sandbox/accounts/asia/trouble", json!({ "trouble": "fire" }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/asia/happening", json!({ "happening": "fire" }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/asia/happening", json!({ "happening": "invoice-paid" }), StatusCode::BAD_REQUEST),
        (
            "/sandbox/accounts/asia/happening",
            json!({ "happening": "invoice-paid", "invoice": 1 }),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let (answered, answer) = page.try_post(path, &body).await;
        assert_eq!(answered, status, "{path} {body}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_at_iv_is_a_task_on_its_panel_which_makes_things_happen_and_go_wrong() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    sandbox.discord().set_locale(ANA.parse().unwrap(), "en-US");
    sandbox.iv().with_state(|state| state.pace = hostmaster::sandbox::iv::Pace::INSTANT);
    let mut events = page.events(ANA).await;
    let happen = async |happening: Value| page.post("/sandbox/accounts/baltic/happening", happening).await;

    page.slash(ANA, "vps restart", json!({ "server": "baltic/3" })).await;
    let question = events.message("Restart iv-web-1?").await;
    let button = &question["components"][0]["components"][0];
    let press = json!({ "member": ANA, "message": question["id"], "custom_id": button["custom_id"] });
    page.post("/client/press", press).await;
    events.message("is finished after").await;
    let panel = page.get("/sandbox/accounts/baltic").await;
    let task = json!({ "id": 11, "command": "server_reboot", "over": true });
    assert_eq!(panel["servers"][0]["task"], task);
    let asked = panel["requests"].as_array().unwrap();
    assert!(asked.iter().all(|request| request["body"].as_str().unwrap().contains("password=[secret]")));
    let password = sandbox.iv().with_state(|state| state.password.expose_secret().clone());
    assert!(!panel.to_string().contains(&password), "the panel shows no password");

    happen(json!({ "happening": "invoice-issued" })).await;
    let panel = page.get("/sandbox/accounts/baltic").await;
    let invoice = panel["invoices"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(invoice["paid"], false);
    happen(json!({ "happening": "invoice-paid", "invoice": invoice["id"] })).await;
    happen(json!({ "happening": "credit-used" })).await;
    happen(json!({ "happening": "tasks-stall", "server": 4, "stuck": true })).await;
    let panel = page.get("/sandbox/accounts/baltic").await;
    assert_eq!(panel["invoices"].as_array().unwrap().last().unwrap()["paid"], true);
    assert_eq!((&panel["credit"], &panel["servers"][1]["stuck"]), (&json!("1.00"), &json!(true)));

    happen(json!({ "happening": "caller-moves", "inside": false })).await;
    page.slash(ANA, "vps show", json!({ "server": "baltic/3" })).await;
    events.message("did not come from an address of its own network").await;
    happen(json!({ "happening": "caller-moves", "inside": true })).await;
    page.post("/sandbox/accounts/baltic/trouble", json!({ "trouble": "key-refused" })).await;
    page.slash(ANA, "vps show", json!({ "server": "baltic/3" })).await;
    events.message("refused the API user or its password").await;
    for (path, body, status) in [
        ("/sandbox/accounts/baltic/trouble", json!({ "trouble": "fire" }), StatusCode::BAD_REQUEST),
        (
            "/sandbox/accounts/baltic/happening",
            json!({ "happening": "invoice-paid" }),
            StatusCode::BAD_REQUEST,
        ),
        (
            "/sandbox/accounts/baltic/happening",
            json!({ "happening": "invoice-paid", "invoice": 1 }),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let (answered, answer) = page.try_post(path, &body).await;
        assert_eq!(answered, status, "{path} {body}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_at_inferno_is_seen_and_its_panel_makes_things_happen_and_go_wrong() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    sandbox.discord().set_locale(ANA.parse().unwrap(), "en-US");
    let mut events = page.events(ANA).await;
    let happen = async |happening: Value| page.post("/sandbox/accounts/dev/happening", happening).await;

    page.slash(ANA, "vps show", json!({ "server": "dev/47012" })).await;
    events.message("37-1-0-111").await;
    let panel = page.get("/sandbox/accounts/dev").await;
    assert_eq!(panel["orders"][0]["vps"]["running"], true);
    let asked = panel["requests"].as_array().unwrap();
    let with_form = |request: &&Value| request["body"].as_str().unwrap().starts_with("cid=");
    assert!(
        asked
            .iter()
            .filter(with_form)
            .all(|request| request["body"].as_str().unwrap().contains("key=[secret]"))
    );
    let key = sandbox.inferno().with_state(|state| state.key.expose_secret().clone());
    assert!(!panel.to_string().contains(&key), "the panel shows no key");

    happen(json!({ "happening": "order-placed" })).await;
    let panel = page.get("/sandbox/accounts/dev").await;
    let order = panel["orders"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(order["status"], "Pending");
    happen(json!({ "happening": "order-paid", "order": order["id"] })).await;
    happen(json!({ "happening": "balance-used" })).await;
    happen(json!({ "happening": "vps-behaves", "order": 47_050, "mode": "ignores-commands" })).await;
    let panel = page.get("/sandbox/accounts/dev").await;
    assert_eq!(panel["orders"].as_array().unwrap().last().unwrap()["status"], "Active");
    assert_eq!(panel["balance"], "1.00");
    for running in [false, true] {
        happen(json!({ "happening": "vps-runs", "order": 47_012, "running": running })).await;
        assert_eq!(page.get("/sandbox/accounts/dev").await["orders"][0]["vps"]["running"], running);
    }

    happen(json!({ "happening": "list-changes", "listed": false })).await;
    page.slash(ANA, "vps show", json!({ "server": "dev/47012" })).await;
    events.message("Access denied").await;
    happen(json!({ "happening": "list-changes", "listed": true })).await;
    page.post("/sandbox/accounts/dev/trouble", json!({ "trouble": "key-refused" })).await;
    page.slash(ANA, "vps list", json!({ "account": "dev" })).await;
    events.message("must check the account's `cid` and key").await;
    for (path, body, status) in [
        ("/sandbox/accounts/dev/trouble", json!({ "trouble": "fire" }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/dev/happening", json!({ "happening": "order-paid" }), StatusCode::BAD_REQUEST),
        (
            "/sandbox/accounts/dev/happening",
            json!({ "happening": "order-paid", "order": 1 }),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let (answered, answer) = page.try_post(path, &body).await;
        assert_eq!(answered, status, "{path} {body}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn klikks_servers_are_shown_and_its_panel_makes_things_happen_and_go_wrong() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    sandbox.discord().set_locale(ANA.parse().unwrap(), "en-US");
    let mut events = page.events(ANA).await;
    let happen = async |happening: Value| page.post("/sandbox/accounts/nordic/happening", happening).await;

    page.slash(ANA, "vps show", json!({ "server": "fjord-web" })).await;
    events.message("203.0.113.201").await;
    let panel = page.get("/sandbox/accounts/nordic").await;
    assert_eq!((&panel["orders"][0]["status"], &panel["credit"]), (&json!(0), &json!(true)));
    let token = sandbox.klikk().with_state(|state| state.who.token.expose_secret().clone());
    assert!(!panel.to_string().contains(&token), "the panel shows no token");

    happen(json!({ "happening": "credit-changes", "enough": false })).await;
    happen(json!({ "happening": "order-placed" })).await;
    let status = async || {
        let panel = page.get("/sandbox/accounts/nordic").await;
        panel["orders"].as_array().unwrap().last().unwrap()["status"].clone()
    };
    assert_eq!(status().await, 100);
    let order =
        page.get("/sandbox/accounts/nordic").await["orders"].as_array().unwrap().last().unwrap()["id"]
            .clone();
    happen(json!({ "happening": "order-paid", "order": order })).await;
    assert_eq!(status().await, 200);
    happen(json!({ "happening": "order-created", "order": order })).await;
    assert_eq!(status().await, 0);
    happen(json!({ "happening": "vps-runs", "item": 1290, "running": false })).await;
    page.slash(ANA, "vps show", json!({ "server": "fjord-web" })).await;
    events.message("stopped").await;

    happen(json!({ "happening": "filter-changes", "inside": false })).await;
    page.slash(ANA, "vps list", json!({ "account": "nordic" })).await;
    events.message("IP filter").await;
    happen(json!({ "happening": "filter-changes", "inside": true })).await;
    page.post("/sandbox/accounts/nordic/trouble", json!({ "trouble": "key-refused" })).await;
    page.slash(ANA, "vps show", json!({ "server": "fjord-web" })).await;
    events.message("must check the account's token or password").await;
    for (path, body, status) in [
        ("/sandbox/accounts/nordic/trouble", json!({ "trouble": "fire" }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/nordic/happening", json!({ "happening": "order-paid" }), StatusCode::BAD_REQUEST),
        ("/sandbox/accounts/nordic/happening", json!({ "happening": "period-ends" }), StatusCode::NOT_FOUND),
        (
            "/sandbox/accounts/nordic/happening",
            json!({ "happening": "order-paid", "order": 1 }),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let (answered, answer) = page.try_post(path, &body).await;
        assert_eq!(answered, status, "{path} {body}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_hosts_and_other_sites_are_refused() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let ask = async |method: Method, path: &str, headers: &[(&str, &str)]| {
        let mut request = page.http.request(method, format!("{}{path}", page.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().status()
    };
    for path in [
        "/",
        "/main.js",
        "/client/members",
        "/sandbox/accounts",
        "/sandbox/accounts/shop",
        "/sandbox/accounts/asia",
        "/sandbox/accounts/baltic",
        "/sandbox/accounts/dev",
        "/sandbox/accounts/nordic",
        "/sandbox/bot",
        "/sandbox/configuration",
        "/sandbox/line",
    ] {
        assert_eq!(ask(Method::GET, path, &[]).await, StatusCode::OK, "{path}");
        assert_eq!(
            ask(Method::GET, path, &[("host", "evil.example")]).await,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    for path in ["/sandbox/bot", "/client/members"] {
        let foreign = [("sec-fetch-site", "cross-site")];
        assert_eq!(ask(Method::GET, path, &foreign).await, StatusCode::FORBIDDEN, "{path}");
    }
    let own = page.base.clone();
    for path in [
        "/client/slash",
        "/sandbox/accounts/shop/trouble",
        "/sandbox/accounts/shop/crash",
        "/sandbox/accounts/shop/mode",
        "/sandbox/accounts/asia/trouble",
        "/sandbox/accounts/asia/happening",
        "/sandbox/accounts/baltic/trouble",
        "/sandbox/accounts/baltic/happening",
        "/sandbox/accounts/dev/trouble",
        "/sandbox/accounts/dev/happening",
        "/sandbox/accounts/nordic/trouble",
        "/sandbox/accounts/nordic/happening",
        "/sandbox/line/trouble",
    ] {
        for foreign in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let headers = [foreign, ("content-type", "application/json")];
            assert_eq!(ask(Method::POST, path, &headers).await, StatusCode::FORBIDDEN, "{path} {foreign:?}");
        }
        let plain = [("origin", own.as_str()), ("content-type", "text/plain")];
        assert_eq!(ask(Method::POST, path, &plain).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path}");
    }
    // Whoever comes here first must know why Max is answered in German, and what he can do.
    assert!(sandbox.greeting().contains("whose Discord is set to German"), "{}", sandbox.greeting());
    let script =
        page.http.get(format!("{}/welcome.js", page.base)).send().await.unwrap().text().await.unwrap();
    assert!(script.contains("whose Discord is set to"));
    let members = page.get("/sandbox/configuration").await["members"].take();
    let max = members.as_array().unwrap().iter().find(|member| member["id"] == MAX).unwrap();
    assert!(max["tries"][OPS].as_array().unwrap().contains(&json!("/order buy")), "{max}");
    // A link on another site may lead to the page itself.
    assert_eq!(ask(Method::GET, "/", &[("sec-fetch-site", "cross-site")]).await, StatusCode::OK);
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_consists_of_its_own_files_and_runs_nothing_else() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let fetch = async |path: &str| {
        let response = page.http.get(format!("{}{path}", page.base)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        response.text().await.unwrap()
    };
    let html = fetch("/").await;
    assert!(!html.contains("style=") && !html.contains("onclick"), "nothing is inline");

    let mut scripts = vec!["/main.js".to_owned()];
    let mut done = 0;
    while let Some(path) = scripts.get(done).cloned() {
        let script = fetch(&path).await;
        for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!script.contains(forbidden), "{path} has {forbidden}");
        }
        for line in script.lines().filter(|line| line.starts_with("import ")) {
            let imported = line.split('"').nth(1).unwrap().trim_start_matches('.').to_owned();
            if !scripts.contains(&imported) {
                scripts.push(imported);
            }
        }
        done += 1;
    }
    for path in html.split('"').filter(|part| part.starts_with('/') && part.contains('.')) {
        fetch(path).await;
    }
    assert!(sandbox.stop().await);
}

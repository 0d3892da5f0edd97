//! What the bot wrote down, as the page shows it: readable, live, without a secret and without a way back.

use hostmaster::app::sandbox::Sandbox;
use hostmaster::domain::Action;
use hostmaster::domain::job::Verdict;
use hostmaster::domain::outcome::AuditResult;
use hostmaster::sandbox::llamalink::Operation;
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::page::Page;
use crate::{ANA, ANYWHERE, GUEST, OPS, SAM, cards};

fn list<'a>(records: &'a Value, name: &str) -> &'a [Value] {
    records[name].as_array().unwrap()
}

/// The audit about an action, oldest first: who, what became of it, and the detail.
fn told(records: &Value, action: &str) -> Vec<String> {
    let lines = list(records, "audit").iter().rev().filter(|line| line["action"] == action);
    let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    lines
        .map(|line| ["user", "result", "detail"].map(|key| text(line, key)).join(" ").trim().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_and_a_restart_whose_answer_is_lost_are_shown_as_they_are_written() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    sandbox.llamalink().with_state(|state| state.pace.boot_time = std::time::Duration::from_millis(500));
    let records = async || page.get("/sandbox/bot").await;
    assert_eq!(records().await, json!({ "audit": [], "journal": [] }));

    let mut guest = page.events(GUEST).await;
    page.slash(GUEST, "vps restart", json!({ "server": "production-web" })).await;
    guest.message("You may not").await;
    let mut ana = page.events(ANA).await;
    page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": "lost-answer" })).await;
    page.slash(ANA, "vps restart", json!({ "server": "production-web" })).await;
    let question = ana.message("Restart production-web?").await;
    let asked = records().await;
    assert_eq!(list(&asked, "journal").len(), 0, "nothing is done before the button is pressed");
    // What has changed nothing is written soon and waits for nobody, but before what comes after it.
    let button = &question["components"][0]["components"][0];
    let press = json!({ "member": ANA, "message": question["id"], "custom_id": button["custom_id"] });
    page.post("/client/press", press).await;
    ana.message("own answer was lost").await;

    let shown = records().await;
    let expected = [
        format!("{GUEST} refused denied"),
        format!("{ANA} asked"),
        format!("{ANA} intent"),
        format!("{ANA} unknown connection-lost"),
        format!("{ANA} done verified"),
    ];
    assert_eq!(told(&shown, "vps.restart"), expected);
    let done = &list(&shown, "audit")[0];
    assert_eq!((&done["target"], &done["channel"]), (&json!("shop/42"), &json!(OPS)));
    let [row] = list(&shown, "journal") else { panic!("{shown}") };
    for (key, value) in [("user", ANA), ("action", "vps.restart"), ("target", "shop/42"), ("state", "done")] {
        assert_eq!(row[key], value, "{row}");
    }
    assert_eq!(row["invocation"], done["invocation"], "both tell of the same use of a command");
    assert_eq!(row["followed"]["verdict"], "verified");
    let times = [&row["intended"], &row["sent"], &row["ended"], &row["followed"]["ended"]];
    let times = times.map(|time| time.as_str().unwrap().parse::<jiff::Timestamp>().unwrap());
    assert!(times.is_sorted(), "{row}");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_shown_has_no_secret_and_takes_no_orders() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let mut ana = page.events(ANA).await;
    // What is typed is an argument, and arguments are not shown: any of them may be private.
    let typed = "hunter2-typed-by-ana";
    page.slash(ANA, "service relabel", json!({ "service": "asia/302", "label": typed })).await;
    ana.message("is now labelled").await;
    let shown = page.get("/sandbox/bot").await;
    assert_eq!(told(&shown, "service.relabel").last().unwrap(), &format!("{ANA} done verified"));
    let shown = shown.to_string();
    let secrets = [
        sandbox.llamalink().with_state(|state| state.key.expose_secret().clone()),
        sandbox.lightlayer().with_state(|state| state.login.password.expose_secret().clone()),
        sandbox.iv().with_state(|state| state.password.expose_secret().clone()),
        sandbox.inferno().with_state(|state| state.key.expose_secret().clone()),
        sandbox.klikk().with_state(|state| state.who.token.expose_secret().clone()),
        sandbox.discord().token().to_owned(),
        typed.to_owned(),
    ];
    for secret in secrets {
        assert!(secret.len() > 3 && !shown.contains(&secret), "{shown}");
    }
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let request = page.http.request(method.clone(), format!("{}/sandbox/bot", page.base));
        let answer = request.header("content-type", "application/json").body("{}").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lightlayer_loses_the_answer_to_any_change_and_to_no_question() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let mut ana = page.events(ANA).await;
    page.post("/sandbox/accounts/asia/trouble", json!({ "trouble": "lost-answer" })).await;
    page.slash(ANA, "service relabel", json!({ "service": "asia/302", "label": "web" })).await;
    ana.message("not sent again").await;
    let panel = page.get("/sandbox/accounts/asia").await;
    let requests = list(&panel, "requests");
    let [change] =
        &requests.iter().filter(|request| request["operation"] == "change-label").collect::<Vec<_>>()[..]
    else {
        panic!("{panel}")
    };
    assert_eq!((&change["outcome"], &change["carried_out"]), (&json!("Dropped"), &json!(true)));
    let number = |request: &Value| request["number"].as_u64().unwrap();
    assert!(requests.iter().any(|request| number(request) > number(change)), "it looked what became of it");
    for request in requests.iter().filter(|request| request["operation"] != "change-label") {
        assert_ne!(request["outcome"], "Dropped", "it must get in, and see: {request}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_acted_as_later_finds_what_pinged_them() {
    let (sandbox, page, [mut ana, _, mut sam]) = cards::start().await;
    let channel = async |member: &str, id: &Value| {
        let world = page.get(&format!("/client/world?member={member}")).await;
        let channels = list(&world["guilds"][0], "channels").iter().find(|channel| channel["id"] == *id);
        channels.cloned()
    };
    page.post("/sandbox/accounts/asia/happening", json!({ "happening": "ticket-arrives" })).await;
    let note = sam.message_that(|message| message["pings_me"] == true).await;
    let seen = channel(SAM, &note["channel_id"]).await.unwrap();
    assert_eq!((&seen["last_message"], &seen["pings"]), (&note["id"], &json!([note["id"]])));
    let seen = channel(ANA, &note["channel_id"]).await.unwrap();
    assert_eq!((&seen["last_message"], &seen["pings"]), (&note["id"], &json!([])), "she is not of support");

    // One's own words are read, and what others cannot see is no news for them.
    let said = json!({ "member": ANA, "channel": OPS, "content": "hello" });
    let said = page.post("/client/say", said).await;
    assert_eq!(channel(SAM, &json!(OPS)).await.unwrap()["last_message"], said["message"]);
    assert_ne!(channel(ANA, &json!(OPS)).await.unwrap()["last_message"], said["message"]);
    page.slash(ANA, "help", json!({})).await;
    let help = ana.message_that(|message| message["ephemeral"] == true).await;
    assert_eq!(channel(ANA, &json!(OPS)).await.unwrap()["last_message"], help["id"]);
    assert_eq!(channel(SAM, &json!(OPS)).await.unwrap()["last_message"], said["message"]);
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tour_looks_for_what_can_be_seen() {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    let script = page.http.get(format!("{}/tour.js", page.base)).send().await.unwrap().text().await.unwrap();
    let members = page.get("/client/members").await;
    let names: Vec<_> = members.as_array().unwrap().iter().map(|member| &member["name"]).collect();
    let looks = |call: &'static str| -> Vec<Vec<&str>> {
        let calls = script.split(call).skip(1).filter(|rest| rest.starts_with('"'));
        calls.map(|rest| rest.split('"').skip(1).step_by(2).take(3).collect()).collect()
    };
    let (tried, changed) = (looks(" tried("), looks(" changed("));
    assert!(tried.len() >= 3 && changed.len() >= 3, "{tried:?} {changed:?}");
    for look in tried.iter().chain(&changed) {
        assert!(names.contains(&&json!(look[0])), "{look:?}");
        assert!(look[1].parse::<Action>().is_ok(), "{look:?}");
    }
    for look in &tried {
        assert!(AuditResult::ALL.iter().any(|result| result.as_str() == look[2]), "{look:?}");
    }
    for bought in [Operation::BuyPlan, Operation::BuyCustom] {
        assert!(script.contains(&format!("\"{}\"", bought.name())), "{bought}");
    }
    assert!(script.contains(&format!("\"{}\"", Verdict::Verified.as_str())));
    let accounts = page.get("/sandbox/accounts").await;
    for (name, provider) in [("shop", "llamalink"), ("asia", "lightlayer")] {
        assert!(
            accounts.as_array().unwrap().iter().any(|one| one["name"] == name && one["provider"] == provider)
        );
        assert!(script.contains(&format!("{name}: \"{provider}\"")), "{name}");
    }
    page.post("/sandbox/accounts/asia/happening", json!({ "happening": "ticket-arrives" })).await;
    let panel = page.get("/sandbox/accounts/asia").await;
    let arrived = list(&panel, "tickets").iter().map(|ticket| ticket["subject"].as_str().unwrap());
    assert!(arrived.filter(|subject| script.contains(&format!("\"{subject}\""))).count() == 1);
    assert!(sandbox.stop().await);
}

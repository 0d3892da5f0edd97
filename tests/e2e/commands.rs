//! Every command: the message that came back, the requests that reached the provider, the audit row.

mod asia;
mod baltic;
mod certified;
mod charts;
mod coverage;
mod custom;
mod dev;
mod dev_orders;
mod filling;
mod finding;
mod goods;
mod invoices;
mod lightlayer;
mod money;
mod networks;
mod nordic;
mod nordic_orders;
mod offering;
mod ordering;
mod owners;
mod paging;
mod people;
mod rebuilding;
mod rights;
pub mod samples;
mod scale;
mod services;
mod setup;
mod sites;
pub mod tickets;
mod typing;
mod unfinished;

use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_OPS};
use hostmaster::sandbox::llamalink::Operation;

use crate::stage::{SOON, Stage};

/// The requests that reached the simulated LlamaLink since the stage was set, but for the list read at the start.
fn requests(stage: &Stage) -> Vec<String> {
    let requests = stage.llamalink.requests();
    requests.iter().map(|request| format!("{} {}", request.method, request.path)).skip(1).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_list_shows_every_server_that_the_caller_may_see() {
    let stage = Stage::start().await;
    let (interaction, message) = stage.use_command(&stage.ana(), "vps list", &[]).await;
    let text = message.text();
    for name in ["production-web", "staging-web", "db-1", "lab-1", "203.0.113.50", "LlamaLink"] {
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(message.ephemeral_to, None, "a list is for everybody");
    assert!(interaction.followups().is_empty());
    assert_eq!(requests(&stage), ["GET /user/vps"]);
    assert_eq!(stage.audit_of(1).await, ["vps.list shop,lab done"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_list_keeps_to_the_state_the_account_and_the_servers_of_the_grant() {
    let stage = Stage::start().await;
    let (_, stopped) = stage
        .use_command(&stage.ana(), "vps list", &[("status", "stopped".into()), ("account", "shop".into())])
        .await;
    assert!(stopped.text().contains("build-1"), "{}", stopped.text());
    assert!(!stopped.text().contains("production-web"), "{}", stopped.text());
    let (_, narrowed) = stage.use_command(&stage.sam(), "vps list", &[]).await;
    assert!(narrowed.text().contains("staging-web"), "{}", narrowed.text());
    for hidden in ["production-web", "db-1", "lab-1"] {
        assert!(!narrowed.text().contains(hidden), "{hidden}: {}", narrowed.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_show_finds_a_server_by_name_id_address_and_reference() {
    let stage = Stage::start().await;
    for (nth, typed) in
        ["production-web", "PRODUCTION-WEB", "42", "203.0.113.50", "shop/42"].into_iter().enumerate()
    {
        let (_, message) = stage.use_command(&stage.ana(), "vps show", &[("server", typed.into())]).await;
        let text = message.text();
        assert!(text.contains("production-web") && text.contains("shop/42"), "{typed}: {text}");
        assert_eq!(stage.llamalink.count(Operation::ShowServer), nth as u64 + 1);
    }
    assert_eq!(stage.audit_of(5).await[4], "vps.show shop/42 done");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_show_of_nothing_lists_what_to_do_to_the_caller_alone() {
    let stage = Stage::start().await;
    let (_, message) = stage.use_command(&stage.ana(), "vps show", &[("server", "nowhere".into())]).await;
    assert_eq!(message.ephemeral_to, Some(stage.ana().user));
    assert!(message.text().contains("No server that you may use fits `nowhere`"), "{}", message.text());
    assert_eq!(stage.audit_of(1).await, ["vps.show - refused (nothing fits)"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ambiguous_name_is_chosen_from_a_menu_that_goes_on_with_the_command() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| state.server_mut(43).unwrap().name = "production-web".to_owned());
    // The list is read again by a command that reads it.
    stage.use_command(&stage.ana(), "vps list", &[]).await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps show", &[("server", "production-web".into())]).await;
    assert_eq!(question.ephemeral_to, Some(ana.user), "candidates are for the caller alone");
    let menu =
        stage.discord.message(question.id).unwrap().components[0]["components"][0]["custom_id"].clone();
    let chosen = ana.select(question.id, menu.as_str().unwrap(), &["shop/43"]).unwrap();
    let answer = chosen.wait_followup(0, SOON).await.unwrap();
    assert!(answer.text().contains("shop/43"), "{}", answer.text());
    assert_eq!(answer.ephemeral_to, None, "the answer itself is as public as the command's");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_start_runs_without_a_question_and_says_when_the_server_runs() {
    let stage = Stage::start().await;
    let (started, _) = stage.use_command(&stage.ana(), "vps start", &[("server", "build-1".into())]).await;
    let done =
        started.wait_until(|message| message.text().contains("build-1** is running after"), SOON).await;
    assert_eq!(done.unwrap().ephemeral_to, None);
    assert_eq!(stage.llamalink.count(Operation::StartServer), 1);
    let server = stage.llamalink.ledger()[0].clone();
    let audit = stage.audit_of(3).await;
    let reference = audit[0].split(' ').nth(1).unwrap().to_owned();
    let expected =
        ["intent", "done", "done (verified)"].map(|result| format!("vps.start {reference} {result}"));
    assert_eq!(audit, expected, "{server:?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_start_of_a_running_server_says_so_and_sends_nothing() {
    let stage = Stage::start().await;
    let (_, message) =
        stage.use_command(&stage.ana(), "vps start", &[("server", "production-web".into())]).await;
    assert!(message.text().contains("is running already. Nothing was sent."), "{}", message.text());
    assert_eq!(stage.llamalink.count(Operation::StartServer), 0);
    assert_eq!(stage.audit_of(1).await, ["vps.start shop/42 done (nothing to do)"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_stop_is_confirmed_and_seen() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps stop", &[("server", "production-web".into())]).await;
    let pressed = ana.press(question.id, "Stop production-web").unwrap();
    pressed.wait_until(|message| message.text().contains("is stopped after"), SOON).await.unwrap();
    assert_eq!(stage.llamalink.count(Operation::StopServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn balance_shows_the_manager_alone_what_is_paid_and_which_card_pays() {
    let stage = Stage::start().await;
    let (_, message) = stage.use_command(&stage.max(), "balance", &[]).await;
    assert_eq!(message.ephemeral_to, Some(stage.max().user), "money is for the caller alone");
    let text = message.text();
    for part in ["Every month:", "ILS", "4242"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let mut asked = requests(&stage);
    asked.sort();
    assert_eq!(asked, ["GET /user/payment", "GET /user/subscriptions"]);
    assert_eq!(stage.audit_of(1).await, ["balance shop done"]);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_right_gets_no_data_no_autocomplete_and_is_told_whom_to_ask() {
    let stage = Stage::start().await;
    let guest = stage.guest();
    for (path, options) in [
        ("vps list", vec![]),
        ("vps restart", vec![("server", "production-web".into())]),
        ("balance", vec![]),
        ("audit list", vec![]),
    ] {
        let (_, message) = stage.use_command(&guest, path, &options).await;
        let text = message.text();
        assert_eq!(message.ephemeral_to, Some(guest.user), "{path}");
        let action = path.replace(' ', ".");
        assert!(text.contains(&format!("`{action}`")), "{text}");
        assert!(text.contains("ask in #ops-help"), "{text}");
    }
    let typing =
        guest.autocomplete(CHANNEL_OPS, "vps restart", &[("server", "pro".into())], "server").unwrap();
    assert_eq!(typing.wait_choices(SOON).await.unwrap(), []);
    assert_eq!(requests(&stage), Vec::<String>::new());
    // A refusal is told before it is written, so that two of them may change places.
    let mut audit = stage.audit_of(4).await;
    audit.sort();
    let refused = ["audit.list", "balance", "vps.list", "vps.restart"];
    assert_eq!(audit, refused.map(|action| format!("{action} - refused (denied)")));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn autocomplete_offers_what_the_caller_may_use_and_calls_no_provider() {
    let stage = Stage::start().await;
    let names = async |member: hostmaster::sandbox::discord::Member, path: &str, typed: &str| {
        let typing = member.autocomplete(CHANNEL_OPS, path, &[("server", typed.into())], "server").unwrap();
        let choices = typing.wait_choices(SOON).await.unwrap();
        choices.into_iter().map(|choice| (choice.name, choice.value)).collect::<Vec<_>>()
    };
    let found = names(stage.ana(), "vps restart", "production").await;
    assert_eq!(found, [("production-web \u{b7} shop \u{b7} running".to_owned(), "shop/42".into())]);
    let by_address = names(stage.ana(), "vps show", "203.0.113.50").await;
    assert_eq!(by_address[0].1, "shop/42");
    for (name, _) in names(stage.sam(), "vps show", "").await {
        assert!(name.starts_with("staging-"), "{name}");
    }
    assert_eq!(requests(&stage), Vec::<String>::new());
    assert_eq!(stage.audit().await, Vec::<String>::new(), "key-strokes are not audited");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_shows_each_caller_what_they_may_use() {
    let stage = Stage::start().await;
    let (_, operator) = stage.use_command(&stage.ana(), "help", &[]).await;
    assert!(
        operator.text().contains("/vps restart") && !operator.text().contains("/balance"),
        "{}",
        operator.text()
    );
    let (_, guest) = stage.use_command(&stage.guest(), "help", &[]).await;
    assert!(guest.text().contains("/access whoami") && !guest.text().contains("/vps"), "{}", guest.text());
    assert_eq!(guest.ephemeral_to, Some(stage.guest().user));
    let (_, about) = stage.use_command(&stage.ana(), "help", &[("command", "vps restart".into())]).await;
    assert!(
        about.text().contains("vps.restart") && about.text().contains("/vps restart server"),
        "{}",
        about.text()
    );
    let (_, hidden) = stage.use_command(&stage.guest(), "help", &[("command", "vps restart".into())]).await;
    assert!(hidden.text().contains("no such command that you may use"), "{}", hidden.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoami_says_which_roles_count_and_what_they_allow() {
    let stage = Stage::start().await;
    let (_, operator) = stage.use_command(&stage.ana(), "access whoami", &[]).await;
    assert!(operator.text().contains("<@&222222222222222222>"), "{}", operator.text());
    assert!(operator.text().contains("`vps.restart`"), "{}", operator.text());
    assert!(operator.pings.is_empty());
    let (_, guest) = stage.use_command(&stage.guest(), "access whoami", &[]).await;
    assert!(guest.text().contains("Nothing but"), "{}", guest.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn audit_list_shows_who_did_what_page_by_page() {
    let stage = Stage::start().await;
    let max = stage.max();
    for _ in 0..20 {
        stage.use_command(&stage.ana(), "vps show", &[("server", "shop/42".into())]).await;
    }
    stage.audit_of(20).await;
    let (_, first) = stage.use_command(&max, "audit list", &[("action", "vps.show".into())]).await;
    assert_eq!(first.ephemeral_to, Some(max.user));
    assert!(first.text().contains("Page 1 of 2"), "{}", first.text());
    let turned = max.press(first.id, "Next \u{25b6}").unwrap();
    let second = turned.wait_until(|message| message.text().contains("Page 2 of 2"), SOON).await.unwrap();
    assert_eq!(second.text().matches("`vps.show`").count(), 5, "{}", second.text());
    let (_, nobody) = stage.use_command(&max, "audit list", &[("since", "soon".into())]).await;
    assert!(nobody.text().contains("`30m`, `12h`, `7d` or `2w`"), "{}", nobody.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_private_makes_an_answer_the_callers_alone() {
    let config = "[replies]\nprivate = [\"vps.list\"]".to_owned();
    let stage = Stage::with(crate::stage::Setup { config, ..Default::default() }).await;
    let list = stage.ana().slash(CHANNEL_BILLING, "vps list", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert_eq!(list.ephemeral_to, Some(stage.ana().user));
    stage.end().await;
}

//! Servers that are set up anew, get other sizes or a new password, and by what they are entered.

use std::time::Duration;

use hostmaster::sandbox::discord::world::{CHANNEL_OPS, ROLE_OPERATOR};
use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::iv::{Fault, Misbehaviour, Operation, Pace, Reply, Sizes, State};
use insta::assert_snapshot;
use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::buying::reads;
use crate::play::{component, press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, offered, steady, told};

async fn stage() -> Stage {
    let mut iv = State::sandbox();
    iv.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    let grants = format!(
        "{GRANTS}\n[[grants]]\nroles = [\"{ROLE_OPERATOR}\"]\nallow = [\"find\", \"pending.list\"]\n\
         [[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"risk:reveal\"]\n"
    );
    Stage::with(Setup { iv: Some(iv), grants, ..Setup::default() }).await
}

async fn asked(stage: &Stage, path: &str, options: &[(&str, Value)]) -> Message {
    stage.use_command(&stage.ana(), path, options).await.1
}

/// Presses the button and types the server's name into the form that it opens.
async fn typed(stage: &Stage, question: &Message) -> Interaction {
    let opened = press(&stage.ana(), question, "confirm");
    let form = opened.wait_modal(SOON).await.unwrap();
    assert_eq!(form.inputs[0].placeholder, "iv-web-1");
    opened.submit_modal(&[("text", "iv-web-1")]).unwrap()
}

fn password(stage: &Stage) -> String {
    let set = stage.iv.with_state(|state| state.servers[&3].tasks.last().unwrap().password.clone());
    set.unwrap().expose_secret().clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_set_up_anew_once_its_name_was_typed() {
    let stage = stage().await;
    let options = [("server", "iv-web-1".into()), ("template", "Debian 12, 64-bit".into())];
    let question = asked(&stage, "vps reinstall", &options).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Set iv-web-1 up anew and delete all its data?
    Whatever is on its disk is deleted, and it gets a new password. **This cannot be undone.** You will be asked to type its name.
    @ana can decide this; it expires <t>.
    | System: **Debian 12, 64-bit** · `debian-12-x86_64`
    | State: not told
    | Account: baltic
    | Addresses: `203.0.113.101`
    | Memory: 1.27 of 4 GB
    | Disk: 17.02 of 40 GB
    | Rented as: 4 GHz, 4096 MB memory, 40 GB disk, 100 Mbps
    | Reference: `baltic/3`
    [Set up iv-web-1 anew …] [Cancel]
    ");
    assert_eq!(stage.iv.count(Operation::ServerRecreate), 0);
    let opened = press(&stage.ana(), &question, "confirm");
    opened.wait_modal(SOON).await.unwrap();
    let wrong = opened.submit_modal(&[("text", "iv-db-1")]).unwrap().wait_message(SOON).await.unwrap();
    assert!(wrong.text().contains("not the name that was asked for"), "{}", wrong.text());
    assert_eq!(stage.iv.count(Operation::ServerRecreate), 0);

    let told = reads(&typed(&stage, &question).await, "is finished after").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    Setting up **iv-web-1** anew is finished after ….
    That is IV's word for its task; how it went, it does not say.
    `/vps credentials` shows its password to whoever may see it.
    -# Asked for by @ana.
    ");
    assert_eq!(stage.iv.count(Operation::ServerRecreate), 1);
    let request = stage.iv.requests_for(Operation::ServerRecreate)[0].query.clone().unwrap();
    assert!(request.ends_with("command=server_recreate&id=3&os=debian-12-x86_64"), "{request}");
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.reinstall baltic/3 done (finished)".to_owned()), "{audit:#?}");
    let secret = password(&stage);
    for (path, options) in [
        ("vps tasks", [("server", "baltic/3")]),
        ("vps show", [("server", "baltic/3")]),
        ("find", [("query", "iv-web-1")]),
        ("find", [("query", secret.as_str())]),
        ("vps show", [("server", secret.as_str())]),
    ] {
        let shown = used(&stage, &stage.ana(), path, &options).await;
        let typed = options[0].1 == secret;
        assert_eq!(shown.text().contains(&secret), typed, "{path}: {}", shown.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_that_the_server_cannot_have_is_refused_and_others_are_offered() {
    let stage = stage().await;
    let options = [("server", "iv-web-1".into()), ("template", "beos".into())];
    let refused = asked(&stage, "vps reinstall", &options).await;
    assert_snapshot!(steady(&card(&refused)), @"
    for @ana alone
    **baltic**: IV has no operating system **beos** for this server.
    There are: CentOS 6, 64-bit (`centos-6-x86_64`), Debian 12, 64-bit (`debian-12-x86_64`), DirectAdmin 1.4, 64-bit (`centos-6-x86_64-directadmin`), Ubuntu 24.04, 64-bit (`ubuntu-24.04-x86_64`).
    Nothing was changed.
    (CentOS 6, 64-bit = centos-6-x86_64 | Debian 12, 64-bit = debian-12-x86_64 | DirectAdmin 1.4, 64-bit = centos-6-x86_64-directadmin | Ubuntu 24.04, 64-bit = ubuntu-24.04-x86_64)
    ");
    assert_eq!(offered(&refused).len(), 4);
    let picked = stage.ana().select(refused.id, &component(&refused, "pick"), &["debian-12-x86_64"]).unwrap();
    reads(&picked, "Set iv-web-1 up anew").await;

    let requests = stage.iv.requests().len();
    let with_keys = [options[0].clone(), ("template", "debian-12-x86_64".into()), ("ssh_keys", "1,2".into())];
    let refused = asked(&stage, "vps reinstall", &with_keys).await;
    assert!(refused.text().contains("takes no SSH keys"), "{}", refused.text());
    for hostile in ["1&os=x", "../1", "1\n2", &"9".repeat(150)] {
        let options =
            [options[0].clone(), ("template", "debian-12-x86_64".into()), ("ssh_keys", hostile.into())];
        let refused = asked(&stage, "vps reinstall", &options).await;
        assert!(refused.text().contains("Write up to 20 keys"), "{}", refused.text());
    }
    assert_eq!(stage.iv.requests().len(), requests, "IV is asked nothing");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_systems_of_the_server_that_is_filled_in_are_suggested() {
    let stage = stage().await;
    let options = [("server", "iv-web-1".into()), ("template", "deb".into())];
    let typing = stage.ana().autocomplete(CHANNEL_OPS, "vps reinstall", &options, "template").unwrap();
    let choices = typing.wait_choices(SOON).await.unwrap();
    let values: Vec<_> = choices.iter().map(|choice| choice.value.as_str().unwrap()).collect();
    assert_eq!(values, ["debian-12-x86_64"]);
    let elsewhere = [("server", "production-web".into()), ("template", "".into())];
    let typing = stage.ana().autocomplete(CHANNEL_OPS, "vps reinstall", &elsewhere, "template").unwrap();
    assert!(typing.wait_choices(SOON).await.unwrap().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_replaced_and_shown_behind_a_spoiler_to_who_may_see_it_alone() {
    let stage = stage().await;
    let (ana, max) = (stage.ana(), stage.max());
    let none = used(&stage, &max, "vps credentials", &[("server", "baltic/4")]).await;
    assert!(none.text().contains("tells a password only after"), "{}", none.text());

    let question = asked(&stage, "vps password", &[("server", "iv-web-1".into())]).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Give iv-web-1 a new password?
    It gets a new password, and the old one no longer works. **This cannot be undone.** You will be asked to type the server's name.
    @ana can decide this; it expires <t>.
    | State: not told
    | Account: baltic
    | Addresses: `203.0.113.101`
    | Memory: 1.27 of 4 GB
    | Disk: 17.02 of 40 GB
    | Rented as: 4 GHz, 4096 MB memory, 40 GB disk, 100 Mbps
    | Reference: `baltic/3`
    [New password for iv-web-1 …] [Cancel]
    ");
    let told_end = reads(&typed(&stage, &question).await, "is finished after").await;
    assert_snapshot!(steady(&card(&told_end)), @"
    for everybody
    Giving **iv-web-1** a new password is finished after ….
    That is IV's word for its task; how it went, it does not say.
    `/vps credentials` shows its password to whoever may see it.
    -# Asked for by @ana.
    ");
    assert_eq!(stage.iv.count(Operation::ServerResetPassword), 1);
    let secret = password(&stage);
    assert!(!told_end.text().contains(&secret));

    // A right to all that is done to servers is none to see their passwords.
    let (requests, recorded) = (stage.iv.requests().len(), stage.audit().await.len());
    let refused = used(&stage, &ana, "vps credentials", &[("server", "iv-web-1")]).await;
    // What is refused is recorded soon after it was answered.
    stage.audit_of(recorded + 1).await;
    assert_eq!(refused.ephemeral_to, Some(ana.user));
    assert!(refused.text().contains("`vps.credentials`"), "{}", refused.text());
    assert_eq!(stage.iv.requests().len(), requests, "IV is asked nothing");

    let shown = told(&stage, &max, "vps credentials", json!({"server": "iv-web-1"})).await;
    assert_eq!(shown.message.ephemeral_to, Some(max.user));
    assert_snapshot!(shown.print().replace(&secret, "[the password]"), @"
    for @max alone
    Password of iv-web-1
    ||`[the password]`||
    It was set <t>.
    -# You alone see this, and it is kept nowhere. Dismiss the message when you have it.
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=3
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_tasks&id=3&task=server_recreate&count=5
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_tasks&id=3&task=server_reset_password&count=5
    # vps.credentials baltic/3 done
    ");
    for (user, text) in
        stage.discord.all_messages().iter().map(|message| (message.ephemeral_to, message.text()))
    {
        assert!(!text.contains(&secret) || user == Some(max.user), "{text}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_cannot_be_shown_as_it_is_is_not_shown() {
    let stage = stage().await;
    for hostile in ["a`b", "a\u{200B}b", "a  b", &"x".repeat(300)] {
        stage.iv.with_state(|state| {
            let task = state.servers[&3].tasks.last().cloned();
            let mut task = task.unwrap_or_else(|| State::documented().servers[&3].tasks[0].clone());
            task.password = Some(SecretString::new(hostile.to_owned()));
            state.servers.get_mut(&3).unwrap().tasks = vec![task];
        });
        let shown = used(&stage, &stage.max(), "vps credentials", &[("server", "iv-web-1")]).await;
        assert!(shown.text().contains("cannot be shown here exactly"), "{}", shown.text());
        assert!(!shown.text().contains("||"), "{}", shown.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizes_are_changed_all_at_once_after_a_button_that_says_that_no_price_is_told() {
    let stage = stage().await;
    let options = [("server", "iv-web-1".into()), ("memory", 8_192.into())];
    let question = asked(&stage, "vps resize", &options).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Change the sizes of iv-web-1?
    IV changes what the server costs with its sizes, and does not tell the new price beforehand. It may restart the server for it.
    @ana can decide this; it expires <t>.
    | Sizes: 4096 MB memory → **8192 MB memory**
    | State: not told
    | Account: baltic
    | Addresses: `203.0.113.101`
    | Memory: 1.27 of 4 GB
    | Disk: 17.02 of 40 GB
    | Rented as: 4 GHz, 4096 MB memory, 40 GB disk, 100 Mbps
    | Reference: `baltic/3`
    [Resize iv-web-1 - price not told by IV] [Cancel]
    ");
    let told = reads(&press(&stage.ana(), &question, "confirm"), "is finished after").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    The change of the sizes of **iv-web-1** is finished after ….
    That is IV's word for its task; how it went, it does not say.
    -# Asked for by @ana.
    ");
    let sizes = stage.iv.with_state(|state| state.servers[&3].sizes);
    assert_eq!(sizes, Sizes { cpu: 4, ram: 8_192, quota: 40, bandwidth: 100 });
    let request = stage.iv.requests_for(Operation::ServerChange)[0].query.clone().unwrap();
    let expected = "command=server_change&id=3&cpu=4&ram=8192&quota=40&bandwidth=100";
    assert!(request.ends_with(expected), "{request}");
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.resize baltic/3 done (finished)".to_owned()), "{audit:#?}");
    let again = asked(&stage, "vps resize", &options).await;
    assert!(again.text().contains("has these sizes already"), "{}", again.text());
    assert_eq!(stage.iv.count(Operation::ServerChange), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizes_that_iv_does_not_take_are_refused_before_it_is_asked_to_change_any() {
    let stage = stage().await;
    let refused = async |name: &str, value: i64, words: &str| {
        let options = [("server", "iv-web-1".into()), (name, value.into())];
        let refused = asked(&stage, "vps resize", &options).await;
        assert!(refused.text().contains(words), "{name} {value}: {}", refused.text());
        assert_eq!(refused.ephemeral_to, Some(stage.ana().user));
    };
    refused("cpu", 1, "takes 2 to 16 GHz as `cpu`, and 1 GHz was asked for").await;
    refused("cpu", 17, "takes 2 to 16 GHz").await;
    refused("memory", 2_047, "takes 2048 to 16384 MB").await;
    refused("memory", 16_385, "takes 2048 to 16384 MB").await;
    refused("disk", 19, "takes 20 to 800 GB").await;
    refused("disk", 801, "takes 20 to 800 GB").await;
    refused("bandwidth", 19, "takes 20 to 400 Mbps").await;
    refused("bandwidth", 401, "takes 20 to 400 Mbps").await;
    let none = asked(&stage, "vps resize", &[("server", "iv-web-1".into())]).await;
    assert!(none.text().contains("Name at least one size"), "{}", none.text());
    stage.iv.with_state(|state| state.servers.get_mut(&3).unwrap().sizes.cpu = 1);
    refused("memory", 4_096, "of which the server has 1 GHz now: name that one as well").await;
    assert_eq!(stage.iv.count(Operation::ServerChange), 0);
    let elsewhere = asked(&stage, "vps resize", &[("server", "shop/42".into()), ("cpu", 4.into())]).await;
    assert!(elsewhere.text().contains("does not offer"), "{}", elsewhere.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizes_that_changed_since_the_question_are_asked_about_anew() {
    let stage = stage().await;
    let options = [("server", "iv-web-1".into()), ("memory", 8_192.into())];
    let question = asked(&stage, "vps resize", &options).await;
    stage.iv.with_state(|state| state.servers.get_mut(&3).unwrap().sizes.quota = 80);
    reads(&press(&stage.ana(), &question, "confirm"), "has changed since you were asked").await;
    assert_eq!(stage.iv.count(Operation::ServerChange), 0);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_lost_of_each_is_found_among_the_tasks_and_not_sent_again() {
    let stage = stage().await;
    let lost = Fault::after(Misbehaviour::Drop);
    stage.iv.inject(Operation::ServerChange, lost.clone().once());
    stage.iv.inject(Operation::ServerRecreate, lost.clone().once());
    stage.iv.inject(Operation::ServerResetPassword, lost.once());
    let options = [("server", "iv-web-1".into()), ("memory", 8_192.into())];
    let question = asked(&stage, "vps resize", &options).await;
    reads(&press(&stage.ana(), &question, "confirm"), "The call's own answer was lost").await;
    let options = [("server", "iv-web-1".into()), ("template", "debian-12-x86_64".into())];
    let question = asked(&stage, "vps reinstall", &options).await;
    reads(&typed(&stage, &question).await, "The call's own answer was lost").await;
    let question = asked(&stage, "vps password", &options[..1]).await;
    reads(&typed(&stage, &question).await, "The call's own answer was lost").await;
    for operation in [Operation::ServerChange, Operation::ServerRecreate, Operation::ServerResetPassword] {
        assert_eq!(stage.iv.count(operation), 1, "{operation}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn graphs_are_links_that_their_viewer_alone_sees() {
    let stage = stage().await;
    let ana = stage.ana();
    let options = json!({"server": "iv-web-1", "ip": "203.0.113.7"});
    let shown = told(&stage, &ana, "vps metrics", options).await;
    assert_eq!(shown.message.ephemeral_to, Some(ana.user));
    assert_snapshot!(shown.print(), @"
    for @ana alone
    Graphs of iv-web-1
    **CPU** · [a day](https://stats.serveriai.lt/graph.php?3-cpu%5Fdaily-203.0.113.7)
    **Memory** · [a day](https://stats.serveriai.lt/graph.php?3-memory%5Fdaily-203.0.113.7)
    **Network** · [a day](https://stats.serveriai.lt/graph.php?3-traffic%5Fdaily-203.0.113.7)
    **Disk** · [a day](https://stats.serveriai.lt/graph.php?3-storage%5Fdaily-203.0.113.7)
    **Disk access** · [a day](https://stats.serveriai.lt/graph.php?3-io%5Fdaily-203.0.113.7)
    **Load** · [a day](https://stats.serveriai.lt/graph.php?3-load%5Fdaily-203.0.113.7)
    -# These links open from `203.0.113.7` alone, and you alone see them.
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_graphs&id=3&width=800&ip=203.0.113.7
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=3
    # vps.metrics baltic/3 done
    ");
    let one = json!({"server": "iv-web-1", "ip": "2001:db8::7", "metric": "memory"});
    let shown = told(&stage, &ana, "vps metrics", one).await;
    let text = shown.message.text();
    assert!(text.contains("**Memory**") && text.contains("[a year]") && !text.contains("CPU"), "{text}");

    let requests = stage.iv.requests().len();
    let missing = used(&stage, &ana, "vps metrics", &[("server", "iv-web-1")]).await;
    assert!(missing.text().contains("from which you will look at the graphs"), "{}", missing.text());
    for hostile in ["evil.example", "203.0.113.7&id=4", "1.2.3.4\n", "999.1.1.1"] {
        let options = [("server", "iv-web-1"), ("ip", hostile)];
        let refused = used(&stage, &ana, "vps metrics", &options).await;
        if hostile.trim() == "1.2.3.4" {
            continue;
        }
        assert!(refused.text().contains("The option `ip`"), "{hostile}: {}", refused.text());
    }
    assert_eq!(stage.iv.requests_for(Operation::ServerGraphs).len(), 3);
    assert!(stage.iv.requests().len() <= requests + 2, "a wrong address asks for nothing");
    // What is drawn by the bot itself stays public.
    let drawn = used(&stage, &ana, "vps metrics", &[("server", "shop/42")]).await;
    assert_eq!(drawn.ephemeral_to, None);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn graphs_that_lead_elsewhere_are_not_shown() {
    let stage = stage().await;
    let body = r#"{"cpu_daily": "//evil.example/graph.php", "io_daily": "javascript:alert(1)", "load_daily": "//stats.serveriai.lt/a) @everyone"}"#;
    let reply = Reply::new(StatusCode::OK, "application/json", body);
    stage.iv.inject(Operation::ServerGraphs, Fault::answer(reply).once());
    let options = [("server", "iv-web-1"), ("ip", "203.0.113.7")];
    let shown = used(&stage, &stage.ana(), "vps metrics", &options).await;
    assert_snapshot!(card(&shown), @"
    for <@777777777777777771> alone
    Graphs of iv-web-1
    **Load** · [a day](https://stats.serveriai.lt/a%29%20%40everyone)
    -# These links open from `203.0.113.7` alone, and you alone see them.
    -# 2 more links lead to a host that the account's `link_hosts` does not name, and so is not shown.
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_into_an_account_and_was_used_is_listed_for_its_caller_alone() {
    let mut iv = State::documented();
    iv.clock.freeze();
    let stage = Stage::with(Setup { iv: Some(iv), ..Setup::default() }).await;
    let max = stage.max();
    assert_snapshot!(told(&stage, &max, "billing history", json!({"account": "baltic"})).await.print(), @"
    for @max alone
    1 movement
    **baltic** · IV
    **1.00 EUR** · bonus · <t> · SMS +370.61234567 (example)
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_bonuses&count=20
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_credits&count=20
    # billing.history baltic done
    ");
    let bonuses = json!({"account": "baltic", "kind": "bonuses", "count": 1000});
    let shown = told(&stage, &max, "billing history", bonuses).await;
    assert_eq!(shown.requests.len(), 1);
    assert!(shown.requests[0].ends_with("command=account_bonuses&count=1000"), "{:?}", shown.requests);
    let elsewhere = used(&stage, &max, "billing history", &[("account", "shop")]).await;
    assert!(elsewhere.text().contains("LlamaLink does not offer"), "{}", elsewhere.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_accounts_tells_ivs_version_and_does_without_it() {
    let stage = stage().await;
    let list = used(&stage, &stage.max(), "account list", &[]).await;
    assert!(list.text().contains("Version of its API: `0.1`."), "{}", list.text());
    stage.iv.inject(Operation::Version, Fault::answer(Reply::html(StatusCode::BAD_REQUEST)));
    let list = used(&stage, &stage.max(), "account list", &[]).await;
    assert!(list.text().contains("IV") && !list.text().contains("Version of its API"), "{}", list.text());
    stage.end().await;
}

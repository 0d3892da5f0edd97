//! IV's account beside the others: its servers, their restarts as tasks, and what the account holds.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_BILLING;
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::iv::{Fault, Misbehaviour, Operation, Pace, Reply, State};
use insta::assert_snapshot;
use reqwest::StatusCode;
use serde_json::json;

use crate::buying::reads;
use crate::log::Log;
use crate::play::{press, used};
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::{card, steady, told};

async fn stage() -> Stage {
    let mut iv = State::sandbox();
    iv.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    let grants = format!(
        "{GRANTS}\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"invoice.*\"]\n\
         [[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"find\"]\n"
    );
    Stage::with(Setup { iv: Some(iv), grants, ..Setup::default() }).await
}

fn reboots(stage: &Stage) -> usize {
    stage.iv.ledger().iter().filter(|entry| entry.effect.command == Operation::ServerReboot).count()
}

async fn ask(stage: &Stage) -> Message {
    used(stage, &stage.ana(), "vps restart", &[("server", "iv-web-1")]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_are_listed_and_shown_with_what_is_told_of_them() {
    let stage = stage().await;
    assert_snapshot!(told(&stage, &stage.ana(), "vps list", json!({"account": "baltic"})).await.print(), @"
    for everybody
    2 servers
    **baltic** · IV
    ⚪ **iv-db-1** · not told · `baltic/4` · `203.0.113.102`
    ⚪ **iv-web-1** · not told · `baltic/3` · `203.0.113.101`
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_services
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=3
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=4
    # vps.list baltic done
    ");
    assert_snapshot!(told(&stage, &stage.ana(), "vps show", json!({"server": "iv-web-1"})).await.print(), @"
    for everybody
    ⚪ iv-web-1
    | State: not told
    | Account: baltic · IV
    | Addresses: `203.0.113.101`
    | Memory: 1.27 of 4 GB
    | Disk: 17.02 of 40 GB
    | Rented as: 4 GHz, 4096 MB memory, 40 GB disk, 100 Mbps
    | Reference: `baltic/3`
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=3
    # vps.show baltic/3 done
    ");
    for typed in ["203.0.113.101", "baltic/3"] {
        let shown = used(&stage, &stage.ana(), "vps show", &[("server", typed)]).await;
        assert!(shown.text().contains("iv-web-1"), "{typed}: {}", shown.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_whose_state_is_not_told_are_neither_running_nor_stopped_and_that_is_said() {
    let stage = stage().await;
    for status in ["running", "stopped"] {
        let all = used(&stage, &stage.ana(), "vps list", &[("status", status)]).await.text();
        let said = "**baltic**: IV does not tell whether 2 servers run, so they are not listed here.";
        assert!(all.contains(said) && !all.contains("**baltic**: none"), "{status}: {all}");
        let alone = [("status", status), ("account", "baltic")];
        let one = used(&stage, &stage.ana(), "vps list", &alone).await.text();
        assert!(one.contains(said), "{status}: {one}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_is_followed_as_a_task_until_it_is_finished() {
    let stage = stage().await;
    let question = ask(&stage).await;
    assert_snapshot!(steady(&card(&question)), @"
    for everybody
    Restart iv-web-1?
    Its system is restarted: whatever runs on it is interrupted for a while.
    @ana can decide this; it expires <t>.
    | State: not told
    | Account: baltic
    | Addresses: `203.0.113.101`
    | Memory: 1.27 of 4 GB
    | Disk: 17.02 of 40 GB
    | Rented as: 4 GHz, 4096 MB memory, 40 GB disk, 100 Mbps
    | Reference: `baltic/3`
    [Restart iv-web-1] [Cancel]
    ");
    let pressed = press(&stage.ana(), &question, "confirm");
    reads(&pressed, "is restarting: IV accepted it").await;
    let told = reads(&pressed, "is finished after").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    The restart of **iv-web-1** is finished after ….
    That is IV's word for its task; how it went, it does not say.
    -# Asked for by @ana.
    ");
    assert_eq!(reboots(&stage), 1);
    let looks = stage.iv.requests_for(Operation::ServerTasks);
    let query = looks[0].query.clone().unwrap();
    assert!(query.ends_with("command=server_tasks&id=3&task_id=11&count=1"), "the task itself is asked for");
    let audit = stage.audit().await;
    let expected = "vps.restart baltic/3 done (finished)".to_owned();
    assert!(audit.contains(&expected), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_whose_answer_is_lost_is_found_among_the_tasks_and_not_sent_again() {
    let stage = stage().await;
    let question = ask(&stage).await;
    stage.iv.inject(Operation::ServerReboot, Fault::after(Misbehaviour::Drop).once());
    let told = reads(&press(&stage.ana(), &question, "confirm"), "is finished after").await;
    assert!(told.text().contains("The call's own answer was lost"), "{}", told.text());
    assert_eq!((reboots(&stage), stage.iv.count(Operation::ServerReboot)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_that_iv_shows_nothing_of_is_told_as_unknown() {
    let stage = stage().await;
    let question = ask(&stage).await;
    stage.iv.inject(Operation::ServerReboot, Fault::before(Misbehaviour::Drop).once());
    let told = reads(&press(&stage.ana(), &question, "confirm"), "shows no task for").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    The call's answer was lost, and IV shows no task for **iv-web-1** after …. It was not sent again.
    Look at the server itself before you use the command again.
    -# Asked for by @ana.
    ");
    assert_eq!((reboots(&stage), stage.iv.count(Operation::ServerReboot)), (0, 1));
    let audit = stage.audit().await;
    assert!(audit.contains(&"vps.restart baltic/3 unknown (unobserved)".to_owned()), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_that_never_ends_is_told_as_unfinished() {
    let stage = stage().await;
    stage.iv.tasks_stall(3, true);
    let question = ask(&stage).await;
    let told = reads(&press(&stage.ana(), &question, "confirm"), "still not finished").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    The restart of **iv-web-1** is still not finished after …. I stop watching it.
    Nothing was sent twice. If it stays so, ask IV.
    -# Asked for by @ana.
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_iv_has_no_command_for_is_not_offered() {
    let stage = stage().await;
    for path in ["vps start", "vps stop"] {
        let refused = used(&stage, &stage.ana(), path, &[("server", "baltic/3")]).await;
        assert!(refused.text().contains("IV does not offer"), "{path}: {}", refused.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_name_is_changed_without_a_question_and_a_wrong_one_not_at_all() {
    let stage = stage().await;
    let ana = stage.ana();
    let options = [("server", "baltic/3".into()), ("hostname", "Web-1.example.com".into())];
    let (renamed, _) = stage.use_command(&ana, "vps hostname", &options).await;
    let told = reads(&renamed, "is finished after").await;
    assert_snapshot!(steady(&card(&told)), @"
    for everybody
    The change of the host name of **iv-web-1** is finished after ….
    That is IV's word for its task; how it went, it does not say.
    -# Asked for by @ana.
    ");
    assert_eq!(stage.iv.with_state(|state| state.servers[&3].domain.clone()), "web-1.example.com");
    let wrong = used(&stage, &ana, "vps hostname", &[("server", "baltic/3"), ("hostname", "a b&id=4")]).await;
    assert!(wrong.text().contains("Write a host name alone"), "{}", wrong.text());
    assert_eq!(stage.iv.count(Operation::ServerDomain), 1);
    let elsewhere = [("server", "shop/42"), ("hostname", "web-1.example.com")];
    let refused = used(&stage, &ana, "vps hostname", &elsewhere).await;
    assert!(refused.text().contains("LlamaLink does not offer"), "{}", refused.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_are_shown_without_the_password_that_they_set() {
    let mut iv = State::documented();
    iv.clock.freeze();
    let stage = Stage::with(Setup { iv: Some(iv), ..Setup::default() }).await;
    let ana = stage.ana();
    assert_snapshot!(told(&stage, &ana, "vps tasks", json!({"server": "baltic/3"})).await.print(), @"
    for everybody
    1 task of server.example.com
    ☑️ `server_recreate` · finished <t> · `1`
    -# `Container was stopped`
    -# `IP: 12.23.34.45`
    -# `[redacted]`
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=3
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_tasks&id=3&count=20
    # vps.tasks baltic/3 done
    ");
    let none = json!({"server": "baltic/3", "count": 5, "task": "server_reboot"});
    assert_snapshot!(told(&stage, &ana, "vps tasks", none).await.print(), @"
    for everybody
    No tasks of server.example.com
    IV shows no such task.
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_info&id=3
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_tasks&id=3&count=5&task=server_reboot
    # vps.tasks baltic/3 done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn systems_are_told_for_one_server() {
    let stage = stage().await;
    let ana = stage.ana();
    assert_snapshot!(told(&stage, &ana, "vps templates", json!({"server": "iv-web-1"})).await.print(), @"
    for everybody
    4 operating systems
    **baltic** · IV
    **CentOS 6, 64-bit** · `centos-6-x86_64`
    **Debian 12, 64-bit** · `debian-12-x86_64`
    **DirectAdmin 1.4, 64-bit** · `centos-6-x86_64-directadmin` · costs 99.00 EUR more · from 2048 MB memory
    **Ubuntu 24.04, 64-bit** · `ubuntu-24.04-x86_64`
    -> GET /json.php?nick=foobarapi&password=[secret]&command=server_os&id=3
    # vps.templates baltic done
    ");
    let none = told(&stage, &ana, "vps templates", json!({"account": "baltic"})).await;
    assert!(none.message.text().contains("Name one with the option"), "{}", none.message.text());
    assert!(none.requests.is_empty(), "{:?}", none.requests);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_invoices_services_and_the_owner_are_shown() {
    let stage = stage().await;
    let max = stage.max();
    assert_snapshot!(told(&stage, &max, "balance", json!({"account": "baltic"})).await.print(), @"
    for @max alone
    What the accounts hold and owe
    | baltic · IV: Credit: **42.50 EUR** / Bonus: **3.25 EUR** / Owed: **24.90 EUR** / Every month: **24.90 EUR** / Next: Serverio nuoma (planas 4GHz:4096MB:40GB:100Mbps, iv-web-1), <date>, 14.90 EUR / Next: Serverio nuoma (planas 2GHz:4096MB:40GB:100Mbps, iv-db-1), <date>, 10.00 EUR / Next: Domeno vardas (example.lt), <date>
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_info
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_orders
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_services
    # balance baltic done
    ");
    assert_snapshot!(told(&stage, &max, "invoice list", json!({"account": "baltic"})).await.print(), @"
    for @max alone
    3 invoices
    **baltic** · IV
    **33** · unpaid · 24.90 EUR · `baltic/33`
    **IV 121244** · paid · 24.90 EUR · of <date> · `baltic/32`
    **IV 121243** · paid · 24.90 EUR · of <date> · `baltic/31`
    | Unpaid, not overdue: 24.90 EUR
    | Paid together: 49.80 EUR
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_orders
    # invoice.list baltic done
    ");
    assert_snapshot!(told(&stage, &max, "invoice show", json!({"invoice": "baltic/33"})).await.print(), @"
    for @max alone
    Invoice 33
    | State: unpaid
    | Account: baltic · IV
    | Issued: <date>
    | Total: 24.90 EUR
    | Left to pay: **24.90 EUR**
    | Reference: `baltic/33`
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_orders
    # invoice.show baltic/33 done
    ");
    assert_snapshot!(told(&stage, &max, "service list", json!({"account": "baltic"})).await.print(), @"
    for everybody
    3 services
    **baltic** · IV
    **Serverio nuoma (planas 4GHz:4096MB:40GB:100Mbps, iv-web-1)** · active · 14.90 EUR/month · next on <date> · `baltic/3`
    **Serverio nuoma (planas 2GHz:4096MB:40GB:100Mbps, iv-db-1)** · active · 10.00 EUR/month · next on <date> · `baltic/4`
    **Domeno vardas (example.lt)** · active · next on <date> · `baltic/5`
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_services
    # service.list baltic done
    ");
    assert_snapshot!(told(&stage, &max, "account show", json!({"account": "baltic"})).await.print(), @r"
    for @max alone
    baltic · IV
    | Name: Ona Petraitė
    | Login: foobar
    | E-mail: ona\@example.com
    | Telephone: \+370.61234567
    | Id: 1
    -> GET /json.php?nick=foobarapi&password=[secret]&command=account_info
    # account.show baltic done
    ");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_outside_of_ivs_network_and_a_wrong_user_are_told_with_what_to_do() {
    let stage = stage().await;
    stage.iv.with_state(|state| state.is_inside = false);
    let outside = used(&stage, &stage.ana(), "vps list", &[("account", "baltic")]).await;
    assert_snapshot!(steady(&card(&outside)), @"
    for everybody
    The list could not be read
    ⚠️ **baltic**: IV refused the call, since it did not come from an address of its own network over HTTPS. Whoever runs the bot must run it on a server that IV hosts: from elsewhere, every call is refused.
    ");
    stage.iv.with_state(|state| state.is_inside = true);
    stage.iv.inject_everywhere(Fault::answer(Reply::html(StatusCode::UNAUTHORIZED)));
    let wrong = used(&stage, &stage.ana(), "vps list", &[("account", "baltic")]).await;
    assert_snapshot!(steady(&card(&wrong)), @"
    for everybody
    The list could not be read
    ⚠️ **baltic**: IV refused the API user or its password. Whoever runs the bot must check the account's `nick` and password in the configuration; in IV's client area, the user's description must be exactly `API`.
    ");
    let list = used(&stage, &stage.max(), "account list", &[]).await;
    assert!(list.text().contains("baltic \u{b7} IV"), "{}", list.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_of_iv_is_a_card_from_its_issue_to_its_payment() {
    let config = format!(
        "[[relays]]\nevents = [\"invoice.*\"]\naccounts = [\"baltic\"]\n\
         channel = \"{CHANNEL_BILLING}\"\n[watch]\ninterval = \"1s\"\n"
    );
    let stage = Stage::with(Setup { iv: Some(State::sandbox()), config, ..Setup::default() }).await;
    let says = async |words: &str| {
        let found = |discord: &Simulator| {
            let mut messages = discord.all_messages().into_iter();
            messages.find(|message| message.channel == CHANNEL_BILLING && message.text().contains(words))
        };
        let found = stage.discord.wait(&format!("a message that says {words:?}"), SOON * 2, found).await;
        found.unwrap_or_else(|error| panic!("{error}"))
    };
    says("I watch the invoices").await;
    let invoice = stage.iv.invoice_is_issued("24.90".parse().unwrap());
    let card = says(&format!("baltic/{invoice}")).await;
    assert!(card.text().contains("24.90 EUR"), "{}", card.text());
    assert!(stage.iv.invoice_is_paid(invoice));
    says("The invoice is paid").await;
    stage.end().await;
}

// On one thread, so that what is logged can be heard.
#[tokio::test]
async fn what_is_left_out_is_asked_for_and_is_no_failure_in_the_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    let _heard = tracing::subscriber::set_default(subscriber);
    let said = |word: &str| String::from_utf8(log.0.lock().unwrap().clone()).unwrap().contains(word);
    let stage = stage().await;
    let ana = stage.ana();
    let systems = used(&stage, &ana, "vps templates", &[("account", "baltic")]).await.text();
    assert!(systems.contains("Name one with the option `server`"), "{systems}");
    let graphs = used(&stage, &ana, "vps metrics", &[("server", "iv-web-1")]).await.text();
    assert!(graphs.starts_with("The option `ip` is needed here."), "{graphs}");
    assert!(!said("A provider failed.") && !said("Could not refresh a list."));
    stage.iv.with_state(|state| state.is_inside = false);
    used(&stage, &ana, "vps list", &[("account", "baltic")]).await;
    assert!(said("A provider failed."), "what fails is heard");
    stage.end().await;
}

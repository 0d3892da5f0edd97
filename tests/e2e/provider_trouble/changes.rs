//! Changing calls: made once, whatever becomes of them, and told as what was seen.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, Mode, Operation};
use insta::assert_snapshot;

use super::{PATIENCE, Table, last_word, play, read, troubles};

use crate::stage::{SOON, Setup, Stage};
use crate::told::settle;

/// Troubles in which LlamaLink says clearly that it did nothing.
const REFUSALS: [&str; 7] = ["400", "401", "402", "403", "404", "429", "429 for 30 s"];

async fn stage() -> Stage {
    let stage = Stage::with(Setup { read_timeout: Some(PATIENCE), ..Setup::default() }).await;
    settle(&stage).await;
    stage
}

/// Asks for a restart and confirms it.
async fn restart(stage: &Stage) -> Interaction {
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    ana.press(question.id, "Restart production-web").unwrap()
}

/// Starts the server that is stopped.
async fn start(stage: &Stage) -> Interaction {
    stage.ana().slash(CHANNEL_OPS, "vps start", &[("server", "build-1".into())]).unwrap()
}

/// What was read in the end, without the seconds that it took.
fn settled(message: &Message) -> String {
    (0..10).fold(read(message), |text, seconds| {
        let known =
            ["after", "for"].map(|word| (format!("{word} {seconds} s"), format!("{word} \u{2026} s")));
        known.iter().fold(text, |text, (known, blank)| text.replace(known, blank))
    })
}

fn was_in_doubt(message: &Message) -> bool {
    let doubt = "it may or may not have been carried out. It is not sent again; I am looking at the server.";
    message.revisions.iter().any(|revision| {
        revision
            .embeds
            .iter()
            .any(|embed| embed["description"].as_str().is_some_and(|text| text.contains(doubt)))
    })
}

async fn changed(operation: Operation, fault: Fault) -> (String, bool, usize) {
    let stage = stage().await;
    stage.llamalink.inject(operation, fault);
    let used = match operation {
        Operation::RestartServer => restart(&stage).await,
        _ => start(&stage).await,
    };
    let message = last_word(&used).await;
    assert_eq!(stage.llamalink.count(operation), 1, "{operation}: once, whatever happens");
    assert!(message.components.is_empty());
    // A row for the question where there was one, the intent, what became of the call, and how the job ended.
    let doubt = was_in_doubt(&message);
    let audit = loop {
        let audit = stage.audit().await;
        let ends = stage.store.open_jobs().await.unwrap().is_empty()
            && stage.store.open_operations().await.unwrap().is_empty();
        if ends && audit.len() >= 2 {
            break stage.audit().await;
        }
        tokio::task::yield_now().await;
    };
    let effects = stage.llamalink.ledger().len();
    stage.end().await;
    let results = audit.iter().filter(|line| !line.contains(" asked") && !line.contains(" intent"));
    let results: Vec<_> = results.map(|line| line.split(' ').skip(2).collect::<Vec<_>>().join(" ")).collect();
    (format!("{}\n    {}", settled(&message), results.join(", then ")), doubt, effects)
}

/// What is read after a changing call that met each trouble before or after it took effect.
async fn table(operation: Operation, fault: fn(Misbehaviour) -> Fault, effects: usize) -> String {
    let takes_effect = effects > 0;
    let cases = troubles().into_iter().filter(|(name, _)| !takes_effect || !REFUSALS.contains(name));
    let told = play(cases, async |(name, trouble)| (name, changed(operation, fault(trouble)).await)).await;
    let mut table = Table::default();
    for (name, (read, doubt, done)) in told {
        assert_eq!(done, effects, "{name}: what LlamaLink did");
        // What LlamaLink answers there looks like an acceptance.
        let clear = REFUSALS.contains(&name) || name == "wrong shape";
        assert_eq!(doubt, !clear, "{name}: the doubt is told while it lasts");
        table.add(name, read);
    }
    table.print()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_that_was_not_carried_out_is_sent_once_and_never_called_back() {
    let table = table(Operation::RestartServer, Fault::before, 0).await;
    assert!(!table.contains("is back"), "{table}");
    assert_snapshot!(table, @"
    hangs, stalls:
        The call's answer was lost and no restart was seen: **production-web** reports running. It was not sent again. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        unknown (timeout), then unknown (unobserved)
    drops, breaks off:
        The call's answer was lost and no restart was seen: **production-web** reports running. It was not sent again. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        unknown (connection-lost), then unknown (unobserved)
    400:
        That did not work | **shop**: LlamaLink refused it: ‹בקשה לא תקינה› | Nothing was changed. | Check the options and try again. | /vps restart on production-web · Error …
        failed (refused)
    401:
        That did not work | **shop**: LlamaLink says that no key came with the request. | Nothing was changed. | Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key. | /vps restart on production-web · Error …
        failed (unauthenticated)
    402:
        That did not work | **shop**: LlamaLink has no valid payment card for the account, or the charge failed. | Nothing was changed. | Add a valid card at the provider and try again. | /vps restart on production-web · Error …
        failed (payment-required)
    403:
        That did not work | **shop**: LlamaLink says that the account's key is invalid or has expired. | Nothing was changed. | Whoever runs the bot must put a new key where the configuration of that account points to. | Whom to ask: ask in #ops-help | /vps restart on production-web · Error …
        failed (unauthorized)
    404:
        That did not work | **shop**: LlamaLink knows nothing by that id. | Nothing was changed. | `/vps list` shows what there is. | /vps restart on production-web · Error …
        failed (not-found)
    429:
        That did not work | **shop**: LlamaLink asks for fewer requests. | Nothing was changed. | Wait a little and try again. | /vps restart on production-web · Error …
        failed (rate-limited)
    429 for 30 s:
        That did not work | **shop**: LlamaLink asks for fewer requests, for 30 s. | Nothing was changed. | Wait a little and try again. | /vps restart on production-web · Error …
        failed (rate-limited)
    500, 502 in HTML:
        The call's answer was lost and no restart was seen: **production-web** reports running. It was not sent again. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        unknown (server-error), then unknown (unobserved)
    200 in HTML, truncated, empty, garbage:
        The call's answer was lost and no restart was seen: **production-web** reports running. It was not sent again. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        unknown (unreadable), then unknown (unobserved)
    wrong shape:
        **production-web** reports running; the restart could not be observed. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        done, then unknown (unobserved)
    200 MB:
        The call's answer was lost and no restart was seen: **production-web** reports running. It was not sent again. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        unknown (too-large), then unknown (unobserved)
    redirects:
        The call's answer was lost and no restart was seen: **production-web** reports running. It was not sent again. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        unknown (redirected), then unknown (unobserved)
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_whose_answer_was_lost_is_looked_up_and_not_repeated() {
    assert_snapshot!(table(Operation::RestartServer, Fault::after, 1).await, @r#"
    hangs, stalls:
        ✅ **production-web** is back after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (timeout), then done (verified)
    drops, breaks off:
        ✅ **production-web** is back after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (connection-lost), then done (verified)
    500, 502 in HTML:
        ✅ **production-web** is back after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (server-error), then done (verified)
    200 in HTML, truncated, empty, garbage:
        ✅ **production-web** is back after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (unreadable), then done (verified)
    wrong shape:
        ✅ **production-web** is back after … s. | -# Asked for by <@777777777777777771>.
        done, then done (verified)
    200 MB:
        ✅ **production-web** is back after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (too-large), then done (verified)
    redirects:
        ✅ **production-web** is back after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (redirected), then done (verified)
    "#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_was_not_carried_out_is_sent_once_and_said_to_have_failed() {
    assert_snapshot!(table(Operation::StartServer, Fault::before, 0).await, @"
    hangs, stalls:
        **build-1** is still not running after … s: it reports stopped. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        unknown (timeout), then failed (not-there)
    drops, breaks off:
        **build-1** is still not running after … s: it reports stopped. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        unknown (connection-lost), then failed (not-there)
    400:
        That did not work | **shop**: LlamaLink refused it: ‹בקשה לא תקינה› | Nothing was changed. | Check the options and try again. | /vps start on build-1 · Error …
        failed (refused)
    401:
        That did not work | **shop**: LlamaLink says that no key came with the request. | Nothing was changed. | Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key. | /vps start on build-1 · Error …
        failed (unauthenticated)
    402:
        That did not work | **shop**: LlamaLink has no valid payment card for the account, or the charge failed. | Nothing was changed. | Add a valid card at the provider and try again. | /vps start on build-1 · Error …
        failed (payment-required)
    403:
        That did not work | **shop**: LlamaLink says that the account's key is invalid or has expired. | Nothing was changed. | Whoever runs the bot must put a new key where the configuration of that account points to. | Whom to ask: ask in #ops-help | /vps start on build-1 · Error …
        failed (unauthorized)
    404:
        That did not work | **shop**: LlamaLink knows nothing by that id. | Nothing was changed. | `/vps list` shows what there is. | /vps start on build-1 · Error …
        failed (not-found)
    429:
        That did not work | **shop**: LlamaLink asks for fewer requests. | Nothing was changed. | Wait a little and try again. | /vps start on build-1 · Error …
        failed (rate-limited)
    429 for 30 s:
        That did not work | **shop**: LlamaLink asks for fewer requests, for 30 s. | Nothing was changed. | Wait a little and try again. | /vps start on build-1 · Error …
        failed (rate-limited)
    500, 502 in HTML:
        **build-1** is still not running after … s: it reports stopped. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        unknown (server-error), then failed (not-there)
    200 in HTML, truncated, empty, garbage:
        **build-1** is still not running after … s: it reports stopped. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        unknown (unreadable), then failed (not-there)
    wrong shape:
        **build-1** is still not running after … s: it reports stopped. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        done, then failed (not-there)
    200 MB:
        **build-1** is still not running after … s: it reports stopped. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        unknown (too-large), then failed (not-there)
    redirects:
        **build-1** is still not running after … s: it reports stopped. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        unknown (redirected), then failed (not-there)
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_whose_answer_was_lost_is_looked_up_and_not_repeated() {
    assert_snapshot!(table(Operation::StartServer, Fault::after, 1).await, @r#"
    hangs, stalls:
        ✅ **build-1** is running after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (timeout), then done (verified)
    drops, breaks off:
        ✅ **build-1** is running after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (connection-lost), then done (verified)
    500, 502 in HTML:
        ✅ **build-1** is running after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (server-error), then done (verified)
    200 in HTML, truncated, empty, garbage:
        ✅ **build-1** is running after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (unreadable), then done (verified)
    wrong shape:
        ✅ **build-1** is running after … s. | -# Asked for by <@777777777777777771>.
        done, then done (verified)
    200 MB:
        ✅ **build-1** is running after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (too-large), then done (verified)
    redirects:
        ✅ **build-1** is running after … s. | The call's own answer was lost, so this is what the server itself shows. It was not sent again. | -# Asked for by <@777777777777777771>.
        unknown (redirected), then done (verified)
    "#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_does_not_show_is_not_claimed() {
    let modes = [
        ("unobservable", Mode::Unobservable),
        ("stuck down", Mode::StuckDown),
        ("ignores commands", Mode::IgnoresCommands),
    ];
    let told = play(modes.into_iter(), async |(name, mode)| {
        let stage = stage().await;
        stage.llamalink.with_state(|state| {
            for id in [42, 46] {
                state.server_mut(id).unwrap().mode = mode;
            }
        });
        let (restarted, started) = (restart(&stage).await, start(&stage).await);
        let (restarted, started) = (last_word(&restarted).await, last_word(&started).await);
        let ever: Vec<_> = restarted.revisions.iter().map(|old| format!("{:?}", old.embeds)).collect();
        assert!(!ever.iter().any(|text| text.contains("is back")), "{ever:#?}");
        assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
        stage.end().await;
        (name, format!("{}\n    {}", settled(&restarted), settled(&started)))
    })
    .await;
    let mut table = Table::default();
    told.into_iter().for_each(|(name, read)| table.add(name, read));
    assert_snapshot!(table.print(), @r#"
    unobservable, ignores commands:
        **production-web** reports running; the restart could not be observed. | It reports running for 1 day without a break. Some providers do not show a restart. | To be sure, look at the server itself. If it did not restart, use the command again. | -# Asked for by <@777777777777777771>.
        **build-1** is still not running after … s: it reports stopped. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
    stuck down:
        **production-web** is still down after … s: it reports stopped. | Look again with `/vps show`; if it stays down, try `/vps start` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
        **build-1** is still not running after … s: it reports stopped. | Look again with `/vps show`; if it stays so, try `/vps restart` or ask LlamaLink. | -# Asked for by <@777777777777777771>.
    "#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_falls_silent_after_a_restart_is_looked_at_until_the_time_is_over() {
    let stage = stage().await;
    stage
        .llamalink
        .inject(Operation::ShowServer, Fault::before(Misbehaviour::Delay(Duration::ZERO)).times(2));
    stage.llamalink.inject(Operation::ShowServer, Fault::before(Misbehaviour::Drop));
    let used = restart(&stage).await;
    assert_snapshot!(settled(&last_word(&used).await), @"What became of **production-web** could not be seen: LlamaLink has not answered for … s. | Look with `/vps show` as soon as it answers again; nothing was sent twice. | -# Asked for by <@777777777777777771>.");
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    let audit = stage.audit_of(4).await;
    assert_eq!(audit[3], "vps.restart shop/42 unknown (blind)");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_comes_back_before_the_time_is_over_is_believed() {
    let mut setup = Setup { read_timeout: Some(PATIENCE), ..Setup::default() };
    setup.timing.watch.arrival = SOON;
    let stage = Stage::with(setup).await;
    settle(&stage).await;
    stage.llamalink.inject(Operation::RestartServer, Fault::after(Misbehaviour::Drop).once());
    stage
        .llamalink
        .inject(Operation::ShowServer, Fault::before(Misbehaviour::Delay(Duration::ZERO)).times(2));
    stage.llamalink.inject(Operation::ShowServer, Fault::before(Misbehaviour::Drop).times(4));
    let used = restart(&stage).await;
    let text = last_word(&used).await.text();
    assert!(text.contains("is back after") && text.contains("The call's own answer was lost"), "{text}");
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

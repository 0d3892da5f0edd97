//! Reads: every trouble is told in time, and asked about three times at most.

use std::time::{Duration, Instant};

use hostmaster::config::Limits;
use hostmaster::dispatch::Timing;
use hostmaster::sandbox::discord::Member;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::llamalink::{Fault, LlamaLink, Misbehaviour, Operation, State};
use insta::assert_snapshot;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{PATIENCE, Table, last_word, play, read, troubles};

use crate::stage::{SOON, Setup, Stage, stage_with_a_spare};
use crate::told::settle;

/// One use of a command, by whom, and what it asks LlamaLink.
#[derive(Clone, Copy)]
struct Use {
    path: &'static str,
    server: Option<&'static str>,
    who: fn(&Stage) -> Member,
    asks: &'static [Operation],
}

const SHOW: Use =
    Use { path: "vps show", server: Some("shop/42"), who: Stage::ana, asks: &[Operation::ShowServer] };
const LIST: Use = Use { path: "vps list", server: None, who: Stage::ana, asks: &[Operation::ListServers] };
const BALANCE: Use = Use {
    path: "balance",
    server: None,
    who: Stage::max,
    asks: &[Operation::ListSubscriptions, Operation::ListCards],
};
const RESTART: Use = Use { path: "vps restart", ..SHOW };
const START: Use = Use { path: "vps start", ..SHOW };

impl Use {
    /// Uses the command while LlamaLink is in trouble (or down), and tells what is read and audited.
    async fn in_trouble(self, trouble: Option<Misbehaviour>) -> (String, String) {
        let setup = Setup { read_timeout: Some(PATIENCE), ..Setup::default() };
        let (stage, _spare) = stage_with_a_spare(setup).await;
        settle(&stage).await;
        match trouble {
            Some(trouble) => stage.llamalink.inject_everywhere(Fault::before(trouble)),
            None => stage.llamalink.go_down().await,
        }
        let asked = self.asks.map_count(&stage);
        let server = self.server.map(|server| ("server", Value::from(server)));
        let used = (self.who)(&stage).slash(CHANNEL_OPS, self.path, server.as_slice()).unwrap();
        let message = last_word(&used).await;
        for (now, before) in self.asks.map_count(&stage).into_iter().zip(asked) {
            assert!(now - before <= 3, "{}: {} requests", self.path, now - before);
        }
        let audit = stage.audit_of(1).await;
        assert_eq!(audit.len(), 1, "{audit:#?}");
        assert!(stage.llamalink.ledger().is_empty());
        stage.end().await;
        (read(&message), audit.into_iter().next().unwrap())
    }

    async fn table(self, cut: impl Fn(String) -> String) -> String {
        let downs = [("is down", None)];
        let cases = troubles().into_iter().map(|(name, trouble)| (name, Some(trouble))).chain(downs);
        let told = play(cases, async |(name, trouble)| (name, self.in_trouble(trouble).await)).await;
        let mut table = Table::default();
        for (name, (read, audit)) in told {
            table.add(name, format!("{}\n    {audit}", cut(read)));
        }
        table.print()
    }
}

trait MapCount {
    fn map_count(&self, stage: &Stage) -> Vec<u64>;
}

impl MapCount for [Operation] {
    fn map_count(&self, stage: &Stage) -> Vec<u64> {
        self.iter().map(|operation| stage.llamalink.count(*operation)).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_server_that_cannot_be_shown_is_told_with_its_account_and_what_to_do() {
    assert_snapshot!(SHOW.table(|read| read).await, @"
    hangs, stalls:
        That did not work | **shop**: LlamaLink did not answer in time. | Try again in a minute; if it stays so, look at the provider's status page. | /vps show on production-web · Error …
        vps.show shop/42 failed (timeout)
    drops, breaks off:
        That did not work | **shop**: the connection to LlamaLink broke before the answer had come. | Try again in a minute. | /vps show on production-web · Error …
        vps.show shop/42 failed (connection-lost)
    400:
        That did not work | **shop**: LlamaLink refused it: ‹בקשה לא תקינה› | Check the options and try again. | /vps show on production-web · Error …
        vps.show shop/42 failed (refused)
    401:
        That did not work | **shop**: LlamaLink says that no key came with the request. | Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key. | /vps show on production-web · Error …
        vps.show shop/42 failed (unauthenticated)
    402:
        That did not work | **shop**: LlamaLink has no valid payment card for the account, or the charge failed. | Add a valid card at the provider and try again. | /vps show on production-web · Error …
        vps.show shop/42 failed (payment-required)
    403:
        That did not work | **shop**: LlamaLink says that the account's key is invalid or has expired. | Whoever runs the bot must put a new key where the configuration of that account points to. | Whom to ask: ask in #ops-help | /vps show on production-web · Error …
        vps.show shop/42 failed (unauthorized)
    404:
        That did not work | **shop** no longer has it. | `/vps list` shows what there is. | /vps show on production-web · Error …
        vps.show shop/42 failed (gone)
    429:
        That did not work | **shop**: LlamaLink asks for fewer requests. | Wait a little and try again. | /vps show on production-web · Error …
        vps.show shop/42 failed (rate-limited)
    429 for 30 s:
        That did not work | **shop**: LlamaLink asks for fewer requests, for 30 s. | Wait a little and try again. | /vps show on production-web · Error …
        vps.show shop/42 failed (rate-limited)
    500, 502 in HTML:
        That did not work | **shop**: LlamaLink has a fault of its own. | Try again in a minute; if it stays so, ask the provider. | /vps show on production-web · Error …
        vps.show shop/42 failed (server-error)
    200 in HTML, truncated, empty, garbage, wrong shape:
        That did not work | **shop**: LlamaLink gave an answer that cannot be read. | Try again; if it stays so, tell whoever runs the bot. | /vps show on production-web · Error …
        vps.show shop/42 failed (unreadable)
    200 MB:
        That did not work | **shop**: LlamaLink gave an answer that is far too large. | Tell whoever runs the bot. | /vps show on production-web · Error …
        vps.show shop/42 failed (too-large)
    redirects:
        That did not work | **shop**: LlamaLink pointed to another address, which is never followed. | Whoever runs the bot must check the account's `base_url` in the configuration. | /vps show on production-web · Error …
        vps.show shop/42 failed (redirected)
    is down:
        That did not work | **shop**: LlamaLink cannot be reached. | Try again in a minute; if it stays so, look at the provider's status page. | /vps show on production-web · Error …
        vps.show shop/42 failed (unreachable)
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_account_that_fails_never_fails_the_rest_of_a_list() {
    let cut = |read: String| {
        for rest in ["**spare**", "staging-web", "**lab**", "lab-1"] {
            assert!(read.contains(rest), "{rest}: {read}");
        }
        read.split(" |  | ").next().unwrap().to_owned()
    };
    assert_snapshot!(LIST.table(cut).await, @"
    hangs, stalls:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink did not answer in time. Try again in a minute; if it stays so, look at the provider's status page.
        vps.list shop,spare,lab done (shop: timeout)
    drops, breaks off:
        8 servers, and some that could not be listed | ⚠️ **shop**: the connection to LlamaLink broke before the answer had come. Try again in a minute.
        vps.list shop,spare,lab done (shop: connection-lost)
    400:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink refused it: ‹בקשה לא תקינה› Check the options and try again.
        vps.list shop,spare,lab done (shop: refused)
    401:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink says that no key came with the request. Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key.
        vps.list shop,spare,lab done (shop: unauthenticated)
    402:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink has no valid payment card for the account, or the charge failed. Add a valid card at the provider and try again.
        vps.list shop,spare,lab done (shop: payment-required)
    403:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink says that the account's key is invalid or has expired. Whoever runs the bot must put a new key where the configuration of that account points to.
        vps.list shop,spare,lab done (shop: unauthorized)
    404:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink does not know what it was asked for. Whoever runs the bot must check the account's `base_url` in the configuration.
        vps.list shop,spare,lab done (shop: not-found)
    429:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink asks for fewer requests. Wait a little and try again.
        vps.list shop,spare,lab done (shop: rate-limited)
    429 for 30 s:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink asks for fewer requests, for 30 s. Wait a little and try again.
        vps.list shop,spare,lab done (shop: rate-limited)
    500, 502 in HTML:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink has a fault of its own. Try again in a minute; if it stays so, ask the provider.
        vps.list shop,spare,lab done (shop: server-error)
    200 in HTML, truncated, empty, garbage, wrong shape:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink gave an answer that cannot be read. Try again; if it stays so, tell whoever runs the bot.
        vps.list shop,spare,lab done (shop: unreadable)
    200 MB:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink gave an answer that is far too large. Tell whoever runs the bot.
        vps.list shop,spare,lab done (shop: too-large)
    redirects:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink pointed to another address, which is never followed. Whoever runs the bot must check the account's `base_url` in the configuration.
        vps.list shop,spare,lab done (shop: redirected)
    is down:
        8 servers, and some that could not be listed | ⚠️ **shop**: LlamaLink cannot be reached. Try again in a minute; if it stays so, look at the provider's status page.
        vps.list shop,spare,lab done (shop: unreachable)
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_account_that_fails_never_fails_the_rest_of_the_balances() {
    let cut = |read: String| {
        let (cut, rest) = read.split_once(" | spare").unwrap();
        assert!(rest.contains("Every month"), "{rest}");
        cut.to_owned()
    };
    assert_snapshot!(BALANCE.table(cut).await, @"
    hangs, stalls:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink did not answer in time. Try again in a minute; if it stays so, look at the provider's status page.
        balance shop,spare done (shop: timeout)
    drops, breaks off:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ the connection to LlamaLink broke before the answer had come. Try again in a minute.
        balance shop,spare done (shop: connection-lost)
    400:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink refused it: ‹בקשה לא תקינה› Check the options and try again.
        balance shop,spare done (shop: refused)
    401:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink says that no key came with the request. Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key.
        balance shop,spare done (shop: unauthenticated)
    402:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink has no valid payment card for the account, or the charge failed. Add a valid card at the provider and try again.
        balance shop,spare done (shop: payment-required)
    403:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink says that the account's key is invalid or has expired. Whoever runs the bot must put a new key where the configuration of that account points to.
        balance shop,spare done (shop: unauthorized)
    404:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink does not know what it was asked for. Whoever runs the bot must check the account's `base_url` in the configuration.
        balance shop,spare done (shop: not-found)
    429:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink asks for fewer requests. Wait a little and try again.
        balance shop,spare done (shop: rate-limited)
    429 for 30 s:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink asks for fewer requests, for 30 s. Wait a little and try again.
        balance shop,spare done (shop: rate-limited)
    500, 502 in HTML:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink has a fault of its own. Try again in a minute; if it stays so, ask the provider.
        balance shop,spare done (shop: server-error)
    200 in HTML, truncated, empty, garbage, wrong shape:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink gave an answer that cannot be read. Try again; if it stays so, tell whoever runs the bot.
        balance shop,spare done (shop: unreadable)
    200 MB:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink gave an answer that is far too large. Tell whoever runs the bot.
        balance shop,spare done (shop: too-large)
    redirects:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink pointed to another address, which is never followed. Whoever runs the bot must check the account's `base_url` in the configuration.
        balance shop,spare done (shop: redirected)
    is down:
        What the accounts hold and owe | shop · LlamaLink | ⚠️ LlamaLink cannot be reached. Try again in a minute; if it stays so, look at the provider's status page.
        balance shop,spare done (shop: unreachable)
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_whose_server_cannot_be_read_asks_nothing_and_changes_nothing() {
    let restart = RESTART.table(|read| read).await;
    let start = START.table(|read| read).await;
    assert_eq!(start.replace("start", "restart"), restart, "a start reads the same");
    assert_snapshot!(restart, @"
    hangs, stalls:
        That did not work | **shop**: LlamaLink did not answer in time. | Nothing was changed. | Try again in a minute; if it stays so, look at the provider's status page. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (timeout)
    drops, breaks off:
        That did not work | **shop**: the connection to LlamaLink broke before the answer had come. | Nothing was changed. | Try again in a minute. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (connection-lost)
    400:
        That did not work | **shop**: LlamaLink refused it: ‹בקשה לא תקינה› | Nothing was changed. | Check the options and try again. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (refused)
    401:
        That did not work | **shop**: LlamaLink says that no key came with the request. | Nothing was changed. | Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (unauthenticated)
    402:
        That did not work | **shop**: LlamaLink has no valid payment card for the account, or the charge failed. | Nothing was changed. | Add a valid card at the provider and try again. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (payment-required)
    403:
        That did not work | **shop**: LlamaLink says that the account's key is invalid or has expired. | Nothing was changed. | Whoever runs the bot must put a new key where the configuration of that account points to. | Whom to ask: ask in #ops-help | /vps restart on production-web · Error …
        vps.restart shop/42 failed (unauthorized)
    404:
        That did not work | **shop** no longer has it. | `/vps list` shows what there is. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (gone)
    429:
        That did not work | **shop**: LlamaLink asks for fewer requests. | Nothing was changed. | Wait a little and try again. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (rate-limited)
    429 for 30 s:
        That did not work | **shop**: LlamaLink asks for fewer requests, for 30 s. | Nothing was changed. | Wait a little and try again. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (rate-limited)
    500, 502 in HTML:
        That did not work | **shop**: LlamaLink has a fault of its own. | Nothing was changed. | Try again in a minute; if it stays so, ask the provider. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (server-error)
    200 in HTML, truncated, empty, garbage, wrong shape:
        That did not work | **shop**: LlamaLink gave an answer that cannot be read. | Nothing was changed. | Try again; if it stays so, tell whoever runs the bot. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (unreadable)
    200 MB:
        That did not work | **shop**: LlamaLink gave an answer that is far too large. | Nothing was changed. | Tell whoever runs the bot. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (too-large)
    redirects:
        That did not work | **shop**: LlamaLink pointed to another address, which is never followed. | Nothing was changed. | Whoever runs the bot must check the account's `base_url` in the configuration. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (redirected)
    is down:
        That did not work | **shop**: LlamaLink cannot be reached. | Nothing was changed. | Try again in a minute; if it stays so, look at the provider's status page. | /vps restart on production-web · Error …
        vps.restart shop/42 failed (unreachable)
    ");
}

#[test]
fn the_last_word_of_a_read_comes_within_25_s_whatever_the_provider_does() {
    // A name is looked for in a list that may still be read for a second; then the server itself is read.
    let (read, each) = (Timing::default().read, Limits::default().read_timeout);
    assert!(each < read && read + Duration::from_secs(1) < Duration::from_secs(25));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_hangs_is_waited_for_behind_a_first_answer() {
    let patience = Duration::from_secs(4);
    let stage = Stage::with(Setup { read_timeout: Some(patience), ..Setup::default() }).await;
    settle(&stage).await;
    stage.llamalink.inject_everywhere(Fault::before(Misbehaviour::Hang));
    let begun = Instant::now();
    let ana = stage.ana();
    // More at once than one account is asked at once.
    let used: Vec<_> =
        (0..8).map(|_| ana.slash(CHANNEL_OPS, "vps show", &[("server", "db-1".into())]).unwrap()).collect();
    for used in &used {
        let message = last_word(used).await;
        assert!(message.text().contains("LlamaLink did not answer in time."), "{}", message.text());
        assert_eq!(used.first_response().unwrap().kind, 5, "the person was told that it takes a while");
    }
    assert!(begun.elapsed() >= patience && begun.elapsed() < patience * 2, "{:?}", begun.elapsed());
    assert!(stage.llamalink.count(Operation::ShowServer) <= 8);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_provider_is_heard_out() {
    let stage = Stage::start().await;
    settle(&stage).await;
    let slow = Misbehaviour::Delay(Duration::from_millis(1800));
    stage.llamalink.inject(Operation::ShowServer, Fault::before(slow).once());
    let used = stage.ana().slash(CHANNEL_OPS, "vps show", &[("server", "db-1".into())]).unwrap();
    let message = last_word(&used).await;
    assert!(message.text().contains("shop/44"), "{}", message.text());
    assert_eq!(used.first_response().unwrap().kind, 5);
    assert_eq!(stage.llamalink.count(Operation::ShowServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_with_more_patience_than_people_have_does_not_make_them_wait() {
    let mut setup = Setup { read_timeout: Some(Duration::from_secs(60)), ..Setup::default() };
    setup.timing.read = Duration::from_secs(1);
    let (stage, _spare) = stage_with_a_spare(setup).await;
    settle(&stage).await;
    stage.llamalink.inject_everywhere(Fault::before(Misbehaviour::Hang));
    let listed = stage.ana().slash(CHANNEL_OPS, "vps list", &[]).unwrap();
    let text = last_word(&listed).await.text();
    assert!(text.contains("**shop**: LlamaLink did not answer in time.") && text.contains("lab-1"), "{text}");
    let shown = stage.ana().slash(CHANNEL_OPS, "vps show", &[("server", "shop/44".into())]).unwrap();
    let text = last_word(&shown).await.text();
    assert!(text.contains("**shop** took too long, so I stopped waiting."), "{text}");
    assert_eq!(
        stage.audit_of(2).await,
        ["vps.list shop,spare,lab done (shop: timeout)", "vps.show shop/44 failed (late)"]
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_not_found_in_a_list_that_could_never_be_read_and_a_reference_is() {
    let setup = Setup { read_timeout: Some(PATIENCE), ..Setup::default() };
    let key = setup.llamalink.key.expose_secret().clone();
    let mut state = State::sandbox();
    state.key = SecretString::new(key);
    let broken = LlamaLink::start(state).await.unwrap();
    broken.inject(Operation::ListServers, Fault::before(Misbehaviour::Hang).once());
    broken.inject(Operation::ListServers, Fault::before(Misbehaviour::Drop));
    let config = format!(
        "[accounts.cold]\nprovider = \"llamalink\"\nbase_url = \"{}\"\nkey = {{ env = \"LLAMALINK_KEY\" }}\n",
        broken.base_url()
    );
    let stage = Stage::with(Setup { config, ..setup }).await;
    let tell = async |server: &str| {
        let used = stage.ana().slash(CHANNEL_OPS, "vps show", &[("server", server.into())]).unwrap();
        read(&last_word(&used).await)
    };
    assert_snapshot!(tell("nowhere").await, @"No server that you may use fits `nowhere`. | The list of **cold** is still being read; try again in a moment. | Type part of the name and choose from the list, or see `/vps list`.");
    let first = broken.wait_for_request(Operation::ListServers, 1, SOON).await.unwrap();
    broken.wait_until_settled(first.number, SOON).await.unwrap();
    assert_snapshot!(tell("nowhere").await, @"No server that you may use fits `nowhere`. | Could not look in **cold**: LlamaLink did not answer in time. Try again in a minute; if it stays so, look at the provider's status page. | Type part of the name and choose from the list, or see `/vps list`.");
    assert!(tell("cold/43").await.contains("staging-web"));
    stage.end().await;
}

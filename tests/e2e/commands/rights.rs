//! Rights to the commands: nothing for a guest, nothing beyond an account that a grant is narrowed to, and private
//! answers where the configuration wants them.

use std::collections::BTreeSet;

use hostmaster::domain::Action;
use hostmaster::sandbox::discord::Member;
use hostmaster::sandbox::discord::world::ANA;
use hostmaster::sandbox::{inferno, iv, klikk};
use serde_json::{Value, json};

use super::samples::at_asia;
use crate::stage::{Setup, Stage, stage_with_a_spare};
use crate::told::{asked_since, last_request, settle, told};

/// A use of every command that names what it is about in the account `account`, where it takes such a name and the
/// account offers the command; else in `asia`, `baltic` or `dev`.
fn uses(account: &str) -> Vec<(&'static str, Value)> {
    let thing = |id: &str| format!("{account}/{id}");
    let custom = json!({
        "account": account, "name": "my-api-vps", "cpu": 4, "memory": 8, "storage": 160, "os": "ubuntu-22",
    });
    let mut uses = at_asia();
    uses.extend([
        ("vps list", json!({"account": account})),
        ("vps show", json!({"server": thing("42")})),
        ("vps start", json!({"server": thing("46")})),
        ("vps stop", json!({"server": thing("42")})),
        ("vps restart", json!({"server": thing("42")})),
        ("vps hostname", json!({"server": "baltic/3", "hostname": "web-1.example.com"})),
        ("vps reinstall", json!({"server": "baltic/4", "template": "debian-12-x86_64"})),
        ("vps resize", json!({"server": "baltic/4", "memory": 8192})),
        ("vps password", json!({"server": "baltic/4"})),
        ("vps credentials", json!({"server": "baltic/4"})),
        ("vps destroy", json!({"server": "lab/7"})),
        ("vps metrics", json!({"server": thing("42")})),
        ("vps tasks", json!({"server": "baltic/3"})),
        ("vps templates", json!({"account": account})),
        ("network add", json!({"server": "asia/303.1380"})),
        ("network update", json!({"server": "asia/302.1375", "interface": "0", "firewall": true})),
        ("network remove", json!({"server": "asia/302.1375", "interface": "0"})),
        ("balance", json!({"account": account})),
        ("billing methods", json!({"account": account})),
        ("billing history", json!({"account": "baltic"})),
        ("invoice list", json!({"account": "asia"})),
        ("invoice show", json!({"invoice": "asia/308976"})),
        ("invoice pay", json!({"invoice": "asia/308979"})),
        ("order plans", json!({"account": account})),
        ("order plan", json!({"plan": thing("spark")})),
        ("order quote", json!({"plan": thing("spark")})),
        ("order buy", json!({"plan": thing("spark"), "os": "ubuntu-22"})),
        ("order custom", custom),
        ("order list", json!({"account": account})),
        ("order status", json!({"order": thing("101")})),
        ("order cancel", json!({"order": "dev/47200"})),
        ("order install", json!({"order": "dev/47200", "template": "centos7-64-default"})),
        ("service list", json!({"account": account})),
        ("service upgrade", json!({"service": "asia/303", "resources": "1557=10103"})),
        ("service cancel", json!({"service": "asia/303"})),
        ("service relabel", json!({"service": "asia/301", "label": "shop"})),
        ("service show", json!({"service": "dev/49500"})),
        ("sshkey list", json!({"account": "dev"})),
        ("sshkey add", json!({"account": "dev"})),
        ("sshkey remove", json!({"key": "dev/7"})),
        ("site list", json!({"account": account})),
        ("site show", json!({"site": thing("8f2a1c00-1111-2222-3333-444455556666")})),
        ("site create", json!({"account": account, "domain": "new.example", "plan": "business"})),
        ("ticket list", json!({"account": "asia"})),
        ("ticket open", json!({"account": "asia", "department": "asia/1", "subject": "A question"})),
        ("ticket reopen", json!({"ticket": "asia/736633"})),
        ("ticket close", json!({"ticket": "asia/736633"})),
        ("ticket attachment", json!({"ticket": "asia/736633", "file": "902"})),
        ("cert list", json!({"account": "asia"})),
        ("cert download", json!({"cert": "asia/300"})),
        ("cert software", json!({"plan": "asia/25"})),
        ("cert order", json!({"plan": "asia/25", "years": 1, "approver_email": "admin@example.com"})),
        ("account contact", json!({"account": "asia", "contact": "asia/49"})),
        ("account list", json!({})),
        ("account show", json!({"account": account})),
        ("find", json!({"query": "production-web"})),
        ("audit list", json!({})),
        ("pending list", json!({})),
        ("card claim", json!({"card": "AAAAAAAAAAAAAAAAAAAAAA"})),
        ("card snooze", json!({"card": "AAAAAAAAAAAAAAAAAAAAAA", "until": "1h"})),
        ("relay list", json!({})),
        ("relay test", json!({"relay": "1"})),
        ("relay pause", json!({"relay": "1"})),
        ("relay resume", json!({"relay": "1"})),
        ("relay redrive", json!({"relay": "1"})),
        ("access why", json!({"user": ANA.to_string(), "command": "vps restart"})),
    ]);
    uses
}

/// The lists that cover all accounts.
const LISTS: &[&str] = &[
    "vps list",
    "vps templates",
    "balance",
    "billing methods",
    "order plans",
    "order list",
    "service list",
    "site list",
    "account list",
];

const EVERYTHING: &str = "\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"*\", \"risk:reveal\"]\n";

/// The default with the accounts `asia`, `baltic`, `dev` and `nordic`.
fn setup() -> Setup {
    Setup {
        iv: Some(iv::State::sandbox()),
        inferno: Some(inferno::State::documented()),
        klikk: Some(klikk::State::documented()),
        ..Setup::with_lightlayer()
    }
}

fn action(path: &str) -> String {
    path.replace(' ', ".")
}

#[test]
fn every_command_that_takes_a_grant_is_among_these_uses() {
    let used: BTreeSet<_> = uses("shop").iter().map(|(path, _)| action(path)).collect();
    let granted = Action::ALL.iter().filter(|action| !action.is_open());
    assert_eq!(used, granted.map(ToString::to_string).collect());
}

async fn assert_refused(stage: &Stage, member: &Member, path: &str, options: Value) -> String {
    let refused = told(stage, member, path, options).await;
    let text = refused.message.text();
    assert_eq!(refused.message.ephemeral_to, Some(member.user), "{path}: {text}");
    assert_eq!(refused.requests, Vec::<String>::new(), "{path}");
    assert!(refused.message.components.is_empty() && refused.message.attachments.is_empty(), "{path}");
    assert!(refused.audit[0].starts_with(&format!("{} - refused (", action(path))), "{:?}", refused.audit);
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_told_which_right_is_missing_for_every_command_and_nothing_is_asked() {
    let stage = Stage::with(setup()).await;
    let guest = stage.guest();
    for (path, options) in uses("shop") {
        let text = assert_refused(&stage, &guest, path, options).await;
        assert!(text.contains(&format!("The right that is missing: `{}`.", action(path))), "{path}: {text}");
        assert!(text.contains("ask in #ops-help"), "{path}: {text}");
    }
    assert_eq!(stage.fake.calls(), 1, "only what the bot itself reads at its start");
    assert!(stage.llamalink.ledger().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_for_another_account_shows_asks_and_changes_nothing_here() {
    let grants = EVERYTHING.replace("allow", "accounts = [\"spare\"]\nallow");
    let (stage, spare) = stage_with_a_spare(Setup { grants, ..setup() }).await;
    let ana = stage.ana();
    for (path, options) in uses("shop") {
        // These are about no single account, and are looked at below.
        let of_none = ["account list", "find", "audit list", "pending list", "access why"];
        if of_none.contains(&path) || path.starts_with("relay ") || path.starts_with("card ") {
            continue;
        }
        let text = assert_refused(&stage, &ana, path, options).await;
        for secret in ["production-web", "Llama", "example.co.il", "4242", "lab-1"] {
            assert!(!text.replace("LlamaLink", "").contains(secret), "{path}: {secret} in {text}");
        }
    }
    settle(&stage).await;
    let before = last_request(&stage.llamalink);
    for path in LISTS {
        let listed = told(&stage, &ana, path, json!({})).await;
        assert!(listed.audit[0].starts_with(&format!("{} spare done", action(path))), "{:?}", listed.audit);
        let text = listed.message.text();
        assert!(!text.contains("**shop**") && !text.contains("shop/"), "{path}: {text}");
    }
    for query in ["production-web", "shop/42", "lab-1"] {
        let found = told(&stage, &ana, "find", json!({"query": query})).await;
        assert!(!found.message.text().replace(query, "").contains("shop"), "{}", found.print());
        assert!(!found.message.text().contains("`lab/7`"), "{}", found.print());
    }
    let shown = told(&stage, &ana, "order plan", json!({"plan": "spark"})).await;
    assert_eq!(shown.audit, ["order.plan spare/spark done"], "a name means what the caller may use");
    assert_eq!(asked_since(&stage.llamalink, before), Vec::<String>::new());
    assert_eq!(stage.fake.calls(), 1, "only what the bot itself reads at its start");
    assert!(stage.llamalink.ledger().is_empty() && spare.ledger().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_private_makes_every_answer_the_callers_alone() {
    for private in [false, true] {
        let patterns = if private { "\"*\"" } else { "" };
        let config = format!("[replies]\nprivate = [{patterns}]");
        let setup = Setup { config, grants: EVERYTHING.to_owned(), ..setup() };
        let stage = Stage::with(setup).await;
        // One order waits to be paid and is cancelled, the other is paid and gets its system.
        let product = stage.inferno.with_state(|state| state.products[0].id);
        let paid = stage.inferno.order_is_placed(product).unwrap();
        assert!(stage.inferno.order_is_paid(paid));
        let ana = stage.ana();
        for (path, options) in uses("shop") {
            // Forms are for their caller alone, and no ticket has a file here; all of them have tests of their own.
            let in_forms = [
                "ticket open",
                "ticket reply",
                "ticket attachment",
                "sshkey add",
                "cert order",
                "account edit",
                "account contact-add",
                "account contact-edit",
            ]
            .contains(&path);
            // No card and no relay is here; those of a watched account have tests of their own.
            if in_forms || path.starts_with("card ") || (path.starts_with("relay ") && path != "relay list") {
                continue;
            }
            let options = match path {
                "vps destroy" => json!({"server": "lab/7"}),
                "order install" => {
                    json!({"order": format!("dev/{paid}"), "template": "centos7-64-default"})
                }
                _ => options,
            };
            let answer = told(&stage, &ana, path, options).await;
            assert!(!answer.audit[0].contains("refused"), "{path}: {:?}", answer.audit);
            let parsed: Action = action(path).parse().unwrap();
            let alone = (private || parsed.is_always_ephemeral()).then_some(ana.user);
            assert_eq!(answer.message.ephemeral_to, alone, "{path}, private: {private}");
        }
        // A start, a new host name and a site go on by themselves and must end before the stage does, as must what is closed and read.
        stage.audit_of(uses("shop").len() - 14 + 8).await;
        stage.discord.clear_records();
        stage.end().await;
    }
}

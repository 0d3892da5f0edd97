//! What an account does not offer: the refusal says so, names the provider, and leads to the accounts that do; nothing
//! that no account can do is registered, explained or suggested.

use std::collections::BTreeSet;

use hostmaster::catalogue::{Catalogue, LeafSpec, OptionKind, OptionSpec};
use hostmaster::domain::{Action, Capability, ProviderName};
use hostmaster::providers::{Identity, offering};
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, GUILD};
use hostmaster::sandbox::{inferno, iv, klikk};
use serde_json::{Value, json};

use super::typing::typing;
use crate::play::used;
use crate::stage::{SOON, Setup, Stage};

const EVERYTHING: &str = "\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"*\", \"risk:reveal\"]\n";

/// The accounts at the providers, beside `lab`.
const ACCOUNTS: [(&str, ProviderName); 5] = [
    ("shop", ProviderName::LlamaLink),
    ("asia", ProviderName::LightLayer),
    ("baltic", ProviderName::Iv),
    ("dev", ProviderName::Inferno),
    ("nordic", ProviderName::Klikk),
];

/// The options that say by themselves which account is meant.
const SAYING: [&str; 11] =
    ["account", "server", "service", "invoice", "ticket", "order", "site", "cert", "key", "plan", "notice"];

fn setup() -> Setup {
    Setup {
        iv: Some(iv::State::sandbox()),
        inferno: Some(inferno::State::documented()),
        klikk: Some(klikk::State::documented()),
        grants: EVERYTHING.to_owned(),
        ..Setup::with_lightlayer()
    }
}

fn can(capability: &Capability, action: Action) -> bool {
    capability.offers_all(action.operations())
}

/// Something that the option takes.
fn filler(option: &OptionSpec) -> Value {
    match (option.choices.first(), option.kind) {
        (Some(choice), _) => choice.value.clone(),
        (None, OptionKind::Integer | OptionKind::Number) => {
            option.min.clone().map_or_else(|| json!(1), Value::from)
        }
        (None, OptionKind::Boolean) => json!(true),
        (None, _) => json!("x".repeat(option.min_length.unwrap_or(1).max(1).into())),
    }
}

/// The options of a use of the command on something in the account; `None` where nothing says which account is meant.
fn aimed_at<'a>(leaf: &'a LeafSpec, account: &str) -> Option<Vec<(&'a str, Value)>> {
    let by_itself = SAYING.iter().find(|name| leaf.option(name).is_some())?;
    let mut options: Vec<_> = leaf
        .options
        .iter()
        .filter(|option| option.required && option.name != *by_itself)
        .map(|option| (option.name.as_str(), filler(option)))
        .collect();
    let target = if *by_itself == "account" { account.to_owned() } else { format!("{account}/300") };
    options.push((*by_itself, target.into()));
    Some(options)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_command_on_an_account_that_does_not_offer_it_names_the_provider_and_the_accounts_that_do() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    let catalogue = Catalogue::load().unwrap();
    let mut refused = 0;
    for leaf in catalogue.leaves().filter(|leaf| !leaf.action.operations().is_empty()) {
        let offers = |provider| can(offering(provider).capability, leaf.action);
        let mut instead: Vec<_> =
            ACCOUNTS.iter().filter(|(_, provider)| offers(*provider)).map(|(name, _)| *name).collect();
        if can(stage.fake.capability(), leaf.action) {
            instead.push("lab");
        }
        for (account, provider) in ACCOUNTS.into_iter().filter(|(_, provider)| !offers(*provider)) {
            let options =
                aimed_at(leaf, account).unwrap_or_else(|| panic!("{} is about no account", leaf.path));
            let (_, message) = stage.use_command(&ana, &leaf.path, &options).await;
            let text = message.text();
            assert_eq!(message.ephemeral_to, Some(ana.user), "{}: {text}", leaf.path);
            let first = format!("{} does not offer **/{}**", provider.title(), leaf.path);
            assert!(text.starts_with(&first) && text.contains(account), "{}: {text}", leaf.path);
            let named: BTreeSet<_> = text
                .lines()
                .find_map(|line| line.strip_prefix("Accounts that do"))
                .map(|line| line.split('`').skip(1).step_by(2).collect())
                .unwrap_or_default();
            assert_eq!(named, instead.iter().copied().collect(), "{}: {text}", leaf.path);
            // For a thing of this account, what others offer does nothing.
            let is_of_account = options.iter().any(|(name, _)| *name == "account");
            let theirs = text.contains("for what is theirs");
            assert_eq!(theirs, !is_of_account && !instead.is_empty(), "{}: {text}", leaf.path);
            assert!(!named.is_empty() || text.contains("`/account list`"), "{}: {text}", leaf.path);
            refused += 1;
        }
    }
    assert!(refused > 150, "only {refused} uses were refused");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thing_that_is_named_by_its_name_its_id_or_its_address_is_no_slip_of_the_pen() {
    let stage = Stage::with(setup()).await;
    let ana = stage.ana();
    for (path, option, text, account, instead) in [
        ("vps shutdown", "server", "production-web", "LlamaLink does not offer", "`asia`"),
        ("vps shutdown", "server", "203.0.113.50", "LlamaLink does not offer", "`asia`"),
        ("vps start", "server", "iv-web-1", "IV does not offer", "`shop`, `asia`, `dev`"),
        ("vps restart", "server", "my.server.com", "Klikk does not offer", "`shop`, `asia`, `baltic`, `dev`"),
        ("vps tasks", "server", "ll-web-1", "LightLayer does not offer", "`baltic`"),
        ("vps metrics", "server", "37-1-0-111", "Inferno does not offer", "`shop`, `baltic`"),
        ("network ips", "server", " PRODUCTION-web ", "LlamaLink does not offer", "`asia`"),
        ("order cancel", "order", "101", "LlamaLink does not offer", "`dev`, `nordic`"),
    ] {
        let told = used(&stage, &ana, path, &[(option, text)]).await;
        assert_eq!(told.ephemeral_to, Some(ana.user));
        assert!(told.text().starts_with(account), "{path} {text}: {}", told.text());
        let others = format!("Accounts that do, for what is theirs: {instead}.");
        assert!(told.text().contains(&others), "{path}: {}", told.text());
    }
    // An invoice that the bot does not pay is paid where it is from.
    let invoice = used(&stage, &ana, "invoice pay", &[("invoice", "dev/366000")]).await.text();
    assert!(
        invoice.contains("Pay it in Inferno's own client area") && invoice.contains("theirs: `asia`"),
        "{invoice}"
    );
    assert!(invoice.contains("Nothing was paid"), "{invoice}");
    // What nobody has is looked for as before.
    let told = used(&stage, &ana, "vps shutdown", &[("server", "nothing-of-the-kind")]).await;
    assert!(!told.text().contains("does not offer"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_and_servers_that_the_caller_may_not_see_are_not_named() {
    let grants = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.shutdown"]
accounts = ["shop"]

[[grants]]
roles = ["444444444444444444"]
allow = ["vps.shutdown"]
servers = ["staging-*", "ll-*"]
"#;
    let stage = Stage::with(Setup { grants: grants.to_owned(), ..setup() }).await;
    let (ana, sam) = (stage.ana(), stage.sam());
    let told = used(&stage, &ana, "vps shutdown", &[("server", "production-web")]).await;
    assert!(told.text().starts_with("LlamaLink does not offer"), "{}", told.text());
    assert!(!told.text().contains("asia"), "{}", told.text());
    let told = used(&stage, &ana, "vps shutdown", &[("server", "iv-web-1")]).await;
    assert!(!told.text().contains("IV") && !told.text().contains("baltic"), "{}", told.text());
    let told = used(&stage, &sam, "vps shutdown", &[("server", "staging-web")]).await;
    assert!(told.text().starts_with("LlamaLink does not offer"), "{}", told.text());
    assert!(told.text().contains("theirs: `asia`"), "{}", told.text());
    let told = used(&stage, &sam, "vps shutdown", &[("server", "production-web")]).await;
    assert!(!told.text().contains("LlamaLink"), "{}", told.text());
    stage.end().await;
}

/// The paths of what is registered.
fn registered(stage: &Stage) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for command in stage.discord.commands(Some(GUILD)) {
        let name = command["name"].as_str().unwrap();
        let subcommands: Vec<_> = command["options"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|option| option["type"] == 1)
            .map(|option| format!("{name} {}", option["name"].as_str().unwrap()))
            .collect();
        if subcommands.is_empty() {
            paths.insert(name.to_owned())
        } else {
            paths.extend(subcommands);
            true
        };
    }
    paths
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_the_configured_accounts_can_do_is_registered_explained_and_suggested() {
    let catalogue = Catalogue::load().unwrap();
    for (setup, accounts) in [
        (Setup { grants: EVERYTHING.to_owned(), ..Setup::default() }, &ACCOUNTS[..1]),
        (setup(), &ACCOUNTS[..]),
    ] {
        let stage = Stage::with(setup).await;
        let ana = stage.ana();
        let possible = |action: Action| {
            let at_one = |(_, provider): &(&str, ProviderName)| can(offering(*provider).capability, action);
            action.operations().is_empty()
                || accounts.iter().any(at_one)
                || can(stage.fake.capability(), action)
        };
        let expected: BTreeSet<_> =
            catalogue.leaves().filter(|leaf| possible(leaf.action)).map(|leaf| leaf.path.clone()).collect();
        assert_eq!(registered(&stage), expected);
        let help = typing(&ana, "help", &[("command", "ti")]).await;
        assert_eq!(help.contains("ticket list"), expected.contains("ticket list"), "{help}");
        for path in ["vps shutdown", "ticket list", "sshkey list", "order custom"] {
            let told = used(&stage, &ana, "help", &[("command", path)]).await;
            assert_eq!(told.text().contains("Right"), expected.contains(path), "{path}: {}", told.text());
        }
        // Of the accounts, those are suggested that offer the action; of the servers, those that are in such accounts.
        for (path, option) in [("order custom", "account"), ("vps list", "account"), ("vps start", "server")]
        {
            let leaf = catalogue.leaves().find(|leaf| leaf.path == path).unwrap();
            let options = [(option, "".into())];
            let asked = ana.autocomplete(CHANNEL_OPS, path, &options, option).unwrap();
            let choices = asked.wait_choices(SOON).await.unwrap();
            let suggested: BTreeSet<_> = choices
                .iter()
                .map(|choice| choice.value.as_str().unwrap().split('/').next().unwrap().to_owned())
                .collect();
            let mut offered: BTreeSet<_> = accounts
                .iter()
                .filter(|(_, provider)| can(offering(*provider).capability, leaf.action))
                .map(|(name, _)| (*name).to_owned())
                .collect();
            offered.extend(can(stage.fake.capability(), leaf.action).then(|| "lab".to_owned()));
            assert_eq!(suggested, offered, "{path} {option}");
        }
        stage.end().await;
    }
}

//! What grants allow and what they do not.

use proptest::prelude::*;

use super::*;
use crate::domain::grant::{ActionPattern, ServerGlobs};
use crate::domain::{ChannelId, Place, UserId};

const GUILD: GuildId = GuildId(111_111_111_111_111_111);
const OPERATOR: RoleId = RoleId(222_222_222_222_222_222);
const OPS: ChannelId = ChannelId(555_555_555_555_555_551);

fn actor() -> Actor {
    Actor {
        user: UserId(777_777_777_777_777_777),
        roles: vec![OPERATOR],
        place: Place { guild: GUILD, channel: OPS, granting_channel: Some(OPS) },
    }
}

fn grant(allow: &[&str], deny: &[&str]) -> Grant {
    let patterns = |texts: &[&str]| texts.iter().map(|text| text.parse::<ActionPattern>().unwrap()).collect();
    Grant {
        line: 1,
        roles: vec![OPERATOR],
        users: vec![],
        allow: patterns(allow),
        deny: patterns(deny),
        guilds: None,
        accounts: None,
        servers: None,
        channels: None,
    }
}

fn policy(grants: Vec<Grant>) -> Policy {
    Policy::new(vec![GUILD], grants, None)
}

fn account(name: &str) -> AccountName {
    name.parse().unwrap()
}

fn server(text: &str) -> ResourceRef {
    ResourceRef::parse(ResourceKind::Server, text).unwrap()
}

#[test]
fn without_a_grant_only_the_open_actions_are_allowed() {
    assert_eq!(policy(vec![]).actions(&actor()), [Action::Help, Action::AccessWhoami]);
}

#[test]
fn a_deny_of_some_servers_holds_for_one_whose_name_the_provider_does_not_tell() {
    let globs = ServerGlobs::new(vec!["production-*".to_owned()]).unwrap();
    let deny = Grant { servers: Some(globs), ..grant(&[], &["vps.*"]) };
    let policy = policy(vec![grant(&["vps.*"], &[]), deny]);
    let resource = server("shop/1");
    let may = |name| policy.allows(&actor(), Action::VpsRestart, Scope::Server(&resource, name));
    assert!(may(Some("web-1")) && !may(Some("production-web")));
    assert!(!may(None) && !may(Some("")));
}

#[test]
fn in_a_guild_that_is_not_configured_nothing_is_allowed() {
    let mut stranger = actor();
    stranger.place.guild = GuildId(999_999_999_999_999_999);
    assert_eq!(policy(vec![grant(&["*"], &[])]).actions(&stranger), []);
}

#[test]
fn a_deny_in_one_grant_wins_over_an_allow_in_another() {
    let policy = policy(vec![grant(&["vps.*"], &[]), grant(&[], &["vps.destroy"])]);
    assert!(policy.allows(&actor(), Action::VpsRestart, Scope::Anything));
    assert!(!policy.allows(&actor(), Action::VpsDestroy, Scope::Anything));
}

#[test]
fn a_deny_that_is_narrowed_to_an_account_leaves_the_others() {
    let mut deny = grant(&[], &["vps.restart"]);
    deny.accounts = Some(vec![account("shop")]);
    let policy = policy(vec![grant(&["vps.*"], &[]), deny]);
    assert!(policy.allows(&actor(), Action::VpsRestart, Scope::Anything));
    assert!(policy.allows(&actor(), Action::VpsRestart, Scope::Account(&account("asia"))));
    assert!(!policy.allows(&actor(), Action::VpsRestart, Scope::Account(&account("shop"))));
}

#[test]
fn servers_narrow_actions_on_servers_and_nothing_else() {
    let mut narrowed = grant(&["*"], &[]);
    narrowed.servers = Some(ServerGlobs::new(vec!["web-*".into(), "shop/7".into()]).unwrap());
    let policy = policy(vec![narrowed]);
    let may = |text, name| policy.allows(&actor(), Action::VpsRestart, Scope::Server(&server(text), name));
    assert!(may("shop/1", Some("web-1")));
    assert!(may("shop/7", Some("db-1")));
    assert!(!may("shop/1", Some("db-1")));
    assert!(!may("shop/1", None), "an unknown name must not allow");
    assert!(policy.allows(&actor(), Action::Balance, Scope::Account(&account("shop"))));
}

#[test]
fn a_deny_by_name_holds_when_the_name_is_unknown() {
    let mut deny = grant(&[], &["vps.restart"]);
    deny.servers = Some(ServerGlobs::new(vec!["db-*".into()]).unwrap());
    let policy = policy(vec![grant(&["vps.*"], &[]), deny]);
    let may = |name| policy.allows(&actor(), Action::VpsRestart, Scope::Server(&server("shop/1"), name));
    assert!(may(Some("web-1")));
    assert!(!may(Some("db-1")));
    assert!(!may(None));
}

#[test]
fn a_channel_rule_fails_closed_when_discord_did_not_tell_the_channel() {
    let mut allow = grant(&["vps.list"], &[]);
    allow.channels = Some(vec![OPS]);
    let mut deny = grant(&[], &["balance"]);
    deny.channels = Some(vec![ChannelId(666_666_666_666_666_666)]);
    let policy = policy(vec![allow, deny, grant(&["balance"], &[])]);
    assert!(policy.allows(&actor(), Action::VpsList, Scope::Anything));
    assert!(policy.allows(&actor(), Action::Balance, Scope::Anything));
    let mut unknown = actor();
    unknown.place.granting_channel = None;
    assert!(!policy.allows(&unknown, Action::VpsList, Scope::Anything));
    assert!(!policy.allows(&unknown, Action::Balance, Scope::Anything));
}

#[test]
fn a_list_over_accounts_is_authorised_only_when_each_of_them_is() {
    let mut narrowed = grant(&["vps.list"], &[]);
    narrowed.accounts = Some(vec![account("shop")]);
    let policy = policy(vec![narrowed]);
    let target = |names: &[&str]| Target::Accounts(names.iter().map(|name| account(name)).collect());
    assert!(policy.authorise(&actor(), Action::VpsList, target(&["shop"])).is_ok());
    assert!(policy.authorise(&actor(), Action::VpsList, target(&["shop", "asia"])).is_err());
}

fn any_grant() -> impl Strategy<Value = Grant> {
    let pattern =
        prop::sample::select(vec!["*", "vps.*", "vps.restart", "balance", "risk:read", "audit.list"]);
    let patterns = prop::collection::vec(pattern, 0..3);
    let accounts = prop::option::of(prop::sample::subsequence(vec!["shop", "asia"], 1..=2));
    let servers = prop::option::of(prop::sample::select(vec!["web-*", "db-*", "shop/1"]));
    (patterns.clone(), patterns, accounts, servers, any::<bool>()).prop_map(
        |(allow, deny, accounts, servers, mine)| {
            let mut grant = grant(&allow, &deny);
            grant.accounts = accounts.map(|names| names.into_iter().map(account).collect());
            grant.servers = servers.map(|glob| ServerGlobs::new(vec![glob.to_owned()]).unwrap());
            if !mine {
                grant.roles = vec![RoleId(333_333_333_333_333_333)];
            }
            grant
        },
    )
}

proptest! {
    #[test]
    fn a_further_deny_never_allows_more(grants in prop::collection::vec(any_grant(), 0..5), extra in any_grant()) {
        let before = policy(grants.clone());
        let extra = Grant { allow: vec![], ..extra };
        let after = policy(grants.into_iter().chain([extra]).collect());
        for action in Action::ALL {
            let resource = server("shop/1");
            for scope in [Scope::Anything, Scope::Account(&resource.account), Scope::Server(&resource, Some("web-1"))] {
                prop_assert!(before.allows(&actor(), *action, scope) || !after.allows(&actor(), *action, scope));
            }
        }
    }

    #[test]
    fn who_may_not_do_it_on_anything_may_not_do_it_on_something(grants in prop::collection::vec(any_grant(), 0..5)) {
        let policy = policy(grants);
        for action in Action::ALL {
            let resource = server("shop/1");
            let on_something = policy.allows(&actor(), *action, Scope::Account(&resource.account))
                || policy.allows(&actor(), *action, Scope::Server(&resource, Some("web-1")));
            prop_assert!(!on_something || policy.allows(&actor(), *action, Scope::Anything));
        }
    }

    #[test]
    fn a_person_with_none_of_the_roles_gets_only_the_open_actions(grants in prop::collection::vec(any_grant(), 0..5)) {
        let mut stranger = actor();
        stranger.roles = vec![];
        prop_assert_eq!(policy(grants).actions(&stranger), [Action::Help, Action::AccessWhoami]);
    }
}

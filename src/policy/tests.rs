//! What grants allow and what they do not.

use proptest::prelude::*;

use super::*;
use crate::domain::grant::{ActionPattern, ServerGlobs};
use crate::domain::{ChannelId, Place, UserId};

pub(super) const GUILD: GuildId = GuildId(111_111_111_111_111_111);
pub(super) const OPERATOR: RoleId = RoleId(222_222_222_222_222_222);
pub(super) const OPS: ChannelId = ChannelId(555_555_555_555_555_551);

pub(super) fn actor() -> Actor {
    Actor {
        user: UserId(777_777_777_777_777_777),
        roles: vec![OPERATOR],
        place: Place { guild: GUILD, channel: OPS, granting_channel: Some(OPS) },
    }
}

pub(super) fn grant(allow: &[&str], deny: &[&str]) -> Grant {
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

pub(super) fn policy(grants: Vec<Grant>) -> Policy {
    Policy::new(vec![GUILD], grants, None)
}

pub(super) fn account(name: &str) -> AccountName {
    name.parse().unwrap()
}

pub(super) fn server(text: &str) -> ResourceRef {
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
fn what_shows_a_secret_is_allowed_by_its_own_name_or_risk_alone_and_denied_by_anything() {
    let may = |allow: &[&str], deny: &[&str]| {
        policy(vec![grant(allow, deny)]).allows(&actor(), Action::VpsCredentials, Scope::Anything)
    };
    for (allow, allowed) in [
        (&["*"][..], false),
        (&["vps.*"], false),
        (&["risk:private", "risk:spend"], false),
        (&["vps.credentials"], true),
        (&["risk:reveal"], true),
        (&["*", "risk:reveal"], true),
    ] {
        assert_eq!(may(allow, &[]), allowed, "{allow:?}");
        for deny in ["*", "vps.*", "risk:reveal", "vps.credentials"] {
            assert!(!may(allow, &[deny]), "{allow:?} {deny}");
        }
    }
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

/// A role that is not the actor's.
pub(super) const OTHER_ROLE: RoleId = RoleId(333_333_333_333_333_333);
pub(super) const OTHER_GUILD: GuildId = GuildId(111_111_111_111_111_112);
pub(super) const OTHER_CHANNEL: ChannelId = ChannelId(555_555_555_555_555_552);

pub(super) fn any_grant() -> impl Strategy<Value = Grant> {
    let pattern =
        prop::sample::select(vec!["*", "vps.*", "vps.restart", "balance", "risk:read", "audit.list"]);
    let patterns = prop::collection::vec(pattern, 0..3);
    let who = prop::sample::select(vec![
        (vec![OPERATOR], vec![]),
        (vec![OTHER_ROLE], vec![]),
        (vec![OPERATOR, OTHER_ROLE], vec![]),
        (vec![], vec![actor().user]),
        (vec![OTHER_ROLE], vec![actor().user]),
    ]);
    let guilds = prop::option::weighted(0.2, prop::sample::subsequence(vec![GUILD, OTHER_GUILD], 1..=2));
    let accounts = prop::option::of(prop::sample::subsequence(vec!["shop", "asia"], 1..=2));
    let globs = vec!["web-*", "db-*", "shop/1"];
    let servers = prop::option::of(prop::sample::subsequence(globs, 1..=2));
    let channels = prop::option::weighted(0.3, prop::sample::subsequence(vec![OPS, OTHER_CHANNEL], 1..=2));
    (patterns.clone(), patterns, who, (guilds, channels), accounts, servers).prop_map(
        |(allow, deny, (roles, users), (guilds, channels), accounts, servers)| Grant {
            roles,
            users,
            guilds,
            accounts: accounts.map(|names| names.into_iter().map(account).collect()),
            servers: servers
                .map(|globs| ServerGlobs::new(globs.into_iter().map(str::to_owned).collect()).unwrap()),
            channels,
            ..grant(&allow, &deny)
        },
    )
}

pub(super) fn any_grants() -> impl Strategy<Value = Vec<Grant>> {
    prop::collection::vec(any_grant(), 0..5)
}

/// Somebody who may have the roles of the random grants, or be the user of some, anywhere that they speak of.
pub(super) fn any_actor() -> impl Strategy<Value = Actor> {
    let user = prop::sample::select(vec![actor().user, UserId(777_777_777_777_777_778)]);
    let roles = prop::sample::subsequence(vec![OPERATOR, OTHER_ROLE], 0..=2);
    let guild = prop::sample::select(vec![GUILD, GUILD, OTHER_GUILD, GuildId(999_999_999_999_999_999)]);
    let channel = prop::sample::select(vec![Some(OPS), Some(OTHER_CHANNEL), None]);
    (user, roles, guild, channel).prop_map(|(user, roles, guild, granting_channel)| Actor {
        user,
        roles,
        place: Place { guild, channel: OPS, granting_channel },
    })
}

/// Calls the function for every action and every kind of scope.
pub(super) fn each_question(
    mut ask: impl FnMut(Action, Scope<'_>) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    for action in Action::ALL {
        ask(*action, Scope::Anything)?;
        for name in ["shop", "asia"] {
            ask(*action, Scope::Account(&account(name)))?;
        }
        for text in ["shop/1", "shop/2", "asia/1"] {
            for name in [None, Some(""), Some("web-1"), Some("db-1"), Some("build-1")] {
                ask(*action, Scope::Server(&server(text), name))?;
            }
        }
    }
    Ok(())
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
        stranger.user = UserId(777_777_777_777_777_778);
        prop_assert_eq!(policy(grants).actions(&stranger), [Action::Help, Action::AccessWhoami]);
    }

    #[test]
    fn an_explanation_says_what_is_decided_and_its_rules_add_up_to_it(
        grants in any_grants(), actor in any_actor(),
    ) {
        let policy = policy(grants.clone());
        each_question(|action, scope| {
            let explained = policy.explain(&actor, &actor, action, scope);
            prop_assert_eq!(explained.allowed, policy.allows(&actor, action, scope));
            let any = |effect, enough| {
                explained.rules.iter().any(|rule| rule.effect == effect && rule.applies >= enough)
            };
            let granted = any(Effect::Allow, Fit::Yes) && !any(Effect::Deny, Fit::Unknown);
            prop_assert_eq!(explained.allowed, explained.served && (explained.open || granted));
            for rule in &explained.rules {
                prop_assert!(!rule.patterns.is_empty());
                let fits = rule.misses.is_empty() && (rule.effect == Effect::Allow || rule.left_open.is_empty());
                prop_assert_eq!(rule.applies == Fit::Yes, fits, "{:?}", rule);
                prop_assert!(rule.applies != Fit::Unknown || rule.misses.iter().all(|miss| miss.unknown));
            }
            let speaking = grants.iter().map(|grant| {
                [Effect::Allow, Effect::Deny].into_iter().filter(|effect| grant.speaks(*effect, action)).count()
            });
            prop_assert_eq!(explained.rules.len(), speaking.sum::<usize>());
            Ok(())
        })?;
    }

    #[test]
    fn who_may_on_a_part_only_is_refused_on_the_rest_or_may_be(grants in any_grants(), actor in any_actor()) {
        let policy = policy(grants);
        for action in Action::ALL {
            let explained = policy.explain(&actor, &actor, *action, Scope::Anything);
            let on_all = ["shop/1", "shop/2", "asia/1"].iter().all(|text| {
                ["web-1", "db-1", "build-1"]
                    .iter()
                    .all(|name| policy.allows(&actor, *action, Scope::Server(&server(text), Some(name))))
            });
            prop_assert!(!explained.allowed || on_all || explained.is_partial(), "{action}: {explained:?}");
        }
    }
}

/// The only rule of an explanation that has one.
fn rule(grant: Grant, action: Action, scope: Scope<'_>) -> Rule {
    let explained = policy(vec![Grant { line: 7, ..grant }]).explain(&actor(), &actor(), action, scope);
    assert_eq!(explained.rules.len(), 1, "{explained:?}");
    explained.rules[0].clone()
}

#[test]
fn only_the_sides_of_grants_that_speak_of_the_action_are_explained() {
    let policy = policy(vec![
        Grant { line: 3, ..grant(&["vps.*"], &["vps.destroy", "risk:destructive"]) },
        Grant { line: 9, ..grant(&["balance"], &[]) },
    ]);
    let explained = policy.explain(&actor(), &actor(), Action::VpsDestroy, Scope::Anything);
    assert!(!explained.allowed && explained.served && !explained.open);
    let rules: Vec<_> = explained.rules.iter().map(|rule| (rule.line, rule.effect, rule.applies)).collect();
    assert_eq!(rules, [(3, Effect::Allow, Fit::Yes), (3, Effect::Deny, Fit::Yes)]);
    let patterns: Vec<_> = explained.rules[1].patterns.iter().map(ToString::to_string).collect();
    assert_eq!(patterns, ["vps.destroy", "risk:destructive"]);
}

#[test]
fn a_rule_that_does_not_apply_says_by_which_of_its_narrowings() {
    let resource = server("shop/1");
    let on = |name| Scope::Server(&resource, name);
    let miss = |narrowing| vec![Miss { narrowing, unknown: false }];
    let base = || grant(&["vps.*"], &[]);
    let globs = || Some(ServerGlobs::new(vec!["db-*".to_owned()]).unwrap());
    let cases = [
        (Grant { roles: vec![OTHER_ROLE], ..base() }, Narrowing::People),
        (Grant { guilds: Some(vec![OTHER_GUILD]), ..base() }, Narrowing::Guilds),
        (Grant { channels: Some(vec![OTHER_CHANNEL]), ..base() }, Narrowing::Channels),
        (Grant { accounts: Some(vec![account("asia")]), ..base() }, Narrowing::Accounts),
        (Grant { servers: globs(), ..base() }, Narrowing::Servers),
    ];
    for (grant, narrowing) in cases {
        let rule = rule(grant, Action::VpsRestart, on(Some("web-1")));
        assert_eq!((rule.line, rule.applies, rule.misses), (7, Fit::No, miss(narrowing)));
    }
    let unnamed = rule(Grant { servers: globs(), ..base() }, Action::VpsRestart, on(None));
    assert_eq!(unnamed.applies, Fit::Unknown);
    assert_eq!(unnamed.misses, [Miss { narrowing: Narrowing::Servers, unknown: true }]);
}

#[test]
fn a_rule_names_what_it_comes_through_and_tells_accounts_and_servers_to_those_who_have_it_alone() {
    let servers = Some(ServerGlobs::new(vec!["db-*".to_owned()]).unwrap());
    let narrowed = Grant {
        roles: vec![OTHER_ROLE, actor().roles[0]],
        users: vec![actor().user],
        accounts: Some(vec![account("shop")]),
        channels: Some(vec![OTHER_CHANNEL]),
        servers,
        ..grant(&["vps.*"], &[])
    };
    let policy = policy(vec![narrowed]);
    let told = |asker: &Actor| {
        let mut explained = policy.explain(asker, &actor(), Action::VpsRestart, Scope::Anything);
        explained.rules.remove(0)
    };
    let own = told(&actor());
    assert_eq!(own.through, [Principal::Role(actor().roles[0]), Principal::User(actor().user)]);
    assert_eq!(own.extent.servers, Some(vec!["db-*".to_owned()]));
    let stranger = Actor { user: UserId(777_777_777_777_777_779), roles: vec![], ..actor() };
    let channels = Some(vec![OTHER_CHANNEL]);
    assert_eq!(told(&stranger).extent, Extent { channels, ..Extent::default() });
}

#[test]
fn what_the_question_leaves_open_makes_an_allow_partial_and_keeps_a_deny_from_applying() {
    let narrowed = |grant| Grant { accounts: Some(vec![account("shop")]), ..grant };
    let allow = rule(narrowed(grant(&["vps.*"], &[])), Action::VpsRestart, Scope::Anything);
    let open = vec![Narrowing::Accounts];
    assert_eq!((allow.applies, &allow.left_open, allow.misses.len()), (Fit::Yes, &open, 0));
    let deny = rule(narrowed(grant(&[], &["vps.*"])), Action::VpsRestart, Scope::Anything);
    assert_eq!((deny.applies, &deny.left_open, deny.misses.len()), (Fit::No, &open, 0));
    let partial =
        |grants| policy(grants).explain(&actor(), &actor(), Action::VpsRestart, Scope::Anything).is_partial();
    assert!(partial(vec![narrowed(grant(&["vps.*"], &[]))]));
    assert!(partial(vec![grant(&["vps.*"], &[]), narrowed(grant(&[], &["vps.*"]))]));
    assert!(!partial(vec![grant(&["vps.*"], &[]), narrowed(grant(&["vps.*"], &[]))]));
}

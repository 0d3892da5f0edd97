//! What a new configuration is said to change, and that nothing changes of which it says nothing.

use proptest::prelude::*;

use super::*;
use crate::domain::grant::ServerGlobs;
use crate::domain::{Actor, RoleId, UserId};
use crate::policy::tests::{
    GUILD, OPERATOR, OPS, OTHER_CHANNEL, OTHER_GUILD, OTHER_ROLE, account, any_actor, any_grants,
    each_question, grant, policy,
};

/// A change in a few words: `222: +vps.restart, -vps.stop on web-*`.
fn said_of(old: Vec<Grant>, new: Vec<Grant>) -> Vec<String> {
    let change = policy(old).changes(&policy(new));
    let words = |sign: &str, list: &[Rights]| -> Vec<String> {
        let one = |rights: &Rights| {
            let names: Vec<_> = rights.actions.iter().map(|action| action.as_str()).collect();
            let Extent { guilds, accounts, servers, channels } = &rights.extent;
            let mut text = format!("{sign}{}", names.join(" "));
            for part in [
                guilds.as_ref().map(|list| format!("{list:?}")),
                accounts
                    .as_ref()
                    .map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")),
                servers.as_ref().map(|list| list.join("+")),
                channels.as_ref().map(|list| format!("{list:?}")),
            ] {
                text.extend(part.map(|part| format!(" on {part}")));
            }
            text
        };
        list.iter().map(one).collect()
    };
    let line = |change: &PrincipalChange| {
        let who = match change.principal {
            Principal::Role(OPERATOR) => "operator".to_owned(),
            other => format!("{other:?}"),
        };
        let parts = [
            words("+", &change.gained),
            words("-", &change.lost),
            words("=", &change.kept),
            words("!", &change.denied),
            words("~", &change.undenied),
        ];
        format!("{who}: {}", parts.concat().join(", "))
    };
    change.principals.iter().map(line).collect()
}

fn on_servers(globs: &[&str], grant: Grant) -> Grant {
    let globs = ServerGlobs::new(globs.iter().map(|glob| (*glob).to_owned()).collect()).unwrap();
    Grant { servers: Some(globs), ..grant }
}

fn on_accounts(names: &[&str], grant: Grant) -> Grant {
    Grant { accounts: Some(names.iter().map(|name| account(name)).collect()), ..grant }
}

#[test]
fn a_pattern_that_is_added_or_removed_is_told_action_by_action() {
    let (some, more) =
        (vec![grant(&["vps.show"], &[])], vec![grant(&["vps.show", "balance", "audit.*"], &[])]);
    assert_eq!(said_of(some.clone(), more.clone()), ["operator: +balance audit.list"]);
    assert_eq!(said_of(more.clone(), some), ["operator: -balance audit.list"]);
    assert_eq!(said_of(more.clone(), more), Vec::<String>::new());
}

#[test]
fn the_same_rights_in_other_words_are_no_change() {
    let one = vec![grant(&["vps.show", "vps.list", "help"], &[])];
    let other = vec![
        grant(&["vps.list"], &[]),
        on_servers(&["web-*"], grant(&["vps.show"], &[])),
        grant(&["vps.show"], &[]),
    ];
    assert_eq!(said_of(one, other), Vec::<String>::new());
}

#[test]
fn a_narrowing_that_changes_is_lost_as_it_was_and_gained_as_it_is() {
    let on = |globs: &[&str]| vec![on_servers(globs, grant(&["vps.show"], &[]))];
    let everywhere = vec![grant(&["vps.show"], &[])];
    assert_eq!(said_of(on(&["web-*"]), on(&["db-*"])), ["operator: +vps.show on db-*, -vps.show on web-*"]);
    assert_eq!(said_of(on(&["web-*"]), on(&["db-*", "web-*"])), ["operator: +vps.show on db-*+web-*"]);
    assert_eq!(said_of(on(&["web-*"]), everywhere.clone()), ["operator: +vps.show"]);
    assert_eq!(said_of(everywhere, on(&["web-*"])), ["operator: -vps.show, =vps.show on web-*"]);
}

#[test]
fn narrowings_that_mean_nothing_to_an_action_are_left_out() {
    let narrowed = vec![on_servers(&["web-*"], on_accounts(&["shop"], grant(&["balance", "vps.list"], &[])))];
    assert_eq!(said_of(vec![], narrowed), ["operator: +balance on shop, +vps.list on shop on web-*"]);
}

#[test]
fn a_deny_of_everything_takes_the_rights_away_and_gives_them_back() {
    let may = vec![grant(&["vps.show", "vps.list"], &[])];
    let may_not = vec![grant(&["vps.show", "vps.list"], &["vps.list"])];
    assert_eq!(said_of(may.clone(), may_not.clone()), ["operator: -vps.list"]);
    assert_eq!(said_of(may_not, may), ["operator: +vps.list"]);
}

#[test]
fn a_narrowed_deny_takes_a_part_away_and_gives_it_back() {
    let may = vec![grant(&["vps.show"], &[])];
    let not_all =
        vec![grant(&["vps.show"], &[]), on_servers(&["db-*"], grant(&[], &["vps.show", "vps.list"]))];
    let mut all_denied = not_all.clone();
    all_denied.push(grant(&[], &["vps.show"]));
    let there = said_of(may.clone(), not_all.clone());
    assert_eq!(there, ["operator: -vps.show on db-*, !vps.list on db-*"]);
    assert_eq!(said_of(not_all.clone(), may), ["operator: +vps.show on db-*, ~vps.list on db-*"]);
    assert_eq!(said_of(not_all, all_denied), ["operator: -vps.show"]);
}

#[test]
fn a_deny_for_people_who_may_not_anyway_is_told_as_one() {
    let forbidden = vec![grant(&[], &["vps.destroy"])];
    assert_eq!(said_of(vec![], forbidden.clone()), ["operator: !vps.destroy"]);
    assert_eq!(said_of(forbidden, vec![]), ["operator: ~vps.destroy"]);
}

#[test]
fn roles_come_before_users_and_each_has_its_own_changes() {
    let new =
        vec![Grant { roles: vec![OTHER_ROLE, OPERATOR], users: vec![UserId(7)], ..grant(&["balance"], &[]) }];
    let principals: Vec<_> =
        policy(vec![]).changes(&policy(new)).principals.iter().map(|change| change.principal).collect();
    let expected = [Principal::Role(OPERATOR), Principal::Role(OTHER_ROLE), Principal::User(UserId(7))];
    assert_eq!(principals, expected);
}

#[test]
fn guilds_that_are_served_anew_or_no_longer_are_told() {
    let serving = |guilds: &[GuildId]| Policy::new(guilds.to_vec(), vec![grant(&["*"], &[])], None);
    let change = serving(&[GUILD]).changes(&serving(&[OTHER_GUILD]));
    assert_eq!((change.served, change.unserved), (vec![OTHER_GUILD], vec![GUILD]));
    assert!(change.principals.is_empty());
    assert!(serving(&[GUILD, OTHER_GUILD]).changes(&serving(&[OTHER_GUILD, GUILD])).is_empty());
}

/// A few changes to the grants, so that a good part of them stays.
fn any_edit() -> impl Strategy<Value = (Vec<Grant>, Vec<Grant>)> {
    (any_grants(), any_grants(), prop::collection::vec(any::<bool>(), 10), any::<bool>()).prop_map(
        |(old, other, keep, same)| {
            let kept =
                old.iter().zip(&keep).filter(|(_, keep)| same || **keep).map(|(grant, _)| grant.clone());
            let added = other.iter().zip(keep[5..].iter()).filter(|(_, add)| !same && **add);
            let mut new: Vec<_> = kept.chain(added.map(|(grant, _)| grant.clone())).collect();
            // Two grants in another order say the same.
            new.reverse();
            (old, new)
        },
    )
}

proptest! {
    #[test]
    fn for_whom_no_change_is_told_everything_is_decided_as_before((old, new) in any_edit(), asked in any_actor()) {
        let (old, new) = (policy(old), policy(new));
        let change = old.changes(&new);
        prop_assert!(change.served.is_empty() && change.unserved.is_empty());
        let untouched = |principal: Principal| change.principals.iter().all(|one| one.principal != principal);
        let roles: Vec<RoleId> =
            asked.roles.iter().copied().filter(|role| untouched(Principal::Role(*role))).collect();
        // Nobody of that id stands in a grant.
        let user = if untouched(Principal::User(asked.user)) { asked.user } else { UserId(1) };
        let asked = Actor { user, roles, ..asked };
        each_question(|action, scope| {
            let (before, after) = (old.allows(&asked, action, scope), new.allows(&asked, action, scope));
            prop_assert_eq!(before, after, "{} {:?}: {:?}", action, scope, change);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_gained_is_allowed_somewhere_and_what_is_lost_was((old, new) in any_edit()) {
        let (old, new) = (policy(old), policy(new));
        let there = old.changes(&new);
        let back = new.changes(&old);
        for (one, other) in there.principals.iter().zip(&back.principals) {
            prop_assert_eq!((&one.gained, &one.lost), (&other.lost, &other.gained));
            prop_assert_eq!((&one.denied, &one.undenied), (&other.undenied, &other.denied));
        }
        let could = |policy: &Policy, principal, rights: &Rights| {
            let standings = policy.standings();
            rights.actions.iter().all(|action| {
                standings.get(&(principal, *action)).is_some_and(|standing| !standing.allowed.is_empty())
            })
        };
        for change in &there.principals {
            for rights in &change.gained {
                prop_assert!(could(&new, change.principal, rights), "{rights:?}");
            }
            for rights in &change.lost {
                prop_assert!(could(&old, change.principal, rights), "{rights:?}");
            }
        }
    }

    #[test]
    fn equal_rules_are_no_change(grants in any_grants()) {
        prop_assert!(policy(grants.clone()).changes(&policy(grants)).is_empty());
    }
}

#[test]
fn a_channel_or_guild_that_is_added_widens_the_right() {
    let within = |channels: &[_], guilds: &[_]| {
        vec![Grant {
            channels: Some(channels.to_vec()),
            guilds: Some(guilds.to_vec()),
            ..grant(&["balance"], &[])
        }]
    };
    let (old, new) = (within(&[OPS], &[GUILD]), within(&[OTHER_CHANNEL, OPS], &[OTHER_GUILD, GUILD]));
    let change = policy(old).changes(&policy(new));
    assert_eq!(change.principals.len(), 1);
    let gained = &change.principals[0].gained;
    assert_eq!(gained[0].extent.channels, Some(vec![OPS, OTHER_CHANNEL]));
    assert_eq!(gained[0].extent.guilds, Some(vec![GUILD, OTHER_GUILD]));
    assert!(change.principals[0].lost.is_empty());
}

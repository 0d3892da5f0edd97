//! Whom one can act as in a rehearsal.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{self, BOT_NAME, Label};
use super::places::{BESIDE, Places, once_each, unused};
use crate::config::Config;
use crate::domain::{GuildId, RoleId};

/// Somebody whom one can act as, in one of the guilds that they are in.
#[derive(Debug)]
pub(super) struct Player {
    /// The id of their account.
    pub(super) user: u64,
    /// The name of their account.
    pub(super) account: String,
    /// What they are called in this guild.
    pub(super) name: String,
    /// Who they are by the configuration.
    pub(super) what: String,
    /// The guild.
    pub(super) guild: GuildId,
    /// The roles that they hold there.
    pub(super) roles: Vec<RoleId>,
}

/// Somebody, in all the guilds that they are in.
struct Person {
    user: u64,
    what: String,
    guilds: Vec<GuildId>,
    roles: Vec<RoleId>,
}

/// Whom one can act as: for each role somebody who holds it alone, somebody who holds all of a guild, the users who are
/// named, and somebody without any role.
pub(super) fn players(config: &Config, places: &Places, comments: &BTreeMap<u64, String>) -> Vec<Player> {
    let grants = &config.policy.grants;
    let named = once_each(grants.iter().flat_map(|grant| &grant.users).copied());
    // Whoever is not named has the id of a role or a guild, which stays what it is when the file changes; another one
    // only where the file gives two things the same.
    let mut taken: BTreeSet<u64> = named.iter().map(|user| user.0).collect();
    let mut people = vec![];
    for (role, name) in &places.roles {
        people.push((
            Label::named(role.0, format!("with-{name}")),
            Person {
                user: unused(role.0, &mut taken),
                what: format!("role {role} alone"),
                guilds: places.home(*role).into_iter().collect(),
                roles: vec![*role],
            },
        ));
    }
    for guild in &places.guilds {
        let here: Vec<_> = places.roles_in(guild.id).map(|(role, _)| *role).collect();
        if here.len() > 1 {
            people.push((
                Label::named(guild.id.0, places.in_guild("with-every-role", guild.id)),
                Person {
                    user: unused(guild.id.0 ^ BESIDE, &mut taken),
                    what: "all of these roles".to_owned(),
                    guilds: vec![guild.id],
                    roles: here,
                },
            ));
        }
    }
    for user in named {
        let mut naming = grants.iter().filter(|grant| grant.users.contains(&user));
        let told: Option<Vec<_>> = naming.try_fold(vec![], |mut told, grant| {
            told.extend_from_slice(grant.guilds.as_ref()?);
            Some(told)
        });
        let holds = |guild: &GuildId| told.as_ref().is_none_or(|told| told.contains(guild));
        people.push((
            Label::of(user.0, comments, "user"),
            Person {
                user: user.0,
                what: format!("user {user}"),
                guilds: places.guilds.iter().map(|guild| guild.id).filter(holds).collect(),
                roles: vec![],
            },
        ));
    }
    for guild in &places.guilds {
        people.push((
            Label::named(guild.id.0, places.in_guild("guest", guild.id)),
            Person {
                user: unused(guild.id.0, &mut taken),
                what: "no role".to_owned(),
                guilds: vec![guild.id],
                roles: vec![],
            },
        ));
    }
    let (labels, people): (Vec<_>, Vec<_>) = people.into_iter().unzip();
    let accounts = names::told_apart(&labels, &[BOT_NAME]);
    accounts
        .into_iter()
        .zip(people)
        .flat_map(|(account, person)| in_their_guilds(places, &account, &person))
        .collect()
}

fn in_their_guilds(places: &Places, account: &str, person: &Person) -> Vec<Player> {
    let is_in_several = person.guilds.len() > 1;
    let guilds = person.guilds.iter().map(|guild| Player {
        user: person.user,
        account: account.to_owned(),
        name: if is_in_several { places.in_guild(account, *guild) } else { account.to_owned() },
        what: match places.guilds.as_slice() {
            [_] => person.what.clone(),
            _ => format!("{} in {}", person.what, places.guild_name(*guild)),
        },
        guild: *guild,
        roles: person.roles.clone(),
    });
    guilds.collect()
}

//! Whether the people, the channels and the servers that grants name are there.

use std::collections::BTreeSet;

use super::online::{Finding, Inside, Seen, Weight, deadline, in_words, shown};
use crate::config::Config;
use crate::discord::rest::{Rest, RestErrorKind};
use crate::domain::grant::{Grant, ServerGlobs};
use crate::domain::{AccountName, GuildId};

/// The servers of an account.
pub(super) struct Servers {
    pub(super) account: AccountName,
    /// By what patterns are compared with: each one's name and its reference; `None`: they could not be read.
    pub(super) called: Option<Vec<String>>,
}

/// What is said of an id; `None`: it was not found, and may be in a guild that could not be read.
type Looked = (u64, Option<Finding>);

/// Looks at everything that grants name at Discord.
pub(super) async fn look_at_grants(config: &Config, seen: &[Seen], rest: &Rest) -> Vec<Finding> {
    let (mut findings, mut told, mut missing) = (vec![], BTreeSet::new(), BTreeSet::new());
    for grant in &config.policy.grants {
        let holds = |seen: &&Seen| grant.guilds.as_ref().is_none_or(|guilds| guilds.contains(&seen.id));
        let here: Vec<&Seen> = seen.iter().filter(holds).collect();
        let mut looked = look_at_roles(grant, &here, seen);
        looked.extend(look_at_channels(grant, &here, seen));
        looked.extend(look_at_users(grant, &here, rest).await);
        for (id, finding) in looked {
            match finding {
                // What is right in one grant is right in all; what is wrong has to be mended in each.
                Some(finding) if finding.is_problem() || told.insert(id) => findings.push(finding),
                Some(_) => {}
                None => drop(missing.insert(id)),
            }
        }
    }
    if !missing.is_empty() {
        let ids: Vec<_> = missing.iter().map(ToString::to_string).collect();
        let text = format!(
            "{} may be in a guild that could not be read: mend that first, and check again",
            ids.join(", ")
        );
        findings.push(Finding::new(Weight::Note, "grants", text));
    }
    findings
}

/// What is said of an id that no guild has which could be read.
fn absent(about: String, here: &[&Seen], text: &str) -> Option<Finding> {
    here.iter().all(|seen| seen.inside.is_some()).then(|| Finding::new(Weight::Problem, about, text))
}

/// What is said of an id that is there, in a guild for which its grant does not hold.
fn astray(about: String, guild: GuildId) -> Option<Finding> {
    let text = format!(
        "it is in guild {guild}, where its grant does not hold: name that guild in the grant's guilds, or what is meant here"
    );
    Some(Finding::new(Weight::Problem, about, text))
}

/// The guild that has a role or a channel.
fn home(seen: &[Seen], has: impl Fn(&Inside) -> bool) -> Option<GuildId> {
    seen.iter().find(|seen| seen.inside.as_ref().is_some_and(&has)).map(|seen| seen.id)
}

/// Whether its roles exist, and are roles that somebody gives to people.
fn look_at_roles(grant: &Grant, here: &[&Seen], seen: &[Seen]) -> Vec<Looked> {
    let look = |id: u64| {
        let about = format!("role {id} (line {})", grant.line);
        let found = here.iter().find_map(|seen| {
            let role = seen.inside.as_ref()?.roles.iter().find(|role| role.id == id.to_string())?;
            Some((seen.id, role))
        });
        match found {
            Some((guild, found)) if guild.0 == id || found.name == "@everyone" => {
                let text = "this is @everyone, so that everybody has it: name a role that only the right people have";
                Some(Finding::new(Weight::Problem, about, text))
            }
            Some((_, found)) if found.managed => {
                let text = format!(
                    "{} belongs to an app or to boosters, which decide who has it: name a role of your own",
                    shown(&found.name)
                );
                Some(Finding::new(Weight::Warning, about, text))
            }
            Some((guild, found)) => {
                let text = format!("this is {} of guild {guild}", shown(&found.name));
                Some(Finding::new(Weight::Fine, about, text))
            }
            None => {
                let has = |inside: &Inside| inside.roles.iter().any(|role| role.id == id.to_string());
                match home(seen, has) {
                    Some(guild) => astray(about, guild),
                    None => absent(
                        about,
                        here,
                        "no guild of its grant has this role: it was deleted, or the id is wrong; correct it there",
                    ),
                }
            }
        }
    };
    grant.roles.iter().map(|role| (role.0, look(role.0))).collect()
}

/// Whether the channels that it holds in exist, and are such as commands can be used in.
fn look_at_channels(grant: &Grant, here: &[&Seen], seen: &[Seen]) -> Vec<Looked> {
    let look = |id: u64| {
        let about = format!("channel {id} (grant of line {})", grant.line);
        let found = here.iter().find_map(|seen| {
            let channel =
                seen.inside.as_ref()?.channels.iter().find(|channel| channel.id == id.to_string())?;
            Some((seen.id, channel))
        });
        match found {
            Some((_, found)) if found.is_category() => {
                let text = format!(
                    "{} is a category, in which no command is used: name the channels in it",
                    shown(&found.name)
                );
                Some(Finding::new(Weight::Problem, about, text))
            }
            Some((guild, found)) => {
                let text = format!("this is {} of guild {guild}", shown(&found.name));
                Some(Finding::new(Weight::Fine, about, text))
            }
            None => {
                let has =
                    |inside: &Inside| inside.channels.iter().any(|channel| channel.id == id.to_string());
                match home(seen, has) {
                    Some(guild) => astray(about, guild),
                    None => absent(
                        about,
                        here,
                        "no guild of its grant has this channel, so that it holds nowhere there: it was deleted, is a thread, \
                 or the id is wrong; correct it there",
                    ),
                }
            }
        }
    };
    grant.channels.iter().flatten().map(|channel| (channel.0, look(channel.0))).collect()
}

/// Whether the people that it names are there.
async fn look_at_users(grant: &Grant, here: &[&Seen], rest: &Rest) -> Vec<Looked> {
    let mut findings = vec![];
    for user in &grant.users {
        let about = format!("user {user} (line {})", grant.line);
        let mut finding = None;
        for seen in here.iter().filter(|seen| seen.inside.is_some()) {
            let member =
                rest.guild_member::<serde::de::IgnoredAny>(seen.id.0.into(), user.0.into(), deadline());
            finding = match member.await {
                Ok(_) => {
                    let text = format!("this is a member of guild {}", seen.id);
                    Some(Finding::new(Weight::Fine, &about, text))
                }
                Err(error) if matches!(error.kind, RestErrorKind::NotFound(_)) => continue,
                Err(error) => {
                    let text = format!("whether they are there cannot be read: {}", in_words(&error));
                    Some(Finding::new(Weight::Warning, &about, text))
                }
            };
            break;
        }
        let finding = finding.or_else(|| {
            absent(
                about,
                here,
                "nobody in a guild of its grant has this id: they left, or the id is wrong; correct it there",
            )
        });
        findings.push((user.0, finding));
    }
    findings
}

/// Whether there is a server for each pattern of a grant.
pub(super) fn look_at_servers(config: &Config, servers: &[Servers]) -> Vec<Finding> {
    let mut findings = vec![];
    for grant in &config.policy.grants {
        let meant = |servers: &&Servers| {
            grant.accounts.as_ref().is_none_or(|accounts| accounts.contains(&servers.account))
        };
        let called: Option<Vec<&String>> = servers
            .iter()
            .filter(meant)
            .map(|servers| servers.called.as_ref())
            .collect::<Option<Vec<_>>>()
            .map(|called| called.into_iter().flatten().collect());
        // Where one account's servers could not be read, which has been told, they may be there.
        let Some(called) = called else { continue };
        for pattern in grant.servers.iter().flat_map(ServerGlobs::patterns) {
            let fits = ServerGlobs::new(vec![pattern.clone()])
                .is_ok_and(|glob| called.iter().any(|called| glob.matches(called)));
            if !fits {
                let text = format!(
                    "no server of its accounts is called so today: {} is compared with names and with references such \
                     as shop/42, which `/vps list` shows",
                    shown(pattern)
                );
                let about = format!("servers (grant of line {})", grant.line);
                findings.push(Finding::new(Weight::Warning, about, text));
            }
        }
    }
    findings
}

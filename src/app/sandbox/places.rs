//! The guilds of a rehearsed configuration, with the roles and channels that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::homes::{Homes, Thing};
use super::names::{self, BOT_NAME, Label};
use crate::config::Config;
use crate::domain::event::Relay;
use crate::domain::{ChannelId, GuildId, RoleId};

/// By which bit ids that the configuration cannot name differ from their guild's: one that no two things made within the
/// same minutes differ by.
pub(super) const BESIDE: u64 = 1 << 40;
/// The name of the channels that no configuration names.
pub(super) const ELSEWHERE: &str = "elsewhere";

/// How many things are told of whose guild the file leaves open.
const SHOWN: usize = 20;

/// The guilds, and what is in which.
#[derive(Debug)]
pub(super) struct Places {
    /// The guilds, in the order of the file.
    pub(super) guilds: Vec<RehearsedGuild>,
    /// The roles that are named, in the order of the file, with their names.
    pub(super) roles: Vec<(RoleId, String)>,
    /// The channels that are named, each with a name that says what for.
    pub(super) channels: Vec<(ChannelId, String)>,
    homes: Homes,
}

/// A guild.
#[derive(Debug)]
pub(super) struct RehearsedGuild {
    pub(super) id: GuildId,
    pub(super) name: String,
    /// A channel that the configuration does not name.
    pub(super) elsewhere: ChannelId,
}

impl Places {
    /// The places of a configuration; the comments name some of them.
    pub(super) fn of(config: &Config, comments: &BTreeMap<u64, String>) -> Self {
        let roles = roles(config, comments);
        let channels = channels(config, comments);
        let guilds = guilds(config, comments, &channels);
        let things = roles.iter().map(|(role, _)| Thing::Role(*role));
        let things = things.chain(channels.iter().map(|(channel, _)| Thing::Channel(*channel)));
        let homes = Homes::of(config, &things.collect::<Vec<_>>());
        Places { guilds, roles, channels, homes }
    }

    /// A name that says in which of several guilds it is.
    pub(super) fn in_guild(&self, name: &str, guild: GuildId) -> String {
        match self.guilds.as_slice() {
            [_] => name.to_owned(),
            _ => format!("{name}-in-{}", self.guild_name(guild)),
        }
    }

    /// The name of a guild.
    pub(super) fn guild_name(&self, id: GuildId) -> &str {
        self.guilds.iter().find(|guild| guild.id == id).map_or("no guild", |guild| &guild.name)
    }

    /// The guild of a role.
    pub(super) fn home(&self, role: RoleId) -> Option<GuildId> {
        self.homes.home(Thing::Role(role))
    }

    /// The roles of a guild.
    pub(super) fn roles_in(&self, guild: GuildId) -> impl Iterator<Item = &(RoleId, String)> {
        self.roles.iter().filter(move |(role, _)| self.home(*role) == Some(guild))
    }

    /// The channels of a guild that are named.
    pub(super) fn channels_in(&self, guild: GuildId) -> impl Iterator<Item = &(ChannelId, String)> {
        self.channels
            .iter()
            .filter(move |(channel, _)| self.homes.home(Thing::Channel(*channel)) == Some(guild))
    }

    /// Which roles and channels are in a guild that the file does not tell, or tells in two ways; nothing when it tells all.
    pub(super) fn guesses(&self) -> Option<String> {
        let roles = self.roles.iter().map(|(role, name)| (Thing::Role(*role), format!("@{name}")));
        let channels =
            self.channels.iter().map(|(channel, name)| (Thing::Channel(*channel), format!("#{name}")));
        let guessed = roles.chain(channels).filter(|(thing, _)| self.homes.is_guessed(*thing));
        let mut guessed: Vec<_> = guessed
            .filter_map(|(thing, name)| {
                Some(format!("{name} in {}", self.guild_name(self.homes.home(thing)?)))
            })
            .collect();
        if let Some(more @ 1..) = guessed.len().checked_sub(SHOWN) {
            guessed.truncate(SHOWN);
            guessed.push(format!("{more} more"));
        }
        (!guessed.is_empty()).then(|| {
            format!(
                "The file leaves open in which guild these are, so this is a guess: {}.\n\
                 A grant for one of them with `guilds = [...]` tells it.",
                guessed.join(", ")
            )
        })
    }
}

fn roles(config: &Config, comments: &BTreeMap<u64, String>) -> Vec<(RoleId, String)> {
    let granted = config.policy.grants.iter().flat_map(|grant| &grant.roles);
    let mentioned = config.relays.iter().flat_map(|relay| &relay.mention_roles);
    let roles = once_each(granted.chain(mentioned).copied());
    let labels: Vec<_> = roles.iter().map(|role| Label::of(role.0, comments, "role")).collect();
    roles.into_iter().zip(names::told_apart(&labels, &[BOT_NAME])).collect()
}

fn channels(config: &Config, comments: &BTreeMap<u64, String>) -> Vec<(ChannelId, String)> {
    let Config { policy, relays, watch, .. } = config;
    let granted = policy.grants.iter().filter_map(|grant| grant.channels.as_ref()).flatten();
    let granted = granted.map(|channel| (*channel, "commands".to_owned()));
    let relayed = relays.iter().map(|relay| (relay.channel, subject(relay)));
    let fallback = watch.fallback_channel.map(|channel| (channel, "fallback".to_owned()));
    let audit = policy.audit_channel.map(|channel| (channel, "audit".to_owned()));
    let mut known = BTreeSet::new();
    let (mut channels, mut labels) = (vec![], vec![]);
    for (channel, what) in granted.chain(relayed).chain(fallback).chain(audit) {
        if known.insert(channel) {
            channels.push(channel);
            labels.push(Label::of(channel.0, comments, &what));
        }
    }
    channels.into_iter().zip(names::told_apart(&labels, &[ELSEWHERE])).collect()
}

fn guilds(
    config: &Config,
    comments: &BTreeMap<u64, String>,
    channels: &[(ChannelId, String)],
) -> Vec<RehearsedGuild> {
    let ids = &config.discord.guilds;
    let labels: Vec<_> = ids.iter().map(|id| Label::of(id.0, comments, "guild")).collect();
    let mut taken = channels.iter().map(|(channel, _)| channel.0).collect();
    let guilds = ids.iter().zip(names::told_apart(&labels, &[])).map(|(id, name)| RehearsedGuild {
        id: *id,
        name,
        // The guild's own id may be that of its oldest channel.
        elsewhere: ChannelId(unused(id.0 ^ BESIDE, &mut taken)),
    });
    guilds.collect()
}

/// The id that is wanted, or another one where that is taken; taken from now on.
pub(super) fn unused(wanted: u64, taken: &mut BTreeSet<u64>) -> u64 {
    let others = (1..24).map(|bit| wanted ^ (BESIDE << bit));
    let id = std::iter::once(wanted).chain(others).find(|id| !taken.contains(id)).unwrap_or(wanted);
    taken.insert(id);
    id
}

/// What a relay's events are about, in a word.
fn subject(relay: &Relay) -> String {
    let first = relay.events.first().map(ToString::to_string).unwrap_or_default();
    match first.split('.').next() {
        Some(subject) if subject != "*" => subject.to_owned(),
        _ => "events".to_owned(),
    }
}

/// Everything that comes, where it comes first.
pub(super) fn once_each<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = vec![];
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

//! In which guild everything is that a configuration names: a role and a channel are in one each, which the file says only
//! in part.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::domain::{ChannelId, GuildId, RoleId};

/// Something that is in one guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Role(RoleId),
    Channel(ChannelId),
}

/// Where everything is.
#[derive(Debug)]
pub(super) struct Homes {
    homes: BTreeMap<Thing, GuildId>,
    /// What the file leaves open or tells in two ways.
    guessed: BTreeSet<Thing>,
}

impl Homes {
    /// Finds out where the things are: where a grant with guilds says that they are, or else with what is named together
    /// with them.
    pub(super) fn of(config: &Config, things: &[Thing]) -> Self {
        let mut search = Search::new(config, things);
        while let Some((thing, guild)) = search.next(things) {
            search.possible.insert(thing, vec![guild]);
        }
        let homes = search.possible.into_iter();
        let homes = homes.filter_map(|(thing, guilds)| Some((thing, *guilds.first()?))).collect();
        Homes { homes, guessed: search.guessed }
    }

    /// The guild of a thing.
    pub(super) fn home(&self, thing: Thing) -> Option<GuildId> {
        self.homes.get(&thing).copied()
    }

    /// Whether the file leaves it open where the thing is, or tells it in two ways.
    pub(super) fn is_guessed(&self, thing: Thing) -> bool {
        self.guessed.contains(&thing)
    }
}

struct Search {
    /// The guilds where each thing can be; a single one where that is known.
    possible: BTreeMap<Thing, Vec<GuildId>>,
    /// Roles and the channels that they are named with: they can be used only where both are in the same guild.
    together: Vec<[Vec<Thing>; 2]>,
    guessed: BTreeSet<Thing>,
}

impl Search {
    fn new(config: &Config, things: &[Thing]) -> Self {
        let everywhere = &config.discord.guilds;
        let mut search = Search {
            possible: things.iter().map(|thing| (*thing, everywhere.clone())).collect(),
            together: vec![],
            guessed: BTreeSet::new(),
        };
        for grant in &config.policy.grants {
            let both = both(&grant.roles, grant.channels.as_deref().unwrap_or_default());
            if let Some(told) = &grant.guilds {
                both.iter().flatten().for_each(|thing| search.narrow(*thing, told));
            }
            search.together.push(both);
        }
        for relay in &config.relays {
            search.together.push(both(&relay.mention_roles, &[relay.channel]));
        }
        search
    }

    fn narrow(&mut self, thing: Thing, told: &[GuildId]) {
        let Some(possible) = self.possible.get_mut(&thing) else { return };
        let left: Vec<_> = possible.iter().copied().filter(|guild| told.contains(guild)).collect();
        if left.is_empty() {
            self.guessed.insert(thing);
        } else {
            *possible = left;
        }
    }

    /// Where the thing can be: nowhere when it is not looked for.
    fn possible(&self, thing: Thing) -> &[GuildId] {
        self.possible.get(&thing).map(Vec::as_slice).unwrap_or_default()
    }

    /// The next thing that follows from what is known, or else the first that has to be guessed, and its guild.
    fn next(&mut self, things: &[Thing]) -> Option<(Thing, GuildId)> {
        let open: Vec<_> = things.iter().copied().filter(|thing| self.possible(*thing).len() > 1).collect();
        let mut clues = open.iter().map(|thing| (*thing, self.clues(*thing)));
        let follows = clues.find(|(_, clues)| !clues.is_empty());
        let (thing, clues) = match follows {
            Some(follows) => follows,
            None => (*open.first()?, vec![]),
        };
        let guild = clues.first().or(self.possible(thing).first()).copied()?;
        if clues.is_empty() || clues.iter().any(|other| *other != guild) {
            self.guessed.insert(thing);
        }
        Some((thing, guild))
    }

    /// Where the things are known to be that are named together with this one, as far as it can be there.
    fn clues(&self, thing: Thing) -> Vec<GuildId> {
        let beside = self.together.iter().flat_map(|[roles, channels]| match thing {
            Thing::Role(_) if roles.contains(&thing) => channels.as_slice(),
            Thing::Channel(_) if channels.contains(&thing) => roles.as_slice(),
            _ => &[],
        });
        let known = beside.filter_map(|other| match self.possible(*other) {
            [guild] => Some(*guild),
            _ => None,
        });
        known.filter(|guild| self.possible(thing).contains(guild)).collect()
    }
}

fn both(roles: &[RoleId], channels: &[ChannelId]) -> [Vec<Thing>; 2] {
    [roles.iter().copied().map(Thing::Role).collect(), channels.iter().copied().map(Thing::Channel).collect()]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config;

    const FIRST: GuildId = GuildId(111_111_111_111_111_111);
    const SECOND: GuildId = GuildId(111_111_111_111_111_112);

    /// The guild of each thing of the rules, with a question mark where it is guessed.
    fn found(rules: &str, things: &[Thing]) -> Vec<(u64, &'static str)> {
        let text = format!(
            "[discord]\ntoken = {{ env = \"DISCORD_TOKEN\" }}\nguilds = [\"{FIRST}\", \"{SECOND}\"]\n{rules}"
        );
        let config = config::parse_without_secrets(Path::new("my.toml"), &text).unwrap().config;
        let homes = Homes::of(&config, things);
        let told = |thing: &Thing| {
            let (Thing::Role(RoleId(id)) | Thing::Channel(ChannelId(id))) = thing;
            let place = match (homes.home(*thing).unwrap() == FIRST, homes.is_guessed(*thing)) {
                (true, false) => "first",
                (true, true) => "first?",
                (false, false) => "second",
                (false, true) => "second?",
            };
            (id % 10, place)
        };
        things.iter().map(told).collect()
    }

    fn role(end: u64) -> Thing {
        Thing::Role(RoleId(222_222_222_222_222_220 + end))
    }

    fn channel(end: u64) -> Thing {
        Thing::Channel(ChannelId(444_444_444_444_444_440 + end))
    }

    #[test]
    fn a_channel_is_where_the_people_are_that_may_use_it_or_are_pinged_there() {
        let rules = r#"
            [[grants]]
            roles = ["222222222222222221"]
            guilds = ["111111111111111112"]
            allow = ["vps.list"]
            [[grants]]
            roles = ["222222222222222221"]
            channels = ["444444444444444442"]
            allow = ["ticket.list"]
            [[relays]]
            events = ["ticket.*"]
            channel = "444444444444444443"
            mention_roles = ["222222222222222221"]
            [[grants]]
            roles = ["222222222222222224"]
            channels = ["444444444444444443"]
            allow = ["ticket.list"]
        "#;
        let things = [role(1), channel(2), channel(3), role(4)];
        assert_eq!(found(rules, &things), [(1, "second"), (2, "second"), (3, "second"), (4, "second")]);
    }

    #[test]
    fn what_the_file_leaves_open_or_tells_in_two_ways_is_known_to_be_guessed() {
        let rules = r#"
            [[grants]]
            roles = ["222222222222222221"]
            allow = ["vps.list"]
            [[grants]]
            roles = ["222222222222222222"]
            guilds = ["111111111111111112"]
            allow = ["vps.list"]
            [[grants]]
            roles = ["222222222222222222"]
            guilds = ["111111111111111111"]
            allow = ["ticket.list"]
            [[grants]]
            roles = ["222222222222222223"]
            guilds = ["111111111111111111"]
            allow = ["ticket.list"]
            [[grants]]
            roles = ["222222222222222222", "222222222222222223"]
            channels = ["444444444444444444"]
            allow = ["order.list"]
            [[relays]]
            events = ["ticket.*"]
            channel = "444444444444444445"
            mention_roles = ["222222222222222221"]
        "#;
        let things = [role(1), role(2), role(3), channel(4), channel(5)];
        assert_eq!(
            found(rules, &things),
            // The last one is where those are that it pings, wherever that is.
            [(1, "first?"), (2, "second?"), (3, "first"), (4, "second?"), (5, "first")]
        );
    }
}

//! A configuration of one's own between simulators: the same accounts, grants and relays, and nothing of what they lead to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::tries::{Player, Tries};
use crate::config::{self, Config, Fault, Faults, Loaded};
use crate::domain::event::Relay;
use crate::domain::{AccountName, ChannelId, Grant, GuildId, RoleId};
use crate::sandbox::discord::permissions::bits;
use crate::sandbox::discord::world::{BOT, Guild, User, World};
use crate::sandbox::page::Beginning;

/// Who owns the guilds and is nowhere else.
const OWNER: u64 = 900_000_000_000_000_002;
/// By which bit ids that the configuration cannot name differ from their guild's: one that no two things made within the
/// same minutes differ by.
const BESIDE: u64 = 1 << 40;
/// How often the providers are looked at, so that what happens there is soon seen to be told.
const INTERVAL: Duration = Duration::from_secs(4);
/// The name of the channel that stands for all that are not named.
const ELSEWHERE: &str = "elsewhere";
/// How many members the greeting shows.
const SHOWN: usize = 20;
/// The longest name that a comment gives.
const LONGEST_NAME: usize = 32;

/// A configuration that is to be rehearsed.
#[derive(Debug)]
pub(super) struct Rehearsal {
    /// Its file.
    pub(super) path: PathBuf,
    /// What it says; its secrets were not read.
    pub(super) config: Config,
    /// What in it is probably not what was meant.
    pub(super) warnings: Vec<Fault>,
    names: BTreeMap<u64, String>,
}

impl Rehearsal {
    /// Reads a configuration; neither the environment nor any file that it names is looked at.
    ///
    /// # Errors
    /// When it has faults.
    pub(super) fn read(path: &Path) -> Result<Self, Faults> {
        let text = config::read_text(path)?;
        let Loaded { mut config, warnings } = config::parse_without_secrets(path, &text)?;
        config.watch.interval = config.watch.interval.min(INTERVAL);
        Ok(Rehearsal { path: path.to_owned(), config, warnings, names: names(&text) })
    }

    /// Names of servers that the grants for the account are narrowed to, so that these are for something.
    pub(super) fn servers(&self, account: &AccountName) -> Vec<String> {
        let grants = self.config.policy.grants.iter();
        let narrowed = grants
            .filter(|grant| grant.accounts.as_ref().is_none_or(|accounts| accounts.contains(account)))
            .filter_map(|grant| grant.servers.as_ref());
        let is_plain = |name: &String| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        let names = narrowed.flat_map(|globs| globs.patterns()).map(|glob| glob.replace(['*', '?'], "1"));
        once_each(names.filter(is_plain))
    }

    /// A Discord with the guilds, channels, roles and people that the configuration names.
    pub(super) fn world(&self) -> World {
        let mut world = World::default();
        world.add_user(user(BOT, "hostmaster", true));
        let players = self.players();
        let channels = self.channels();
        for id in &self.config.discord.guilds {
            let name = self.name(id.0).unwrap_or_else(|| format!("Guild {}", tail(id.0)));
            let mut guild = Guild::new(id.0, &name, OWNER);
            guild.add_role(BOT, "hostmaster", bits::BOT);
            guild.add_member(BOT, &[BOT]);
            for role in self.roles().into_iter().filter(|role| self.home_of_role(*role) == *id) {
                guild.add_role(role.0, &self.role_name(role), 0);
            }
            for role in guild.roles.values_mut() {
                role.managed = role.id == BOT;
                role.mentionable = ![BOT, id.0].contains(&role.id);
            }
            for player in players.iter().filter(|player| player.guild == *id) {
                world.users.entry(player.user).or_insert_with(|| user(player.user, &player.name, false));
                let roles: Vec<_> = player.roles.iter().map(|role| role.0).collect();
                guild.add_member(player.user, &roles);
            }
            for (channel, name) in &channels {
                if self.home_of_channel(*channel) == *id {
                    guild.add_channel(channel.0, name).topic =
                        Some(format!("Channel {channel} of the configuration"));
                }
            }
            guild.add_channel(elsewhere(*id).0, ELSEWHERE).topic =
                Some("A channel that the configuration does not name".into());
            world.guilds.insert(id.0, guild);
        }
        world
    }

    /// Whom one can act as: for each role somebody who holds it alone, somebody who holds all of a guild, the users who are
    /// named, and somebody without any role.
    pub(super) fn players(&self) -> Vec<Player> {
        let roles = self.roles();
        // A role's id is no user's, and stays what it is when the file changes.
        let mut players: Vec<_> = roles
            .iter()
            .map(|role| Player {
                user: role.0,
                name: format!("with-{}", self.role_name(*role)),
                what: format!("role {role} alone"),
                guild: self.home_of_role(*role),
                roles: vec![*role],
            })
            .collect();
        for guild in &self.config.discord.guilds {
            let here = roles.iter().copied().filter(|role| self.home_of_role(*role) == *guild);
            let here: Vec<_> = here.collect();
            if here.len() > 1 {
                let what = "all of these roles".to_owned();
                players.push(Player {
                    user: guild.0 ^ BESIDE,
                    name: "with-every-role".to_owned(),
                    what,
                    guild: *guild,
                    roles: here,
                });
            }
        }
        let grants = &self.config.policy.grants;
        for named in once_each(grants.iter().flat_map(|grant| &grant.users).copied()) {
            let name = self.name(named.0).unwrap_or_else(|| format!("user-{}", tail(named.0)));
            let guild = self.home(|grant| grant.users.contains(&named));
            players.push(Player { user: named.0, name, what: format!("user {named}"), guild, roles: vec![] });
        }
        for guild in &self.config.discord.guilds {
            let what = "no role".to_owned();
            players.push(Player {
                user: guild.0,
                name: "guest".to_owned(),
                what,
                guild: *guild,
                roles: vec![],
            });
        }
        players
    }

    /// What somebody may try first, and the name of the channel where they may.
    pub(super) fn first_try(&self, player: &Player) -> (&'static str, String) {
        let channels = self.channels_of(player.guild);
        let ids: Vec<_> = channels.iter().map(|(id, _)| *id).collect();
        let (command, channel) = Tries::new(&self.config).first(player, &ids);
        let name = channels.into_iter().find(|(id, _)| Some(*id) == channel).map(|(_, name)| name);
        (command, name.unwrap_or_default())
    }

    /// What everybody may begin with on the page.
    pub(super) fn beginnings(&self) -> Vec<Beginning> {
        let tries = Tries::new(&self.config);
        let beginnings = self.players().into_iter().map(|player| {
            let channels: Vec<_> = self.channels_of(player.guild).into_iter().map(|(id, _)| id).collect();
            tries.beginning(&player, &channels, None)
        });
        beginnings.collect()
    }

    /// What to read after the start: what this is, and whom one can act as.
    pub(super) fn greeting(&self) -> String {
        let players = self.players();
        let width = players.iter().map(|player| player.name.chars().count()).max().unwrap_or(0);
        let mut text = format!(
            "It rehearses {}: its accounts, grants and relays, with everything that they lead to simulated. No secret was\n\
             read, and no provider and no Discord is asked. Every channel can be seen by everybody here.\n\
             \n\
             Act as one of these, and try first:\n",
            self.path.display()
        );
        for player in players.iter().take(SHOWN) {
            let (command, channel) = self.first_try(player);
            let Player { name, what, .. } = player;
            text.push_str(&format!("  {name:width$}  {what}: {command} in #{channel}\n"));
        }
        if let Some(more @ 1..) = players.len().checked_sub(SHOWN) {
            text.push_str(&format!("  and {more} more\n"));
        }
        text.push_str(&format!(
            "\nProviders are looked at every {} s, so that what happens there is soon told. After a change of the file,\n\
             `kill -HUP {}` takes it over.\n",
            self.config.watch.interval.as_secs(),
            std::process::id()
        ));
        text
    }

    /// The roles that are named, in the order of the file.
    fn roles(&self) -> Vec<RoleId> {
        let granted = self.config.policy.grants.iter().flat_map(|grant| &grant.roles);
        let mentioned = self.config.relays.iter().flat_map(|relay| &relay.mention_roles);
        once_each(granted.chain(mentioned).copied())
    }

    fn role_name(&self, role: RoleId) -> String {
        self.name(role.0).unwrap_or_else(|| format!("role-{}", tail(role.0)))
    }

    /// The channels that are named, each with a name that says what for.
    fn channels(&self) -> Vec<(ChannelId, String)> {
        let Config { policy, relays, watch, .. } = &self.config;
        let granted = policy.grants.iter().filter_map(|grant| grant.channels.as_ref()).flatten();
        let granted = granted.map(|channel| (*channel, "commands".to_owned()));
        let relayed = relays.iter().map(|relay| (relay.channel, subject(relay)));
        let fallback = watch.fallback_channel.map(|channel| (channel, "fallback".to_owned()));
        let audit = policy.audit_channel.map(|channel| (channel, "audit".to_owned()));
        let mut channels: Vec<(ChannelId, String)> = vec![];
        for (channel, what) in granted.chain(relayed).chain(fallback).chain(audit) {
            if channels.iter().all(|(known, _)| *known != channel) {
                let name = self.name(channel.0).unwrap_or_else(|| format!("{what}-{}", tail(channel.0)));
                channels.push((channel, name));
            }
        }
        channels
    }

    /// The channels of a guild, with the one that is not named first.
    fn channels_of(&self, guild: GuildId) -> Vec<(ChannelId, String)> {
        let named =
            self.channels().into_iter().filter(|(channel, _)| self.home_of_channel(*channel) == guild);
        [(elsewhere(guild), ELSEWHERE.to_owned())].into_iter().chain(named).collect()
    }

    /// The guild that a thing is in, as far as a grant with guilds tells; the first one where none does.
    fn home(&self, names: impl Fn(&Grant) -> bool) -> GuildId {
        let told = self.config.policy.grants.iter().filter(|grant| names(grant));
        let told = told.filter_map(|grant| grant.guilds.as_ref()?.first()).next();
        told.or(self.config.discord.guilds.first()).copied().unwrap_or(GuildId(0))
    }

    fn home_of_role(&self, role: RoleId) -> GuildId {
        self.home(|grant| grant.roles.contains(&role))
    }

    fn home_of_channel(&self, channel: ChannelId) -> GuildId {
        self.home(|grant| grant.channels.as_ref().is_some_and(|channels| channels.contains(&channel)))
    }

    fn name(&self, id: u64) -> Option<String> {
        self.names.get(&id).cloned()
    }
}

/// A channel that the configuration does not name; the guild's own id may be that of its oldest channel.
fn elsewhere(guild: GuildId) -> ChannelId {
    ChannelId(guild.0 ^ BESIDE)
}

/// What a relay's events are about, in a word.
fn subject(relay: &Relay) -> String {
    let first = relay.events.first().map(ToString::to_string).unwrap_or_default();
    match first.split('.').next() {
        Some(subject) if subject != "*" => subject.to_owned(),
        _ => "events".to_owned(),
    }
}

fn user(id: u64, name: &str, bot: bool) -> User {
    User { id, name: name.to_owned(), display_name: name.to_owned(), locale: "en-US".to_owned(), bot }
}

/// The end of an id, by which its owner knows it.
fn tail(id: u64) -> String {
    format!("{:04}", id % 10_000)
}

/// The names that comments give to ids: a word or two behind the only id of a line, such as `# operators`.
fn names(text: &str) -> BTreeMap<u64, String> {
    let mut names = BTreeMap::new();
    for (code, comment) in text.lines().filter_map(|line| line.split_once('#')) {
        let mut ids = code.split(['"', '\'']).filter_map(|part| part.parse::<RoleId>().ok());
        let (Some(id), None) = (ids.next(), ids.next()) else { continue };
        let words: Vec<_> = comment.trim().trim_start_matches(['#', '@']).split_whitespace().collect();
        let is_plain = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
        let name = words.join("-").to_lowercase();
        if (1..=2).contains(&words.len())
            && words.iter().all(is_plain)
            && name.chars().count() <= LONGEST_NAME
        {
            names.entry(id.0).or_insert(name);
        }
    }
    names
}

fn once_each<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = vec![];
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_two_behind_the_only_id_of_a_line_are_its_name() {
        let text = r##"
            roles = ["222222222222222221"] # operators
            channel = '222222222222222222'  # #Billing
            roles = [
                "222222222222222223",  # Second Level
                "222222222222222224", "222222222222222225",  # both
            ]
            users = ["222222222222222226"]  # default: all that are configured
            # users = ["222222222222222227"]  # nobody
            users = ["222222222222222221"]  # again
            contact = "ask in #ops"
            users = ["222222222222222228"]  # **bold**
        "##;
        let found: Vec<_> = names(text).into_iter().map(|(id, name)| (id % 10, name)).collect();
        let named = |id: u64, name: &str| (id, name.to_owned());
        assert_eq!(found, [named(1, "operators"), named(2, "billing"), named(3, "second-level")]);
    }

    #[test]
    fn everybody_and_everything_that_is_named_is_in_one_guild() {
        let text = r##"
            [discord]
            token = { env = "DISCORD_TOKEN" }
            guilds = ["111111111111111111", "111111111111111112"]
            [[grants]]
            roles = ["222222222222222221"] # operators
            allow = ["vps.*"]
            [[grants]]
            roles = ["222222222222222222"]
            users = ["333333333333333331"]
            allow = ["balance"]
            guilds = ["111111111111111112"]
            channels = ["444444444444444441"]
            [[grants]]
            roles = ["222222222222222223"]
            allow = ["balance"]
            channels = ["444444444444444441"]
            [[relays]]
            events = ["ticket.*"]
            channel = "444444444444444442"
            mention_roles = ["222222222222222224"]
        "##;
        let Loaded { config, warnings } = config::parse_without_secrets(Path::new("my.toml"), text).unwrap();
        let rehearsal = Rehearsal { path: "my.toml".into(), config, warnings, names: names(text) };
        let world = rehearsal.world();
        let [first, second] = [111_111_111_111_111_111, 111_111_111_111_111_112].map(|id| &world.guilds[&id]);
        let members = |guild: &Guild| {
            let names = guild.members.values().filter(|member| member.user != BOT);
            let mut names: Vec<_> = names.map(|member| world.users[&member.user].name.clone()).collect();
            names.sort();
            names
        };
        assert_eq!(
            members(first),
            ["guest", "with-every-role", "with-operators", "with-role-2223", "with-role-2224"]
        );
        assert_eq!(members(second), ["guest", "user-3331", "with-role-2222"]);
        let channels = |guild: &Guild| {
            let mut names: Vec<_> = guild.channels.values().map(|channel| channel.name.clone()).collect();
            names.sort();
            names
        };
        assert_eq!(channels(first), ["elsewhere", "ticket-4442"]);
        assert_eq!(channels(second), ["commands-4441", "elsewhere"]);

        let tries = rehearsal.players().into_iter().map(|player| {
            let (command, channel) = rehearsal.first_try(&player);
            format!("{} {command} {channel}", player.name)
        });
        assert_eq!(
            tries.collect::<Vec<_>>(),
            [
                "with-operators /vps list elsewhere",
                "with-role-2222 /balance commands-4441",
                // The channel is in the other guild, where nobody has this role.
                "with-role-2223 /access whoami elsewhere",
                "with-role-2224 /access whoami elsewhere",
                "with-every-role /vps list elsewhere",
                "user-3331 /balance commands-4441",
                "guest /access whoami elsewhere",
                "guest /access whoami elsewhere",
            ]
        );
    }
}

//! A configuration of one's own between simulators: the same accounts, grants and relays, and nothing of what they lead to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::names::{self, BOT_NAME};
use super::people::{self, Player};
use super::places::{ELSEWHERE, Places, RehearsedGuild, once_each};
use super::tries::Tries;
use crate::config::{self, Config, Fault, Faults, Loaded};
use crate::domain::{AccountName, ChannelId, GuildId};
use crate::sandbox::discord::permissions::bits;
use crate::sandbox::discord::world::{BOT, Guild, GuildMember, User, World};
use crate::sandbox::page::Beginning;

/// Who owns the guilds and is nowhere else.
const OWNER: u64 = 900_000_000_000_000_002;
/// How often the providers are looked at, so that what happens there is soon seen to be told.
const INTERVAL: Duration = Duration::from_secs(4);
/// How many members the greeting shows.
const SHOWN: usize = 20;

/// A configuration that is to be rehearsed.
#[derive(Debug)]
pub(super) struct Rehearsal {
    /// Its file.
    pub(super) path: PathBuf,
    /// What it says; its secrets were not read.
    pub(super) config: Config,
    /// What in it is probably not what was meant.
    pub(super) warnings: Vec<Fault>,
    /// The guilds with what is in them.
    pub(super) places: Places,
    players: Vec<Player>,
}

impl Rehearsal {
    /// Reads a configuration; neither the environment nor any file that it names is looked at.
    ///
    /// # Errors
    /// When it has faults.
    pub(super) fn read(path: &Path) -> Result<Self, Faults> {
        let text = config::read_text(path)?;
        let loaded = config::parse_without_secrets(path, &text)?;
        let rehearsal = Rehearsal::of(path, loaded, &text);
        let faults = rehearsal.faults(&text);
        if faults.is_empty() { Ok(rehearsal) } else { Err(Faults::new(faults)) }
    }

    fn of(path: &Path, loaded: Loaded, text: &str) -> Self {
        let Loaded { mut config, warnings } = loaded;
        config.watch.interval = config.watch.interval.min(INTERVAL);
        let comments = names::in_comments(text);
        let places = Places::of(&config, &comments);
        let players = people::players(&config, &places, &comments);
        Rehearsal { path: path.to_owned(), config, warnings, places, players }
    }

    /// What cannot be rehearsed: things that have an id of the simulator's own.
    fn faults(&self, text: &str) -> Vec<Fault> {
        let grants = self.config.policy.grants.iter();
        let users = grants.flat_map(|grant| &grant.users).map(|user| user.0);
        let guilds = self.places.guilds.iter().map(|guild| guild.id.0);
        let roles = self.places.roles.iter().map(|(role, _)| role.0);
        let named: BTreeSet<u64> = users
            .chain(guilds)
            .chain(roles)
            .chain(self.places.channels.iter().map(|(channel, _)| channel.0))
            .collect();
        let own = [BOT, OWNER].into_iter().filter(|own| named.contains(own));
        let fault = |own: u64| Fault {
            file: self.path.clone(),
            line: text
                .lines()
                .position(|line| names::ids(line.split('#').next().unwrap_or_default()).any(|id| id == own))
                .map(|before| before + 1),
            column: None,
            key: String::new(),
            message: format!(
                "the simulated Discord has the id {own} for itself: write another one to rehearse this file"
            ),
        };
        own.map(fault).collect()
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
        world.add_user(user(BOT, BOT_NAME, true));
        for RehearsedGuild { id, name, elsewhere } in &self.places.guilds {
            let mut guild = Guild::new(id.0, name, OWNER);
            guild.add_role(BOT, BOT_NAME, bits::BOT);
            guild.add_member(BOT, &[BOT]);
            for (role, name) in self.places.roles_in(*id) {
                guild.add_role(role.0, name, 0);
            }
            for role in guild.roles.values_mut() {
                role.managed = role.id == BOT;
                role.mentionable = ![BOT, id.0].contains(&role.id);
            }
            for player in self.players.iter().filter(|player| player.guild == *id) {
                world.users.entry(player.user).or_insert_with(|| user(player.user, &player.account, false));
                let roles = player.roles.iter().map(|role| role.0).collect();
                let nick = Some(&player.name).filter(|name| **name != player.account).cloned();
                guild.members.insert(player.user, GuildMember { user: player.user, nick, roles });
            }
            for (channel, name) in self.places.channels_in(*id) {
                guild.add_channel(channel.0, name).topic =
                    Some(format!("Channel {channel} of the configuration"));
            }
            guild.add_channel(elsewhere.0, ELSEWHERE).topic =
                Some("A channel that the configuration does not name".into());
            world.guilds.insert(id.0, guild);
        }
        world
    }

    /// What somebody may try first, and the name of the channel where they may.
    pub(super) fn first_try(&self, player: &Player) -> (&'static str, &str) {
        let channels = self.channels_of(player.guild);
        let ids: Vec<_> = channels.iter().map(|(id, _)| *id).collect();
        let (command, channel) = Tries::new(&self.config).first(player, &ids);
        let name = channels.into_iter().find(|(id, _)| Some(*id) == channel).map(|(_, name)| name);
        (command, name.unwrap_or(ELSEWHERE))
    }

    /// What everybody may begin with on the page.
    pub(super) fn beginnings(&self) -> Vec<Beginning> {
        let tries = Tries::new(&self.config);
        let beginnings = self.players.iter().map(|player| {
            let channels: Vec<_> = self.channels_of(player.guild).into_iter().map(|(id, _)| id).collect();
            tries.beginning(player, &channels, None)
        });
        beginnings.collect()
    }

    /// The channels of a guild, with the one that is not named last.
    fn channels_of(&self, guild: GuildId) -> Vec<(ChannelId, &str)> {
        let unnamed = self.places.guilds.iter().filter(|one| one.id == guild);
        let unnamed = unnamed.map(|one| (one.elsewhere, ELSEWHERE));
        let named = self.places.channels_in(guild).map(|(channel, name)| (*channel, name.as_str()));
        named.chain(unnamed).collect()
    }

    /// What to read after the start: what this is, and whom one can act as.
    pub(super) fn greeting(&self) -> String {
        let width = self.players.iter().map(|player| player.name.chars().count()).max().unwrap_or(0);
        let mut text = format!(
            "It rehearses {}: its accounts, grants and relays, with everything that they lead to simulated. No secret was\n\
             read, and no provider and no Discord is asked. Every channel can be seen by everybody here.\n\
             \n\
             Act as one of these, and try first:\n",
            self.path.display()
        );
        for player in self.players.iter().take(SHOWN) {
            let (command, channel) = self.first_try(player);
            let Player { name, what, .. } = player;
            text.push_str(&format!("  {name:width$}  {what}: {command} in #{channel}\n"));
        }
        if let Some(more @ 1..) = self.players.len().checked_sub(SHOWN) {
            text.push_str(&format!("  and {more} more\n"));
        }
        if let Some(guesses) = self.places.guesses() {
            text.push_str(&format!("\n{guesses}\n"));
        }
        text.push_str(&format!(
            "\nProviders are looked at every {} s, so that what happens there is soon told. After a change of the file,\n\
             `kill -HUP {}` takes it over.\n",
            self.config.watch.interval.as_secs(),
            std::process::id()
        ));
        text
    }
}

fn user(id: u64, name: &str, bot: bool) -> User {
    User { id, name: name.to_owned(), display_name: name.to_owned(), locale: "en-US".to_owned(), bot }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rehearsal(text: &str) -> Rehearsal {
        let path = Path::new("my.toml");
        Rehearsal::of(path, config::parse_without_secrets(path, text).unwrap(), text)
    }

    /// The names that people have in a guild.
    fn members(world: &World, guild: u64) -> Vec<String> {
        let members = world.guilds[&guild].members.values().filter(|member| member.user != BOT);
        let name =
            |member: &GuildMember| member.nick.clone().unwrap_or(world.users[&member.user].name.clone());
        let mut names: Vec<_> = members.map(name).collect();
        names.sort();
        names
    }

    fn channels(world: &World, guild: u64) -> Vec<&str> {
        let mut names: Vec<_> =
            world.guilds[&guild].channels.values().map(|found| found.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn everybody_and_everything_that_is_named_is_where_it_is_for_something() {
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
        let rehearsal = rehearsal(text);
        let world = rehearsal.world();
        let [first, second] = [111_111_111_111_111_111, 111_111_111_111_111_112];
        assert_eq!(
            members(&world, first),
            ["guest-in-guild-1111", "with-every-role-in-guild-1111", "with-operators", "with-role-2224"]
        );
        assert_eq!(
            members(&world, second),
            [
                "guest-in-guild-1112",
                "user-3331",
                "with-every-role-in-guild-1112",
                "with-role-2222",
                "with-role-2223"
            ]
        );
        assert_eq!(channels(&world, first), ["elsewhere", "ticket-4442"]);
        assert_eq!(channels(&world, second), ["commands-4441", "elsewhere"]);
        let guesses = rehearsal.places.guesses().unwrap();
        assert!(
            guesses.contains("a guess: @operators in guild-1111, @role-2224 in guild-1111."),
            "{guesses}"
        );

        let tries = rehearsal.players.iter().map(|player| {
            let (command, channel) = rehearsal.first_try(player);
            format!("{} {command} {channel}", player.name)
        });
        assert_eq!(
            tries.collect::<Vec<_>>(),
            [
                "with-operators /vps list ticket-4442",
                "with-role-2222 /balance commands-4441",
                "with-role-2223 /balance commands-4441",
                "with-role-2224 /access whoami ticket-4442",
                "with-every-role-in-guild-1111 /vps list ticket-4442",
                "with-every-role-in-guild-1112 /balance commands-4441",
                "user-3331 /balance commands-4441",
                "guest-in-guild-1111 /access whoami ticket-4442",
                "guest-in-guild-1112 /access whoami commands-4441",
            ]
        );
    }

    #[test]
    fn what_has_the_same_name_or_the_same_id_is_there_and_can_be_told_apart() {
        let text = r##"
            [discord]
            token = { env = "DISCORD_TOKEN" }
            guilds = [
                "111111111111111111", # main
                "111111111111111112", # other
            ]
            [[grants]]
            roles = ["222222222222222221"] # ops
            guilds = ["111111111111111111"]
            channels = ["444444444444444441"] # ops
            allow = ["vps.*"]
            [[grants]]
            roles = ["222222222222222222"] # ops
            guilds = ["111111111111111111"]
            channels = ["444444444444444442"] # ops
            allow = ["vps.*"]
            [[grants]]
            users = ["333333333333333331"] # boss
            allow = ["balance"]
            [[grants]]
            users = ["333333333333333332"] # hostmaster
            guilds = ["111111111111111112"]
            allow = ["balance"]
            [[grants]]
            # The id of a role.
            users = ["222222222222222221"]
            guilds = ["111111111111111111"]
            allow = ["invoice.list"]
        "##;
        let rehearsal = rehearsal(text);
        let world = rehearsal.world();
        let [first, second] = [111_111_111_111_111_111, 111_111_111_111_111_112];
        assert_eq!(
            members(&world, first),
            [
                "boss-in-main",
                "guest-in-main",
                "ops",
                "with-every-role-in-main",
                "with-ops-2221",
                "with-ops-2222"
            ]
        );
        assert_eq!(members(&world, second), ["boss-in-other", "guest-in-other", "hostmaster-3332"]);
        assert_eq!(channels(&world, first), ["elsewhere", "ops-4441", "ops-4442"]);
        let boss = world.guilds[&second].members[&333_333_333_333_333_331].user;
        assert_eq!(world.users[&boss].name, "boss");
        let with_ops = rehearsal.players.iter().find(|player| player.name == "with-ops-2221").unwrap();
        let member = &world.guilds[&first].members[&with_ops.user];
        assert_eq!(member.roles, [222_222_222_222_222_221]);
        assert_eq!(world.guilds[&first].members[&222_222_222_222_222_221].roles, [0; 0]);
        assert_eq!(rehearsal.places.guesses(), None);
        assert!(rehearsal.greeting().contains("user 333333333333333331 in other: /balance in #elsewhere"));
    }

    #[test]
    fn an_id_of_the_simulators_own_is_a_fault_of_its_line() {
        let text = "[discord]\ntoken = { env = \"DISCORD_TOKEN\" }\nguilds = [\"111111111111111111\"]\n\
                    [[grants]]\nroles = [\"900000000000000001\"]\nallow = [\"balance\"]\n";
        let faults = rehearsal(text).faults(text);
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1);
        assert!(
            told[0].starts_with("my.toml:5: the simulated Discord has the id 900000000000000001"),
            "{told:?}"
        );
        let other = text.replace("900000000000000001", "900000000000000003");
        assert_eq!(rehearsal(&other).faults(&other), []);
    }
}

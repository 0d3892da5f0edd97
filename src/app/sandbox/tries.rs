//! What a member may try first, by the rights that a configuration gives.

use super::people::Player;
use crate::config::Config;
use crate::domain::{Action, Actor, ChannelId, GuildId, Place, RoleId, UserId};
use crate::policy::{Policy, Scope};
use crate::sandbox::discord::world::{BOT, TEXT, World};
use crate::sandbox::page::Beginning;

/// What is worth a try, what one begins with first.
const TRIES: &[(Action, &str)] = &[
    (Action::VpsList, "/vps list"),
    (Action::VpsRestart, "/vps restart"),
    (Action::TicketList, "/ticket list"),
    (Action::InvoiceList, "/invoice list"),
    (Action::Balance, "/balance"),
    (Action::OrderPlans, "/order plans"),
    (Action::OrderBuy, "/order buy"),
    (Action::OrderList, "/order list"),
    (Action::ServiceList, "/service list"),
    (Action::AccessWhoami, "/access whoami"),
];
/// What everybody may use everywhere.
const HELP: &str = "/help";
/// How many the page offers, besides the help.
const OFFERED: usize = 6;

/// What members may try.
pub(super) struct Tries(Policy);

impl Tries {
    pub(super) fn new(config: &Config) -> Self {
        Tries(Policy::new(config.discord.guilds.clone(), config.policy.grants.clone(), None))
    }

    fn may(&self, player: &Player, action: Action, channel: ChannelId) -> bool {
        let place = Place { guild: player.guild, channel, granting_channel: Some(channel) };
        let actor = Actor { user: UserId(player.user), roles: player.roles.clone(), place };
        self.0.allows(&actor, action, Scope::Anything)
    }

    /// What somebody may try first, and in which of the channels.
    pub(super) fn first(&self, player: &Player, channels: &[ChannelId]) -> (&'static str, Option<ChannelId>) {
        let mut tries = TRIES.iter().flat_map(|one| channels.iter().map(move |channel| (one, *channel)));
        let found = tries.find(|((action, _), channel)| self.may(player, *action, *channel));
        found.map_or((HELP, channels.first().copied()), |((_, command), channel)| (*command, Some(channel)))
    }

    /// What somebody may begin with on the page.
    pub(super) fn beginning(
        &self,
        player: &Player,
        channels: &[ChannelId],
        note: Option<&'static str>,
    ) -> Beginning {
        let (_, channel) = self.first(player, channels);
        let tries = channels.iter().map(|channel| {
            let allowed = TRIES.iter().filter(|(action, _)| self.may(player, *action, *channel));
            let commands = allowed.map(|(_, command)| *command).take(OFFERED).chain([HELP]);
            (channel.to_string(), commands.collect())
        });
        Beginning {
            id: player.user.to_string(),
            guild: player.guild.to_string(),
            note,
            channel: channel.map(|channel| channel.to_string()).unwrap_or_default(),
            tries: tries.collect(),
        }
    }
}

/// What the members of a Discord that no configuration describes may begin with; its owners come last.
pub(super) fn beginnings(config: &Config, world: &World) -> Vec<Beginning> {
    let tries = Tries::new(config);
    let mut beginnings = vec![];
    for guild in world.guilds.values() {
        let channels = guild.channels.values().filter(|channel| channel.kind == TEXT);
        let channels: Vec<_> = channels.map(|channel| ChannelId(channel.id)).collect();
        let mut members: Vec<_> = guild.members.values().filter(|member| member.user != BOT).collect();
        members.sort_by_key(|member| member.user == guild.owner);
        for member in members {
            let player = Player {
                user: member.user,
                account: String::new(),
                name: String::new(),
                what: String::new(),
                guild: GuildId(guild.id),
                roles: member.roles.iter().map(|role| RoleId(*role)).collect(),
            };
            let is_owner = member.user == guild.owner;
            let note = is_owner.then_some("owns the guild, which gives no rights here");
            beginnings.push(tries.beginning(&player, &channels, note));
        }
    }
    beginnings
}

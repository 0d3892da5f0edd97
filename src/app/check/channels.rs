//! Whether the bot may do in its channels what the configuration has it do there.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::online::{ADMINISTRATOR, Finding, Inside, Seen, Weight, shown};
use crate::config::Config;
use crate::discord::rest::Application;
use crate::domain::{ChannelId, GuildId, RoleId};

/// What the bot needs in every channel that it writes to, as Discord's bits and in Discord's words.
///
/// It reads what was written there to find its own messages again, and to answer them.
const WRITING: [(u64, &str); 4] = [
    (1 << 10, "View Channel"),
    (1 << 11, "Send Messages"),
    (1 << 14, "Embed Links"),
    (1 << 16, "Read Message History"),
];
/// What it needs besides where cards have threads.
const THREADS: [(u64, &str); 2] = [(1 << 35, "Create Public Threads"), (1 << 38, "Send Messages in Threads")];
/// What makes every role one that the bot can mention.
const MENTION_EVERYONE: u64 = 1 << 17;
/// The kinds of channel in which everything works: text and announcements.
const KINDS: [u64; 2] = [0, 5];

/// A channel of a guild.
#[derive(Deserialize)]
pub(super) struct Channel {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(rename = "type")]
    kind: u64,
    #[serde(default)]
    permission_overwrites: Vec<Overwrite>,
}

impl Channel {
    /// Whether it holds other channels and no messages.
    pub(super) fn is_category(&self) -> bool {
        self.kind == 4
    }
}

/// An exception to the guild's permissions in a channel.
#[derive(Deserialize)]
pub(super) struct Overwrite {
    id: String,
    #[serde(default)]
    allow: String,
    #[serde(default)]
    deny: String,
}

/// The bot in a guild.
#[derive(Deserialize)]
pub(super) struct Member {
    #[serde(default)]
    roles: Vec<String>,
}

/// What the configuration has the bot do in a channel.
#[derive(Default)]
struct Use {
    /// Where the configuration says so.
    named: Vec<String>,
    threads: bool,
    mentions: Vec<RoleId>,
}

/// Looks at every channel that the configuration has the bot write to.
pub(super) fn look_at_channels(config: &Config, seen: &[Seen], application: &Application) -> Vec<Finding> {
    uses(config).iter().flat_map(|(channel, wanted)| look_at(*channel, wanted, seen, application)).collect()
}

/// What is to be done in each channel, by its id.
fn uses(config: &Config) -> BTreeMap<u64, Use> {
    let mut uses: BTreeMap<u64, Use> = BTreeMap::new();
    let mut add = |channel: ChannelId, named: String, threads: bool, mentions: &[RoleId]| {
        let wanted = uses.entry(channel.0).or_default();
        wanted.named.push(named);
        wanted.threads |= threads;
        wanted.mentions.extend(mentions);
    };
    for relay in &config.relays {
        add(relay.channel, format!("relay of line {}", relay.line), relay.threads, &relay.mention_roles);
        // There it does what it would do in its own channel.
        if let Some(fallback) = config.watch.fallback_channel {
            add(fallback, String::new(), relay.threads, &relay.mention_roles);
        }
    }
    if let Some(fallback) = config.watch.fallback_channel {
        add(fallback, "watch.fallback_channel".to_owned(), false, &[]);
    }
    if let Some(audit) = config.policy.audit_channel {
        add(audit, "policy.audit_channel".to_owned(), false, &[]);
    }
    for wanted in uses.values_mut() {
        wanted.named.retain(|named| !named.is_empty());
        wanted.mentions.sort_unstable();
        wanted.mentions.dedup();
    }
    uses
}

fn look_at(id: u64, wanted: &Use, seen: &[Seen], application: &Application) -> Vec<Finding> {
    let about = format!("channel {id} ({})", wanted.named.join(", "));
    let told = |weight, text: String| Finding::new(weight, &*about, text);
    let found = seen.iter().find_map(|seen| {
        let inside = seen.inside.as_ref()?;
        let channel = inside.channels.iter().find(|channel| channel.id == id.to_string())?;
        Some((seen.id, inside, channel))
    });
    let Some((guild, inside, channel)) = found else {
        if let Some(unread) = seen.iter().find(|seen| seen.inside.is_none()) {
            let text = format!("not looked for in guild {}, which could not be read", unread.id);
            return vec![told(Weight::Note, text)];
        }
        let text = "no guild of discord.guilds has this channel: it was deleted, is a thread, or the id is wrong; name a text channel of one of them";
        return vec![told(Weight::Problem, text.to_owned())];
    };
    let name = shown(&channel.name);
    if !KINDS.contains(&channel.kind) {
        let text = format!("{name} is no text channel: name one that is");
        return vec![told(Weight::Problem, text)];
    }
    let may = permissions(guild, inside, &channel.permission_overwrites, application);
    let threads = THREADS.iter().filter(|_| wanted.threads);
    let lacking: Vec<_> =
        WRITING.iter().chain(threads).filter(|(bit, _)| may & bit == 0).map(|(_, name)| *name).collect();
    let mut findings = vec![];
    if lacking.is_empty() {
        findings.push(told(Weight::Fine, format!("the bot may do in {name} what it has to")));
    } else {
        let text = format!(
            "the bot may not do what it has to in {name}: allow it {} in the channel's permissions",
            lacking.join(", ")
        );
        findings.push(told(Weight::Problem, text));
    }
    for role in &wanted.mentions {
        let found = inside.roles.iter().find(|known| known.id == role.to_string());
        match found {
            None => {
                let text = format!(
                    "the role {role} that it has to mention in {name} is none of guild {}: it was deleted, or the id is wrong; correct mention_roles",
                    guild
                );
                findings.push(told(Weight::Problem, text));
            }
            Some(found) if !found.mentionable && may & MENTION_EVERYONE == 0 => {
                let text = format!(
                    "nobody is called when it mentions the role {}: let everybody mention that role, or allow the bot's role Mention @everyone, @here, and All Roles in {name}",
                    shown(&found.name)
                );
                findings.push(told(Weight::Warning, text));
            }
            Some(_) => {}
        }
    }
    findings
}

/// What a member may do in a channel, as Discord adds it up: the guild's roles, then the channel's exceptions for
/// everybody, for the roles together, and for the member.
fn permissions(
    guild: GuildId,
    Inside { roles, member, .. }: &Inside,
    exceptions: &[Overwrite],
    application: &Application,
) -> u64 {
    let bits = |text: &str| text.parse::<u64>().unwrap_or(0);
    let everybody = guild.to_string();
    let has = |id: &str| member.roles.iter().any(|role| role == id);
    let own = roles.iter().filter(|role| role.id == everybody || has(&role.id));
    let mut may = own.map(|role| bits(&role.permissions)).fold(0, |all, role| all | role);
    if may & ADMINISTRATOR != 0 {
        return u64::MAX;
    }
    let mut apply = |applies: &dyn Fn(&str) -> bool| {
        let meant = exceptions.iter().filter(|exception| applies(&exception.id));
        let (allow, deny) = meant.fold((0, 0), |(allow, deny), exception| {
            (allow | bits(&exception.allow), deny | bits(&exception.deny))
        });
        may = may & !deny | allow;
    };
    apply(&|id| id == everybody);
    apply(&has);
    apply(&|id| id == application.id.to_string());
    may
}

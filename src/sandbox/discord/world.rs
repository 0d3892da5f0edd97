//! The world of the simulation: users, guilds, roles, members and channels, and how Discord writes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::permissions::{self, Overwrite, Subject, bits};

/// The guild of the default world, "Llama Works".
pub const GUILD: u64 = 111_111_111_111_111_111;
/// The role `operator`.
pub const ROLE_OPERATOR: u64 = 222_222_222_222_222_222;
/// The role `manager`.
pub const ROLE_MANAGER: u64 = 333_333_333_333_333_333;
/// The role `support`.
pub const ROLE_SUPPORT: u64 = 444_444_444_444_444_444;
/// The bot's own managed role in the default guild.
pub const ROLE_BOT: u64 = 222_222_222_222_222_229;
/// The channel `#ops`, open to everybody.
pub const CHANNEL_OPS: u64 = 555_555_555_555_555_551;
/// The channel `#billing`, open to managers, operators and the bot.
pub const CHANNEL_BILLING: u64 = 555_555_555_555_555_552;
/// The channel `#support`, open to everybody.
pub const CHANNEL_SUPPORT: u64 = 555_555_555_555_555_553;
/// The channel `#ops-help`, open to everybody.
pub const CHANNEL_OPS_HELP: u64 = 555_555_555_555_555_554;
/// The channel `#provisioning`, open to managers, operators and the bot.
pub const CHANNEL_PROVISIONING: u64 = 555_555_555_555_555_555;
/// The public thread `maintenance` under `#ops`.
pub const THREAD_OPS: u64 = 555_555_555_555_555_561;
/// The category above the channels.
pub const CATEGORY: u64 = 555_555_555_555_555_550;
/// ana, the operator; her client speaks `en-US`.
pub const ANA: u64 = 777_777_777_777_777_771;
/// max, the manager; his client speaks `de`.
pub const MAX: u64 = 777_777_777_777_777_772;
/// sam of support; the client speaks `en-GB`.
pub const SAM: u64 = 777_777_777_777_777_773;
/// The guest, who holds no role; the client speaks `en-US`.
pub const GUEST: u64 = 777_777_777_777_777_774;
/// The owner of the default guild, who never acts.
pub const OWNER: u64 = 777_777_777_777_777_770;
/// The bot's user id, which is its application id too.
pub const BOT: u64 = 900_000_000_000_000_001;

/// Channel types: a text channel.
pub const TEXT: u64 = 0;
/// Channel types: a category.
pub const CATEGORY_KIND: u64 = 4;
/// Channel types: a public thread.
pub const PUBLIC_THREAD: u64 = 11;
/// Channel types: a private thread.
pub const PRIVATE_THREAD: u64 = 12;

/// An account on the simulated Discord.
#[derive(Clone, Debug)]
pub struct User {
    /// The id.
    pub id: u64,
    /// The unique name.
    pub name: String,
    /// The name that is shown.
    pub display_name: String,
    /// The language of the user's client.
    pub locale: String,
    /// Whether it is a bot.
    pub bot: bool,
}

/// A role of a guild.
#[derive(Clone, Debug)]
pub struct Role {
    /// The id.
    pub id: u64,
    /// The name.
    pub name: String,
    /// The permission bits.
    pub permissions: u64,
    /// The height in the list.
    pub position: u64,
    /// The colour.
    pub color: u64,
    /// Whether everybody may ping it.
    pub mentionable: bool,
    /// Whether it belongs to a bot.
    pub managed: bool,
}

/// A user's membership in a guild.
#[derive(Clone, Debug)]
pub struct GuildMember {
    /// The user.
    pub user: u64,
    /// The name in this guild.
    pub nick: Option<String>,
    /// The roles held.
    pub roles: Vec<u64>,
}

/// A channel, a category or a thread.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The id.
    pub id: u64,
    /// Discord's channel type.
    pub kind: u64,
    /// The name.
    pub name: String,
    /// The category of a channel, the channel of a thread.
    pub parent: Option<u64>,
    /// Exceptions to the guild's permissions.
    pub overwrites: Vec<Overwrite>,
    /// The topic.
    pub topic: Option<String>,
    /// Who started the thread.
    pub owner: Option<u64>,
    /// Whether the thread is archived.
    pub archived: bool,
    /// The newest message.
    pub last_message: Option<u64>,
}

/// A guild.
#[derive(Clone, Debug)]
pub struct Guild {
    /// The id.
    pub id: u64,
    /// The name.
    pub name: String,
    /// The owner's user id.
    pub owner: u64,
    /// The guild's language.
    pub locale: String,
    /// The roles, `@everyone` (which has the guild's id) included.
    pub roles: BTreeMap<u64, Role>,
    /// The channels, threads included.
    pub channels: BTreeMap<u64, Channel>,
    /// The members.
    pub members: BTreeMap<u64, GuildMember>,
    /// Whether the bot is in it.
    pub bot_joined: bool,
}

/// Everything that exists before anybody says a word.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The users.
    pub users: BTreeMap<u64, User>,
    /// The guilds.
    pub guilds: BTreeMap<u64, Guild>,
}

impl Channel {
    /// A channel without exceptions.
    pub fn new(id: u64, kind: u64, name: &str, parent: Option<u64>) -> Self {
        Self {
            id,
            kind,
            name: name.into(),
            parent,
            overwrites: Vec::new(),
            topic: None,
            owner: None,
            archived: false,
            last_message: None,
        }
    }

    /// Whether it is a thread.
    pub fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }
}

impl Guild {
    /// A guild in which `@everyone` may read and write, with the bot as its only member.
    pub fn new(id: u64, name: &str, owner: u64) -> Self {
        let mut guild = Self {
            id,
            name: name.into(),
            owner,
            locale: "en-US".into(),
            roles: BTreeMap::new(),
            channels: BTreeMap::new(),
            members: BTreeMap::new(),
            bot_joined: true,
        };
        guild.add_role(id, "@everyone", bits::EVERYONE);
        guild.members.insert(BOT, GuildMember { user: BOT, nick: None, roles: Vec::new() });
        guild
    }

    /// Adds a role above the others.
    pub fn add_role(&mut self, id: u64, name: &str, permissions: u64) {
        let position = self.roles.len() as u64;
        self.roles.insert(
            id,
            Role {
                id,
                name: name.into(),
                permissions,
                position,
                color: 0,
                mentionable: false,
                managed: false,
            },
        );
    }

    /// Adds a text channel.
    pub fn add_channel(&mut self, id: u64, name: &str) -> &mut Channel {
        self.channels.entry(id).or_insert_with(|| Channel::new(id, TEXT, name, None))
    }

    /// Adds or replaces a member.
    pub fn add_member(&mut self, user: u64, roles: &[u64]) {
        self.members.insert(user, GuildMember { user, nick: None, roles: roles.to_vec() });
    }

    /// The permissions of a member, in a channel or in the guild as such; 0 for strangers.
    pub fn permissions(&self, user: u64, channel: Option<u64>) -> u64 {
        let Some(member) = self.members.get(&user) else { return 0 };
        let held = member.roles.iter().chain([&self.id]).filter_map(|role| self.roles.get(role));
        let base = held.fold(0, |sum, role| sum | role.permissions);
        let subject = Subject { guild: self.id, user, owner: self.owner == user, roles: &member.roles, base };
        let Some(channel) = channel else {
            let all = subject.owner || base & bits::ADMINISTRATOR != 0;
            return if all { bits::ALL } else { base };
        };
        let Some(channel) = self.channels.get(&channel) else { return 0 };
        // A thread has no exceptions of its own: its channel's apply.
        let holder = match channel.parent.filter(|_| channel.is_thread()) {
            Some(parent) => self.channels.get(&parent),
            None => Some(channel),
        };
        let Some(holder) = holder else { return 0 };
        permissions::in_channel(&subject, &holder.overwrites)
    }

    /// Whether a member may see a channel.
    pub fn may_view(&self, user: u64, channel: u64) -> bool {
        self.permissions(user, Some(channel)) & bits::VIEW_CHANNEL != 0
    }
}

impl World {
    /// The default world: the guild "Llama Works" with its roles, channels and members.
    pub fn llama_works() -> Self {
        let mut world = Self::default();
        for (id, name, display, locale, bot) in [
            (OWNER, "olga", "Olga", "en-US", false),
            (ANA, "ana", "Ana", "en-US", false),
            (MAX, "max", "Max", "de", false),
            (SAM, "sam", "Sam", "en-GB", false),
            (GUEST, "guest", "Guest", "en-US", false),
            (BOT, "hostmaster", "hostmaster", "en-US", true),
        ] {
            world.add_user(User {
                id,
                name: name.into(),
                display_name: display.into(),
                locale: locale.into(),
                bot,
            });
        }
        let mut guild = Guild::new(GUILD, "Llama Works", OWNER);
        guild.add_role(ROLE_OPERATOR, "operator", 0);
        guild.add_role(ROLE_MANAGER, "manager", 0);
        guild.add_role(ROLE_SUPPORT, "support", 0);
        guild.add_role(ROLE_BOT, "hostmaster", bits::BOT);
        if let Some(role) = guild.roles.get_mut(&ROLE_BOT) {
            role.managed = true;
        }
        for (role, color) in
            [(ROLE_OPERATOR, 0xE6_7E22), (ROLE_MANAGER, 0x2E_CC71), (ROLE_SUPPORT, 0x34_98DB)]
        {
            if let Some(role) = guild.roles.get_mut(&role) {
                role.color = color;
                role.mentionable = true;
            }
        }
        for (user, roles) in [
            (OWNER, &[][..]),
            (ANA, &[ROLE_OPERATOR]),
            (MAX, &[ROLE_MANAGER]),
            (SAM, &[ROLE_SUPPORT]),
            (GUEST, &[]),
            (BOT, &[ROLE_BOT]),
        ] {
            guild.add_member(user, roles);
        }
        guild.channels.insert(CATEGORY, Channel::new(CATEGORY, CATEGORY_KIND, "Hosting", None));
        for (id, name, topic) in [
            (CHANNEL_OPS, "ops", "Servers: start, stop, restart"),
            (CHANNEL_BILLING, "billing", "Balances and invoices"),
            (CHANNEL_SUPPORT, "support", "Tickets"),
            (CHANNEL_OPS_HELP, "ops-help", "Ask here for rights"),
            (CHANNEL_PROVISIONING, "provisioning", "Orders, from placed to address"),
        ] {
            let channel = guild.add_channel(id, name);
            channel.parent = Some(CATEGORY);
            channel.topic = Some(topic.into());
        }
        for closed in [CHANNEL_BILLING, CHANNEL_PROVISIONING] {
            let Some(channel) = guild.channels.get_mut(&closed) else { continue };
            channel.overwrites.push(Overwrite {
                id: GUILD,
                member: false,
                allow: 0,
                deny: bits::VIEW_CHANNEL,
            });
            for role in [ROLE_MANAGER, ROLE_OPERATOR, ROLE_BOT] {
                let allow = bits::VIEW_CHANNEL;
                channel.overwrites.push(Overwrite { id: role, member: false, allow, deny: 0 });
            }
        }
        let mut thread = Channel::new(THREAD_OPS, PUBLIC_THREAD, "maintenance", Some(CHANNEL_OPS));
        thread.owner = Some(ANA);
        guild.channels.insert(THREAD_OPS, thread);
        world.guilds.insert(GUILD, guild);
        world
    }

    /// Adds or replaces a user.
    pub fn add_user(&mut self, user: User) {
        self.users.insert(user.id, user);
    }

    /// The guild that a channel belongs to, and the channel.
    pub fn channel(&self, channel: u64) -> Option<(&Guild, &Channel)> {
        self.guilds.values().find_map(|guild| guild.channels.get(&channel).map(|found| (guild, found)))
    }

    /// A channel, to be changed.
    pub(super) fn channel_mut(&mut self, channel: u64) -> Option<&mut Channel> {
        self.guilds.values_mut().find_map(|guild| guild.channels.get_mut(&channel))
    }

    pub(super) fn user_json(&self, id: u64) -> Value {
        let Some(user) = self.users.get(&id) else {
            return json!({ "id": id.to_string(), "username": "deleted", "discriminator": "0" });
        };
        json!({
            "id": id.to_string(),
            "username": user.name,
            "discriminator": "0",
            "global_name": (!user.bot).then_some(&user.display_name),
            "avatar": null,
            "bot": user.bot,
            "public_flags": 0,
            "avatar_decoration_data": null,
            "collectibles": null,
            "primary_guild": null,
        })
    }

    pub(super) fn current_user_json(&self) -> Value {
        let mut user = self.user_json(BOT);
        for (key, value) in [
            ("verified", json!(true)),
            ("mfa_enabled", json!(true)),
            ("email", Value::Null),
            ("flags", json!(0)),
            ("locale", json!("en-US")),
        ] {
            user[key] = value;
        }
        user
    }

    /// The member object, with the permissions in a channel when one is given.
    pub(super) fn member_json(&self, guild: &Guild, user: u64, channel: Option<u64>) -> Value {
        let Some(member) = guild.members.get(&user) else { return Value::Null };
        let mut out = json!({
            "user": self.user_json(user),
            "nick": member.nick,
            "avatar": null,
            "banner": null,
            "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "joined_at": "2024-01-15T09:00:00.000000+00:00",
            "premium_since": null,
            "communication_disabled_until": null,
            "unusual_dm_activity_until": null,
            "deaf": false,
            "mute": false,
            "flags": 0,
            "pending": false,
        });
        if let Some(channel) = channel {
            out["permissions"] = guild.permissions(user, Some(channel)).to_string().into();
        }
        out
    }

    pub(super) fn guild_json(&self, guild: &Guild) -> Value {
        json!({
            "id": guild.id.to_string(),
            "name": guild.name,
            "icon": null,
            "description": null,
            "home_header": null,
            "splash": null,
            "discovery_splash": null,
            "features": [],
            "banner": null,
            "owner_id": guild.owner.to_string(),
            "application_id": null,
            "region": "deprecated",
            "afk_channel_id": null,
            "afk_timeout": 300,
            "system_channel_id": null,
            "system_channel_flags": 0,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 0,
            "roles": guild.roles.values().map(role_json).collect::<Vec<_>>(),
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": null,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": null,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": guild.locale,
            "rules_channel_id": null,
            "safety_alerts_channel_id": null,
            "public_updates_channel_id": null,
            "premium_progress_bar_enabled": false,
            "nsfw": false,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": null,
        })
    }

    /// The guild as `GUILD_CREATE` carries it to a bot that sees the channels it may see.
    pub(super) fn guild_create_json(&self, guild: &Guild) -> Value {
        let mut out = self.guild_json(guild);
        let visible = guild.channels.values().filter(|channel| guild.may_view(BOT, channel.id));
        let (threads, channels): (Vec<_>, Vec<_>) = visible.partition(|channel| channel.is_thread());
        let all = |list: Vec<&Channel>| list.into_iter().map(|c| channel_json(guild, c)).collect::<Vec<_>>();
        for (key, value) in [
            ("joined_at", json!("2024-01-15T09:00:00.000000+00:00")),
            ("large", json!(false)),
            ("unavailable", json!(false)),
            ("member_count", json!(guild.members.len())),
            ("voice_states", json!([])),
            ("members", json!([self.member_json(guild, BOT, None)])),
            ("channels", json!(all(channels))),
            ("threads", json!(all(threads))),
            ("presences", json!([])),
            ("stage_instances", json!([])),
            ("guild_scheduled_events", json!([])),
            ("soundboard_sounds", json!([])),
        ] {
            out[key] = value;
        }
        out
    }
}

pub(super) fn role_json(role: &Role) -> Value {
    json!({
        "id": role.id.to_string(),
        "name": role.name,
        "description": null,
        "permissions": role.permissions.to_string(),
        "position": role.position,
        "color": role.color,
        "colors": { "primary_color": role.color, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    })
}

pub(super) fn channel_json(guild: &Guild, channel: &Channel) -> Value {
    let id_text = |id: Option<u64>| id.map(|id| id.to_string());
    let mut out = json!({
        "id": channel.id.to_string(),
        "type": channel.kind,
        "guild_id": guild.id.to_string(),
        "name": channel.name,
        "parent_id": id_text(channel.parent),
        "last_message_id": id_text(channel.last_message),
        "rate_limit_per_user": 0,
        "flags": 0,
    });
    if channel.is_thread() {
        out["owner_id"] = id_text(channel.owner).into();
        out["message_count"] = 0.into();
        out["member_count"] = 1.into();
        out["total_message_sent"] = 0.into();
        out["thread_metadata"] = json!({
            "archived": channel.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2024-01-15T09:00:00.000000+00:00",
            "create_timestamp": "2024-01-15T09:00:00.000000+00:00",
            "locked": false,
        });
    } else {
        out["position"] = 0.into();
        out["nsfw"] = false.into();
        out["topic"] = channel.topic.clone().into();
        out["permission_overwrites"] = channel
            .overwrites
            .iter()
            .map(|o| {
                json!({
                    "id": o.id.to_string(),
                    "type": u8::from(o.member),
                    "allow": o.allow.to_string(),
                    "deny": o.deny.to_string(),
                })
            })
            .collect();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn billing_is_hidden_from_guests_and_support_and_threads_inherit_their_channel() {
        let mut world = World::llama_works();
        let guild = world.guilds.get_mut(&GUILD).unwrap();
        assert!(guild.may_view(ANA, CHANNEL_BILLING) && guild.may_view(MAX, CHANNEL_BILLING));
        assert!(guild.may_view(BOT, CHANNEL_BILLING));
        assert!(!guild.may_view(GUEST, CHANNEL_BILLING) && !guild.may_view(SAM, CHANNEL_BILLING));
        assert!(guild.may_view(GUEST, THREAD_OPS));
        let deny = Overwrite { id: GUILD, member: false, allow: 0, deny: bits::VIEW_CHANNEL };
        guild.channels.get_mut(&CHANNEL_OPS).unwrap().overwrites.push(deny);
        assert!(!guild.may_view(GUEST, THREAD_OPS));
    }
}

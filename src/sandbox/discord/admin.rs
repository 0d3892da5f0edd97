//! Changes to the world while it runs: what an administrator of a guild would do.

use serde_json::{Value, json};

use super::Simulator;
use super::gateway::GUILDS;
use super::messages::{Message, Pings};
use super::permissions::Overwrite;
use super::state::State;
use super::world::{BOT, Channel, Guild, GuildMember, Role, User, World, channel_json, role_json};

const GUILD_MEMBERS: u64 = 1 << 1;

impl State {
    /// The bot goes: by itself, or thrown out.
    pub fn leave_guild(&mut self, guild: u64) {
        if let Some(found) = self.world.guilds.get_mut(&guild) {
            found.bot_joined = false;
            found.members.remove(&BOT);
        }
        self.dispatch("GUILD_DELETE", Some(guild), GUILDS, &json!({ "id": guild.to_string() }));
        self.bump();
    }

    pub fn add_channel(&mut self, guild: u64, channel: Channel) -> Option<Value> {
        let id = channel.id;
        let event = if channel.is_thread() { "THREAD_CREATE" } else { "CHANNEL_CREATE" };
        self.world.guilds.get_mut(&guild)?.channels.insert(id, channel);
        self.channel_event(event, guild, id)
    }

    pub fn set_archived(&mut self, guild: u64, thread: u64, archived: bool) {
        if let Some(found) = self.world.channel_mut(thread).filter(|found| found.archived != archived) {
            found.archived = archived;
            self.channel_event("THREAD_UPDATE", guild, thread);
        }
    }

    fn channel_event(&mut self, event: &str, guild: u64, channel: u64) -> Option<Value> {
        let found = self.world.guilds.get(&guild)?;
        let data = channel_json(found, found.channels.get(&channel)?);
        if found.bot_joined && found.may_view(BOT, channel) {
            self.dispatch(event, Some(guild), GUILDS, &data);
        }
        self.tell("world_changed", channel, None, || json!({}));
        self.bump();
        Some(data)
    }

    fn member_changed(&mut self, guild: u64, user: u64) {
        if let Some(found) = self.world.guilds.get(&guild) {
            let mut data = self.world.member_json(found, user, None);
            data["guild_id"] = guild.to_string().into();
            self.dispatch("GUILD_MEMBER_UPDATE", Some(guild), GUILD_MEMBERS, &data);
        }
        self.tell("world_changed", 0, None, || json!({}));
        self.bump();
    }
}

impl Simulator {
    /// Looks at a guild.
    pub fn guild(&self, guild: u64) -> Option<Guild> {
        self.0.state().world.guilds.get(&guild).cloned()
    }

    /// Adds a guild; with `bot_joined` the bot hears of it.
    pub fn add_guild(&self, guild: Guild) {
        let mut state = self.0.state();
        let id = guild.id;
        let joined = guild.bot_joined;
        state.world.guilds.insert(id, guild);
        let data = state.world.guilds.get(&id).map(|guild| state.world.guild_create_json(guild));
        if let Some(data) = data.filter(|_| joined) {
            state.dispatch("GUILD_CREATE", Some(id), GUILDS, &data);
        }
        state.tell("world_changed", 0, None, || json!({}));
        state.bump();
    }

    /// Adds what another world has and this one lacks: users, guilds, and of those that are here, roles, members and
    /// channels.
    pub fn extend(&self, world: World) {
        for user in world.users.into_values() {
            self.0.state().world.users.entry(user.id).or_insert(user);
        }
        for guild in world.guilds.into_values() {
            let id = guild.id;
            let Some(here) = self.guild(id) else {
                self.add_guild(guild);
                continue;
            };
            let lacks = |role: &Role| !here.roles.contains_key(&role.id);
            guild.roles.into_values().filter(lacks).for_each(|role| self.set_role(id, role));
            let lacks = |channel: &Channel| !here.channels.contains_key(&channel.id);
            guild.channels.into_values().filter(lacks).for_each(|channel| self.add_channel(id, channel));
            // Whoever is here may hold other roles now.
            guild.members.into_values().for_each(|member| self.add_member(id, member.user, &member.roles));
        }
    }

    /// Throws the bot out of a guild.
    pub fn remove_bot(&self, guild: u64) {
        self.0.state().leave_guild(guild);
    }

    /// Makes a guild unavailable, as in an outage, or available again.
    pub fn set_available(&self, guild: u64, available: bool) {
        let mut state = self.0.state();
        if available {
            let data = state.world.guilds.get(&guild).map(|found| state.world.guild_create_json(found));
            if let Some(data) = data {
                state.dispatch("GUILD_CREATE", Some(guild), GUILDS, &data);
            }
        } else {
            let data = json!({ "id": guild.to_string(), "unavailable": true });
            state.dispatch("GUILD_DELETE", Some(guild), GUILDS, &data);
        }
    }

    /// Adds or replaces a user.
    pub fn add_user(&self, user: User) {
        self.0.state().world.add_user(user);
    }

    /// Adds or replaces a member.
    pub fn add_member(&self, guild: u64, user: u64, roles: &[u64]) {
        let mut state = self.0.state();
        if let Some(guild) = state.world.guilds.get_mut(&guild) {
            guild.members.insert(user, GuildMember { user, nick: None, roles: roles.to_vec() });
        }
        state.member_changed(guild, user);
    }

    /// Removes a member.
    pub fn remove_member(&self, guild: u64, user: u64) {
        let mut state = self.0.state();
        if let Some(guild) = state.world.guilds.get_mut(&guild) {
            guild.members.remove(&user);
        }
        let data = json!({ "guild_id": guild.to_string(), "user": state.world.user_json(user) });
        state.dispatch("GUILD_MEMBER_REMOVE", Some(guild), GUILD_MEMBERS, &data);
        state.bump();
    }

    /// Sets the language of a user's client.
    pub fn set_locale(&self, user: u64, locale: &str) {
        if let Some(user) = self.0.state().world.users.get_mut(&user) {
            user.locale = locale.to_owned();
        }
    }

    /// Sets a guild's language.
    pub fn set_guild_locale(&self, guild: u64, locale: &str) {
        if let Some(guild) = self.0.state().world.guilds.get_mut(&guild) {
            guild.locale = locale.to_owned();
        }
    }

    /// Gives a role.
    pub fn give_role(&self, guild: u64, user: u64, role: u64) {
        self.change_member(guild, user, |member| {
            if !member.roles.contains(&role) {
                member.roles.push(role);
            }
        });
    }

    /// Takes a role.
    pub fn take_role(&self, guild: u64, user: u64, role: u64) {
        self.change_member(guild, user, |member| member.roles.retain(|held| *held != role));
    }

    fn change_member(&self, guild: u64, user: u64, change: impl FnOnce(&mut GuildMember)) {
        let mut state = self.0.state();
        let member = state.world.guilds.get_mut(&guild).and_then(|guild| guild.members.get_mut(&user));
        if let Some(member) = member {
            change(member);
            state.member_changed(guild, user);
        }
    }

    /// Adds or changes a role.
    pub fn set_role(&self, guild: u64, role: Role) {
        let mut state = self.0.state();
        let data = json!({ "guild_id": guild.to_string(), "role": role_json(&role) });
        let known =
            state.world.guilds.get_mut(&guild).map(|guild| guild.roles.insert(role.id, role).is_some());
        let event = if known == Some(true) { "GUILD_ROLE_UPDATE" } else { "GUILD_ROLE_CREATE" };
        state.dispatch(event, Some(guild), GUILDS, &data);
        state.bump();
    }

    /// Deletes a role, and takes it from everybody.
    pub fn delete_role(&self, guild: u64, role: u64) {
        let mut state = self.0.state();
        if let Some(found) = state.world.guilds.get_mut(&guild) {
            found.roles.remove(&role);
            found.members.values_mut().for_each(|member| member.roles.retain(|held| *held != role));
        }
        let data = json!({ "guild_id": guild.to_string(), "role_id": role.to_string() });
        state.dispatch("GUILD_ROLE_DELETE", Some(guild), GUILDS, &data);
        state.bump();
    }

    /// Adds a channel or a thread.
    pub fn add_channel(&self, guild: u64, channel: Channel) {
        self.0.state().add_channel(guild, channel);
    }

    /// Deletes a channel with its threads and messages.
    pub fn delete_channel(&self, guild: u64, channel: u64) {
        let mut state = self.0.state();
        let Some(found) = state.world.guilds.get(&guild) else { return };
        let Some(doomed) = found.channels.get(&channel) else { return };
        let event = if doomed.is_thread() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
        let data = channel_json(found, doomed);
        let threads: Vec<u64> = found
            .channels
            .values()
            .filter(|c| c.is_thread() && c.parent == Some(channel))
            .map(|c| c.id)
            .collect();
        if let Some(found) = state.world.guilds.get_mut(&guild) {
            for gone in threads.iter().chain([&channel]) {
                found.channels.remove(gone);
            }
        }
        for gone in threads.iter().chain([&channel]) {
            for message in state.channel_messages.remove(gone).unwrap_or_default() {
                if let Some(message) = state.messages.get_mut(&message) {
                    message.deleted = true;
                }
            }
        }
        state.dispatch(event, Some(guild), GUILDS, &data);
        state.tell("world_changed", 0, None, || json!({}));
        state.bump();
    }

    /// Sets the permission overwrites of a channel.
    pub fn set_overwrites(&self, guild: u64, channel: u64, overwrites: Vec<Overwrite>) {
        let mut state = self.0.state();
        if let Some(channel) = state.world.channel_mut(channel) {
            channel.overwrites = overwrites;
        }
        state.channel_event("CHANNEL_UPDATE", guild, channel);
    }

    /// Sets the guild-wide permissions of a role.
    pub fn set_permissions(&self, guild: u64, role: u64, permissions: u64) {
        let found = self.guild(guild).and_then(|guild| guild.roles.get(&role).cloned());
        if let Some(role) = found {
            self.set_role(guild, Role { permissions, ..role });
        }
    }

    /// Archives a thread or opens it again.
    pub fn set_archived(&self, guild: u64, thread: u64, archived: bool) {
        self.0.state().set_archived(guild, thread, archived);
    }

    /// Deletes a message, as a moderator would.
    pub fn delete_message(&self, message: u64) {
        // That it is gone already is what was wanted.
        let _ = self.0.state().delete_message(message);
    }

    /// Lets a person write an ordinary message, and answers its id.
    pub fn say(&self, user: u64, channel: u64, content: &str) -> u64 {
        self.say_with(user, channel, content, Vec::new())
    }

    /// The same with embeds, as another bot does.
    pub fn say_with(&self, user: u64, channel: u64, content: &str, embeds: Vec<Value>) -> u64 {
        let mut state = self.0.state();
        let id = state.new_id();
        let guild = state.world.channel(channel).map(|(guild, _)| guild.id);
        let message = Message {
            id,
            channel,
            guild,
            author: user,
            content: content.to_owned(),
            embeds,
            components: Vec::new(),
            attachments: Vec::new(),
            flags: 0,
            nonce: None,
            ephemeral_to: None,
            interaction: None,
            reference: None,
            mentions: Pings::default(),
            pings: Pings::default(),
            edited: None,
            revisions: Vec::new(),
            deleted: false,
            thread: None,
            metadata: Value::Null,
            watchers: Vec::new(),
            old_edits: 0,
        };
        state.add_message(message);
        id
    }
}

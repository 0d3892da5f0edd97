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

    /// Tells the bot of a guild that it is in, with everything there.
    fn tell_of_guild(&mut self, guild: u64) {
        let data = self.world.guilds.get(&guild).map(|found| self.world.guild_create_json(found));
        if let Some(data) = data {
            self.dispatch("GUILD_CREATE", Some(guild), GUILDS, &data);
        }
    }

    /// Deletes what was said in a channel that is gone.
    fn forget_messages(&mut self, channel: u64) {
        for message in self.channel_messages.remove(&channel).unwrap_or_default() {
            if let Some(message) = self.messages.get_mut(&message) {
                message.deleted = true;
            }
        }
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
        if joined {
            state.tell_of_guild(id);
        }
        state.tell("world_changed", 0, None, || json!({}));
        state.bump();
    }

    /// Puts another world in the place of this one. What stays where it was keeps its messages and threads; a guild that
    /// went is empty until the bot leaves it of itself.
    pub fn replace(&self, world: World) {
        let mut state = self.0.state();
        let before = std::mem::replace(&mut state.world, world);
        let (mut arrived, mut gone): (Vec<u64>, Vec<u64>) =
            (state.world.guilds.keys().copied().collect(), vec![]);
        for (id, was) in before.guilds {
            if was.bot_joined {
                arrived.retain(|guild| *guild != id);
            }
            let Some(now) = state.world.guilds.get_mut(&id) else {
                gone.extend(was.channels.into_keys());
                if was.bot_joined {
                    state.world.guilds.insert(id, Guild::new(id, &was.name, was.owner));
                }
                continue;
            };
            for (channel, was) in was.channels {
                let is_there = |channel: &u64| now.channels.contains_key(channel);
                if was.is_thread() && was.parent.as_ref().is_some_and(is_there) {
                    now.channels.insert(channel, was);
                } else if let Some(now) = now.channels.get_mut(&channel) {
                    now.last_message = was.last_message;
                } else {
                    gone.push(channel);
                }
            }
        }
        gone.into_iter().for_each(|channel| state.forget_messages(channel));
        arrived.into_iter().for_each(|guild| state.tell_of_guild(guild));
        state.tell("world_changed", 0, None, || json!({}));
        state.bump();
    }

    /// Throws the bot out of a guild.
    pub fn remove_bot(&self, guild: u64) {
        self.0.state().leave_guild(guild);
    }

    /// Makes a guild unavailable, as in an outage, or available again.
    pub fn set_available(&self, guild: u64, available: bool) {
        let mut state = self.0.state();
        if available {
            state.tell_of_guild(guild);
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
        threads.iter().chain([&channel]).for_each(|gone| state.forget_messages(*gone));
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

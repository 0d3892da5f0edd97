//! Registration: per guild, only what the configured accounts can do, only when it differs from what Discord has.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use serenity::model::id::{ApplicationId, GuildId};
use tokio::time::Instant;

use super::rest::{Rest, RestError};
use crate::catalogue::same_registration;

/// How long one guild's registration is tried.
const PATIENCE: Duration = Duration::from_secs(120);

/// The ids of the commands that Discord holds for each guild.
#[derive(Debug, Default)]
pub struct Registered(Mutex<HashMap<GuildId, HashSet<String>>>);

impl Registered {
    /// Whether an interaction's command is one that is registered now; unknown registrations know every command.
    pub fn knows(&self, guild: GuildId, command: &str) -> bool {
        let guilds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        guilds.get(&guild).is_none_or(|commands| commands.is_empty() || commands.contains(command))
    }

    /// Whether the guild's registration is known.
    pub fn has(&self, guild: GuildId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&guild)
    }

    /// Forgets a guild, whose commands Discord deletes when the bot is no longer in it.
    pub fn forget(&self, guild: GuildId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&guild);
    }

    fn set(&self, guild: GuildId, commands: &[Value]) {
        let ids = commands.iter().filter_map(|command| command["id"].as_str().map(str::to_owned)).collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(guild, ids);
    }
}

/// Makes a guild's commands the wanted ones; says whether they had to be written.
pub async fn register(
    rest: &Rest,
    application: ApplicationId,
    guild: GuildId,
    wanted: &Value,
    registered: &Registered,
) -> Result<bool, RestError> {
    let deadline = Instant::now() + PATIENCE;
    let present = rest.guild_commands(application, guild, deadline).await?;
    if same_registration(wanted, &Value::Array(present.clone())) {
        registered.set(guild, &present);
        return Ok(false);
    }
    // People may use either the old or the new ones until the answer is here.
    registered.forget(guild);
    let written = rest.put_guild_commands(application, guild, wanted, deadline).await?;
    registered.set(guild, &written);
    Ok(true)
}

/// Deletes global commands, which would work in guilds that are not served; says whether there were any.
pub async fn delete_global(rest: &Rest, application: ApplicationId) -> Result<bool, RestError> {
    let deadline = Instant::now() + PATIENCE;
    if rest.global_commands(application, deadline).await?.is_empty() {
        return Ok(false);
    }
    rest.put_global_commands(application, &Vec::<Value>::new(), deadline).await?;
    Ok(true)
}

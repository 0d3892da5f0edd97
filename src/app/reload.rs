//! Reloading: another configuration takes the place of the one in force, while the bot runs.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tracing::field::display;

use super::{App, AppError, account, sign_out, watching, world};
use crate::config::Config;
use crate::dispatch::{Answer, Messenger};
use crate::domain::rights::{Extent, Principal, Rights, RightsChange};
use crate::domain::{Address, ChannelId, GuildId};
use crate::providers::Registry;

/// The language of what is posted without anybody having asked.
const LOCALE: &str = "en-US";
/// How long an account that is no longer configured may still be used by what had begun before.
const STILL_USED: Duration = Duration::from_secs(180);
/// How often is looked whether it is.
const LOOK: Duration = Duration::from_secs(1);
/// How long ending the session of such an account may take.
const LEAVING: Duration = Duration::from_secs(5);

/// Why another configuration is not taken over; the one in force stays so.
#[derive(Debug, thiserror::Error)]
pub enum ReloadError {
    /// It differs in what cannot change while the bot runs.
    #[error("{} cannot change while the bot runs: restart it, or put back what was there", .0.join(" and "))]
    Fixed(Vec<&'static str>),
    /// Something that it names cannot be set up.
    #[error("{0}")]
    Setup(#[from] AppError),
}

impl App {
    /// Puts another configuration in the place of the one in force: all of it at once, or nothing.
    ///
    /// Accounts that it leaves as they are keep their connections and what is known of them. Whatever goes on looks
    /// anew at its next step; a confirmation that is open is decided by the new rules.
    pub fn reload(&self, config: &Config) -> Result<RightsChange, ReloadError> {
        let mut current = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        let fixed = current.fixed_differences(config);
        if !fixed.is_empty() {
            return Err(ReloadError::Fixed(fixed));
        }
        let before = self.dispatch.world();
        let mut accounts = vec![];
        for wanted in &config.accounts {
            let kept = current
                .account(&wanted.name)
                .filter(|current| current.same_as(wanted))
                .and_then(|_| before.registry.get(&wanted.name));
            accounts.push(match kept {
                Some(kept) => kept.clone(),
                None => {
                    let account = account(wanted, &self.clients)?;
                    account.servers().refresh();
                    account
                }
            });
        }
        accounts.extend_from_slice(&self.beside);
        let after = world(config, accounts, before.store.clone(), &self.relays);
        let change = before.policy.changes(&after.policy);
        self.dispatch.replace(after);
        self.relays.configure(watching(config), &self.dispatch.world().registry);
        self.handler.reconfigure();
        *current = config.clone();
        drop(current);
        self.leave(&before.registry);
        log(&change);
        if let (Some(channel), Some(guild)) = (config.policy.audit_channel, config.discord.guilds.first()) {
            self.post(channel, *guild, change.clone());
        }
        Ok(change)
    }

    /// Ends the sessions of the accounts that are no longer there, in the background: calls that run need them.
    fn leave(&self, before: &Registry) {
        let world = self.dispatch.world();
        let is_gone = |old: &&Arc<_>| !world.registry.iter().any(|kept| Arc::ptr_eq(kept, old));
        let gone = Registry::new(before.iter().filter(is_gone).cloned().collect());
        let dispatch = self.dispatch.clone();
        self.dispatch.spawn(async move {
            let since = Instant::now();
            let is_used = || gone.iter().any(|account| Arc::strong_count(account) > 1);
            while is_used() && since.elapsed() < STILL_USED && dispatch.pause(LOOK).await {}
            sign_out(&gone, LEAVING).await;
        });
    }

    /// Posts what changed, in the background: Discord may be slow, and the change holds whatever it says.
    fn post(&self, channel: ChannelId, guild: GuildId, change: RightsChange) {
        let messenger = self.messenger.clone();
        self.dispatch.spawn(async move {
            let address =
                Address { guild, channel, message: None, ephemeral: false, locale: LOCALE.to_owned() };
            if messenger.put(&address, &Answer::Reloaded(change)).await.is_err() {
                tracing::warn!(%channel, "The changed rights could not be posted to policy.audit_channel; they hold all the same.");
            }
        });
    }
}

/// Says who gained and who lost what, one line for each role and user.
fn log(change: &RightsChange) {
    for guild in &change.served {
        tracing::info!(%guild, "The guild is served from now on.");
    }
    for guild in &change.unserved {
        tracing::info!(%guild, "The guild is no longer served.");
    }
    for change in &change.principals {
        let who = match change.principal {
            Principal::Role(role) => format!("role {role}"),
            Principal::User(user) => format!("user {user}"),
        };
        let told = |list: &[Rights]| {
            let rights: Vec<_> = list.iter().map(in_words).collect();
            (!rights.is_empty()).then(|| display(rights.join("; ")))
        };
        tracing::info!(
            who,
            gained = told(&change.gained),
            lost = told(&change.lost),
            kept = told(&change.kept),
            forbidden = told(&change.denied),
            no_longer_forbidden = told(&change.undenied),
            "Rights changed."
        );
    }
    if change.is_empty() {
        tracing::info!("No rights changed.");
    }
}

/// Rights as the log says them: `vps.stop, vps.restart (accounts shop; servers web-*)`.
fn in_words(rights: &Rights) -> String {
    fn part<T: ToString>(what: &str, list: &Option<Vec<T>>) -> Option<String> {
        let names: Vec<_> = list.as_ref()?.iter().map(ToString::to_string).collect();
        Some(format!("{what} {}", names.join(", ")))
    }
    let actions: Vec<_> = rights.actions.iter().map(|action| action.as_str()).collect();
    let Extent { guilds, accounts, servers, channels } = &rights.extent;
    let narrowings = [
        part("accounts", accounts),
        part("servers", servers),
        part("channels", channels),
        part("guilds", guilds),
    ];
    let narrowings: Vec<_> = narrowings.into_iter().flatten().collect();
    match narrowings.as_slice() {
        [] => actions.join(", "),
        some => format!("{} ({})", actions.join(", "), some.join("; ")),
    }
}

//! What stands in for a configuration's Discord, accounts and database: a simulator of each, and a file that goes.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::Router;
use reqwest::Url;

use super::SandboxError;
use crate::config::{Account, Config, Credentials, KlikkLogin};
use crate::domain::{AccountName, ProviderName};
use crate::sandbox::discord::world::World;
use crate::sandbox::discord::{self, Simulator};
use crate::sandbox::inferno::{self, Inferno};
use crate::sandbox::iv::{self, Iv};
use crate::sandbox::klikk::{self, Klikk};
use crate::sandbox::lightlayer::{self, LightLayer};
use crate::sandbox::llamalink::{self, LlamaLink};
use crate::sandbox::page;

/// Everything that a configuration's own things are replaced by.
pub(super) struct StandIns {
    pub(super) discord: Simulator,
    pub(super) accounts: Vec<Simulated>,
    /// The address of the database.
    pub(super) database: String,
}

impl StandIns {
    /// Starts them for the configuration.
    pub(super) async fn start(config: &Config, world: World, database: String) -> io::Result<Self> {
        // A sandbox may stay open for days, so what the simulated Discord keeps is bounded.
        let options = discord::Options { record: false, world, ..discord::Options::default() };
        let discord = Simulator::start(options).await?;
        let mut accounts = vec![];
        for account in &config.accounts {
            accounts.push(Simulated::start(account).await?);
        }
        Ok(StandIns { discord, accounts, database })
    }

    /// Leads the configuration to the simulators, with their secrets, and nowhere else; they stay as they are.
    ///
    /// # Errors
    /// When it has an account that no simulator was started for.
    pub(super) fn take_part_in(&self, config: &mut Config) -> Result<(), SandboxError> {
        config.discord.token = self.discord.token().to_owned().into();
        config.discord.api_base = Some(url(&self.discord.api_base())?);
        config.store.url.clone_from(&self.database);
        for account in &mut config.accounts {
            let simulated = self.accounts.iter().find(|simulated| simulated.name == account.name);
            if !simulated.is_some_and(|simulated| simulated.lend(account)) {
                return Err(SandboxError::NewAccount(account.name.clone()));
            }
            account.base_url = simulated.map(|simulated| url(&simulated.base_url())).transpose()?;
        }
        Ok(())
    }

    /// Makes the simulators what they would be if they were started for the configuration; at each account, some servers
    /// have the names that are told for it.
    pub(super) fn adopt(&mut self, config: &Config, servers: impl Fn(&AccountName) -> Vec<String>) {
        for simulated in &mut self.accounts {
            if let Some(account) = config.account(&simulated.name) {
                simulated.adopt(account, servers(&account.name));
            }
        }
    }
}

/// An address that must not get lost, since what has none is looked for at its usual place.
fn url(text: &str) -> Result<Url, SandboxError> {
    text.parse().map_err(|error| SandboxError::Simulator(io::Error::other(error)))
}

/// The simulator of one account.
pub(super) struct Simulated {
    pub(super) name: AccountName,
    pub(super) provider: Provider,
    /// The names that some of the servers were last given.
    named: Vec<String>,
}

/// A simulated provider.
pub(super) enum Provider {
    LlamaLink(Arc<LlamaLink>),
    LightLayer(Arc<LightLayer>),
    Iv(Arc<Iv>),
    Inferno(Arc<Inferno>),
    Klikk(Arc<Klikk>),
}

impl Simulated {
    async fn start(account: &Account) -> io::Result<Self> {
        let provider = match &account.credentials {
            Credentials::LlamaLink { .. } => {
                Provider::LlamaLink(Arc::new(LlamaLink::start(llamalink::State::sandbox()).await?))
            }
            Credentials::LightLayer { .. } => {
                Provider::LightLayer(Arc::new(LightLayer::start(lightlayer::State::sandbox()).await?))
            }
            Credentials::Iv { .. } => Provider::Iv(Arc::new(Iv::start(iv::State::sandbox()).await?)),
            Credentials::Inferno { .. } => {
                Provider::Inferno(Arc::new(Inferno::start(inferno::State::sandbox()).await?))
            }
            Credentials::Klikk(_) => Provider::Klikk(Arc::new(Klikk::start(klikk::State::sandbox()).await?)),
        };
        Ok(Simulated { name: account.name.clone(), provider, named: vec![] })
    }

    /// Gives the account the simulator's secret in place of its own; false when it is at another provider.
    fn lend(&self, account: &mut Account) -> bool {
        match (&self.provider, &mut account.credentials) {
            (Provider::LlamaLink(llamalink), Credentials::LlamaLink { key, .. }) => {
                llamalink.with_state(|state| key.clone_from(&state.key));
            }
            (Provider::LightLayer(lightlayer), Credentials::LightLayer { password, .. }) => {
                lightlayer.with_state(|state| password.clone_from(&state.login.password));
            }
            (Provider::Iv(iv), Credentials::Iv { password, .. }) => {
                iv.with_state(|state| password.clone_from(&state.password));
            }
            (Provider::Inferno(inferno), Credentials::Inferno { key, key_file, .. }) => {
                inferno.with_state(|state| key.clone_from(&state.key));
                *key_file = None;
            }
            (Provider::Klikk(klikk), Credentials::Klikk(KlikkLogin::Token(token))) => {
                klikk.with_state(|state| token.clone_from(&state.who.token));
            }
            (Provider::Klikk(klikk), Credentials::Klikk(KlikkLogin::Password { password, .. })) => {
                klikk.with_state(|state| password.clone_from(&state.who.password));
            }
            _ => return false,
        }
        true
    }

    /// Lets the account in by its own names, and gives some of the servers these.
    fn adopt(&mut self, account: &Account, servers: Vec<String>) {
        let before = std::mem::replace(&mut self.named, servers);
        let names = [before.as_slice(), self.named.as_slice()];
        match (&self.provider, &account.credentials) {
            (Provider::LlamaLink(llamalink), Credentials::LlamaLink { rates, .. }) => {
                llamalink.with_state(|state| {
                    // It refuses what is not bought at its own prices, and these are the ones that were looked up there.
                    state.custom.ssd = rates.ssd_per_gb;
                    state.custom.hdd = rates.hdd_per_gb;
                    state.custom.ipv4 = rates.ipv4_each;
                    rename(state, llamalink::State::sandbox, names, |state| {
                        let servers = state.servers.iter_mut();
                        servers.map(|(id, server)| (id.to_string(), &mut server.name)).collect()
                    });
                });
            }
            (Provider::LightLayer(lightlayer), Credentials::LightLayer { username, .. }) => {
                lightlayer.with_state(|state| {
                    state.login.username.clone_from(username);
                    rename(state, lightlayer::State::sandbox, names, |state| {
                        let services = state.services.iter_mut();
                        let services = services.filter_map(|(id, service)| Some((id, service.vms.as_mut()?)));
                        let vms = services.flat_map(|(id, vms)| {
                            vms.iter_mut().map(move |(vm, found)| (format!("{id}/{vm}"), &mut found.label))
                        });
                        vms.collect()
                    });
                });
            }
            (Provider::Iv(iv), Credentials::Iv { nick, .. }) => iv.with_state(|state| {
                state.nick.clone_from(nick);
                rename(state, iv::State::sandbox, names, |state| {
                    let servers = state.servers.iter_mut();
                    servers.map(|(id, server)| (id.to_string(), &mut server.domain)).collect()
                });
            }),
            (Provider::Inferno(inferno), Credentials::Inferno { cid, .. }) => inferno.with_state(|state| {
                state.cid = cid.to_string();
                rename(state, inferno::State::sandbox, names, |state| {
                    let orders = state.orders.iter_mut();
                    let orders = orders.filter_map(|(id, order)| Some((id, order.vps.as_mut()?)));
                    orders.map(|(id, vps)| (id.to_string(), &mut vps.name)).collect()
                });
            }),
            (Provider::Klikk(klikk), Credentials::Klikk(login)) => klikk.with_state(|state| {
                if let KlikkLogin::Password { username, .. } = login {
                    state.who.username.clone_from(username);
                }
                rename(state, klikk::State::sandbox, names, |state| {
                    let items = state.orders.values_mut().flat_map(|order| &mut order.items);
                    let items = items.filter(|item| item.status == klikk::Status::Done);
                    items.map(|item| (item.id.to_string(), &mut item.name)).collect()
                });
            }),
            // Only an account that was lent a secret is taken over.
            _ => {}
        }
    }

    fn base_url(&self) -> String {
        match &self.provider {
            Provider::LlamaLink(llamalink) => llamalink.base_url(),
            Provider::LightLayer(lightlayer) => lightlayer.base_url(),
            Provider::Iv(iv) => iv.base_url(),
            Provider::Inferno(inferno) => inferno.base_url(),
            Provider::Klikk(klikk) => klikk.base_url(),
        }
    }

    /// The account on the page.
    pub(super) fn on_page(&self) -> page::Account {
        let (provider, panel): (ProviderName, Router) = match &self.provider {
            Provider::LlamaLink(llamalink) => {
                (ProviderName::LlamaLink, page::llamalink_panel(llamalink.clone()))
            }
            Provider::LightLayer(lightlayer) => {
                (ProviderName::LightLayer, page::lightlayer_panel(lightlayer.clone()))
            }
            Provider::Iv(iv) => (ProviderName::Iv, page::iv_panel(iv.clone())),
            Provider::Inferno(inferno) => (ProviderName::Inferno, page::inferno_panel(inferno.clone())),
            Provider::Klikk(klikk) => (ProviderName::Klikk, page::klikk_panel(klikk.clone())),
        };
        let (name, provider, title) = (self.name.to_string(), provider.as_str(), provider.title());
        page::Account { name, provider, title, panel }
    }
}

/// Calls the servers of a state as if it had begun with the second of the names in place of the first, which the last
/// of the servers get; what was called otherwise meanwhile, or came since, stays as it is.
fn rename<S>(
    state: &mut S,
    at_the_start: fn() -> S,
    [before, now]: [&[String]; 2],
    servers: fn(&mut S) -> Vec<(String, &mut String)>,
) {
    if before == now {
        return;
    }
    let called = |names: &[String]| -> BTreeMap<String, String> {
        let mut state = at_the_start();
        let mut servers = servers(&mut state);
        for ((_, server), name) in servers.iter_mut().rev().zip(names) {
            server.clone_from(name);
        }
        servers.into_iter().map(|(id, name)| (id, name.clone())).collect()
    };
    let (before, now) = (called(before), called(now));
    for (id, name) in servers(state) {
        if before.get(&id) == Some(name)
            && let Some(now) = now.get(&id)
        {
            name.clone_from(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use secrecy::ExposeSecret;

    use super::*;
    use crate::app::sandbox::rehearsal::Rehearsal;
    use crate::config;

    /// A configuration's own words about rights, relays and confirmations.
    fn rules(config: &Config) -> String {
        let Config { policy, relays, confirm, .. } = config;
        format!(
            "{policy:?} {relays:?} {confirm:?} {:?} {:?}",
            config.discord.guilds, config.watch.fallback_channel
        )
    }

    #[tokio::test]
    async fn a_rehearsal_leads_every_configuration_to_simulators_alone_and_keeps_its_rules() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let valid = std::fs::read_dir(root.join("tests/configs/valid")).unwrap();
        let mut files: Vec<_> = valid.map(|entry| entry.unwrap().path()).collect();
        files.extend(["config/hostmaster.toml", "config/sandbox.toml"].map(|file| root.join(file)));
        assert!(files.len() > 5, "{files:?}");
        for file in files {
            let original = config::load_without_secrets(&file).unwrap().config;
            let rehearsal = Rehearsal::read(&file).unwrap();
            let mut config = rehearsal.config.clone();
            let stand_ins = StandIns::start(&config, rehearsal.world(), "sqlite://mine.db".into()).await;
            let stand_ins = stand_ins.unwrap();
            stand_ins.take_part_in(&mut config).unwrap();

            assert_eq!(rules(&config), rules(&original), "{file:?}");
            let names = |config: &Config| {
                config.accounts.iter().map(|account| account.name.clone()).collect::<Vec<_>>()
            };
            assert_eq!(names(&config), names(&original));
            let unread = original.discord.token.expose_secret();
            assert!(config.secrets().all(|secret| secret.expose_secret() != unread), "{file:?}");
            assert_eq!(config.store.url, "sqlite://mine.db");
            let url = |text: String| Some(text.parse::<Url>().unwrap());
            assert_eq!(config.discord.api_base, url(stand_ins.discord.api_base()));
            for (account, simulated) in config.accounts.iter().zip(&stand_ins.accounts) {
                assert_eq!(account.base_url, url(simulated.base_url()));
            }
            stand_ins.discord.stop();
        }
    }
}

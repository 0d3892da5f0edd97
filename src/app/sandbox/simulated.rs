//! What stands in for a configuration's Discord, accounts and database: a simulator of each, and a file that goes.

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
    /// Starts them for the configuration; at each account, some servers have the names that are told for it.
    pub(super) async fn start(
        config: &Config,
        world: World,
        servers: impl Fn(&AccountName) -> Vec<String>,
        database: String,
    ) -> io::Result<Self> {
        // A sandbox may stay open for days, so what the simulated Discord keeps is bounded.
        let options = discord::Options { record: false, world, ..discord::Options::default() };
        let discord = Simulator::start(options).await?;
        let mut accounts = vec![];
        for account in &config.accounts {
            accounts.push(Simulated::start(account, &servers(&account.name)).await?);
        }
        Ok(StandIns { discord, accounts, database })
    }

    /// Leads the configuration to the simulators, with their secrets, and nowhere else.
    ///
    /// # Errors
    /// When it has an account that no simulator was started for.
    pub(super) fn take_part_in(&self, config: &mut Config) -> Result<(), SandboxError> {
        config.discord.token = self.discord.token().to_owned().into();
        config.discord.api_base = Some(url(&self.discord.api_base())?);
        config.store.url.clone_from(&self.database);
        for account in &mut config.accounts {
            let simulated = self.accounts.iter().find(|simulated| simulated.name == account.name);
            if !simulated.is_some_and(|simulated| simulated.accept(account)) {
                return Err(SandboxError::NewAccount(account.name.clone()));
            }
            account.base_url = simulated.map(|simulated| url(&simulated.base_url())).transpose()?;
        }
        Ok(())
    }
}

/// An address that must not get lost, since what has none is looked for at its usual place.
fn url(text: &str) -> Result<Url, SandboxError> {
    text.parse().map_err(|error| SandboxError::Simulator(io::Error::other(error)))
}

/// The simulator of one account.
pub(super) struct Simulated {
    name: AccountName,
    pub(super) provider: Provider,
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
    /// Starts one for the account, where some of the servers have the names given.
    async fn start(account: &Account, servers: &[String]) -> io::Result<Self> {
        let provider = match &account.credentials {
            Credentials::LlamaLink { .. } => {
                let mut state = llamalink::State::sandbox();
                rename(state.servers.values_mut().map(|server| &mut server.name), servers);
                Provider::LlamaLink(Arc::new(LlamaLink::start(state).await?))
            }
            Credentials::LightLayer { .. } => {
                let mut state = lightlayer::State::sandbox();
                let vms = state.services.values_mut().filter_map(|service| service.vms.as_mut());
                rename(vms.flat_map(|vms| vms.values_mut()).map(|vm| &mut vm.label), servers);
                Provider::LightLayer(Arc::new(LightLayer::start(state).await?))
            }
            Credentials::Iv { .. } => {
                let mut state = iv::State::sandbox();
                rename(state.servers.values_mut().map(|server| &mut server.domain), servers);
                Provider::Iv(Arc::new(Iv::start(state).await?))
            }
            Credentials::Inferno { .. } => {
                let mut state = inferno::State::sandbox();
                let orders = state.orders.values_mut();
                rename(orders.filter_map(|order| order.vps.as_mut()).map(|vps| &mut vps.name), servers);
                Provider::Inferno(Arc::new(Inferno::start(state).await?))
            }
            Credentials::Klikk(_) => {
                let mut state = klikk::State::sandbox();
                let items = state.orders.values_mut().flat_map(|order| &mut order.items);
                let items = items.filter(|item| item.status == klikk::Status::Done);
                rename(items.map(|item| &mut item.name), servers);
                Provider::Klikk(Arc::new(Klikk::start(state).await?))
            }
        };
        Ok(Simulated { name: account.name.clone(), provider })
    }

    /// Lets the account in, which gets the simulator's secret in place of its own; false when it is at another provider.
    fn accept(&self, account: &mut Account) -> bool {
        match (&self.provider, &mut account.credentials) {
            (Provider::LlamaLink(llamalink), Credentials::LlamaLink { key, rates }) => {
                llamalink.with_state(|state| {
                    key.clone_from(&state.key);
                    // It refuses what is not bought at its own prices, and these are the ones that were looked up there.
                    state.custom.ssd = rates.ssd_per_gb;
                    state.custom.hdd = rates.hdd_per_gb;
                    state.custom.ipv4 = rates.ipv4_each;
                });
            }
            (Provider::LightLayer(lightlayer), Credentials::LightLayer { username, password, .. }) => {
                lightlayer.with_state(|state| {
                    state.login.username.clone_from(username);
                    password.clone_from(&state.login.password);
                });
            }
            (Provider::Iv(iv), Credentials::Iv { nick, password, .. }) => {
                iv.with_state(|state| {
                    state.nick.clone_from(nick);
                    password.clone_from(&state.password);
                });
            }
            (Provider::Inferno(inferno), Credentials::Inferno { cid, key, key_file, .. }) => {
                inferno.with_state(|state| {
                    state.cid = cid.to_string();
                    key.clone_from(&state.key);
                });
                *key_file = None;
            }
            (Provider::Klikk(klikk), Credentials::Klikk(KlikkLogin::Token(token))) => {
                klikk.with_state(|state| token.clone_from(&state.who.token));
            }
            (Provider::Klikk(klikk), Credentials::Klikk(KlikkLogin::Password { username, password })) => {
                klikk.with_state(|state| {
                    state.who.username.clone_from(username);
                    password.clone_from(&state.who.password);
                });
            }
            _ => return false,
        }
        true
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

/// Gives the last of the servers these names, as far as there are any.
fn rename<'s>(servers: impl Iterator<Item = &'s mut String>, names: &[String]) {
    let servers: Vec<_> = servers.collect();
    for (server, name) in servers.into_iter().rev().zip(names) {
        server.clone_from(name);
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
            let servers = |account: &AccountName| rehearsal.servers(account);
            let stand_ins =
                StandIns::start(&config, rehearsal.world(), servers, "sqlite://mine.db".into()).await;
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

//! The stage: a simulated Discord, simulated providers, a provider made for tests, and the real bot between them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hostmaster::app::{App, Options};
use hostmaster::config::{self, Config};
use hostmaster::dispatch::Timing;
use hostmaster::domain::job::WatchLimits;
use hostmaster::domain::outcome::AuditRow;
use hostmaster::providers::Account;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUEST, MAX, SAM};
use hostmaster::sandbox::discord::{self, Interaction, Member, Message, Simulator};
use hostmaster::sandbox::inferno::{self, Inferno};
use hostmaster::sandbox::iv::{self, Iv};
use hostmaster::sandbox::klikk::{self, Klikk};
use hostmaster::sandbox::lightlayer::{self, LightLayer};
use hostmaster::sandbox::llamalink::{LlamaLink, Pace, State};
use hostmaster::store::{AuditFilter, Store};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::fake::Fake;

/// How long anything may take that must happen.
pub const SOON: Duration = Duration::from_secs(10);

/// A second guild that the configuration serves; most plays do not build it.
pub const OTHER_GUILD: u64 = 111_111_111_111_111_112;

/// What a stage is set up with.
pub struct Setup {
    /// The first state of the simulated LlamaLink.
    pub llamalink: State,
    /// The first state of the simulated LightLayer, whose account is then `asia`; without, there is no such account.
    pub lightlayer: Option<lightlayer::State>,
    /// The first state of the simulated IV, whose account is then `baltic`; without, there is no such account.
    pub iv: Option<iv::State>,
    /// The first state of the simulated Inferno, whose account is then `dev`; without, there is no such account.
    pub inferno: Option<inferno::State>,
    /// The first state of the simulated Klikk, whose account is then `nordic`; without, there is no such account.
    pub klikk: Option<klikk::State>,
    /// The simulated Discord.
    pub discord: discord::Options,
    /// Text put behind the configuration.
    pub config: String,
    /// The grants; the default gives operators, managers and support what their names say.
    pub grants: String,
    /// The times that the pipeline keeps.
    pub timing: Timing,
    /// How long a confirmation waits; the configuration's shortest is longer than a test wants.
    pub confirm: Option<Duration>,
    /// How long a call to LlamaLink may take that spends nothing; the configuration's shortest is a second.
    pub read_timeout: Option<Duration>,
    /// The same for one that spends.
    pub spend_timeout: Option<Duration>,
    /// The sentences.
    pub options: Options,
}

/// Grants that give operators, managers and support what their names say.
pub const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.*"]

[[grants]]
roles = ["333333333333333333"]
allow = ["risk:read", "balance", "audit.list", "order.*", "billing.*", "site.*", "account.*", "access.why"]

[[grants]]
roles = ["444444444444444444"]
allow = ["vps.list", "vps.show"]
servers = ["staging-*"]
"#;

impl Setup {
    /// The default with the account `asia` at a LightLayer that looks lived in.
    pub fn with_lightlayer() -> Self {
        Setup { lightlayer: Some(lightlayer::State::sandbox()), ..Setup::default() }
    }

    /// The default, but that setting up what is bought takes so long.
    pub fn provisioning(provisioning: Duration) -> Self {
        let mut setup = Setup::default();
        setup.llamalink.pace = Pace { provisioning, ..setup.llamalink.pace };
        setup
    }
}

impl Default for Setup {
    fn default() -> Self {
        let mut llamalink = State::sandbox();
        llamalink.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
        Setup {
            llamalink,
            lightlayer: None,
            iv: None,
            inferno: None,
            klikk: None,
            discord: discord::Options::default(),
            config: String::new(),
            grants: GRANTS.to_owned(),
            timing: Timing {
                poll: Duration::from_millis(50),
                task: Duration::from_millis(50),
                progress: Duration::from_millis(100),
                // What is awaited shows only where a test asks for it, however slow the machine is.
                partly: Duration::from_secs(60),
                sweep: Duration::from_millis(50),
                watch: WatchLimits {
                    trace: Duration::from_millis(1500),
                    arrival: Duration::from_secs(3),
                    absence: Duration::from_millis(400),
                    setup: Duration::from_secs(5),
                    payment: Duration::from_secs(60),
                    task: Duration::from_secs(5),
                },
                ..Timing::default()
            },
            confirm: None,
            read_timeout: None,
            spend_timeout: None,
            options: Options::default(),
        }
    }
}

/// Everything that takes part.
pub struct Stage {
    pub discord: Simulator,
    pub llamalink: LlamaLink,
    /// Nobody speaks with it unless the setup has a state for it.
    pub lightlayer: LightLayer,
    /// The same.
    pub iv: Iv,
    /// The same.
    pub inferno: Inferno,
    /// The same.
    pub klikk: Klikk,
    pub fake: Arc<Fake>,
    pub store: Store,
    pub app: App,
    secrets: Secrets,
    /// The configuration of the accounts at LightLayer, IV, Inferno and Klikk, if there are such.
    further: String,
    folder: Folder,
}

/// What the configuration takes from the environment.
struct Secrets {
    token: String,
    llamalink: String,
    lightlayer: String,
    iv: String,
    inferno: String,
    klikk: String,
}

/// A folder that goes when the test does.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("hostmaster-test-{}", hostmaster::domain::Id::random()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The configuration of a stage, as text.
pub fn config_text(
    discord: &Simulator,
    llamalink: &LlamaLink,
    folder: &Folder,
    grants: &str,
    more: &str,
) -> String {
    format!(
        r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = ["111111111111111111", "{OTHER_GUILD}"]
api_base = "{}"

[store]
url = "sqlite://{}"

[accounts.shop]
provider = "llamalink"
base_url = "{}"
key = {{ env = "LLAMALINK_KEY" }}

[policy]
contact = "ask in #ops-help"
{grants}
{more}
"#,
        discord.api_base(),
        folder.path().join("hostmaster.db").display(),
        llamalink.base_url(),
    )
}

/// The configuration of an account `asia` at the LightLayer, as text.
pub fn asia_text(lightlayer: &LightLayer) -> String {
    let username = lightlayer.with_state(|state| state.login.username.clone());
    format!(
        r#"
[accounts.asia]
provider = "lightlayer"
base_url = "{}"
auth = "token"
username = "{username}"
password = {{ env = "LIGHTLAYER_PASSWORD" }}
"#,
        lightlayer.base_url(),
    )
}

/// The configuration of an account `baltic` at the IV, as text.
pub fn baltic_text(iv: &Iv) -> String {
    let nick = iv.with_state(|state| state.nick.clone());
    format!(
        r#"
[accounts.baltic]
provider = "iv"
base_url = "{}"
nick = "{nick}"
password = {{ env = "IV_PASSWORD" }}
currency = "EUR"
"#,
        iv.base_url(),
    )
}

/// The configuration of an account `dev` at the Inferno, as text.
pub fn dev_text(inferno: &Inferno) -> String {
    let cid = inferno.with_state(|state| state.cid.clone());
    format!(
        r#"
[accounts.dev]
provider = "inferno"
base_url = "{}"
cid = "{cid}"
key = {{ env = "INFERNO_KEY" }}
currency = "EUR"
"#,
        inferno.base_url(),
    )
}

/// The configuration of an account `nordic` at the Klikk, as text.
pub fn nordic_text(klikk: &Klikk) -> String {
    format!(
        r#"
[accounts.nordic]
provider = "klikk"
base_url = "{}"
token = {{ env = "KLIKK_TOKEN" }}
"#,
        klikk.base_url(),
    )
}

/// Waits for the lists that are read from a LightLayer at the start, so that they do not mix with what a test asks for.
async fn settle_lightlayer(lightlayer: &LightLayer) {
    // Whatever is not over is asked for its VMs.
    let services = lightlayer.with_state(|state| state.services.len());
    for nth in 1..=services {
        let asked = lightlayer.wait_for_request(lightlayer::Operation::ListVms, nth, SOON).await.unwrap();
        lightlayer.wait_until_settled(asked.number, SOON).await.unwrap();
    }
}

/// The same for an IV.
async fn settle_iv(iv: &Iv) {
    for nth in 1..=iv.with_state(|state| state.servers.len()) {
        let asked = iv.wait_for_request(iv::Operation::ServerInfo, nth, SOON).await.unwrap();
        iv.wait_until_settled(asked.number, SOON).await.unwrap();
    }
}

/// The same for an Inferno.
async fn settle_inferno(inferno: &Inferno) {
    let active = |state: &mut inferno::State| {
        state.orders.values().filter(|order| order.status == inferno::Status::Active).count()
    };
    for nth in 1..=inferno.with_state(active) {
        let asked = inferno.wait_for_request(inferno::Operation::GetInfo, nth, SOON).await.unwrap();
        inferno.wait_until_settled(asked.number, SOON).await.unwrap();
    }
}

/// The same for a Klikk.
async fn settle_klikk(klikk: &Klikk) {
    let asked = klikk.wait_for_request(klikk::Operation::ServerList, 1, SOON).await.unwrap();
    klikk.wait_until_settled(asked.number, SOON).await.unwrap();
}

fn load(text: &str, secrets: &Secrets) -> Config {
    let lookup = |name: &str| match name {
        "DISCORD_TOKEN" => Some(OsString::from(&secrets.token)),
        "LLAMALINK_KEY" => Some(OsString::from(&secrets.llamalink)),
        "LIGHTLAYER_PASSWORD" => Some(OsString::from(&secrets.lightlayer)),
        "IV_PASSWORD" => Some(OsString::from(&secrets.iv)),
        "INFERNO_KEY" => Some(OsString::from(&secrets.inferno)),
        "KLIKK_TOKEN" => Some(OsString::from(&secrets.klikk)),
        _ => None,
    };
    config::parse(Path::new("hostmaster.toml"), text, &lookup)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .config
}

impl Stage {
    /// Raises the curtain with the defaults.
    pub async fn start() -> Self {
        Stage::with(Setup::default()).await
    }

    /// Raises the curtain; comes back when the bot is ready.
    pub async fn with(setup: Setup) -> Self {
        let discord = Simulator::start(setup.discord).await.unwrap();
        let has_asia = setup.lightlayer.is_some();
        let lightlayer = setup.lightlayer.unwrap_or_else(lightlayer::State::documented);
        let has_baltic = setup.iv.is_some();
        let iv = setup.iv.unwrap_or_else(iv::State::documented);
        let has_dev = setup.inferno.is_some();
        let inferno = setup.inferno.unwrap_or_else(inferno::State::documented);
        let has_nordic = setup.klikk.is_some();
        let klikk = setup.klikk.unwrap_or_else(klikk::State::documented);
        let secrets = Secrets {
            token: discord.token().to_owned(),
            llamalink: setup.llamalink.key.expose_secret().clone(),
            lightlayer: lightlayer.login.password.expose_secret().clone(),
            iv: iv.password.expose_secret().clone(),
            inferno: inferno.key.expose_secret().clone(),
            klikk: klikk.who.token.expose_secret().clone(),
        };
        // One language for all; which language whom is spoken to in has tests of its own.
        discord.set_locale(MAX, "en-US");
        let llamalink = LlamaLink::start(setup.llamalink).await.unwrap();
        let lightlayer = LightLayer::start(lightlayer).await.unwrap();
        let iv = Iv::start(iv).await.unwrap();
        let inferno = Inferno::start(inferno).await.unwrap();
        let klikk = Klikk::start(klikk).await.unwrap();
        let asia = if has_asia { asia_text(&lightlayer) } else { String::new() };
        let baltic = if has_baltic { baltic_text(&iv) } else { String::new() };
        let dev = if has_dev { dev_text(&inferno) } else { String::new() };
        let nordic = if has_nordic { nordic_text(&klikk) } else { String::new() };
        let further = format!("{asia}{baltic}{dev}{nordic}");
        let folder = Folder::new();
        let more = format!("{further}{}", setup.config);
        let text = config_text(&discord, &llamalink, &folder, &setup.grants, &more);
        let mut config = load(&text, &secrets);
        if let Some(confirm) = setup.confirm {
            config.confirm.expires = confirm;
        }
        if let Some(read_timeout) = setup.read_timeout {
            config.accounts.iter_mut().for_each(|account| account.limits.read_timeout = read_timeout);
        }
        if let Some(spend_timeout) = setup.spend_timeout {
            config.accounts.iter_mut().for_each(|account| account.limits.spend_timeout = spend_timeout);
        }
        let fake = Fake::new();
        let mut options = setup.options;
        options.timing = setup.timing;
        options.accounts.push(Account::new(fake.clone(), jiff::tz::TimeZone::UTC));
        let store = Store::open(&config.store.url).await.unwrap();
        let app = App::start(&config, options).await.unwrap();
        let mut ready = app.ready();
        tokio::time::timeout(SOON, ready.wait_for(|ready| *ready)).await.unwrap().unwrap();
        if has_asia {
            settle_lightlayer(&lightlayer).await;
        }
        if has_baltic {
            settle_iv(&iv).await;
        }
        if has_dev {
            settle_inferno(&inferno).await;
        }
        if has_nordic {
            settle_klikk(&klikk).await;
        }
        Stage {
            discord,
            llamalink,
            lightlayer,
            iv,
            inferno,
            klikk,
            fake,
            store,
            app,
            secrets,
            further,
            folder,
        }
    }

    /// The configuration of the stage with other grants and more text behind it.
    pub fn config(&self, grants: &str, more: &str) -> Config {
        let more = format!("{}{more}", self.further);
        let text = config_text(&self.discord, &self.llamalink, &self.folder, grants, &more);
        load(&text, &self.secrets)
    }

    /// Where the database is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The operator.
    pub fn ana(&self) -> Member {
        self.discord.member(ANA)
    }

    /// The manager.
    pub fn max(&self) -> Member {
        self.discord.member(MAX)
    }

    /// Support.
    pub fn sam(&self) -> Member {
        self.discord.member(SAM)
    }

    /// Somebody without a role.
    pub fn guest(&self) -> Member {
        self.discord.member(GUEST)
    }

    /// Uses a command in #ops and comes back with the message that answers it.
    pub async fn use_command(
        &self,
        member: &Member,
        path: &str,
        options: &[(&str, Value)],
    ) -> (Interaction, Message) {
        let interaction = member.slash(CHANNEL_OPS, path, options).unwrap();
        let message = interaction.wait_message(SOON).await.unwrap();
        (interaction, message)
    }

    /// The audit, oldest first, as `action target result (detail)`.
    pub async fn audit(&self) -> Vec<String> {
        self.app.flush_audit().await;
        let (mut rows, _) = self.store.audit_rows(&AuditFilter::default(), 0, 1000).await.unwrap();
        rows.reverse();
        let line = |row: &AuditRow| {
            let detail = if row.detail.is_empty() { String::new() } else { format!(" ({})", row.detail) };
            format!("{} {} {}{detail}", row.action, row.target, row.result.as_str())
        };
        rows.iter().map(line).collect()
    }

    /// Waits until the audit has so many rows, and gives them as [`Stage::audit`] does.
    pub async fn audit_of(&self, rows: usize) -> Vec<String> {
        let deadline = tokio::time::Instant::now() + SOON;
        loop {
            let audit = self.audit().await;
            if audit.len() >= rows {
                return audit;
            }
            assert!(tokio::time::Instant::now() < deadline, "only {audit:#?}");
            tokio::task::yield_now().await;
        }
    }

    /// Lowers the curtain; what must hold of every play is looked at here.
    pub async fn end(self) {
        self.end_despite("nothing").await;
    }

    /// The same for a play in which Discord had reason to say such a thing: it alone is let pass.
    pub async fn end_despite(self, reason: &str) {
        let mut violations = self.discord.violations();
        violations.retain(|violation| !violation.text.contains(reason));
        assert!(violations.is_empty(), "{violations:#?}");
        assert!(self.app.stop().await, "work was left over");
        drop(self.folder);
    }
}

/// A stage with a second account at LlamaLink, `spare`, at a LlamaLink of its own.
pub async fn stage_with_a_spare(setup: Setup) -> (Stage, LlamaLink) {
    let mut state = State::sandbox();
    state.key = SecretString::new(setup.llamalink.key.expose_secret().clone());
    let spare = LlamaLink::start(state).await.unwrap();
    let config = format!(
        "[accounts.spare]\nprovider = \"llamalink\"\nbase_url = \"{}\"\nkey = {{ env = \"LLAMALINK_KEY\" }}\n{}",
        spare.base_url(),
        setup.config,
    );
    (Stage::with(Setup { config, ..setup }).await, spare)
}

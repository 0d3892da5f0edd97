//! The bot as a process between a simulated Discord and an account at each simulated provider.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::Duration;

use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD, ROLE_OPERATOR};
use hostmaster::sandbox::discord::{Member, Options, RateLimits, Simulator};
use hostmaster::sandbox::inferno::Inferno;
use hostmaster::sandbox::iv::Iv;
use hostmaster::sandbox::klikk::Klikk;
use hostmaster::sandbox::lightlayer::LightLayer;
use hostmaster::sandbox::llamalink::LlamaLink;
use hostmaster::sandbox::provider::{Endpoint, Fault, Misbehaviour, Provider, Simulator as Portal};
use secrecy::{ExposeSecret, SecretString};

use crate::crowd;
use crate::process::{Folder, Process};

const WITHIN: Duration = Duration::from_secs(60);

/// Everything that takes part.
pub struct Site {
    /// The simulated Discord.
    pub discord: Simulator,
    /// The bot.
    pub bot: Process,
    shop: LlamaLink,
    baltic: Iv,
    asia: LightLayer,
    dev: Inferno,
    nordic: Klikk,
    _folder: Folder,
}

async fn portal<P: Provider>(state: P) -> Portal<P> {
    let portal = Portal::start(state).await.expect("a free port");
    portal.set_recording(false);
    portal
}

fn calls<P: Provider>(portal: &Portal<P>) -> u64 {
    P::Operation::ALL.iter().map(|operation| portal.count(*operation)).sum()
}

fn delay<P: Provider>(portal: &Portal<P>, by: Duration) {
    portal.clear_faults();
    portal.inject_everywhere(Fault::before(Misbehaviour::Delay(by)));
}

impl Site {
    /// Starts it all and waits until the bot knows every server; each account makes so many calls at once.
    pub async fn start(at_once: usize) -> Self {
        let options =
            Options { record: false, keep: 8192, limits: RateLimits::Unlimited, ..Options::default() };
        let discord = Simulator::start(options).await.expect("a free port");
        let (shop, baltic, asia) = (crowd::shop(), crowd::baltic(), crowd::asia());
        let (dev, nordic) = (crowd::dev(), crowd::nordic());
        let secret = |secret: &SecretString| secret.expose_secret().clone();
        let secrets = [
            ("DISCORD_TOKEN", discord.token().to_owned()),
            ("LLAMALINK_KEY", secret(&shop.key)),
            ("IV_PASSWORD", secret(&baltic.password)),
            ("LIGHTLAYER_PASSWORD", secret(&asia.login.password)),
            ("INFERNO_KEY", secret(&dev.key)),
            ("KLIKK_TOKEN", secret(&nordic.who.token)),
        ];
        let (nick, username, cid) = (baltic.nick.clone(), asia.login.username.clone(), dev.cid.clone());
        let shop = portal(shop).await;
        let baltic = portal(baltic).await;
        let asia = portal(asia).await;
        let dev = portal(dev).await;
        let nordic = portal(nordic).await;
        let folder = Folder::new();
        let accounts: String = [
            ("shop", "llamalink", shop.base_url(), r#"key = { env = "LLAMALINK_KEY" }"#.to_owned()),
            (
                "baltic",
                "iv",
                baltic.base_url(),
                format!("nick = \"{nick}\"\npassword = {{ env = \"IV_PASSWORD\" }}"),
            ),
            (
                "asia",
                "lightlayer",
                asia.base_url(),
                format!(
                    "auth = \"token\"\nusername = \"{username}\"\npassword = {{ env = \"LIGHTLAYER_PASSWORD\" }}"
                ),
            ),
            (
                "dev",
                "inferno",
                dev.base_url(),
                format!("cid = \"{cid}\"\nkey = {{ env = \"INFERNO_KEY\" }}"),
            ),
            ("nordic", "klikk", nordic.base_url(), r#"token = { env = "KLIKK_TOKEN" }"#.to_owned()),
        ]
        .map(|(name, provider, base_url, credentials)| {
            format!(
                "[accounts.{name}]\nprovider = \"{provider}\"\nbase_url = \"{base_url}\"\n{credentials}\n\
                 concurrency = {at_once}\n\n"
            )
        })
        .concat();
        let config = format!(
            r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = ["{GUILD}"]
api_base = "{}"

[store]
url = "sqlite://{}"

[[grants]]
roles = ["{ROLE_OPERATOR}"]
allow = ["vps.*"]

{accounts}
"#,
            discord.api_base(),
            folder.path().join("hostmaster.db").display(),
        );
        fs::write(folder.path().join("hostmaster.toml"), config).expect("the configuration is written");
        let log = folder.path().join("log");
        let child = Command::new(env!("CARGO_BIN_EXE_hostmaster"))
            .args(["run", "--config"])
            .arg(folder.path().join("hostmaster.toml"))
            .envs(secrets)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).expect("the log is created"))
            .spawn()
            .expect("the bot's process starts");
        let site = Site { bot: Process(child), discord, shop, baltic, asia, dev, nordic, _folder: folder };
        if let Err(error) = site.discord.wait_commands(GUILD, WITHIN).await {
            panic!("{error}\n{}", fs::read_to_string(log).unwrap_or_default());
        }
        for account in ["shop", "baltic", "asia", "dev", "nordic"] {
            site.wait_for_inventory(account).await;
        }
        site
    }

    /// The operator.
    pub fn ana(&self) -> Member {
        self.discord.member(ANA)
    }

    async fn wait_for_inventory(&self, account: &str) {
        let waited = tokio::time::timeout(WITHIN, async {
            loop {
                let typed = format!("{account}-299");
                let options = [("server", typed.as_str().into())];
                let asked = self.ana().autocomplete(CHANNEL_OPS, "vps show", &options, "server");
                let choices = asked.expect("a command").wait_choices(WITHIN).await.unwrap_or_default();
                if choices.iter().any(|choice| choice.name.contains(&typed)) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        waited.await.unwrap_or_else(|_| panic!("the servers of {account} are not known in time"));
    }

    /// Lets every answer of every provider take so long.
    pub fn delay(&self, by: Duration) {
        delay(&self.shop, by);
        delay(&self.baltic, by);
        delay(&self.asia, by);
        delay(&self.dev, by);
        delay(&self.nordic, by);
    }

    /// How many calls each account has received, and how many of them at once at most.
    pub fn calls(&self) -> [(&'static str, u64, usize); 5] {
        [
            ("LlamaLink", calls(&self.shop), self.shop.most_at_once()),
            ("IV", calls(&self.baltic), self.baltic.most_at_once()),
            ("LightLayer", calls(&self.asia), self.asia.most_at_once()),
            ("Inferno", calls(&self.dev), self.dev.most_at_once()),
            ("Klikk", calls(&self.nordic), self.nordic.most_at_once()),
        ]
    }
}

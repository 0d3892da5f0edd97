//! `hostmaster sandbox`: the bot between a simulated Discord and simulated providers, and a page to use it from.
//!
//! The bot is started as everywhere else, with a configuration that is read as everywhere else; only what it leads to is
//! replaced by simulators and their secrets before anything begins.

mod homes;
mod names;
mod people;
mod places;
mod records;
mod rehearsal;
mod simulated;
mod tries;

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tracing::level_filters::LevelFilter;

use self::rehearsal::Rehearsal;
use self::simulated::{Provider, Simulated, StandIns};
use super::run::{Signal, Signals};
use super::{App, AppError, Options, console};
use crate::config::{self, Config, Faults};
use crate::domain::{AccountName, Id};
use crate::sandbox::discord::Simulator;
use crate::sandbox::discord::world::World;
use crate::sandbox::inferno::Inferno;
use crate::sandbox::iv::Iv;
use crate::sandbox::klikk::Klikk;
use crate::sandbox::lightlayer::LightLayer;
use crate::sandbox::llamalink::LlamaLink;
use crate::sandbox::page::{self, Configuration, ReadAgain, SharedConfiguration};
use crate::telemetry::{self, Redactor};

/// The sandbox's own configuration.
const OWN: &str = include_str!("../../config/sandbox.toml");
/// Where that stands, for whoever reads of a fault in it.
const OWN_PATH: &str = "config/sandbox.toml";
const DATABASE: &str = "hostmaster.db";
/// The name of the file by which `hostmaster audit` finds the database.
const CONFIG: &str = "hostmaster.toml";
/// What to try first with the sandbox's own configuration.
const TRIES: &str = "\
Try first, as Ana the operator in #ops:
  /vps list                             what there is
  /vps restart server:production-web    press the red button and see it come back
  /vps list                             once more as the guest, who may not

Then, as Max the manager, who may spend what is not real either, and whose Discord is set to German:
  /order buy plan:Llama Spark           choose a system, look at the price, press the green button
  /invoice pay                          an invoice of LightLayer's, from the credit there
";

/// How long a stop may take before what hangs is left behind.
const STOP_WITHIN: Duration = Duration::from_millis(9_800);

/// Why the sandbox cannot run.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The address is taken.
    #[error(
        "{0} is in use, perhaps by another sandbox: stop that one, or have a free port chosen with --listen {any}",
        any = SocketAddr::new(.0.ip(), 0)
    )]
    InUse(SocketAddr),
    /// The address cannot be used for another reason.
    #[error("the page cannot be served at {address}: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        cause: io::Error,
    },
    /// The temporary folder cannot be made or written.
    #[error("the temporary folder {}: {cause}; TMPDIR can name another place", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// A simulator cannot listen.
    #[error("a simulator cannot listen on 127.0.0.1: {0}")]
    Simulator(io::Error),
    /// The configuration has an account for which no simulator was started.
    #[error("the account {0} was not there at the start, or at another provider: start the sandbox anew")]
    NewAccount(AccountName),
    /// The configuration is faulty.
    #[error("{0}")]
    Config(#[from] Faults),
    /// The bot cannot run.
    #[error("{0}")]
    App(#[from] AppError),
}

/// Reads the address of `--listen`; only this machine may reach the sandbox.
pub fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let numeric = match text.strip_prefix("localhost:") {
        Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST),
        None => text.to_owned(),
    };
    let address: SocketAddr = numeric
        .parse()
        .map_err(|_| "write an address of this machine and a port, such as 127.0.0.1:8787".to_owned())?;
    // The page refuses requests for other names of this machine, so that no site can pose as one.
    if [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)].contains(&address.ip()) {
        Ok(address)
    } else {
        Err("whoever reaches the sandbox can act as anybody in it, so it listens on this machine alone: \
             write 127.0.0.1 in place of the address"
            .to_owned())
    }
}

/// Serves the sandbox, for its own configuration or for the file's, until the process is told to stop.
pub fn run(listen: SocketAddr, file: Option<&Path>) -> ExitCode {
    let rehearsal = match file.map(Rehearsal::read).transpose() {
        Ok(rehearsal) => rehearsal,
        Err(faults) => return console::refuse(&faults),
    };
    if let Some(rehearsal) = &rehearsal {
        console::warn(&rehearsal.warnings);
    }
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return console::fail(format_args!("the runtime cannot start: {error}")),
    };
    let ended = runtime.block_on(serve(listen, rehearsal));
    // Waiting for a thread that hangs would hang as well.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => console::fail(error),
    }
}

async fn serve(listen: SocketAddr, rehearsal: Option<Rehearsal>) -> Result<(), String> {
    let mut signals = Signals::new().map_err(|error| format!("signals cannot be received: {error}"))?;
    let prepared = Prepared::new(listen, rehearsal).await.map_err(|error| error.to_string())?;
    // Warnings alone: at a sandbox, the page is what one looks at.
    telemetry::init(Redactor::new(prepared.config.secrets()), LevelFilter::WARN);
    let mut sandbox = tokio::select! {
        () = stop(&mut signals) => return Ok(()),
        started = prepared.start() => started.map_err(|error| error.to_string())?,
    };
    // Whoever closed standard output wants to read nothing; the page works all the same.
    let _ = console::print(&sandbox.greeting());
    let error = loop {
        tokio::select! {
            signal = signals.next() => match signal {
                Signal::Stop(_) => {
                    console::say("Stopping: finishing what runs; once more to leave at once.");
                    break None;
                }
                Signal::Reload => sandbox.reload(),
            },
            error = sandbox.ended() => break Some(error),
        }
    };
    tokio::select! {
        _ = tokio::time::timeout(STOP_WITHIN, sandbox.stop()) => {}
        () = stop(&mut signals) => {}
    }
    error.map_or(Ok(()), |error| Err(error.to_string()))
}

/// Comes back when a sandbox that starts or ends is told to stop.
async fn stop(signals: &mut Signals) {
    while let Signal::Reload = signals.next().await {
        tracing::warn!("The sandbox only starts or ends; no file is read again.");
    }
}

/// A sandbox whose simulators listen; the bot is not started yet.
struct Prepared {
    listener: TcpListener,
    address: SocketAddr,
    stand_ins: StandIns,
    config: Config,
    shown: SharedConfiguration,
    rehearsal: Option<Rehearsal>,
    folder: Folder,
}

impl Prepared {
    async fn new(listen: SocketAddr, rehearsal: Option<Rehearsal>) -> Result<Self, SandboxError> {
        // First of all, since a port in use is what goes wrong most.
        let listener = TcpListener::bind(listen).await.map_err(|cause| match cause.kind() {
            io::ErrorKind::AddrInUse => SandboxError::InUse(listen),
            _ => SandboxError::Listen { address: listen, cause },
        })?;
        let address =
            listener.local_addr().map_err(|cause| SandboxError::Listen { address: listen, cause })?;

        let (mut config, world) = match &rehearsal {
            Some(rehearsal) => (rehearsal.config.clone(), rehearsal.world()),
            None => (config::parse_without_secrets(Path::new(OWN_PATH), OWN)?.config, World::llama_works()),
        };
        let shown = SharedConfiguration::default();
        shown.change(|shown| {
            *shown = match &rehearsal {
                Some(rehearsal) => Configuration {
                    file: Some(rehearsal.path.display().to_string()),
                    accounts: account_names(&rehearsal.config),
                    members: rehearsal.beginnings(),
                    read: None,
                },
                None => Configuration {
                    accounts: account_names(&config),
                    members: tries::beginnings(&config, &world),
                    ..Configuration::default()
                },
            }
        });
        let folder = Folder::make()?;
        let stand_ins = StandIns::start(&config, world, folder.database()?).await;
        let mut stand_ins = stand_ins.map_err(SandboxError::Simulator)?;
        stand_ins.take_part_in(&mut config)?;
        stand_ins.adopt(&config, |account| match &rehearsal {
            Some(rehearsal) => rehearsal.servers(account),
            None => vec![],
        });
        folder.write(CONFIG, &for_audit(&config))?;
        Ok(Prepared { listener, address, stand_ins, config, shown, rehearsal, folder })
    }

    async fn start(self) -> Result<Sandbox, SandboxError> {
        let Prepared { listener, address, stand_ins, config, shown, rehearsal, folder } = self;
        let mut app = App::start(&config, Options::default()).await?;
        let mut ready = app.ready();
        tokio::select! {
            _ = ready.wait_for(|ready| *ready) => {}
            error = app.ended() => return Err(error.into()),
        }
        let records = records::open(&config.store.url).await.map_err(AppError::Store)?;
        let accounts = stand_ins.accounts.iter().map(Simulated::on_page).collect();
        let router = page::router(&stand_ins.discord, accounts, records, shown.clone());
        let page = tokio::spawn(async move {
            // axum's server never ends of itself; there is no error to report.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Sandbox { address, page, app, stand_ins, shown, rehearsal, folder })
    }
}

fn account_names(config: &Config) -> Vec<String> {
    config.accounts.iter().map(|account| account.name.to_string()).collect()
}

/// A configuration that says no more than `hostmaster audit` needs: where the database is.
fn for_audit(config: &Config) -> String {
    let guilds: Vec<_> = config.discord.guilds.iter().map(|guild| format!("\"{guild}\"")).collect();
    format!(
        "[discord]\ntoken = {{ env = \"DISCORD_TOKEN\" }}\nguilds = [{}]\n\n[store]\nurl = \"{}\"\n",
        guilds.join(", "),
        config.store.url
    )
}

/// The running sandbox.
pub struct Sandbox {
    address: SocketAddr,
    page: JoinHandle<()>,
    app: App,
    stand_ins: StandIns,
    shown: SharedConfiguration,
    rehearsal: Option<Rehearsal>,
    folder: Folder,
}

/// Makes a look at the first simulator of a kind.
macro_rules! first_of_each {
    ($($(#[$doc:meta])* $name:ident: $kind:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// Without an account there.
        pub fn $name(&self) -> &$kind {
            let mut accounts = self.stand_ins.accounts.iter();
            let first = accounts.find_map(|account| match &account.provider {
                Provider::$kind(simulator) => Some(simulator),
                _ => None,
            });
            first.expect("an account there")
        }
    )*};
}

impl Sandbox {
    /// Starts the simulators, the bot and the page; comes back when all of them are ready.
    pub async fn start(listen: SocketAddr) -> Result<Self, SandboxError> {
        Prepared::new(listen, None).await?.start().await
    }

    /// Starts one for the configuration of a file, of whose secrets and addresses nothing is used.
    pub async fn rehearse(listen: SocketAddr, file: &Path) -> Result<Self, SandboxError> {
        Prepared::new(listen, Some(Rehearsal::read(file)?)).await?.start().await
    }

    /// Where the page is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The configuration by which `hostmaster audit` finds what was done.
    pub fn config_file(&self) -> PathBuf {
        self.folder.0.join(CONFIG)
    }

    /// The simulated Discord.
    pub fn discord(&self) -> &Simulator {
        &self.stand_ins.discord
    }

    first_of_each! {
        /// The first simulated LlamaLink.
        llamalink: LlamaLink;
        /// The first simulated LightLayer.
        lightlayer: LightLayer;
        /// The first simulated IV.
        iv: Iv;
        /// The first simulated Inferno.
        inferno: Inferno;
        /// The first simulated Klikk.
        klikk: Klikk;
    }

    /// What to read after the start: where the page is and what to try there first.
    pub fn greeting(&self) -> String {
        let tries = match &self.rehearsal {
            Some(rehearsal) => rehearsal.greeting(),
            None => TRIES.to_owned(),
        };
        // As it was called: from a fresh clone there is no `hostmaster` to be found by its name.
        let program = std::env::args().next().unwrap_or_else(|| "hostmaster".to_owned());
        let text = format!(
            "The sandbox is ready: open http://{}\n\
             \n\
             {tries}\n\
             Who did what, from another terminal:\n\
             \x20 {program} audit --config {}\n\
             \n\
             Nothing here is real. Ctrl-C ends it and removes what it stored.\n",
            self.address,
            self.config_file().display(),
        );
        plain(&text)
    }

    /// Reads the file of a rehearsal again and takes it over while everything goes on; says what became of it, here and
    /// on the page.
    pub fn reload(&mut self) {
        let Some(rehearsal) = &self.rehearsal else {
            const NO_FILE: &str = "A sandbox makes its own configuration: there is no file to read again. Start it anew instead.";
            tracing::warn!("{NO_FILE}");
            self.show_read(false, NO_FILE.to_owned());
            return;
        };
        let path = rehearsal.path.clone();
        let file = path.display().to_string();
        match self.take_over(&path) {
            Ok(notes) => {
                let taken = format!("{file} is in force as it is now.");
                let said: Vec<_> = notes.into_iter().chain([taken]).collect();
                let said = plain(&said.join("\n"));
                console::say(&said);
                self.show_read(true, said);
            }
            Err(error) => {
                let refused =
                    plain(&format!("{error}\n{file} is not taken over; the one before stays in force."));
                console::say(&refused);
                self.show_read(false, refused);
            }
        }
    }

    fn show_read(&self, taken_over: bool, text: String) {
        let at = Timestamp::now().to_string();
        self.shown.change(|shown| {
            if let (true, Some(rehearsal)) = (taken_over, &self.rehearsal) {
                shown.members = rehearsal.beginnings();
                shown.accounts = account_names(&rehearsal.config);
            }
            shown.read = Some(ReadAgain { at, taken_over, text });
        });
    }

    /// Takes a file over; what there is to say of it then.
    fn take_over(&mut self, file: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let rehearsal = Rehearsal::read(file)?;
        let mut config = rehearsal.config.clone();
        self.stand_ins.take_part_in(&mut config)?;
        // Before the bot follows, which begins new sessions by the new names at once.
        self.stand_ins.adopt(&config, |account| rehearsal.servers(account));
        if let Err(error) = self.app.reload(&config) {
            if let Some(before) = &self.rehearsal {
                self.stand_ins.adopt(&before.config, |account| before.servers(account));
            }
            return Err(error.into());
        }
        // After that, since the bot leaves guilds that it does not serve.
        self.stand_ins.discord.replace(rehearsal.world());
        let warnings = rehearsal.warnings.iter().map(|warning| format!("warning: {warning}"));
        let notes = warnings.chain(rehearsal.places.guesses()).collect();
        self.rehearsal = Some(rehearsal);
        Ok(notes)
    }

    /// Comes back when the bot's connection with the simulated Discord has ended for good.
    pub async fn ended(&mut self) -> AppError {
        self.app.ended().await
    }

    /// Stops everything and removes what was stored; says whether the bot's work ended in time.
    pub async fn stop(self) -> bool {
        // The page first: whoever looks at it would only see things fail.
        self.page.abort();
        let finished = self.app.stop().await;
        self.stand_ins.discord.stop();
        drop(self.folder);
        finished
    }
}

/// A text without what could drive the terminal: a path may be made of anything.
fn plain(text: &str) -> String {
    text.replace(|char: char| char.is_control() && char != '\n', "")
}

/// A folder for this user alone, which goes when the sandbox does.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, SandboxError> {
        let path = std::env::temp_dir().join(format!("hostmaster-sandbox-{}", Id::random()));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&path) {
            Ok(()) => Ok(Folder(path)),
            Err(cause) => Err(SandboxError::Folder { path, cause }),
        }
    }

    fn write(&self, name: &str, content: &str) -> Result<(), SandboxError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(self.0.join(name)).and_then(|mut file| file.write_all(content.as_bytes()));
        written.map_err(|cause| SandboxError::Folder { path: self.0.clone(), cause })
    }

    /// The address of the database.
    fn database(&self) -> Result<String, SandboxError> {
        let path = in_address(&self.0.join(DATABASE)).ok_or_else(|| SandboxError::Folder {
            path: self.0.clone(),
            cause: io::Error::new(io::ErrorKind::InvalidInput, "its path is not UTF-8"),
        })?;
        Ok(format!("sqlite://{path}"))
    }
}

/// The path with everything percent-encoded that means something in an address or in TOML.
fn in_address(path: &Path) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let encoded = path.to_str()?.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    Some(encoded.collect())
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, path = %self.0.display(), "The sandbox's folder is left behind.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_this_machine_is_listened_on() {
        for good in ["127.0.0.1:8787", "localhost:8787", "[::1]:0"] {
            assert!(listen_address(good).is_ok(), "{good}");
        }
        for bad in [
            "0.0.0.0:8787",
            "192.0.2.7:8787",
            "[::]:8787",
            "127.8.9.1:1",
            "8787",
            "example.com:80",
            "127.0.0.1",
            "",
        ] {
            assert!(listen_address(bad).is_err(), "{bad}");
        }
        assert_eq!(listen_address("localhost:80"), listen_address("127.0.0.1:80"));
    }

    #[test]
    fn a_path_with_any_character_becomes_part_of_an_address() {
        assert_eq!(in_address(Path::new("/tmp/a b?c#\"ä")).unwrap(), "/tmp/a%20b%3Fc%23%22%C3%A4");
    }
}

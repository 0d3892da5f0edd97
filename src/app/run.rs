//! `hostmaster run`: the bot, from its start to its end.

use std::io;
use std::path::Path;
use std::pin::pin;
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tracing::level_filters::LevelFilter;

use super::check::join_faults;
use super::{App, AppError, Options, console};
use crate::config::{self, Config, Faults, Loaded};
use crate::discord::gateway::GatewayError;
use crate::discord::rest::RestSetupError;
use crate::providers::layers::SetupError;
use crate::store::StoreError;
use crate::telemetry::{self, Redactor};

/// When the process ends whatever still hangs: just inside the 10 s that a stop may take.
const LEAVE_AFTER: Duration = Duration::from_millis(9_800);

/// How many threads work at most.
const MOST_THREADS: usize = 4;

/// Runs the bot until it is told to stop or cannot go on.
pub fn run(path: &Path) -> ExitCode {
    let Loaded { config, warnings } = match config::load(path) {
        Ok(loaded) => loaded,
        Err(faults) => return console::refuse(&faults),
    };
    console::warn(&warnings);
    let redactor = Redactor::new(config.secrets());
    telemetry::init(redactor.clone(), LevelFilter::INFO);
    let faults = join_faults();
    if !faults.is_empty() {
        return console::fail(format_args!("this build is faulty:\n{}", faults.join("\n")));
    }
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return console::fail(format_args!("the runtime cannot start: {error}")),
    };
    let ended = runtime.block_on(serve(path, &config, &redactor));
    // Waiting for a thread that hangs would hang as well.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(Ending { text, code }) => {
            console::fail(redactor.redact(&text));
            code.into()
        }
    }
}

/// Why the bot cannot go on.
struct Ending {
    /// In words, with what to do.
    text: String,
    code: u8,
}

impl Ending {
    fn of(error: &AppError) -> Self {
        let code = match error {
            // Another start would not mend it.
            AppError::Gateway(GatewayError::Token)
            | AppError::Discord(RestSetupError::Token)
            | AppError::Account { cause: SetupError::Credential, .. } => console::FAULTY,
            _ => console::FAILED,
        };
        Ending { text: explained(error), code }
    }
}

/// The runtime, with few threads on a large machine too: the work is small, and each thread keeps memory of its own.
fn runtime() -> io::Result<Runtime> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread().worker_threads(cores.min(MOST_THREADS)).enable_all().build()
}

/// Serves until a signal; the error is why the bot cannot go on, and what to do.
async fn serve(path: &Path, config: &Config, redactor: &Redactor) -> Result<(), Ending> {
    let mut signals = Signals::new().map_err(|error| Ending {
        text: format!("signals cannot be received: {error}"),
        code: console::FAILED,
    })?;
    tracing::info!(
        version = %env!("CARGO_PKG_VERSION"),
        guilds = config.discord.guilds.len(),
        accounts = config.accounts.len(),
        "Starting."
    );
    let mut reload_asked = false;
    let mut app = {
        let mut starting = pin!(App::start(config, Options::default()));
        loop {
            tokio::select! {
                signal = signals.next() => match signal {
                    Signal::Stop(signal) => {
                        tracing::info!(%signal, "Stopped before the bot was connected.");
                        return Ok(());
                    }
                    Signal::Reload => {
                        tracing::info!("The configuration is read again as soon as the bot has started.");
                        reload_asked = true;
                    }
                },
                started = &mut starting => break started.map_err(|error| Ending::of(&error))?,
            }
        }
    };
    let mut reading: Option<JoinHandle<Result<Loaded, Faults>>> = None;
    let error = loop {
        if reload_asked && reading.is_none() {
            reload_asked = false;
            tracing::info!("Reading the configuration again.");
            let path = path.to_owned();
            // Files may be slow to read; meanwhile the bot works on, and can be told to stop.
            reading = Some(tokio::task::spawn_blocking(move || config::load(&path)));
        }
        tokio::select! {
            signal = signals.next() => match signal {
                Signal::Stop(signal) => {
                    tracing::info!(%signal, "Stopping: finishing what runs.");
                    break None;
                }
                Signal::Reload => reload_asked = true,
            },
            Some(read) = ended(&mut reading) => {
                reading = None;
                match read {
                    Ok(read) => take_over(&app, read, redactor),
                    Err(error) => tracing::error!(%error, "{STAYS}"),
                }
            }
            error = app.ended() => break Some(error),
        }
    };
    let ending = error.map(|error| Ending::of(&error));
    leave_late(ending.as_ref().map_or(0, |ending| ending.code));
    tokio::select! {
        finished = app.stop() => match finished {
            true => tracing::info!("Stopped."),
            false => tracing::warn!("Stopped; the next start settles the work that did not end in time."),
        },
        signal = stop(&mut signals) => tracing::warn!(%signal, "Told twice: leaving at once."),
    }
    ending.map_or(Ok(()), Err)
}

/// What the log says of a configuration that is not taken over.
const STAYS: &str = "The configuration is not taken over; the one before stays in force.";

/// Comes back with what the task came to, once; `None` when there is no task.
async fn ended<T>(task: &mut Option<JoinHandle<T>>) -> Option<Result<T, tokio::task::JoinError>> {
    match task {
        Some(task) => Some(task.await),
        None => None,
    }
}

/// Puts what was read in the place of the configuration in force, or says why not.
fn take_over(app: &App, read: Result<Loaded, Faults>, redactor: &Redactor) {
    let Loaded { config, warnings } = match read {
        Ok(loaded) => loaded,
        Err(faults) => {
            for fault in faults.iter() {
                tracing::error!(%fault, "The configuration is faulty.");
            }
            tracing::error!(faults = faults.iter().count(), "{STAYS}");
            return;
        }
    };
    // Before anything can happen to the new secrets.
    redactor.learn(config.secrets());
    for warning in &warnings {
        tracing::warn!(%warning, "The configuration is probably not what was meant.");
    }
    match app.reload(&config) {
        Ok(_) => tracing::info!("The configuration is in force."),
        Err(error) => tracing::error!(%error, "{STAYS}"),
    }
}

/// Comes back when a bot that is ending is told to stop, and says by what.
async fn stop(signals: &mut Signals) -> &'static str {
    loop {
        match signals.next().await {
            Signal::Stop(signal) => return signal,
            Signal::Reload => tracing::warn!("The bot is stopping; the configuration is not read again."),
        }
    }
}

/// Ends the process when the stop hangs, from a thread that nothing else can block.
fn leave_late(code: u8) {
    thread::spawn(move || {
        #[expect(
            clippy::disallowed_methods,
            reason = "a thread of its own, outside of the runtime that may hang"
        )]
        thread::sleep(LEAVE_AFTER);
        console::say("The stop takes too long: leaving. The next start settles what was open.");
        process::exit(code.into());
    });
}

/// An error and what to do about it.
fn explained(error: &AppError) -> String {
    let next = match error {
        AppError::Store(StoreError::Foreign(_)) => {
            "name another file under url in [store]: it is made at the start"
        }
        AppError::Store(_) => {
            "make sure that url in [store] names a file in a folder that exists and that this user may write"
        }
        AppError::Catalogue(_) => "this build is faulty: use another one",
        AppError::Account { cause: SetupError::Credential, .. } => {
            "put the key alone where the account's key points to"
        }
        AppError::Discord(RestSetupError::Token) => {
            "copy it anew from the developer portal to where discord.token points to"
        }
        AppError::Account { .. } | AppError::Discord(_) => "`hostmaster check` says more",
        AppError::Gateway(GatewayError::Token) => return error.to_string(),
        AppError::Gateway(GatewayError::Ended(_)) => "look at the log above, and start the bot again",
    };
    format!("{error}\nnext: {next}")
}

/// What the process is told.
pub(super) enum Signal {
    /// To stop, and by what.
    Stop(&'static str),
    /// To read its configuration again.
    Reload,
}

/// What tells the process something.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Comes back with the next signal; one that arrives while nobody waits is not lost.
    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Stop("SIGINT"),
            _ = self.terminate.recv() => Signal::Stop("SIGTERM"),
            _ = self.hangup.recv() => Signal::Reload,
        }
    }
}

/// What tells the process something.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Signals)
    }

    /// Comes back with the next signal; there is none here that asks for a reload.
    pub(super) async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Stop("Ctrl-C")
    }
}

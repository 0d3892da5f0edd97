//! `hostmaster run`: the bot, from its start to its end.

use std::io;
use std::path::Path;
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tracing::level_filters::LevelFilter;

use super::check::join_faults;
use super::{App, AppError, Options, console};
use crate::config::{self, Config, Loaded};
use crate::discord::gateway::GatewayError;
use crate::discord::rest::RestSetupError;
use crate::providers::layers::SetupError;
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
    let ended = runtime.block_on(serve(&config));
    // Waiting for a thread that hangs would hang as well.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => console::fail(redactor.redact(&error)),
    }
}

/// The runtime, with few threads on a large machine too: the work is small, and each thread keeps memory of its own.
fn runtime() -> io::Result<Runtime> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread().worker_threads(cores.min(MOST_THREADS)).enable_all().build()
}

/// Serves until a signal; the error is why the bot cannot go on, and what to do.
async fn serve(config: &Config) -> Result<(), String> {
    let mut signals = Signals::new().map_err(|error| format!("signals cannot be received: {error}"))?;
    tracing::info!(
        version = %env!("CARGO_PKG_VERSION"),
        guilds = config.discord.guilds.len(),
        accounts = config.accounts.len(),
        "Starting."
    );
    let mut app = tokio::select! {
        signal = signals.stop() => {
            tracing::info!(%signal, "Stopped before the bot was connected.");
            return Ok(());
        }
        started = App::start(config, Options::default()) => started.map_err(|error| explained(&error))?,
    };
    let error = tokio::select! {
        signal = signals.stop() => {
            tracing::info!(%signal, "Stopping: finishing what runs.");
            None
        }
        error = app.ended() => Some(error),
    };
    leave_late(if error.is_some() { console::FAILED } else { 0 });
    tokio::select! {
        finished = app.stop() => match finished {
            true => tracing::info!("Stopped."),
            false => tracing::warn!("Stopped; the next start settles the work that did not end in time."),
        },
        signal = signals.stop() => tracing::warn!(%signal, "Told twice: leaving at once."),
    }
    error.map_or(Ok(()), |error| Err(explained(&error)))
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

/// What tells the process to stop.
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

    /// Comes back when the bot is told to stop, and says by what.
    pub(super) async fn stop(&mut self) -> &'static str {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return "SIGINT",
                _ = self.terminate.recv() => return "SIGTERM",
                _ = self.hangup.recv() => {
                    tracing::warn!("This version does not reload its configuration: restart it instead.");
                }
            }
        }
    }
}

/// What tells the process to stop.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Signals)
    }

    /// Comes back when the bot is told to stop, and says by what.
    pub(super) async fn stop(&mut self) -> &'static str {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    }
}

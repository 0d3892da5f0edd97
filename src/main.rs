//! The command line: turns arguments into one of the verbs and nothing else.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use hostmaster::app;
use hostmaster::domain::AccountName;
use jiff::Timestamp;

/// Puts a team's hosting accounts behind one set of Discord slash commands.
#[derive(Parser)]
#[command(version, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(after_help = "\
Examples:
  hostmaster sandbox                      the whole product on this machine, without an account
  hostmaster sandbox --config my.toml     the same with your own accounts, grants and relays, all simulated
  hostmaster check --online               says what is wrong before anything starts
  hostmaster run                          the bot, with hostmaster.toml of this folder
  hostmaster audit --since 7d             who did what in the last week
  hostmaster key dev                      an API key of Inferno's, fetched into its file

Exit codes: 0 ok, 1 failed, 2 bad usage or configuration.")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Runs the bot until SIGINT or SIGTERM; what runs then is finished first, for 10 s at most.
    #[command(after_help = "\
Examples:
  hostmaster run
  hostmaster run --config /etc/hostmaster/hostmaster.toml
  RUST_LOG=hostmaster=debug hostmaster run

SIGHUP makes it read the configuration again and take it over as a whole, grants, accounts and all. A faulty file
changes nothing, and neither does one with another discord.token, discord.api_base or store.url: these need a restart.
Who gained and who lost which rights is logged, and posted to policy.audit_channel where that is set.

The log goes to standard error, without secrets, whatever RUST_LOG says.")]
    Run {
        #[command(flatten)]
        config: Config,
    },
    /// Says everything that is wrong with the configuration, with its lines, or else what it comes to.
    #[command(after_help = "\
Examples:
  hostmaster check
  hostmaster check --online

Exit codes: 0 ok, 1 --online found a problem, 2 the configuration has faults.")]
    Check {
        #[command(flatten)]
        config: Config,
        /// Also asks Discord and every account whether the credentials, guilds, roles and commands are right.
        #[arg(long)]
        online: bool,
    },
    /// Runs the bot between a simulated Discord and simulated providers, with a page to use it from.
    #[command(after_help = "\
Examples:
  hostmaster sandbox
  hostmaster sandbox --listen 127.0.0.1:9000
  hostmaster sandbox --config hostmaster.toml    try your own grants and relays: act as each of your roles

No token, account or database is needed. What it stores goes when it ends, at Ctrl-C or SIGTERM.

With --config, the accounts, grants and relays are those of the file, and everything that they lead to is simulated: no
secret is read, and nothing outside this machine is reached. SIGHUP takes the file over as it is then.")]
    Sandbox {
        /// The configuration to rehearse; without it, one that comes with the sandbox.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Where the page is served, on this machine alone.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787", value_parser = app::sandbox::listen_address)]
        listen: SocketAddr,
    },
    /// Prints the command reference, or what Discord is sent for it.
    #[command(after_help = "\
Examples:
  hostmaster commands
  hostmaster commands --format markdown > commands/README.md
  hostmaster commands --format json | jq '.[].name'")]
    Commands {
        /// A table, Markdown, or the JSON that Discord is sent when the accounts offer everything.
        #[arg(long, value_enum, default_value = "table")]
        format: app::commands::Format,
    },
    /// Prints who did what, oldest first, whether the bot runs or not.
    #[command(after_help = "\
Examples:
  hostmaster audit --since 7d
  hostmaster audit --format csv > audit.csv
  hostmaster audit --format jsonl | jq 'select(.result == \"refused\")'

Times are UTC. No secret is needed: variables that the configuration names may be unset.")]
    Audit {
        #[command(flatten)]
        config: Config,
        /// Only so far back: 90m, 12h, 7d, 2w; everything when left out.
        #[arg(long, value_name = "TIME", value_parser = app::audit::since)]
        since: Option<Timestamp>,
        /// A table to read, or one line of JSON or CSV for each entry.
        #[arg(long, value_enum, default_value = "table")]
        format: app::audit::Format,
    },
    /// Fetches the API key of an account at Inferno into the file that the configuration names.
    #[command(after_help = "\
Examples:
  hostmaster key dev
  hostmaster key dev --rotate

It asks for the e-mail address and the password of the personal area; neither is kept. The password is not shown while
it is typed. Inferno answers only addresses that its support was told of, in a ticket and before the key is asked for.")]
    Key {
        /// The account, as the configuration names it.
        account: AccountName,
        /// Has a new key made; the one that works now stops working, once you have typed the account's name.
        #[arg(long)]
        rotate: bool,
        #[command(flatten)]
        config: Config,
    },
    /// Prints what a shell completes this program's arguments with.
    #[command(after_help = "\
Examples:
  hostmaster completions bash > ~/.local/share/bash-completion/completions/hostmaster
  hostmaster completions zsh > ~/.zfunc/_hostmaster        with fpath+=~/.zfunc before compinit in ~/.zshrc
  hostmaster completions fish > ~/.config/fish/completions/hostmaster.fish")]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

#[derive(Args)]
struct Config {
    /// The configuration file.
    #[arg(long = "config", value_name = "FILE", default_value = "hostmaster.toml")]
    path: PathBuf,
}

fn main() -> ExitCode {
    match Cli::parse().verb {
        Verb::Run { config } => app::run::run(&config.path),
        Verb::Check { config, online } => app::check::run(&config.path, online),
        Verb::Sandbox { config, listen } => app::sandbox::run(listen, config.as_deref()),
        Verb::Commands { format } => app::commands::run(format),
        Verb::Audit { config, since, format } => app::audit::run(&config.path, since, format),
        Verb::Key { account, rotate, config } => app::key::run(&config.path, &account, rotate),
        Verb::Completions { shell } => app::completions::run(shell, Cli::command()),
    }
}

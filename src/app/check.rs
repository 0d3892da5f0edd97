//! `hostmaster check`: everything that is wrong before the bot starts, or what the configuration comes to.

mod channels;
mod grants;
mod online;
mod summary;
mod table;

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use tokio::runtime::Runtime;
use tracing::level_filters::LevelFilter;

use super::console::DOUBTFUL;
use super::{AppError, account, console};
use crate::actions::{Arguments, Handler};
use crate::catalogue::{Catalogue, LeafSpec};
use crate::config::{self, Config, Fault, Loaded};
use crate::discord::rest::{Rest, RestSetupError};
use crate::providers::Registry;
use crate::providers::http::Clients;
use crate::store;
use crate::telemetry::{self, Redactor};

/// Checks the configuration, and with `online` what it points to.
pub fn run(path: &Path, online: bool) -> ExitCode {
    let Loaded { config, warnings } = match config::load(path) {
        Ok(loaded) => loaded,
        Err(faults) => return console::refuse(&faults),
    };
    console::warn(&warnings);
    let redactor = Redactor::new(config.secrets());
    telemetry::init(redactor.clone(), LevelFilter::ERROR);
    let faults = join_faults();
    if !faults.is_empty() {
        return console::fail(format_args!("this build is faulty:\n{}", faults.join("\n")));
    }
    let (registry, rest) = match set_up(path, &config) {
        Ok(parts) => parts,
        Err(faults) => {
            faults.iter().for_each(|fault| console::say(redactor.redact(&fault.to_string())));
            return console::FAULTY.into();
        }
    };
    warn_of_folder(path, &config);
    let summary = summary::summary(path, &config, &registry);
    if !online {
        return console::print(&redactor.redact(&summary));
    }
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return console::fail(format_args!("the runtime cannot start: {error}")),
    };
    let accounts = match config.accounts.len() {
        1 => "the account".to_owned(),
        count => format!("{count} accounts"),
    };
    let doing = console::Doing::say(format_args!("Asking Discord and {accounts}"));
    let findings = runtime.block_on(online::look(&config, &registry, &rest));
    drop(doing);
    runtime.shutdown_background();
    let report = format!("{summary}\n{}", online::report(&findings));
    let printed = console::print_styled(&redactor.redact(&report));
    if findings.iter().any(online::Finding::is_problem) { console::FAILED.into() } else { printed }
}

/// What of the configuration only its users can refuse.
fn set_up(path: &Path, config: &Config) -> Result<(Registry, Rest), Vec<Fault>> {
    let fault = |line, key: String, message: String| Fault {
        file: path.to_owned(),
        line,
        column: None,
        key,
        message,
    };
    let (mut accounts, mut faults) = (vec![], vec![]);
    let clients = Clients::default();
    for configured in &config.accounts {
        match account(configured, &clients) {
            Ok(account) => accounts.push(account),
            Err(AppError::Account { account, cause }) => {
                faults.push(fault(Some(configured.line), format!("accounts.{account}"), cause.to_string()));
            }
            Err(error) => faults.push(fault(Some(configured.line), String::new(), error.to_string())),
        }
    }
    let api_base = config.discord.api_base.as_ref().map(|base| base.as_str());
    let rest = Rest::new(config.discord.token.clone(), api_base).map_err(|error| {
        let (key, next) = match error {
            RestSetupError::Token => ("discord.token", ": copy it anew from the developer portal"),
            _ => ("discord", ""),
        };
        fault(None, key.to_owned(), format!("{error}{next}"))
    });
    match rest {
        Ok(rest) if faults.is_empty() => Ok((Registry::new(accounts), rest)),
        rest => {
            faults.extend(rest.err());
            Err(faults)
        }
    }
}

/// The database is made at the first start, but its folder is not.
fn warn_of_folder(path: &Path, config: &Config) {
    let file = path.display();
    match store::file(&config.store.url) {
        Ok(Some(database)) => {
            let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
            if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                console::say(format_args!(
                    "{DOUBTFUL}warning{DOUBTFUL:#}: {file}: store.url: the folder {folder:?} does not exist: create it before the start"
                ));
            }
        }
        Ok(None) => console::say(format_args!(
            "{DOUBTFUL}warning{DOUBTFUL:#}: {file}: store.url: a database in memory forgets audit and running work at every stop"
        )),
        Err(error) => console::say(format_args!("{DOUBTFUL}warning{DOUBTFUL:#}: {file}: store.url: {error}")),
    }
}

/// Where the commands' files and the actions' arguments disagree: a fault of the build, not of its user.
pub fn join_faults() -> Vec<String> {
    match Catalogue::load() {
        Ok(catalogue) => catalogue.leaves().flat_map(leaf_faults).collect(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

fn leaf_faults(leaf: &LeafSpec) -> Vec<String> {
    let verb = Handler::of(leaf.action).verb();
    let mut faults = vec![];
    let mut tell = |fault: String| faults.push(format!("/{}: {fault}", leaf.path));
    let without = |name: &str| -> Arguments {
        leaf.sample_arguments(false).into_iter().filter(|(key, _)| key != name).collect()
    };
    for (all, which) in [(true, "all options"), (false, "the required options alone")] {
        if let Err(error) = verb.check(&leaf.sample_arguments(all)) {
            tell(format!("{which} are refused: {error}"));
        }
    }
    for option in leaf.options.iter().filter(|option| option.required) {
        if verb.check(&without(&option.name)).is_ok() {
            tell(format!("it works without the required option {}", option.name));
        }
    }
    let mut unknown = leaf.sample_arguments(true);
    unknown.insert("no-such-option".to_owned(), Value::from("x"));
    if verb.check(&unknown).is_ok() {
        tell("it takes options that it does not have".to_owned());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_gives_its_action_the_arguments_that_it_takes() {
        assert_eq!(join_faults(), Vec::<String>::new());
    }

    #[test]
    fn a_command_that_disagrees_with_its_action_is_told() {
        let catalogue = Catalogue::load().unwrap();
        let mut leaf = catalogue.find("vps", Some("restart")).unwrap().clone();
        leaf.options[0].name = "machine".to_owned();
        let faults = leaf_faults(&leaf);
        assert_eq!(faults.len(), 2, "{faults:#?}");
        assert!(faults[0].starts_with("/vps restart: all options are refused: unknown field"), "{faults:#?}");
        let mut leaf = catalogue.find("vps", Some("list")).unwrap().clone();
        leaf.options[0].required = true;
        assert_eq!(leaf_faults(&leaf).len(), 1);
    }
}

//! What Discord and the providers say to the configuration's credentials and ids. Nothing is changed.

use std::fmt;
use std::time::Duration;

use anstyle::Style;
use futures_util::future::{join, join_all};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use super::channels::{Channel, Member, look_at_channels};
use super::grants::{Servers, look_at_grants, look_at_servers};
use crate::app::{LEAVING, console, sign_out};
use crate::catalogue::{Catalogue, same_registration};
use crate::config::Config;
use crate::discord::foreign;
use crate::discord::rest::{Application, Rest, RestError, RestErrorKind};
use crate::domain::{Action, Error, ErrorKind, GuildId, ProviderName};
use crate::providers::{Account, Registry};

/// How long each question to Discord may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most characters of a foreign name or sentence that a line shows.
const LONGEST: usize = 100;

/// What the bot needs to be allowed in a guild, as Discord's bits and in Discord's words.
const NEEDED: [(u64, &str); 5] = [
    (1 << 10, "View Channels"),
    (1 << 11, "Send Messages"),
    (1 << 14, "Embed Links"),
    (1 << 15, "Attach Files"),
    (1 << 16, "Read Message History"),
];
/// The bit that stands for all others.
pub(super) const ADMINISTRATOR: u64 = 1 << 3;

/// The intents that Discord gives on request alone, as bits of an application's flags - each for large and for small bots -
/// and as the developer portal calls them.
const PRIVILEGED: [(u64, &str); 3] = [
    (1 << 12 | 1 << 13, "Presence Intent"),
    (1 << 14 | 1 << 15, "Server Members Intent"),
    (1 << 18 | 1 << 19, "Message Content Intent"),
];
/// By how much a clock may be off that is right: the time is told in seconds, and an answer takes its time.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(3);

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Fine,
    Note,
    Warning,
    Problem,
}

/// One thing that was found out.
#[derive(Debug)]
pub(super) struct Finding {
    weight: Weight,
    about: String,
    text: String,
}

impl Finding {
    pub(super) fn new(weight: Weight, about: impl Into<String>, text: impl Into<String>) -> Self {
        Finding { weight, about: about.into(), text: text.into() }
    }

    /// Whether the bot would not work because of it.
    pub(super) fn is_problem(&self) -> bool {
        self.weight == Weight::Problem
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (weight, style) = match self.weight {
            Weight::Fine => ("ok", console::GOOD),
            Weight::Note => ("note", Style::new()),
            Weight::Warning => ("warning", console::DOUBTFUL),
            Weight::Problem => ("problem", console::BAD),
        };
        write!(f, "{style}{weight}{style:#}: {}: {}", self.about, self.text)
    }
}

/// The findings, one a line, and what they come to.
pub(super) fn report(findings: &[Finding]) -> String {
    let lines: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
    let count = |weight| findings.iter().filter(|finding| finding.weight == weight).count();
    let counted = |count, what| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    let end = match (count(Weight::Problem), count(Weight::Warning)) {
        (0, 0) => "Everything that was asked is as it should be.".to_owned(),
        (0, warnings) => format!("No problem, {}.", counted(warnings, "warning")),
        (problems, 0) => format!("{}.", counted(problems, "problem")),
        (problems, warnings) => {
            format!("{}, {}.", counted(problems, "problem"), counted(warnings, "warning"))
        }
    };
    format!("{lines}\n{end}\n")
}

/// Asks Discord and every account.
pub(super) async fn look(config: &Config, registry: &Registry, rest: &Rest) -> Vec<Finding> {
    let accounts = join_all(registry.iter().map(|account| look_at_account(config, account)));
    let (mut findings, accounts) = join(look_at_discord(config, registry, rest), accounts).await;
    sign_out(registry, LEAVING).await;
    let (accounts, servers): (Vec<_>, Vec<_>) = accounts.into_iter().unzip();
    findings.extend(accounts);
    findings.extend(look_at_servers(config, &servers));
    findings
}

async fn look_at_discord(config: &Config, registry: &Registry, rest: &Rest) -> Vec<Finding> {
    let application = match rest.current_application(deadline()).await {
        Ok(application) => application,
        Err(error) => {
            let text = match error.kind {
                RestErrorKind::NotFound(_) => {
                    "what answers is not Discord: correct discord.api_base, or remove it".to_owned()
                }
                _ => in_words(&error),
            };
            return vec![Finding::new(Weight::Problem, "discord", text)];
        }
    };
    let name = shown(&application.name);
    let mut findings =
        vec![Finding::new(Weight::Fine, "discord", format!("the token is that of the application {name}"))];
    if application.bot_public {
        findings.push(Finding::new(
            Weight::Warning,
            "discord",
            "anybody can invite the bot: in the developer portal, turn \"Public Bot\" off",
        ));
    }
    findings.push(look_at_intents(&application));
    findings.extend(rest.clock_ahead().map(look_at_clock));
    let wanted = Catalogue::load().map(|catalogue| catalogue.registration(&|action| registry.can(action)));
    let wanted = wanted.unwrap_or_default();
    let guilds = config.discord.guilds.iter();
    let guilds = join_all(guilds.map(|guild| look_at_guild(*guild, rest, &application, &wanted)));
    let (looked, rights) = join(guilds, rest.own_guilds::<Rights>(deadline())).await;
    let mut seen = vec![];
    for (found, guild) in looked {
        findings.extend(found);
        findings.extend(look_at_rights(&guild, rights.as_deref(), &application));
        seen.push(guild);
    }
    findings.extend(look_at_strangers(config, rights.as_deref().unwrap_or_default()));
    findings.extend(look_at_grants(config, &seen, rest).await);
    findings.extend(look_at_channels(config, &seen, &application));
    findings
}

/// What becomes of guilds that the bot is in and the configuration does not name.
fn look_at_strangers(config: &Config, rights: &[Rights]) -> Vec<Finding> {
    let names = |rights: &Rights| config.discord.guilds.iter().any(|guild| guild.to_string() == rights.id);
    let next = match rights.iter().any(names) {
        true => "`hostmaster run` leaves it; name it there if the bot is to stay",
        false => "if it is the one that you mean, put this id there",
    };
    let strange = rights.iter().filter(|rights| !names(rights));
    let told = strange.map(|rights| {
        let text =
            format!("the bot is in {}, which discord.guilds does not name: {next}", shown(&rights.name));
        Finding::new(Weight::Warning, format!("guild {}", foreign::plain(&rights.id, LONGEST)), text)
    });
    told.collect()
}

/// Whether Discord would send the bot more about people than it needs.
fn look_at_intents(application: &Application) -> Finding {
    let is_on = |(bits, _): &&(u64, &str)| application.flags & bits != 0;
    let on: Vec<_> = PRIVILEGED.iter().filter(is_on).map(|(_, name)| *name).collect();
    if on.is_empty() {
        return Finding::new(Weight::Fine, "discord", "no privileged intent is on, and none is needed");
    }
    let text = format!(
        "the bot needs no privileged intent: in the developer portal, under \"Bot\", turn {} off",
        on.join(", ")
    );
    Finding::new(Weight::Note, "discord", text)
}

/// Whether this machine's clock is right, by Discord's.
fn look_at_clock(ahead: SignedDuration) -> Finding {
    if ahead.abs() <= CLOCKS_DIFFER {
        return Finding::new(Weight::Fine, "clock", "it agrees with Discord's");
    }
    let way = if ahead.is_positive() { "behind" } else { "ahead of" };
    let text = format!(
        "it is {:#} {way} Discord's, so that times in messages are wrong and what providers did is taken for older or \
         newer than it is: have it set over the network, as by `timedatectl set-ntp true`",
        SignedDuration::from_secs(ahead.abs().as_secs())
    );
    Finding::new(Weight::Warning, "clock", text)
}

pub(super) fn deadline() -> Instant {
    Instant::now() + PATIENCE
}

#[derive(Deserialize)]
struct Guild {
    #[serde(default)]
    name: String,
}

/// A role of a guild.
#[derive(Deserialize)]
pub(super) struct Role {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) managed: bool,
    #[serde(default)]
    pub(super) mentionable: bool,
    #[serde(default)]
    pub(super) permissions: String,
}

/// What the bot may do in a guild, channels aside.
#[derive(Deserialize)]
struct Rights {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    permissions: String,
}

/// A configured guild.
pub(super) struct Seen {
    pub(super) id: GuildId,
    /// What is in it; `None`: it could not be read, which has been told.
    pub(super) inside: Option<Inside>,
}

/// A guild's roles and channels, and the bot in it.
pub(super) struct Inside {
    pub(super) roles: Vec<Role>,
    pub(super) channels: Vec<Channel>,
    pub(super) member: Member,
}

async fn look_inside(id: GuildId, rest: &Rest, application: &Application) -> Result<Inside, RestError> {
    Ok(Inside {
        roles: rest.guild_roles(id.0.into(), deadline()).await?,
        channels: rest.guild_channels(id.0.into(), deadline()).await?,
        member: rest.guild_member(id.0.into(), application.id.get().into(), deadline()).await?,
    })
}

async fn look_at_guild(
    id: GuildId,
    rest: &Rest,
    application: &Application,
    wanted: &Value,
) -> (Vec<Finding>, Seen) {
    let about = format!("guild {id}");
    let invite = format!("invite it: {}", invitation(application, id));
    let guild: Guild = match rest.guild(id.0.into(), deadline()).await {
        Ok(guild) => guild,
        Err(error) => {
            let text = match error.kind {
                RestErrorKind::NotFound(_) | RestErrorKind::Forbidden(_) => {
                    format!("the bot is not in this guild, or the id in discord.guilds is wrong; {invite}")
                }
                _ => in_words(&error),
            };
            return (vec![Finding::new(Weight::Problem, about, text)], Seen { id, inside: None });
        }
    };
    let mut findings =
        vec![Finding::new(Weight::Fine, &about, format!("the bot is in {}", shown(&guild.name)))];
    let inside = look_inside(id, rest, application).await;
    if let Err(error) = &inside {
        let text = format!("its roles and channels cannot be read: {}", in_words(error));
        findings.push(Finding::new(Weight::Problem, &about, text));
    }
    let present = rest.guild_commands(application.id, id.0.into(), deadline()).await;
    let (weight, text) = match present.map(Value::Array) {
        Ok(present) if present == Value::Array(vec![]) => {
            (Weight::Note, "no command is registered yet: `hostmaster run` does it".to_owned())
        }
        Ok(present) if same_registration(wanted, &present) => {
            (Weight::Fine, "the commands are registered".to_owned())
        }
        Ok(_) => (Weight::Note, "the commands are out of date: `hostmaster run` updates them".to_owned()),
        Err(RestError { kind: RestErrorKind::Forbidden(_) | RestErrorKind::NotFound(_), .. }) => {
            (Weight::Problem, format!("the bot may not register commands here; {invite}"))
        }
        Err(error) => (Weight::Problem, format!("its commands cannot be read: {}", in_words(&error))),
    };
    findings.push(Finding::new(weight, about, text));
    (findings, Seen { id, inside: inside.ok() })
}

/// Where the bot is invited to a guild with all that it needs; one that is there already gets what it lacks.
fn invitation(application: &Application, guild: GuildId) -> String {
    let permissions: u64 = NEEDED.iter().map(|(bit, _)| bit).sum();
    format!(
        "https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands&permissions={permissions}&guild_id={guild}",
        application.id
    )
}

/// Whether the bot may do in a guild what it does in its channels; a channel may still forbid it.
fn look_at_rights(
    guild: &Seen,
    rights: Result<&[Rights], &RestError>,
    application: &Application,
) -> Option<Finding> {
    let about = format!("guild {}", guild.id);
    let rights = match rights {
        Ok(rights) => rights,
        Err(error) => {
            let text = format!("what the bot may do there cannot be read: {}", in_words(error));
            return Some(Finding::new(Weight::Warning, about, text));
        }
    };
    // What is said of a guild without the bot is that it is not there.
    let id = guild.id.to_string();
    let may: u64 = rights.iter().find(|rights| rights.id == id)?.permissions.parse().unwrap_or(0);
    let lacks = |(bit, _): &&(u64, &str)| may & (bit | ADMINISTRATOR) == 0;
    let lacking: Vec<_> = NEEDED.iter().filter(lacks).map(|(_, name)| *name).collect();
    if lacking.is_empty() {
        return Some(Finding::new(Weight::Fine, about, "the bot has the permissions that it needs"));
    }
    let text = format!(
        "the bot lacks {}, without which its later messages or its charts do not appear; invite it anew: {}",
        lacking.join(", "),
        invitation(application, guild.id)
    );
    Some(Finding::new(Weight::Warning, about, text))
}

/// What an account answers, and its servers, where they were asked for.
async fn look_at_account(config: &Config, account: &Account) -> (Finding, Servers) {
    let about = format!("account {}", account.name());
    let provider = account.provider().title();
    let reads = account.reads();
    let mut servers = Servers { account: account.name().clone(), called: Some(vec![]) };
    let answer = if account.offers(Action::VpsList) {
        servers.called = None;
        reads.servers().await.map(|listed| {
            let called = listed.iter().flat_map(|server| [server.name.clone(), server.resource.to_string()]);
            servers.called = Some(called.collect());
            match listed.len() {
                1 => format!("{provider} shows 1 server"),
                count => format!("{provider} shows {count} servers"),
            }
        })
    } else if account.offers(Action::Balance) {
        reads.balance().await.map(|_| format!("{provider} shows the balance"))
    } else {
        let text = format!("{provider} has nothing to ask without changing it");
        return (Finding::new(Weight::Note, about, text), servers);
    };
    let is_let_in = match &answer {
        Err(error) if matches!(error.kind, ErrorKind::LoginRefused { .. }) => {
            // One thing that is refused may be one that the account has no privilege for.
            account.offers(Action::Balance) && reads.balance().await.is_ok()
        }
        _ => false,
    };
    let finding = match answer {
        Err(_) if is_let_in => {
            let text = format!(
                "{provider} lets the account in and does not show its servers: give the contact of [accounts.{}] the privilege for them there",
                account.name()
            );
            Finding::new(Weight::Problem, &about, text)
        }
        Ok(text) => Finding::new(Weight::Fine, about, text),
        Err(error) => {
            let moved = config
                .accounts
                .iter()
                .any(|configured| configured.name == *account.name() && configured.base_url.is_some());
            let doubt = match error.kind {
                ErrorKind::Unauthorized | ErrorKind::LoginRefused { .. } | ErrorKind::Refused(_) if moved => {
                    "; it may also be that base_url does not lead to its API"
                }
                _ => "",
            };
            Finding::new(Weight::Problem, &about, format!("{}{doubt}", why(account, &error)))
        }
    };
    (finding, servers)
}

/// Why a provider does not answer as it should, and what to do.
fn why(account: &Account, error: &Error) -> String {
    let (name, provider) = (account.name(), account.provider().title());
    match &error.kind {
        ErrorKind::Unauthenticated => format!(
            "{provider} says that no credentials came: correct what [accounts.{name}] points to, and base_url"
        ),
        ErrorKind::Unauthorized if account.provider() == ProviderName::Iv => format!(
            "{provider} refuses the API user or its password: correct what [accounts.{name}] points to, and see that the user's description there is exactly API"
        ),
        // Inferno tells neither apart from the other.
        ErrorKind::Unauthorized | ErrorKind::Refused(_)
            if account.provider() == ProviderName::Inferno && error.refuses_account() =>
        {
            let words = match &error.kind {
                ErrorKind::Refused(Some(words)) => format!(" ({})", shown(words)),
                _ => String::new(),
            };
            format!(
                "{provider} refuses the list of orders{words}: have the address that the bot calls from put on the list of its support by a ticket, or fetch the key anew with hostmaster key {name}"
            )
        }
        ErrorKind::LoginRefused { .. } => format!(
            "{provider} refuses the login: correct username and password of [accounts.{name}]{}; a running bot sends a refused password again after 5 minutes, or once it has read a corrected one (kill -HUP)",
            match account.provider() {
                ProviderName::LightLayer =>
                    "; with auth = \"token\" it must be a contact without a second factor",
                ProviderName::Klikk => ", or use a token where 2-factor is required",
                _ => "",
            }
        ),
        ErrorKind::Unauthorized if account.provider() == ProviderName::LightLayer => format!(
            "{provider} signs the account in and does not let it see this: give the contact of [accounts.{name}] the privilege for it there"
        ),
        ErrorKind::Unauthorized if account.provider() == ProviderName::Klikk => format!(
            "{provider} refuses the credentials: correct what [accounts.{name}] points to; a token works only from the addresses in its IP filter, and a password only where no 2-factor is required"
        ),
        ErrorKind::Unauthorized => format!(
            "{provider} refuses the credentials: make new ones there and put them where [accounts.{name}] points to"
        ),
        ErrorKind::AddressRefused => format!(
            "{provider} takes calls only from its own addresses and over https: run the bot on a server that it hosts"
        ),
        ErrorKind::Unreachable => format!(
            "{provider} cannot be reached: look at the network, the provider's status page and base_url of [accounts.{name}]"
        ),
        ErrorKind::Timeout | ErrorKind::ConnectionLost => {
            format!("{provider} did not answer in time: try again, and look at the provider's status page")
        }
        ErrorKind::PaymentRequired => format!("{provider} has no valid payment card: add one there"),
        ErrorKind::NotFound | ErrorKind::Redirected | ErrorKind::Unreadable | ErrorKind::TooLarge => format!(
            "what answers is not the API of {provider}: correct base_url of [accounts.{name}], or remove it"
        ),
        ErrorKind::RateLimited { .. } => {
            format!("{provider} asks for fewer requests: try again in some minutes")
        }
        ErrorKind::Refused(words) => {
            let words = words.as_deref().map(|words| format!(": {}", shown(words))).unwrap_or_default();
            format!("{provider} refuses to answer{words}; ask the provider what the account lacks")
        }
        ErrorKind::ServerError => {
            format!("{provider} has a fault of its own: try again, and ask the provider if it stays so")
        }
        ErrorKind::Unsupported | ErrorKind::ServerNeeded => format!("{provider} does not offer this"),
    }
}

/// Why Discord does not answer as it should, and what to do.
pub(super) fn in_words(error: &RestError) -> String {
    match &error.kind {
        RestErrorKind::Unauthorized => {
            "Discord refuses the token: reset it in the developer portal and put the new one where discord.token points to"
                .to_owned()
        }
        RestErrorKind::RateLimited => "Discord asks for fewer requests: try again in some minutes".to_owned(),
        RestErrorKind::Unavailable | RestErrorKind::Unknown | RestErrorKind::Deadline => {
            "Discord cannot be reached: look at the network, discord.api_base and https://discordstatus.com".to_owned()
        }
        RestErrorKind::Forbidden(code) => format!("Discord forbids it (code {code}): invite the bot anew"),
        RestErrorKind::NotFound(code) => format!("Discord does not find it (code {code}): correct the id"),
        RestErrorKind::TooLarge => "Discord does not take a request of that size".to_owned(),
        RestErrorKind::Invalid(code, text) => {
            format!("Discord does not take the request (code {code}): {}", shown(text))
        }
    }
}

/// A foreign text in quotes, harmless for a terminal.
pub(super) fn shown(text: &str) -> String {
    format!("\"{}\"", foreign::plain(text, LONGEST))
}

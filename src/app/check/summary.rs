//! What a configuration comes to, in plain words: guilds, accounts, and who may do what.

use std::path::Path;

use rust_decimal::Decimal;

use super::table::table;
use crate::config::Config;
use crate::domain::event::{Event, Relay, taking};
use crate::domain::relay::Feed;
use crate::domain::rights::Effect;
use crate::domain::{AccountName, Action, Actor, ChannelId, Grant, Place, Risk, RoleId, UserId};
use crate::policy::{Policy, Scope};
use crate::providers::{Account, Registry};
use crate::relays;
use crate::relays::rules::events;

/// Somebody whom a grant names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Role(RoleId),
    User(UserId),
}

/// The summary of a configuration without faults.
pub(super) fn summary(path: &Path, config: &Config, registry: &Registry) -> String {
    let mut text = format!("{} is in order.\n\n", path.display());
    let guilds: Vec<_> = config.discord.guilds.iter().map(ToString::to_string).collect();
    text.push_str(&format!("Guilds: {}\nDatabase: {}\n", guilds.join(", "), config.store.url));
    if let Some(base) = &config.discord.api_base {
        text.push_str(&format!("In Discord's place: {base}\n"));
    }
    text.push('\n');
    text.push_str(&accounts(registry));
    text.push('\n');
    text.push_str(&rights(config, registry));
    text.push('\n');
    text.push_str(&relays(config, registry));
    text
}

/// Which relay takes each event, and which events none takes.
fn relays(config: &Config, registry: &Registry) -> String {
    let telling = |events: &[Event]| -> Vec<&AccountName> {
        let tells = |account: &Account| {
            let floor = floor(config, account);
            events.iter().any(|event| relays::can_tell(account.capability(), *event, floor))
        };
        registry.iter().filter(|account| tells(account)).map(|account| account.name()).collect()
    };
    let (mut rows, mut untaken, mut untold) = (vec![], vec![], vec![]);
    for event in Feed::ALL.iter().flat_map(|feed| events(*feed)) {
        let accounts = telling(&[*event]);
        if accounts.is_empty() {
            untold.push(event.to_string());
            continue;
        }
        let mut taken = false;
        for (nth, relay) in config.relays.iter().enumerate() {
            let of: Vec<String> = accounts
                .iter()
                .filter(|account| taking(&config.relays, *event, account).contains(&relay))
                .map(ToString::to_string)
                .collect();
            if !of.is_empty() {
                taken = true;
                let place = format!("{} (line {}) to {}", nth + 1, relay.line, relay.channel);
                rows.push([vec![event.to_string()], of, vec![place]]);
            }
        }
        if !taken {
            untaken.push(event.to_string());
        }
    }
    let mut text = String::new();
    if !rows.is_empty() {
        text.push_str(&table(["EVENT", "OF", "RELAY"], &rows));
    }
    for (what, events) in [("No relay takes", untaken), ("No account tells", untold)] {
        if !events.is_empty() {
            text.push_str(&format!("{what}: {}\n", events.join(", ")));
        }
    }
    let told: Vec<_> = Feed::ALL.iter().map(|feed| (*feed, telling(events(*feed)))).collect();
    text.push_str(&contradictions(&config.relays, &told));
    let floorless: Vec<_> = registry
        .iter()
        .filter(|account| floor(config, account).is_none())
        .filter(|account| relays::tells(account.capability(), Event::BalanceLow))
        .filter(|account| !taking(&config.relays, Event::BalanceLow, account.name()).is_empty())
        .map(|account| account.name().to_string())
        .collect();
    if !floorless.is_empty() {
        let event = Event::BalanceLow;
        text.push_str(&format!("Without a balance_floor there is no {event} of: {}\n", floorless.join(", ")));
    }
    if !config.relays.is_empty() && config.watch.fallback_channel.is_none() {
        text.push_str(
            "What a channel that is gone is owed waits: watch.fallback_channel names no other place.\n",
        );
    }
    text
}

/// Which relays would show in a channel what another one hides there.
fn contradictions(relays: &[Relay], told: &[(Feed, Vec<&AccountName>)]) -> String {
    let takes = |relay: &Relay, feed: Feed, account: &AccountName| {
        events(feed).iter().any(|event| relay.takes(*event, account))
    };
    let numbered = || (1..).zip(relays);
    let mut text = String::new();
    for (open, shows) in numbered().filter(|(_, relay)| !relay.public) {
        for (discreet, hides) in
            numbered().filter(|(_, relay)| relay.public && relay.channel == shows.channel)
        {
            let mut hidden = vec![];
            for (feed, accounts) in told {
                let both =
                    |account: &&&AccountName| takes(shows, *feed, account) && takes(hides, *feed, account);
                hidden.extend(accounts.iter().filter(both).map(|account| format!("{feed} of {account}")));
            }
            if !hidden.is_empty() {
                text.push_str(&format!(
                    "warning: relay {discreet} (line {}) says detail = \"public\", so relay {open} (line {}) shows no details in {} either: {}\n",
                    hides.line, shows.line, shows.channel, hidden.join(", ")
                ));
            }
        }
    }
    text
}

fn floor(config: &Config, account: &Account) -> Option<Decimal> {
    config.accounts.iter().find(|configured| configured.name == *account.name())?.balance_floor
}

fn accounts(registry: &Registry) -> String {
    let rows: Vec<_> = registry
        .iter()
        .map(|account| {
            let offered = Action::ALL
                .iter()
                .filter(|action| !action.operations().is_empty() && account.offers(**action));
            let name = account.name().to_string();
            [vec![name], vec![account.provider().title().to_owned()], names(offered)]
        })
        .collect();
    if rows.is_empty() { "No account.\n".to_owned() } else { table(["ACCOUNT", "PROVIDER", "OFFERS"], &rows) }
}

fn rights(config: &Config, registry: &Registry) -> String {
    let grants = &config.policy.grants;
    let policy = Policy::new(config.discord.guilds.clone(), grants.clone(), None);
    let usable = |action: &Action| !action.is_open() && registry.can(*action);
    let mut allowed: Vec<Action> = vec![];
    let mut rows = vec![];
    for who in everybody(grants) {
        for grant in grants.iter().filter(|grant| who.is_in(grant)) {
            let named = |effect: Effect, action: &Action| usable(action) && grant.speaks(effect, *action);
            let may: Vec<Action> = Action::ALL
                .iter()
                .copied()
                .filter(|action| named(Effect::Allow, action) && !named(Effect::Deny, action))
                .filter(|action| is_possible(&policy, who, grant, config, *action))
                .collect();
            let never = Action::ALL.iter().filter(|action| named(Effect::Deny, action));
            rows.push([
                vec![who.name()],
                or_nothing(names(&may)),
                or_nothing(names(never)),
                or_nothing(limits(grant)),
            ]);
            allowed.extend(may);
        }
    }
    let mut text = String::new();
    if !rows.is_empty() {
        text.push_str(&table(["WHO", "MAY", "NEVER", "ONLY"], &rows));
        text.push_str(
            "A person may do what any of these lines allows them, unless one of them says never.\n",
        );
    }
    text.push_str(&costly(grants, usable));
    let open = names(Action::ALL.iter().filter(|action| action.is_open()));
    let nobody = names(Action::ALL.iter().filter(|action| usable(action) && !allowed.contains(action)));
    let impossible = names(Action::ALL.iter().filter(|action| !registry.can(**action)));
    for (what, actions) in [
        ("Everybody in the guilds may use", open),
        ("Nobody may use", nobody),
        ("No account offers", impossible),
    ] {
        if !actions.is_empty() {
            text.push_str(&format!("{what}: {}\n", actions.join(", ")));
        }
    }
    text
}

/// Which grants allow what costs money by a pattern that does not say so.
fn costly(grants: &[Grant], usable: impl Fn(&Action) -> bool) -> String {
    let mut text = String::new();
    for grant in grants {
        let costs: Vec<Action> =
            Action::ALL.iter().copied().filter(|it| it.risk() == Risk::Spend && usable(it)).collect();
        for pattern in &grant.allow {
            let brought = names(costs.iter().filter(|cost| grant.brings_along(**cost) == Some(pattern)));
            if !brought.is_empty() {
                text.push_str(&format!(
                    "note: the grant of line {} allows by {pattern} what costs money too: {}. If that is not meant, add deny = [\"risk:spend\"]; if it is, allow \"risk:spend\" by name.\n",
                    grant.line,
                    brought.join(", ")
                ));
            }
        }
    }
    text
}

impl Who {
    fn name(self) -> String {
        match self {
            Who::Role(role) => format!("role {role}"),
            Who::User(user) => format!("user {user}"),
        }
    }

    fn is_in(self, grant: &Grant) -> bool {
        match self {
            Who::Role(role) => grant.roles.contains(&role),
            Who::User(user) => grant.users.contains(&user),
        }
    }

    fn at(self, place: Place) -> Actor {
        match self {
            Who::Role(role) => Actor { user: UserId(0), roles: vec![role], place },
            Who::User(user) => Actor { user, roles: vec![], place },
        }
    }
}

/// Everybody whom some grant names, in the order of the file.
fn everybody(grants: &[Grant]) -> Vec<Who> {
    let mut everybody = vec![];
    for grant in grants {
        let roles = grant.roles.iter().map(|role| Who::Role(*role));
        for who in roles.chain(grant.users.iter().map(|user| Who::User(*user))) {
            if !everybody.contains(&who) {
                everybody.push(who);
            }
        }
    }
    everybody
}

/// Whether the rules together let somebody do what one grant allows them, anywhere that the grant holds.
fn is_possible(policy: &Policy, who: Who, grant: &Grant, config: &Config, action: Action) -> bool {
    let guilds = grant.guilds.as_ref().unwrap_or(&config.discord.guilds);
    // No channel has the id 0: it stands for those that no grant names.
    let channels = grant.channels.clone().unwrap_or_else(|| vec![ChannelId(0)]);
    guilds.iter().any(|guild| {
        channels.iter().any(|channel| {
            let place = Place { guild: *guild, channel: *channel, granting_channel: Some(*channel) };
            policy.allows(&who.at(place), action, Scope::Anything)
        })
    })
}

fn limits(grant: &Grant) -> Vec<String> {
    fn list<T: ToString>(what: &str, items: Option<&[T]>) -> Option<String> {
        let items: Vec<_> = items?.iter().map(ToString::to_string).collect();
        Some(format!("{what} {}", items.join(" ")))
    }
    let servers: Option<Vec<_>> =
        grant.servers.as_ref().map(|globs| globs.patterns().iter().map(|glob| glob.escape_debug()).collect());
    [
        list("guilds", grant.guilds.as_deref()),
        list("accounts", grant.accounts.as_deref()),
        list("servers", servers.as_deref()),
        list("channels", grant.channels.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn names<'a>(actions: impl IntoIterator<Item = &'a Action>) -> Vec<String> {
    actions.into_iter().map(ToString::to_string).collect()
}

fn or_nothing(names: Vec<String>) -> Vec<String> {
    if names.is_empty() { vec!["-".to_owned()] } else { names }
}

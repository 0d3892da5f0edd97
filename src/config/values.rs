//! Values that several sections write alike: ids, durations, sizes, amounts, addresses, patterns.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use reqwest::Url;
use rust_decimal::Decimal;
use toml::de::DeValue;

use crate::domain::grant::NotAPattern;
use crate::domain::{Action, ActionPattern, GuildId, Risk, RoleId};

use super::reader::{Item, List};
use super::report::{MAX_SHOWN, did_you_mean, shown};

const AN_ID: &str = r#"a Discord id in quotes: "111111111111111111" (15 to 20 digits)"#;

/// A Discord id.
pub(super) fn snowflake<T: FromStr>(item: &Item<'_>) -> Option<T> {
    if let DeValue::Integer(_) = item.value() {
        item.fault(format!("an id is text, since it is too large for a number: write {AN_ID}"));
        return None;
    }
    let id = item.text(AN_ID)?.parse().ok();
    if id.is_none() {
        item.fault(format!("this is no Discord id: write {AN_ID}; Discord copies one in developer mode"));
    }
    id
}

/// A role's id that is not @everyone, whose id is the guild's own.
pub(super) fn role(item: &Item<'_>, guilds: &[GuildId]) -> Option<RoleId> {
    let role: RoleId = snowflake(item)?;
    if guilds.contains(&GuildId(role.0)) {
        item.fault("this is the id of the guild, and so the role @everyone: name a role that only the right people have");
        return None;
    }
    Some(role)
}

/// Warns of each element that stands in its list a second time.
pub(super) fn warn_of_repeats<T: PartialEq>(list: &List<'_, T>) {
    list.each_repeated(|item| item.warn("this stands in the list twice: remove one"));
}

/// A duration with its unit, between two bounds.
pub(super) fn duration(item: &Item<'_>, least: Duration, most: Duration) -> Option<Duration> {
    let (shortest, longest) = (in_words(least), in_words(most));
    let wanted = format!(r#"a duration with its unit in quotes, from "{shortest}" to "{longest}""#);
    let Ok(signed) = item.text(&wanted)?.parse::<SignedDuration>() else {
        item.fault(format!("this is no duration: write {wanted}"));
        return None;
    };
    let duration = Duration::try_from(signed).ok().filter(|duration| (least..=most).contains(duration));
    if duration.is_none() {
        item.fault(format!("out of bounds: write {wanted}"));
    }
    duration
}

fn in_words(duration: Duration) -> String {
    SignedDuration::try_from(duration).map(|duration| format!("{duration:#}")).unwrap_or_default()
}

/// A size in bytes with its unit, between two bounds in bytes.
pub(super) fn size(item: &Item<'_>, least: usize, most: usize) -> Option<usize> {
    let wanted = format!(
        r#"a size with its unit (KiB or MiB) in quotes, from "{}KiB" to "{}MiB""#,
        least / 1024,
        most / (1024 * 1024)
    );
    let text = item.text(&wanted)?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let bytes = match unit.trim() {
        "KiB" => Some(1024),
        "MiB" => Some(1024 * 1024),
        _ => None,
    }
    .zip(number.parse::<usize>().ok())
    .map(|(unit, number)| number.saturating_mul(unit));
    match bytes {
        None => item.fault(format!("this is no size: write {wanted}")),
        Some(bytes) if !(least..=most).contains(&bytes) => {
            item.fault(format!("out of bounds: write {wanted}"));
        }
        Some(_) => return bytes,
    }
    None
}

/// What one of something costs: not more than anybody asks, and not finer than anybody reckons.
pub(super) fn rate(item: &Item<'_>) -> Option<Decimal> {
    let wanted = r#"an amount in quotes, from "0" to "1000" and with four decimals at most"#;
    let rate = amount_as(item, wanted)?;
    let usual = rate <= Decimal::ONE_THOUSAND && rate.normalize().scale() <= 4;
    if !usual {
        item.fault(format!("out of bounds: write {wanted}"));
    }
    usual.then_some(rate)
}

/// An amount of money that is not negative.
pub(super) fn amount(item: &Item<'_>) -> Option<Decimal> {
    amount_as(item, r#"an amount in quotes, such as "10.00""#)
}

fn amount_as(item: &Item<'_>, wanted: &str) -> Option<Decimal> {
    let text = item.text(wanted)?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount = plain.then(|| Decimal::from_str_exact(text).ok()).flatten();
    if amount.is_none() {
        item.fault(format!("this is no amount: write {wanted}, not negative and without a currency"));
    }
    amount
}

/// An address that credentials may be sent to: https, or http on this machine.
pub(super) fn url(item: &Item<'_>) -> Option<Url> {
    let wanted = r#"an address, such as "https://api.example.com""#;
    let text = item.text(wanted)?;
    // The address is not shown: somebody may have put a password into it.
    let Ok(url) = Url::parse(text) else {
        item.fault(format!("this is no address: write {wanted}"));
        return None;
    };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let fault = if !matches!(url.scheme(), "https" | "http") {
        "the address begins with https://"
    } else if url.scheme() == "http" && !loopback {
        "http:// would send the credentials unencrypted: write https:// (http:// is for this machine alone)"
    } else if !url.username().is_empty() || url.password().is_some() {
        "an address holds no user name or password: remove what stands before the @"
    } else if url.query().is_some() {
        "an address holds no query: remove the ? and what follows"
    } else if url.fragment().is_some() {
        "an address holds no fragment: remove the # and what follows"
    } else {
        return Some(url);
    };
    item.fault(fault);
    None
}

/// The name of a host, without anything before or behind it.
pub(super) fn host(item: &Item<'_>) -> Option<String> {
    let wanted = r#"a host's name in quotes, such as "stats.serveriai.lt""#;
    let text = item.text(wanted)?;
    let is_host = Url::parse(&format!("https://{text}/")).is_ok_and(|url| url.host_str() == Some(text));
    if !is_host {
        item.fault(format!("this is no host's name: write {wanted}, in small letters and without https://"));
    }
    is_host.then(|| text.to_owned())
}

/// A time zone by its IANA name.
pub(super) fn time_zone(item: &Item<'_>) -> Option<TimeZone> {
    let name = item.text(r#"a time zone's name in quotes, such as "Europe/Vilnius""#)?;
    let database = jiff::tz::db();
    let zone = database.get(name).ok();
    if zone.is_none() {
        let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
        let hint = did_you_mean(name, names.iter().map(String::as_str));
        item.fault(format!(
            "there is no time zone {}{hint}: write a name such as \"Europe/Vilnius\" or \"UTC\"",
            shown(name)
        ));
    }
    zone
}

/// A pattern over actions; one that takes no action of this version is a warning.
pub(super) fn action_pattern(item: &Item<'_>) -> Option<ActionPattern> {
    let text = item.text(r#"an action ("vps.restart"), a group ("vps.*"), a risk ("risk:read") or "*""#)?;
    match text.parse::<ActionPattern>() {
        Ok(pattern) => {
            if !pattern.matches_any() {
                item.warn(format!("no action of this version is taken by {}", shown(text)));
            }
            Some(pattern)
        }
        Err(error) => {
            item.fault(why_no_pattern(text, &error));
            None
        }
    }
}

fn why_no_pattern(text: &str, error: &NotAPattern) -> String {
    let hint = closest_pattern(text);
    match error {
        // The domain's words show the text, which may be a pasted key.
        _ if text.chars().count() > MAX_SHOWN => {
            format!("{} is no pattern: write an action or a group", shown(text))
        }
        NotAPattern::UnknownAction(_) if hint.is_empty() => {
            format!("{error}: \"hostmaster commands\" lists them")
        }
        _ => format!("{error}{hint}"),
    }
}

fn closest_pattern(text: &str) -> String {
    let groups = Action::ALL.iter().filter_map(|action| action.as_str().split_once('.'));
    let mut candidates: Vec<String> = Action::ALL.iter().map(ToString::to_string).collect();
    candidates.extend(groups.map(|(group, _)| format!("{group}.*")));
    candidates.extend(Risk::ALL.iter().map(|risk| format!("risk:{risk}")));
    did_you_mean(text, candidates.iter().map(String::as_str))
}

/// One of a few words.
pub(super) fn word<'w>(item: &Item<'_>, words: &[&'w str]) -> Option<&'w str> {
    let wanted = words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
    let text = item.text(&wanted)?;
    let found = words.iter().copied().find(|word| *word == text);
    if found.is_none() {
        item.fault(format!("{} is not possible here: write {wanted}", shown(text)));
    }
    found
}

/// A text for people: not empty, on one line, of limited length.
pub(super) fn sentence(item: &Item<'_>, most: usize) -> Option<String> {
    let wanted = format!("a short text in quotes (1 to {most} characters on one line)");
    let text = item.text(&wanted)?.trim();
    let fault = match text.chars().count() {
        0 => "the text is empty".to_owned(),
        length if length > most => format!("the text is too long ({length} characters)"),
        _ if text.chars().any(char::is_control) => {
            "the text has a line break or a control character".to_owned()
        }
        _ => return Some(text.to_owned()),
    };
    item.fault(format!("{fault}: write {wanted}"));
    None
}

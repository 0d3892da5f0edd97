//! `[[relays]]` and `[watch]`: which events go where, and how often the providers are asked for them.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::domain::ChannelId;
use crate::domain::event::{Event, EventPattern, NotAnEventPattern, Relay};

use super::policy::{Known, configured_account};
use super::reader::{Item, Section};
use super::report::did_you_mean;
use super::values;

/// How providers are watched.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The base interval of every source.
    pub interval: Duration,
    /// Where a relay goes whose channel is gone.
    pub fallback_channel: Option<ChannelId>,
}

impl Default for Watch {
    fn default() -> Self {
        Watch { interval: Duration::from_secs(60), fallback_channel: None }
    }
}

/// Reads both sections.
pub(super) fn read(root: &Section<'_>, known: &Known<'_, '_>) -> (Vec<Relay>, Watch) {
    let mut relays: Vec<Relay> = vec![];
    if let Some(item) = root.get("relays") {
        item.sections(|section| {
            let Some(relay) = read_relay(section, known) else { return };
            let same = |other: &&Relay| Relay { line: relay.line, ..(*other).clone() } == relay;
            if let Some(earlier) = relays.iter().find(same) {
                section.warn(format!("this relay says the same as the one on line {}", earlier.line));
            }
            relays.push(relay);
        });
    }
    let mut watch = Watch::default();
    if let Some(item) = root.get("watch") {
        item.section(|section| {
            let (least, most) = (Duration::from_secs(1), Duration::from_secs(24 * 60 * 60));
            let interval = section.get("interval").and_then(|item| values::duration(&item, least, most));
            watch.interval = interval.unwrap_or(watch.interval);
            watch.fallback_channel =
                section.get("fallback_channel").and_then(|item| values::snowflake(&item));
        });
    }
    (relays, watch)
}

fn read_relay(section: &Section<'_>, known: &Known<'_, '_>) -> Option<Relay> {
    let guilds = known.guild_ids();
    let events = section.require("events", r#"events = ["ticket.*"]"#).and_then(|item| {
        let list = item.filled_list(r#"a list: events = ["ticket.*"]"#, "name an event", event_pattern);
        values::warn_of_repeats(&list);
        list.values()
    });
    let mut accounts = Some(None);
    if let Some(item) = section.get("accounts") {
        let list = item.filled_list(
            r#"a list: accounts = ["*"]"#,
            r#"name an account, or write ["*"] to mean all"#,
            |item| match item.value().as_str() {
                Some("*") => Some(None),
                _ => configured_account(item, known.accounts).map(Some),
            },
        );
        values::warn_of_repeats(&list);
        // One "*" among the names means all of them.
        accounts = list.values().map(|named| named.into_iter().collect());
    }
    let channel = section.require("channel", r#"channel = "444444444444444444""#);
    let channel = channel.and_then(|item| values::snowflake(&item));
    let mut mention_roles = Some(vec![]);
    if let Some(item) = section.get("mention_roles") {
        let list = item
            .list(r#"a list: mention_roles = ["555555555555555555"]"#, |item| values::role(item, &guilds));
        values::warn_of_repeats(&list);
        mention_roles = list.values();
    }
    let threads = section.get("threads").map_or(Some(false), |item| item.flag());
    let detail = section.get("detail").map_or(Some("full"), |item| values::word(&item, &["full", "public"]));
    Some(Relay {
        events: events?,
        accounts: accounts?,
        channel: channel?,
        mention_roles: mention_roles?,
        threads: threads?,
        public: detail? == "public",
        line: section.line(),
    })
}

fn event_pattern(item: &Item<'_>) -> Option<EventPattern> {
    let wanted = r#"an event ("ticket.opened"), a group ("ticket.*") or "*""#;
    let text = item.text(wanted)?;
    match text.parse() {
        Ok(pattern) => {
            if !EventPattern::matches_any(&pattern) {
                item.warn(format!("no event of this version is taken by {text:?}"));
            }
            Some(pattern)
        }
        Err(NotAnEventPattern::Malformed) => {
            item.fault(format!("this is no pattern over events: write {wanted}"));
            None
        }
        Err(NotAnEventPattern::Unknown) => {
            let hint = did_you_mean(text, Event::ALL.iter().map(|event| event.as_str()));
            let groups: BTreeSet<_> = Event::ALL
                .iter()
                .filter_map(|event| event.as_str().split_once('.'))
                .map(|(group, _)| group)
                .collect();
            let groups: Vec<_> = groups.into_iter().map(|group| format!("{group}.*")).collect();
            item.fault(format!(
                "this version knows no such event{hint}: write {wanted}; the groups are {}",
                groups.join(", ")
            ));
            None
        }
    }
}

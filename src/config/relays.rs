//! `[[relays]]` and `[watch]`: checked so that a file for a later version reads here, but nothing of them is kept.

use std::time::Duration;

use crate::domain::ChannelId;

use super::policy::{Known, configured_account};
use super::reader::{Item, Section};
use super::values;

/// Checks both sections and warns that they have no effect.
pub(super) fn check(root: &Section<'_>, known: &Known<'_, '_>) {
    let relays = root.get("relays");
    let watch = root.get("watch");
    if let Some(item) = &relays {
        item.sections(|section| check_relay(section, known));
    }
    if let Some(item) = &watch {
        item.section(|section| {
            let (least, most) = (Duration::from_secs(1), Duration::from_secs(24 * 60 * 60));
            section.get("interval").and_then(|item| values::duration(&item, least, most));
            section.get("fallback_channel").and_then(|item| values::snowflake::<ChannelId>(&item));
        });
    }
    if let Some(item) = relays.or(watch) {
        item.warn(
            "this version delivers no relays: [[relays]] and [watch] are checked and otherwise ignored",
        );
    }
}

fn check_relay(section: &Section<'_>, known: &Known<'_, '_>) {
    let guilds = known.guild_ids();
    if let Some(item) = section.require("events", r#"events = ["ticket.*"]"#) {
        let list = item.filled_list(r#"a list: events = ["ticket.*"]"#, "name an event", event_pattern);
        values::warn_of_repeats(&list);
    }
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
    }
    let channel = section.require("channel", r#"channel = "444444444444444444""#);
    channel.and_then(|item| values::snowflake::<ChannelId>(&item));
    if let Some(item) = section.get("mention_roles") {
        let list = item
            .list(r#"a list: mention_roles = ["555555555555555555"]"#, |item| values::role(item, &guilds));
        values::warn_of_repeats(&list);
    }
    section.get("threads").and_then(|item| item.flag());
    section.get("detail").and_then(|item| values::word(&item, &["full", "public"]));
}

fn event_pattern<'a>(item: &Item<'a>) -> Option<&'a str> {
    let wanted = r#"an event ("ticket.opened"), a group ("ticket.*") or "*""#;
    let text = item.text(wanted)?;
    let word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let fits = text == "*"
        || text.split_once('.').is_some_and(|(group, event)| word(group) && (event == "*" || word(event)));
    if !fits {
        item.fault(format!("this is no pattern over events: write {wanted}"));
    }
    fits.then_some(text)
}

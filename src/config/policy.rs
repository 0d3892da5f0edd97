//! `[policy]`, `[[grants]]` and `[replies]`: who may do what, and who sees the answer.

use std::collections::BTreeSet;

use crate::domain::grant::ServerGlobs;
use crate::domain::{AccountName, ActionPattern, ChannelId, Grant, GuildId};

use super::reader::{Item, List, Section};
use super::report::{did_you_mean, shown};
use super::values;

/// Who may do what, and who sees the answer.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Whom to ask for a right, in words.
    pub contact: Option<String>,
    /// The channel where changes of rights are posted.
    pub audit_channel: Option<ChannelId>,
    /// The grants, in the order of the file.
    pub grants: Vec<Grant>,
    /// The actions answered for their caller alone, beside those that always are.
    pub private_replies: Vec<ActionPattern>,
}

/// What grants are checked against.
pub(super) struct Known<'k, 'a> {
    /// The configured guilds.
    pub(super) guilds: Option<&'k List<'a, GuildId>>,
    /// The configured accounts.
    pub(super) accounts: &'k BTreeSet<AccountName>,
}

impl Known<'_, '_> {
    /// The configured guilds that could be read.
    pub(super) fn guild_ids(&self) -> Vec<GuildId> {
        self.guilds.into_iter().flat_map(|list| &list.items).map(|(_, guild)| *guild).collect()
    }
}

/// Reads the three sections.
pub(super) fn read(root: &Section<'_>, known: &Known<'_, '_>) -> Policy {
    let mut policy = Policy::default();
    if let Some(item) = root.get("policy") {
        item.section(|section| {
            policy.contact = section.get("contact").and_then(|item| values::sentence(&item, 200));
            policy.audit_channel = section.get("audit_channel").and_then(|item| values::snowflake(&item));
        });
    }
    if let Some(item) = root.get("grants") {
        item.sections(|section| {
            if let Some(grant) = read_grant(section, known) {
                if let Some(earlier) = policy.grants.iter().find(|earlier| same(earlier, &grant)) {
                    section.warn(format!("this grant says the same as the one on line {}", earlier.line));
                }
                policy.grants.push(grant);
            }
        });
    }
    if let Some(item) = root.get("replies") {
        item.section(|section| {
            if let Some(item) = section.get("private") {
                let list = item.list(r#"a list: private = ["balance"]"#, values::action_pattern);
                values::warn_of_repeats(&list);
                policy.private_replies = list.values().unwrap_or_default();
            }
        });
    }
    warn_of_powerless(root, &policy.grants, known);
    policy
}

fn read_grant(section: &Section<'_>, known: &Known<'_, '_>) -> Option<Grant> {
    let guilds = known.guild_ids();
    let roles = read_list(
        section,
        "roles",
        r#"a list: roles = ["222222222222222222"]"#,
        "name a role, or remove the key",
        |item| values::role(item, &guilds),
    );
    let users = read_list(
        section,
        "users",
        r#"a list: users = ["888888888888888888"]"#,
        "name a user, or remove the key",
        values::snowflake,
    );
    let allow = read_list(
        section,
        "allow",
        r#"a list: allow = ["risk:read", "vps.*"]"#,
        "name an action, or remove the key",
        values::action_pattern,
    );
    let deny = read_list(
        section,
        "deny",
        r#"a list: deny = ["vps.destroy"]"#,
        "name an action, or remove the key",
        values::action_pattern,
    );
    let guilds = read_list(
        section,
        "guilds",
        r#"a list: guilds = ["111111111111111111"]"#,
        "name a guild, or remove the key to mean every configured one",
        |item| configured_guild(item, known),
    );
    let accounts = read_list(
        section,
        "accounts",
        r#"a list: accounts = ["shop"]"#,
        "name an account, or remove the key to mean all",
        |item| configured_account(item, known.accounts),
    );
    let servers = read_list(
        section,
        "servers",
        r#"a list: servers = ["web-*"]"#,
        "name a server, or remove the key to mean all",
        server_glob,
    );
    let channels = read_list(
        section,
        "channels",
        r#"a list: channels = ["333333333333333333"]"#,
        "name a channel, or remove the key to mean all",
        values::snowflake,
    );
    if matches!((&roles, &users), (Narrowing::Absent, Narrowing::Absent)) {
        section.consequence(
            r#"the grant is for nobody: write roles = ["222222222222222222"], users = ["888888888888888888"] or both"#,
        );
    }
    if matches!((&allow, &deny), (Narrowing::Absent, Narrowing::Absent)) {
        section.consequence(
            r#"the grant says nothing: write allow = ["risk:read"], deny = ["vps.destroy"] or both"#,
        );
    }
    let servers = match servers.values()? {
        None => None,
        // Each glob was compiled for itself; together they can still be too large.
        Some(patterns) => match ServerGlobs::new(patterns) {
            Ok(globs) => Some(globs),
            Err(_) => {
                section.fault("the globs of servers are too large together: write fewer");
                return None;
            }
        },
    };
    Some(Grant {
        line: section.line(),
        roles: roles.values()?.unwrap_or_default(),
        users: users.values()?.unwrap_or_default(),
        allow: allow.values()?.unwrap_or_default(),
        deny: deny.values()?.unwrap_or_default(),
        guilds: guilds.values()?,
        accounts: accounts.values()?,
        servers,
        channels: channels.values()?,
    })
}

/// A list of a grant, whose absence means something else than its emptiness.
enum Narrowing<T> {
    Absent,
    Unreadable,
    Only(Vec<T>),
}

impl<T> Narrowing<T> {
    /// The values; `None` when they could not be read.
    fn values(self) -> Option<Option<Vec<T>>> {
        match self {
            Narrowing::Absent => Some(None),
            Narrowing::Unreadable => None,
            Narrowing::Only(values) => Some(Some(values)),
        }
    }
}

fn read_list<'a, T: PartialEq>(
    section: &Section<'a>,
    key: &'static str,
    wanted: &str,
    empty: &str,
    read: impl FnMut(&Item<'a>) -> Option<T>,
) -> Narrowing<T> {
    let Some(item) = section.get(key) else { return Narrowing::Absent };
    let list = item.filled_list(wanted, empty, read);
    values::warn_of_repeats(&list);
    list.values().map_or(Narrowing::Unreadable, Narrowing::Only)
}

fn configured_guild(item: &Item<'_>, known: &Known<'_, '_>) -> Option<GuildId> {
    let guild: GuildId = values::snowflake(item)?;
    // A guild may be missing from the list only because its line there is wrong.
    let certain = known.guilds.is_some_and(|list| list.whole);
    if certain && !known.guild_ids().contains(&guild) {
        item.consequence("this guild is not configured: add it to guilds in [discord], or remove it here");
        return None;
    }
    Some(guild)
}

/// A configured account.
pub(super) fn configured_account(item: &Item<'_>, accounts: &BTreeSet<AccountName>) -> Option<AccountName> {
    let text = item.text(r#"an account's name in quotes, such as "shop""#)?;
    if text == "*" {
        item.fault("accounts takes names: remove the key to mean all accounts");
        return None;
    }
    let account = accounts.iter().find(|account| account.as_str() == text);
    if account.is_none() {
        let hint = did_you_mean(text, accounts.iter().map(AccountName::as_str));
        item.consequence(format!(
            "there is no account {}{hint}: add it as a section [accounts.NAME], or remove it here",
            shown(text)
        ));
    }
    account.cloned()
}

fn server_glob(item: &Item<'_>) -> Option<String> {
    let pattern = item.text(r#"a server's name or a glob over names in quotes, such as "web-*""#)?;
    if pattern.is_empty() {
        item.fault(r#"the glob is empty and takes no server: write a name, or a glob such as "web-*""#);
        return None;
    }
    if let Err(error) = ServerGlobs::new(vec![pattern.to_owned()]) {
        let reason = match error.kind() {
            globset::ErrorKind::Regex(_) => "it is too large".to_owned(),
            kind => kind.to_string(),
        };
        item.fault(format!(
            "this is no glob ({reason}): write a name, or a glob with *, ?, [abc] or {{a,b}}"
        ));
        return None;
    }
    Some(pattern.to_owned())
}

fn same(one: &Grant, other: &Grant) -> bool {
    let servers = |grant: &Grant| grant.servers.as_ref().map(|globs| globs.patterns().to_vec());
    one.roles == other.roles
        && one.users == other.users
        && one.allow == other.allow
        && one.deny == other.deny
        && one.guilds == other.guilds
        && one.accounts == other.accounts
        && servers(one) == servers(other)
        && one.channels == other.channels
}

fn warn_of_powerless(root: &Section<'_>, grants: &[Grant], known: &Known<'_, '_>) {
    let allows = |grant: &&Grant| grant.allow.iter().any(ActionPattern::matches_any);
    if !grants.iter().any(|grant| allows(&grant)) {
        root.warn(
            "no grant allows anything, so nobody may use more than /help and /access whoami: add [[grants]]",
        );
        return;
    }
    for (item, guild) in known.guilds.into_iter().flat_map(|list| &list.items) {
        let here = |grant: &&Grant| grant.guilds.as_ref().is_none_or(|guilds| guilds.contains(guild));
        if !grants.iter().filter(allows).any(|grant| here(&grant)) {
            item.warn("no grant allows anything in this guild, so nobody may use more there than /help and /access whoami");
        }
    }
}

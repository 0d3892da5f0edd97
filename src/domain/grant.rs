//! Grants: who may do which actions, on what, where.

use std::fmt;
use std::str::FromStr;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::rights::Effect;
use super::{AccountName, Action, ChannelId, GuildId, Risk, RoleId, UserId};

/// A pattern over actions: `vps.restart`, `vps.*`, `risk:read` or `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionPattern {
    /// Every action.
    All,
    /// Every action of a risk.
    Risk(Risk),
    /// Every action whose name begins with the text, which ends in a dot.
    Group(String),
    /// One action.
    Exact(Action),
}

/// Why a text is no pattern over actions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPattern {
    /// It has the form of an action's name, but there is no such action.
    #[error("there is no action {0:?}")]
    UnknownAction(String),
    /// There is no such risk.
    #[error("there is no risk {0:?} (read, private, change, disruptive, destructive, spend, reveal)")]
    UnknownRisk(String),
    /// It has no form that a pattern can have.
    #[error("{0:?} is no pattern: write an action (vps.restart), a group (vps.*), a risk (risk:read) or *")]
    Malformed(String),
}

impl ActionPattern {
    /// Whether the pattern takes the action.
    pub fn matches(&self, action: Action) -> bool {
        match self {
            ActionPattern::All => true,
            ActionPattern::Risk(risk) => action.risk() == *risk,
            ActionPattern::Group(prefix) => action.as_str().starts_with(prefix.as_str()),
            ActionPattern::Exact(exact) => action == *exact,
        }
    }

    /// Whether the pattern allows the action. What shows a secret is allowed by its own name or risk alone, so that
    /// nobody gets to see passwords by a grant that was meant for something else.
    fn allows(&self, action: Action) -> bool {
        self.matches(action) && (self.is_explicit() || action.risk() != Risk::Reveal)
    }

    /// Whether the pattern says outright what it takes, by its name or its risk.
    const fn is_explicit(&self) -> bool {
        matches!(self, ActionPattern::Risk(_) | ActionPattern::Exact(_))
    }

    /// Whether the pattern takes any action of this version.
    pub fn matches_any(&self) -> bool {
        Action::ALL.iter().any(|action| self.matches(*action))
    }
}

impl fmt::Display for ActionPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ActionPattern::All => f.write_str("*"),
            ActionPattern::Risk(risk) => write!(f, "risk:{risk}"),
            ActionPattern::Group(prefix) => write!(f, "{prefix}*"),
            ActionPattern::Exact(action) => action.fmt(f),
        }
    }
}

impl FromStr for ActionPattern {
    type Err = NotAPattern;

    fn from_str(text: &str) -> Result<Self, NotAPattern> {
        let word = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
        };
        if text == "*" {
            return Ok(ActionPattern::All);
        }
        if let Some(risk) = text.strip_prefix("risk:") {
            return risk
                .parse()
                .map(ActionPattern::Risk)
                .map_err(|()| NotAPattern::UnknownRisk(risk.to_owned()));
        }
        if let Some(group) = text.strip_suffix(".*").filter(|group| word(group)) {
            return Ok(ActionPattern::Group(format!("{group}.")));
        }
        if !text.is_empty() && text.split('.').all(word) {
            return text
                .parse()
                .map(ActionPattern::Exact)
                .map_err(|()| NotAPattern::UnknownAction(text.to_owned()));
        }
        Err(NotAPattern::Malformed(text.to_owned()))
    }
}

/// Globs over servers: each is tried on the server's name and on its `account/id`.
#[derive(Clone, Debug)]
pub struct ServerGlobs {
    patterns: Vec<String>,
    globs: GlobSet,
}

impl ServerGlobs {
    /// Compiles the patterns; `*`, `?`, `[...]` and `{a,b}` as in a shell.
    pub fn new(patterns: Vec<String>) -> Result<Self, globset::Error> {
        let mut builder = GlobSetBuilder::new();
        for pattern in &patterns {
            builder.add(Glob::new(pattern)?);
        }
        Ok(ServerGlobs { globs: builder.build()?, patterns })
    }

    /// Whether one of the patterns takes the text.
    pub fn matches(&self, text: &str) -> bool {
        self.globs.is_match(text)
    }

    /// The patterns as written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }
}

/// One grant of the configuration: who may do which actions, on what, where.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The line of the configuration on which it begins.
    pub line: usize,
    /// Roles that it is for.
    pub roles: Vec<RoleId>,
    /// Users that it is for.
    pub users: Vec<UserId>,
    /// What it allows.
    pub allow: Vec<ActionPattern>,
    /// What it forbids, whatever other grants allow.
    pub deny: Vec<ActionPattern>,
    /// The guilds that it holds in; `None`: all configured.
    pub guilds: Option<Vec<GuildId>>,
    /// The accounts that it holds for; `None`: all.
    pub accounts: Option<Vec<AccountName>>,
    /// The servers that it holds for, where an action is about a server; `None`: all.
    pub servers: Option<ServerGlobs>,
    /// The channels that it holds in; `None`: all.
    pub channels: Option<Vec<ChannelId>>,
}

impl Grant {
    /// The patterns of one side.
    pub fn patterns(&self, effect: Effect) -> &[ActionPattern] {
        match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        }
    }

    /// Whether a side speaks of the action.
    pub fn speaks(&self, effect: Effect, action: Action) -> bool {
        self.speaking(effect, action).next().is_some()
    }

    /// The pattern that brings along an action which the grant nowhere names outright, by its name or its risk.
    pub fn brings_along(&self, action: Action) -> Option<&ActionPattern> {
        let mut allowing = self.speaking(Effect::Allow, action).peekable();
        let first = allowing.peek().copied();
        let is_meant = allowing.any(ActionPattern::is_explicit) || self.speaks(Effect::Deny, action);
        first.filter(|_| !is_meant)
    }

    /// The patterns of a side that speak of the action.
    pub fn speaking(&self, effect: Effect, action: Action) -> impl Iterator<Item = &ActionPattern> {
        self.patterns(effect).iter().filter(move |pattern| match effect {
            Effect::Allow => pattern.allows(action),
            Effect::Deny => pattern.matches(action),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_back_as_written_and_takes_what_it_says() {
        for (text, action, taken) in [
            ("*", Action::Balance, true),
            ("vps.*", Action::VpsRestart, true),
            ("vps.*", Action::Balance, false),
            ("risk:disruptive", Action::VpsStop, true),
            ("risk:read", Action::VpsStop, false),
            ("balance", Action::Balance, true),
        ] {
            let pattern: ActionPattern = text.parse().unwrap();
            assert_eq!(pattern.to_string(), text);
            assert_eq!(pattern.matches(action), taken, "{text} {action}");
        }
    }

    #[test]
    fn texts_that_name_nothing_are_refused_with_the_reason() {
        assert!(matches!("vps.restrat".parse::<ActionPattern>(), Err(NotAPattern::UnknownAction(_))));
        assert!(matches!("risk:high".parse::<ActionPattern>(), Err(NotAPattern::UnknownRisk(_))));
        for text in ["", "vps.", "vps*", ".*", "VPS.list", "a b"] {
            assert!(matches!(text.parse::<ActionPattern>(), Err(NotAPattern::Malformed(_))), "{text:?}");
        }
    }

    #[test]
    fn a_group_that_this_version_has_no_action_of_matches_none() {
        assert!(!"nothing.*".parse::<ActionPattern>().unwrap().matches_any());
    }
}

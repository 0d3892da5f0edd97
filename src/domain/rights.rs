//! Rights as they are explained and compared: what a grant comes to for one question, and what a new configuration
//! changes.

use super::{AccountName, Action, ActionPattern, ChannelId, GuildId, RoleId, UserId};

/// Which side of a grant is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// What it allows.
    Allow,
    /// What it forbids, whatever other grants allow.
    Deny,
}

/// Whether a grant applies; a rule that hangs on something unknown can neither allow nor be ignored when it denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It does not.
    No,
    /// That hangs on something unknown.
    Unknown,
    /// It does.
    Yes,
}

impl From<bool> for Fit {
    fn from(fits: bool) -> Self {
        if fits { Fit::Yes } else { Fit::No }
    }
}

/// What a grant can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Narrowing {
    /// The people whom it is for.
    People,
    /// The guilds that it holds in.
    Guilds,
    /// The channels that it holds in.
    Channels,
    /// The accounts that it holds for.
    Accounts,
    /// The servers that it holds for.
    Servers,
}

impl Narrowing {
    /// Every narrowing, the ones that are told at once first.
    pub const ALL: [Narrowing; 5] =
        [Narrowing::People, Narrowing::Guilds, Narrowing::Channels, Narrowing::Accounts, Narrowing::Servers];

    /// The narrowing's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Narrowing::People => "people",
            Narrowing::Guilds => "guilds",
            Narrowing::Channels => "channels",
            Narrowing::Accounts => "accounts",
            Narrowing::Servers => "servers",
        }
    }
}

/// A narrowing that keeps a rule from applying for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The narrowing.
    pub narrowing: Narrowing,
    /// Whether it hangs on something unknown; else it does not fit.
    pub unknown: bool,
}

/// One side of a grant that speaks of the action in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The line of the configuration on which the grant begins.
    pub line: usize,
    /// Which side.
    pub effect: Effect,
    /// The patterns of that side that take the action.
    pub patterns: Vec<ActionPattern>,
    /// The roles and users of the grant that the person has or is.
    pub through: Vec<Principal>,
    /// Where it holds, as far as whoever asks may know: accounts and servers are told of their own grants alone.
    pub extent: Extent,
    /// Whether it applies.
    pub applies: Fit,
    /// The narrowings that do not fit, or may not.
    pub misses: Vec<Miss>,
    /// The narrowings about which the question says nothing, so that the rule holds for a part of what is meant.
    pub left_open: Vec<Narrowing>,
}

/// Why a person may or may not do an action: every rule that speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether they may.
    pub allowed: bool,
    /// Whether the bot serves the guild; where it does not, nobody may do anything.
    pub served: bool,
    /// Whether every member of a served guild may, whatever the rules say.
    pub open: bool,
    /// The rules, in the configuration's order.
    pub rules: Vec<Rule>,
}

impl Explanation {
    /// Whether they may on a part only of what the question leaves open.
    pub fn is_partial(&self) -> bool {
        let of = |effect| self.rules.iter().filter(move |rule| rule.effect == effect);
        let mut allowing = of(Effect::Allow).filter(|rule| rule.applies == Fit::Yes);
        let denies_a_part = of(Effect::Deny)
            .any(|rule| !rule.left_open.is_empty() && rule.misses.iter().all(|miss| miss.unknown));
        self.allowed && !self.open && (denies_a_part || allowing.all(|rule| !rule.left_open.is_empty()))
    }
}

/// Whom grants are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Principal {
    /// Everybody with the role.
    Role(RoleId),
    /// One person.
    User(UserId),
}

/// Where rights hold: everywhere, but for what narrows them. Lists are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Extent {
    /// The guilds; `None`: all that are served.
    pub guilds: Option<Vec<GuildId>>,
    /// The accounts; `None`: all.
    pub accounts: Option<Vec<AccountName>>,
    /// The globs that servers are named by; `None`: all servers.
    pub servers: Option<Vec<String>>,
    /// The channels; `None`: all.
    pub channels: Option<Vec<ChannelId>>,
}

impl Extent {
    /// Whether nothing narrows it.
    pub fn is_everywhere(&self) -> bool {
        *self == Extent::default()
    }

    /// Whether it holds wherever the other does, as far as their lists tell.
    pub fn covers(&self, other: &Extent) -> bool {
        fn wider<T: Ord>(own: &Option<Vec<T>>, other: &Option<Vec<T>>) -> bool {
            match (own, other) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(own), Some(other)) => other.iter().all(|item| own.binary_search(item).is_ok()),
            }
        }
        wider(&self.guilds, &other.guilds)
            && wider(&self.accounts, &other.accounts)
            && wider(&self.servers, &other.servers)
            && wider(&self.channels, &other.channels)
    }
}

/// Rights to several actions that hold at the same places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// The actions, in the order of the command reference.
    pub actions: Vec<Action>,
    /// Where.
    pub extent: Extent,
}

/// What changes for one role or user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalChange {
    /// Who.
    pub principal: Principal,
    /// What they may do now and could not before.
    pub gained: Vec<Rights>,
    /// What they could do before and may no longer.
    pub lost: Vec<Rights>,
    /// What is left to them of rights that they lost elsewhere.
    pub kept: Vec<Rights>,
    /// What they are now forbidden beside what they lost: it counts for people who may do it as somebody else, too.
    pub denied: Vec<Rights>,
    /// What they are no longer forbidden, without having gained it.
    pub undenied: Vec<Rights>,
}

/// Who gained and who lost which rights between two configurations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightsChange {
    /// The roles and users for whom something changes: roles first, each by id.
    pub principals: Vec<PrincipalChange>,
    /// The guilds that are served now and were not before.
    pub served: Vec<GuildId>,
    /// The guilds that are no longer served.
    pub unserved: Vec<GuildId>,
}

impl RightsChange {
    /// Whether nobody's rights changed.
    pub fn is_empty(&self) -> bool {
        *self == RightsChange::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extent_covers_what_its_lists_hold() {
        let on = |names: &[&str]| Extent {
            accounts: Some(names.iter().map(|name| name.parse().unwrap()).collect()),
            ..Extent::default()
        };
        let everywhere = Extent::default();
        assert!(everywhere.covers(&on(&["shop"])) && !on(&["shop"]).covers(&everywhere));
        assert!(
            on(&["asia", "shop"]).covers(&on(&["shop"])) && !on(&["shop"]).covers(&on(&["asia", "shop"]))
        );
        assert!(!on(&["asia"]).covers(&on(&["shop"])) && on(&["shop"]).covers(&on(&["shop"])));
        let in_channel = Extent { channels: Some(vec![ChannelId(5)]), ..on(&["shop"]) };
        assert!(on(&["shop"]).covers(&in_channel) && !in_channel.covers(&on(&["shop"])));
    }
}

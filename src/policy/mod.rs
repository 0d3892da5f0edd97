//! Who may do what: grants in, decisions out, deny by default.
//!
//! Everything is decided from the roles that Discord sent with the interaction at hand; nothing is cached. An
//! [`Authorized`] value is the proof of a decision, and this module is the only place that can make one.

use crate::domain::action::Subject;
use crate::domain::grant::Grant;
use crate::domain::outcome::Denial;
use crate::domain::{AccountName, Action, Actor, GuildId, ResourceKind, ResourceRef, RoleId, Target};

/// How far an action's target is known when the question is asked.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Nothing is known yet: may the person do it on something at least?
    Anything,
    /// An account, or something in it that is no server, or some of its servers.
    Account(&'a AccountName),
    /// One server, with its name where it could be learned.
    Server(&'a ResourceRef, Option<&'a str>),
}

/// The proof that a person may do an action on a target, by the roles sent with the interaction at hand.
///
/// Adapters ask for one in every operation that changes or reveals something. It cannot be made, copied or changed
/// outside this module.
#[derive(Debug)]
pub struct Authorized {
    actor: Actor,
    action: Action,
    target: Target,
}

impl Authorized {
    /// The person.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What they may do.
    pub fn action(&self) -> Action {
        self.action
    }

    /// On what.
    pub fn target(&self) -> &Target {
        &self.target
    }
}

/// The rules in force.
#[derive(Debug)]
pub struct Policy {
    guilds: Vec<GuildId>,
    grants: Vec<Grant>,
    contact: Option<String>,
}

/// Whether a grant applies; a rule that hangs on something unknown can neither allow nor be ignored when it denies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Fit {
    fn from(fits: bool) -> Self {
        if fits { Fit::Yes } else { Fit::No }
    }
}

/// Which side of a grant is being asked: a narrowing that the question leaves open counts for an allow and not for a
/// deny, since the person may still do the rest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Allow,
    Deny,
}

impl Policy {
    /// The policy of a configuration.
    pub fn new(guilds: Vec<GuildId>, grants: Vec<Grant>, contact: Option<String>) -> Self {
        Policy { guilds, grants, contact }
    }

    /// Whom to ask for more rights.
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// Whether the bot serves the guild.
    pub fn serves(&self, guild: GuildId) -> bool {
        self.guilds.contains(&guild)
    }

    /// Whether some grant names the role.
    pub fn names_role(&self, role: RoleId) -> bool {
        self.grants.iter().any(|grant| grant.roles.contains(&role))
    }

    /// Whether the person may do the action, as far as the scope tells.
    pub fn allows(&self, actor: &Actor, action: Action, scope: Scope<'_>) -> bool {
        if !self.serves(actor.place.guild) {
            return false;
        }
        if action.is_open() {
            return true;
        }
        let denied = self.grants.iter().any(|grant| {
            grant.deny.iter().any(|pattern| pattern.matches(action))
                && fit(grant, actor, action, scope, Side::Deny) != Fit::No
        });
        !denied
            && self.grants.iter().any(|grant| {
                grant.allow.iter().any(|pattern| pattern.matches(action))
                    && fit(grant, actor, action, scope, Side::Allow) == Fit::Yes
            })
    }

    /// Authorises an action on a target: the only way to an [`Authorized`] value.
    pub fn authorise(&self, actor: &Actor, action: Action, target: Target) -> Result<Authorized, Denial> {
        let allowed = match &target {
            Target::Bot => self.allows(actor, action, Scope::Anything),
            Target::Accounts(accounts) => {
                self.allows(actor, action, Scope::Anything)
                    && accounts.iter().all(|account| self.allows(actor, action, Scope::Account(account)))
            }
            Target::Account(account) => self.allows(actor, action, Scope::Account(account)),
            Target::Resource { resource, name } => match resource.kind {
                ResourceKind::Server => self.allows(actor, action, Scope::Server(resource, name.as_deref())),
                _ => self.allows(actor, action, Scope::Account(&resource.account)),
            },
        };
        if allowed {
            Ok(Authorized { actor: actor.clone(), action, target })
        } else {
            Err(self.denial(action))
        }
    }

    /// The refusal of an action.
    pub fn denial(&self, action: Action) -> Denial {
        Denial { action, on: None, contact: self.contact.clone() }
    }

    /// The actions that the person may do here, on something at least.
    pub fn actions(&self, actor: &Actor) -> Vec<Action> {
        Action::ALL.iter().copied().filter(|action| self.allows(actor, *action, Scope::Anything)).collect()
    }
}

fn fit(grant: &Grant, actor: &Actor, action: Action, scope: Scope<'_>, side: Side) -> Fit {
    let person =
        grant.users.contains(&actor.user) || grant.roles.iter().any(|role| actor.roles.contains(role));
    let guild = grant.guilds.as_ref().is_none_or(|guilds| guilds.contains(&actor.place.guild));
    if !person || !guild {
        return Fit::No;
    }
    let channel = match (&grant.channels, actor.place.granting_channel) {
        (None, _) => Fit::Yes,
        (Some(channels), Some(channel)) => channels.contains(&channel).into(),
        (Some(_), None) => Fit::Unknown,
    };
    let left_open = Fit::from(side == Side::Allow);
    let account = match (&grant.accounts, scope) {
        _ if action.subject() == Subject::Bot => Fit::Yes,
        (None, _) => Fit::Yes,
        (Some(_), Scope::Anything) => left_open,
        (Some(accounts), Scope::Account(account)) => accounts.contains(account).into(),
        (Some(accounts), Scope::Server(resource, _)) => accounts.contains(&resource.account).into(),
    };
    let server = match (&grant.servers, scope) {
        _ if action.subject() != Subject::Server => Fit::Yes,
        (None, _) => Fit::Yes,
        (Some(_), Scope::Anything | Scope::Account(_)) => left_open,
        (Some(globs), Scope::Server(resource, name)) => {
            if globs.matches(&resource.to_string()) {
                Fit::Yes
            } else {
                // A provider that tells no name leaves it as unknown as one that was not asked.
                let name = name.filter(|name| !name.is_empty());
                name.map_or(Fit::Unknown, |name| globs.matches(name).into())
            }
        }
    };
    channel.min(account).min(server)
}

#[cfg(test)]
mod tests;

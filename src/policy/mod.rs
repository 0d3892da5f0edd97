//! Who may do what: grants in, decisions out, deny by default.
//!
//! Everything is decided from the roles that Discord sent with the interaction at hand; nothing is cached. An
//! [`Authorized`] value is the proof of a decision, and this module is the only place that can make one.

mod changes;

use crate::domain::action::Subject;
use crate::domain::grant::Grant;
use crate::domain::outcome::Denial;
use crate::domain::rights::{Effect, Explanation, Extent, Fit, Miss, Narrowing, Principal, Rule};
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
        let question = Question { actor, action, scope };
        let any = |effect, enough| {
            self.grants
                .iter()
                .any(|grant| grant.speaks(effect, action) && question.fit(grant, effect) >= enough)
        };
        !any(Effect::Deny, Fit::Unknown) && any(Effect::Allow, Fit::Yes)
    }

    /// Why the person may or may not do the action, as far as the scope tells: every rule that speaks of it, in what
    /// the asker may know.
    pub fn explain(&self, asker: &Actor, actor: &Actor, action: Action, scope: Scope<'_>) -> Explanation {
        let question = Question { actor, action, scope };
        let rules = self.grants.iter().flat_map(|grant| {
            let speaking = [Effect::Allow, Effect::Deny].into_iter();
            speaking
                .filter(|effect| grant.speaks(*effect, action))
                .map(|effect| question.rule(grant, effect, asker))
        });
        Explanation {
            allowed: self.allows(actor, action, scope),
            served: self.serves(actor.place.guild),
            open: action.is_open(),
            rules: rules.collect(),
        }
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
            Target::Item { order, .. } => self.allows(actor, action, Scope::Account(&order.account)),
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

/// What the rules are asked.
#[derive(Clone, Copy)]
struct Question<'a> {
    actor: &'a Actor,
    action: Action,
    scope: Scope<'a>,
}

impl Question<'_> {
    /// Whether a side of the grant applies.
    ///
    /// A narrowing that the question leaves open counts for an allow and not for a deny, since the person may still do
    /// the rest.
    fn fit(self, grant: &Grant, effect: Effect) -> Fit {
        let mut least = Fit::Yes;
        for narrowing in Narrowing::ALL {
            let fit = self.fits(grant, narrowing).unwrap_or(Fit::from(effect == Effect::Allow));
            least = least.min(fit);
            if least == Fit::No {
                break;
            }
        }
        least
    }

    /// Whether one narrowing of the grant fits; `None` when the question leaves that open.
    fn fits(self, grant: &Grant, narrowing: Narrowing) -> Option<Fit> {
        let Question { actor, action, scope } = self;
        let fit = match narrowing {
            Narrowing::People => (!through(grant, actor).is_empty()).into(),
            Narrowing::Guilds => {
                grant.guilds.as_ref().is_none_or(|guilds| guilds.contains(&actor.place.guild)).into()
            }
            Narrowing::Channels => match (&grant.channels, actor.place.granting_channel) {
                (None, _) => Fit::Yes,
                (Some(channels), Some(channel)) => channels.contains(&channel).into(),
                (Some(_), None) => Fit::Unknown,
            },
            Narrowing::Accounts => match (&grant.accounts, scope) {
                _ if action.subject() == Subject::Bot => Fit::Yes,
                (None, _) => Fit::Yes,
                (Some(_), Scope::Anything) => return None,
                (Some(accounts), Scope::Account(account)) => accounts.contains(account).into(),
                (Some(accounts), Scope::Server(resource, _)) => accounts.contains(&resource.account).into(),
            },
            Narrowing::Servers => match (&grant.servers, scope) {
                _ if action.subject() != Subject::Server => Fit::Yes,
                (None, _) => Fit::Yes,
                (Some(_), Scope::Anything | Scope::Account(_)) => return None,
                (Some(globs), Scope::Server(resource, name)) => {
                    if globs.matches(&resource.to_string()) {
                        Fit::Yes
                    } else {
                        // A provider that tells no name leaves it as unknown as one that was not asked.
                        let name = name.filter(|name| !name.is_empty());
                        name.map_or(Fit::Unknown, |name| globs.matches(name).into())
                    }
                }
            },
        };
        Some(fit)
    }

    /// What a side of the grant that speaks of the action comes to.
    fn rule(self, grant: &Grant, effect: Effect, asker: &Actor) -> Rule {
        let (mut misses, mut left_open) = (vec![], vec![]);
        for narrowing in Narrowing::ALL {
            match self.fits(grant, narrowing) {
                None => left_open.push(narrowing),
                Some(Fit::Yes) => {}
                Some(fit) => misses.push(Miss { narrowing, unknown: fit == Fit::Unknown }),
            }
        }
        let patterns = grant.speaking(effect, self.action);
        Rule {
            line: grant.line,
            effect,
            patterns: patterns.cloned().collect(),
            through: through(grant, self.actor),
            extent: told_extent(grant, effect, asker),
            applies: self.fit(grant, effect),
            misses,
            left_open,
        }
    }
}

/// The roles and users of a grant that the person has or is.
fn through(grant: &Grant, actor: &Actor) -> Vec<Principal> {
    let roles = grant.roles.iter().copied().filter(|role| actor.roles.contains(role)).map(Principal::Role);
    let users = grant.users.iter().copied().filter(|user| *user == actor.user).map(Principal::User);
    roles.chain(users).collect()
}

/// Where a grant holds; its accounts and servers, which others may not even list, are told to those alone whom it allows
/// something there. What it forbids is hidden from those as well.
fn told_extent(grant: &Grant, effect: Effect, asker: &Actor) -> Extent {
    let own = effect == Effect::Allow && !through(grant, asker).is_empty();
    Extent {
        guilds: grant.guilds.clone(),
        channels: grant.channels.clone(),
        accounts: grant.accounts.clone().filter(|_| own),
        servers: grant.servers.as_ref().filter(|_| own).map(|globs| globs.patterns().to_vec()),
    }
}

#[cfg(test)]
mod tests;

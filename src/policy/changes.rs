//! What a new configuration changes: who gained and who lost which rights.

use std::collections::{BTreeMap, BTreeSet};

use super::Policy;
use crate::domain::action::Subject;
use crate::domain::grant::Grant;
use crate::domain::rights::{Effect, Extent, Principal, PrincipalChange, Rights, RightsChange};
use crate::domain::{Action, GuildId};

impl Policy {
    /// Who gains and who loses which rights when the other policy takes this one's place.
    pub fn changes(&self, new: &Policy) -> RightsChange {
        let (before, after) = (self.standings(), new.standings());
        let principals: BTreeSet<Principal> =
            before.keys().chain(after.keys()).map(|(principal, _)| *principal).collect();
        let none = Standing::default();
        let of =
            |standings: &BTreeMap<_, _>, key| -> Standing { standings.get(&key).unwrap_or(&none).clone() };
        let changes = principals.into_iter().map(|principal| {
            let mut change = Change::default();
            for action in Action::ALL {
                let key = (principal, *action);
                change.compare(*action, &of(&before, key), &of(&after, key));
            }
            change.finish(principal)
        });
        let beside = |one: &Policy, other: &Policy| -> Vec<GuildId> {
            one.guilds.iter().filter(|guild| !other.serves(**guild)).copied().collect()
        };
        RightsChange {
            principals: changes.flatten().collect(),
            served: beside(new, self),
            unserved: beside(self, new),
        }
    }

    /// What the grants come to for each role and user by itself, action by action.
    fn standings(&self) -> BTreeMap<(Principal, Action), Standing> {
        let mut standings: BTreeMap<(Principal, Action), Standing> = BTreeMap::new();
        for grant in &self.grants {
            let roles = grant.roles.iter().copied().map(Principal::Role);
            let principals: Vec<_> = roles.chain(grant.users.iter().copied().map(Principal::User)).collect();
            for (effect, action) in said(grant) {
                for principal in &principals {
                    let standing = standings.entry((*principal, action)).or_default();
                    standing.add(effect, extent(grant, action));
                }
            }
        }
        for standing in standings.values_mut() {
            // Whatever is allowed beside it is worth nothing.
            if standing.denied.iter().any(Extent::is_everywhere) {
                standing.allowed.clear();
            }
        }
        standings
    }
}

/// What a grant says of which actions. What is open to everybody is open whatever grants say.
fn said(grant: &Grant) -> impl Iterator<Item = (Effect, Action)> {
    let actions = Action::ALL.iter().copied().filter(|action| !action.is_open());
    actions.flat_map(move |action| {
        let effects = [Effect::Allow, Effect::Deny].into_iter();
        effects.filter(move |effect| grant.speaks(*effect, action)).map(move |effect| (effect, action))
    })
}

/// Where a grant holds for an action: only narrowings that mean something to it.
fn extent(grant: &Grant, action: Action) -> Extent {
    fn sorted<T: Ord + Clone>(list: &[T]) -> Vec<T> {
        list.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }
    let subject = action.subject();
    let accounts = grant.accounts.as_deref().filter(|_| subject != Subject::Bot);
    let servers = grant.servers.as_ref().filter(|_| subject == Subject::Server);
    Extent {
        guilds: grant.guilds.as_deref().map(sorted),
        accounts: accounts.map(sorted),
        servers: servers.map(|globs| sorted(globs.patterns())),
        channels: grant.channels.as_deref().map(sorted),
    }
}

/// What one role or user may do with one action, and what is forbidden them; no extent covers another.
#[derive(Clone, Debug, Default)]
struct Standing {
    allowed: Vec<Extent>,
    denied: Vec<Extent>,
}

impl Standing {
    fn add(&mut self, effect: Effect, extent: Extent) {
        let extents = match effect {
            Effect::Allow => &mut self.allowed,
            Effect::Deny => &mut self.denied,
        };
        if !extents.iter().any(|known| known.covers(&extent)) {
            extents.retain(|known| !extent.covers(known));
            extents.push(extent);
        }
    }
}

/// The extents that none of the others covers.
fn beyond(extents: &[Extent], others: &[Extent]) -> Vec<Extent> {
    extents.iter().filter(|extent| !others.iter().any(|other| other.covers(extent))).cloned().collect()
}

fn any_covers(extents: &[Extent], others: &[Extent]) -> bool {
    extents.iter().any(|extent| others.iter().any(|other| extent.covers(other)))
}

/// What changes for one principal, by where it holds.
#[derive(Default)]
struct Change {
    gained: BTreeMap<Extent, Vec<Action>>,
    lost: BTreeMap<Extent, Vec<Action>>,
    kept: BTreeMap<Extent, Vec<Action>>,
    denied: BTreeMap<Extent, Vec<Action>>,
    undenied: BTreeMap<Extent, Vec<Action>>,
}

impl Change {
    fn compare(&mut self, action: Action, before: &Standing, after: &Standing) {
        let mut gained = beyond(&after.allowed, &before.allowed);
        let mut lost = beyond(&before.allowed, &after.allowed);
        let mut denied = beyond(&after.denied, &before.denied);
        let mut undenied = beyond(&before.denied, &after.denied);
        let kept: Vec<_> = after
            .allowed
            .iter()
            .filter(|extent| lost.iter().any(|lost| lost.covers(extent)))
            .cloned()
            .collect();
        // Of a right that is held before and after, a deny takes a part away or gives it back.
        if any_covers(&before.allowed, &after.allowed) {
            lost.append(&mut denied);
        }
        if any_covers(&after.allowed, &before.allowed) {
            gained.append(&mut undenied);
        }
        denied.retain(|extent| !lost.contains(extent));
        undenied.retain(|extent| !gained.contains(extent));
        for (extents, changed) in [
            (gained, &mut self.gained),
            (lost, &mut self.lost),
            (kept, &mut self.kept),
            (denied, &mut self.denied),
            (undenied, &mut self.undenied),
        ] {
            for extent in extents {
                let actions = changed.entry(extent).or_default();
                if actions.last() != Some(&action) {
                    actions.push(action);
                }
            }
        }
    }

    /// The change, when there is one.
    fn finish(self, principal: Principal) -> Option<PrincipalChange> {
        let list = |changed: BTreeMap<Extent, Vec<Action>>| -> Vec<Rights> {
            changed.into_iter().map(|(extent, actions)| Rights { actions, extent }).collect()
        };
        let change = PrincipalChange {
            principal,
            gained: list(self.gained),
            lost: list(self.lost),
            kept: list(self.kept),
            denied: list(self.denied),
            undenied: list(self.undenied),
        };
        let lists = [&change.gained, &change.lost, &change.denied, &change.undenied];
        lists.iter().any(|list| !list.is_empty()).then_some(change)
    }
}

#[cfg(test)]
mod tests;

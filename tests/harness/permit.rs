//! Permits, the way everybody gets one: by a grant.

use hostmaster::domain::{
    Action, Actor, ChannelId, Grant, GuildId, Place, ResourceKind, ResourceRef, RoleId, Target, UserId,
};
use hostmaster::policy::{Authorized, Policy};

/// A permit for the action on a thing of the account.
pub fn permit(account: &str, action: Action, kind: ResourceKind, id: &str) -> Authorized {
    let resource = ResourceRef::new(account.parse().unwrap(), kind, id).unwrap();
    permit_on(action, Target::Resource { resource, name: None })
}

/// A permit for the action on the target.
pub fn permit_on(action: Action, target: Target) -> Authorized {
    let (guild, channel, operator) = (GuildId(111_111_111_111_111_111), ChannelId(5), RoleId(222));
    let grant = Grant {
        line: 1,
        roles: vec![operator],
        users: vec![],
        allow: vec![action.as_str().parse().unwrap()],
        deny: vec![],
        guilds: None,
        accounts: None,
        servers: None,
        channels: None,
    };
    let place = Place { guild, channel, granting_channel: Some(channel) };
    let actor = Actor { user: UserId(777), roles: vec![operator], place };
    Policy::new(vec![guild], vec![grant], None).authorise(&actor, action, target).unwrap()
}

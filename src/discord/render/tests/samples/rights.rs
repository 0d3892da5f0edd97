//! What can be said of rights.

use super::{Foreign, USER, account};
use crate::dispatch::Answer;
use crate::domain::rights::{Extent, Principal, PrincipalChange, Rights, RightsChange};
use crate::domain::{Action, ChannelId, GuildId, RoleId};

const GUILD: GuildId = GuildId(111_111_111_111_111_111);
const CHANNEL: ChannelId = ChannelId(555_555_555_555_555_551);

/// Every kind of change, with as many of each as told.
fn change(glob: &str, times: u64) -> RightsChange {
    let few = usize::try_from(times).unwrap();
    let rights = |actions: &[Action], extent| Rights { actions: actions.to_vec(), extent };
    let narrow = Extent {
        guilds: Some((0..times).map(|n| GuildId(GUILD.0 + n)).collect()),
        accounts: Some(vec![account(); few]),
        servers: Some(vec![glob.to_owned(); few]),
        channels: Some((0..times).map(|n| ChannelId(CHANNEL.0 + n)).collect()),
    };
    let on_servers = || Extent { servers: Some(vec![glob.to_owned()]), ..Extent::default() };
    let principal = |principal| PrincipalChange {
        principal,
        gained: vec![rights(&[Action::VpsStop, Action::VpsRestart], narrow.clone())],
        lost: vec![rights(&[Action::Balance, Action::VpsList], Extent::default())],
        kept: vec![rights(&[Action::VpsList], on_servers())],
        denied: vec![rights(&[Action::VpsDestroy], Extent::default())],
        undenied: vec![rights(&[Action::OrderBuy], Extent::default())],
    };
    let role = |n| principal(Principal::Role(RoleId(222_222_222_222_222_222 + n)));
    RightsChange {
        principals: (0..times).map(role).chain([principal(Principal::User(USER))]).collect(),
        served: vec![GUILD],
        unserved: vec![GuildId(GUILD.0 + 1)],
    }
}

/// What a reload is said to have changed.
pub fn reloads(foreign: &Foreign) -> Vec<(String, Answer)> {
    let reloaded = |name: &str, change| (format!("reload, {name}"), Answer::Reloaded(change));
    vec![
        reloaded("nothing", RightsChange::default()),
        reloaded("one role", change(&foreign.name, 1)),
        // Here the length of a glob would decide how much is left out.
        reloaded("many", change("web-*", 40)),
    ]
}

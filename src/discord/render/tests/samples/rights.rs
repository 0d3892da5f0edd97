//! What can be said of rights.

use super::{Foreign, USER, account, resource};
use crate::dispatch::Answer;
use crate::domain::outcome::{Outcome, Why};
use crate::domain::rights::{
    Effect, Explanation, Extent, Fit, Miss, Narrowing, Principal, PrincipalChange, Rights, RightsChange, Rule,
};
use crate::domain::{Action, ActionPattern, ChannelId, GuildId, RoleId, Target, UserId};

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

/// Why somebody may or may not, with every kind of rule.
pub fn whys(foreign: &Foreign) -> Vec<(String, Answer)> {
    let through = [Principal::Role(RoleId(222_222_222_222_222_222)), Principal::User(USER)];
    let rule = |line, effect, applies, misses: &[(Narrowing, bool)], left_open: &[Narrowing]| Rule {
        line,
        effect,
        patterns: vec![ActionPattern::Group("vps.".to_owned()), ActionPattern::Exact(Action::VpsRestart)],
        through: if misses.contains(&(Narrowing::People, false)) { vec![] } else { through.to_vec() },
        extent: Extent { servers: Some(vec![foreign.name.clone()]), ..Extent::default() },
        applies,
        misses: misses
            .iter()
            .map(|(narrowing, unknown)| Miss { narrowing: *narrowing, unknown: *unknown })
            .collect(),
        left_open: left_open.to_vec(),
    };
    let (allow, deny) = (Effect::Allow, Effect::Deny);
    let open = [Narrowing::Accounts, Narrowing::Servers];
    let all = Narrowing::ALL.map(|narrowing| (narrowing, false));
    let unknown = [(Narrowing::Channels, true), (Narrowing::Servers, true)];
    let why = |allowed, on: Option<Target>, rules| Why {
        user: USER,
        asker: USER,
        is_member: true,
        action: Action::VpsRestart,
        on,
        is_offered: true,
        explanation: Explanation { allowed, served: true, open: false, rules },
        contact: Some(foreign.words.clone()),
    };
    let server = Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
    let with = |why: Why, served, open| {
        let explanation = Explanation { served, open, rules: vec![], ..why.explanation.clone() };
        Why { explanation, ..why }
    };
    let denied = vec![
        rule(3, allow, Fit::Yes, &[], &[]),
        rule(9, deny, Fit::Yes, &[], &[]),
        rule(14, deny, Fit::Unknown, &unknown, &[]),
        rule(20, deny, Fit::No, &all, &[]),
    ];
    let whys = [
        ("allowed", why(true, None, vec![rule(3, allow, Fit::Yes, &[], &[])])),
        ("allowed on a server", why(true, Some(server.clone()), vec![rule(3, allow, Fit::Yes, &[], &[])])),
        (
            "allowed on a part",
            why(
                true,
                None,
                vec![
                    rule(3, allow, Fit::Yes, &[], &open),
                    rule(4, allow, Fit::Yes, &[], &open[..1]),
                    rule(5, deny, Fit::No, &[], &open[1..]),
                    rule(6, deny, Fit::No, &unknown[..1], &open[1..]),
                ],
            ),
        ),
        ("forbidden on a server", why(false, Some(server.clone()), denied.clone())),
        ("forbidden by one line", why(false, None, denied[..2].to_vec())),
        (
            "not allowed",
            why(
                false,
                None,
                vec![rule(3, allow, Fit::No, &all[..2], &[]), rule(4, allow, Fit::Unknown, &unknown, &[])],
            ),
        ),
        ("not granted to another", Why { asker: UserId(USER.0 + 1), ..why(false, None, vec![]) }),
        ("not granted", Why { contact: None, ..why(false, Some(Target::Account(account())), vec![]) }),
        ("no member", Why { is_member: false, ..why(false, None, vec![]) }),
        ("open", with(why(true, None, vec![]), true, true)),
        ("not served", with(why(false, None, vec![]), false, false)),
        (
            "not offered",
            Why { is_offered: false, ..why(true, None, vec![rule(3, allow, Fit::Yes, &[], &[])]) },
        ),
        (
            "not offered here",
            Why { is_offered: false, ..why(true, Some(server), vec![rule(3, allow, Fit::Yes, &[], &[])]) },
        ),
        ("many rules", why(false, None, vec![rule(3, allow, Fit::No, &all, &[]); 90])),
    ];
    let answer = |why| Answer::Outcome(Outcome::Why(Box::new(why)), None);
    whys.into_iter().map(|(name, why)| (format!("why, {name}"), answer(why))).collect()
}

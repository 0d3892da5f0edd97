//! What has happened to servers between two looks.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::event::Event;
use crate::domain::relay::ServerFacts;
use crate::domain::server::{Server, ServerState};

/// How many intervals a server must be missing from the list before anybody asks whether it is gone.
const MISSING: i32 = 3;

/// What a look has shown.
#[derive(Clone, Copy)]
pub struct Seen<'l> {
    /// The list.
    pub listed: &'l [Server],
    /// Those that the provider was asked for and does not have any more.
    pub gone: &'l BTreeSet<String>,
    /// Those to which something is being done through the bot, which tells of it itself.
    pub handled: &'l BTreeSet<String>,
}

/// The servers of the list that do not run and of which that has not been told.
pub fn halting<'l>(
    known: &BTreeMap<String, ServerFacts>,
    list: &'l [Server],
) -> impl Iterator<Item = &'l Server> {
    list.iter().filter(|server| {
        server.state == ServerState::Stopped
            && known.get(&server.resource.id).is_some_and(|was| !was.told_down && !was.gone)
    })
}

/// What is seen of a server for the first time; one that does not run then is not news when it goes on so.
pub fn first_seen(server: &Server, now: Timestamp) -> ServerFacts {
    let stopped = server.state == ServerState::Stopped;
    ServerFacts {
        name: server.name.clone(),
        state: server.state.as_str().to_owned(),
        addresses: server.addresses.clone(),
        down_since: stopped.then_some(now),
        told_down: stopped,
        missing_since: None,
        gone: false,
    }
}

/// The servers that have been missing from the list for so long that they may be gone.
pub fn missing(
    known: &BTreeMap<String, ServerFacts>,
    list: &[Server],
    interval: Duration,
    now: Timestamp,
) -> Vec<String> {
    let there: BTreeSet<_> = list.iter().map(|server| server.resource.id.as_str()).collect();
    let long = |since: &Timestamp| now.duration_since(*since) >= intervals(interval).saturating_mul(MISSING);
    let missing = known.iter().filter(|(id, facts)| {
        !facts.gone && !there.contains(id.as_str()) && facts.missing_since.as_ref().is_some_and(long)
    });
    missing.map(|(id, _)| id.clone()).collect()
}

/// The servers that are new or have changed, each with what has happened to it.
///
/// A server is down once it has not run for an interval, by itself: a restart is none, and neither is what is being done
/// to it through the bot.
pub fn changes(
    known: &BTreeMap<String, ServerFacts>,
    Seen { listed, gone, handled }: Seen<'_>,
    interval: Duration,
    now: Timestamp,
) -> Vec<(String, ServerFacts, Option<Event>)> {
    let mut changes = vec![];
    let mut there = BTreeSet::new();
    for server in listed {
        let id = &server.resource.id;
        if !there.insert(id.as_str()) {
            continue;
        }
        let Some(was) = known.get(id).filter(|was| !was.gone) else {
            // Its first start is none after a stop.
            let facts = ServerFacts { down_since: None, ..first_seen(server, now) };
            changes.push((id.clone(), facts, Some(Event::ServerAdded)));
            continue;
        };
        let (facts, event) = match handled.contains(id) {
            true => (ServerFacts { down_since: None, ..was.clone() }, None),
            false => change(was, server, interval, now),
        };
        if facts != *was {
            changes.push((id.clone(), facts, event));
        }
    }
    for (id, was) in known.iter().filter(|(id, was)| !was.gone && !there.contains(id.as_str())) {
        if gone.contains(id) {
            changes.push((id.clone(), ServerFacts { gone: true, ..was.clone() }, Some(Event::ServerRemoved)));
        } else if was.missing_since.is_none() {
            changes.push((id.clone(), ServerFacts { missing_since: Some(now), ..was.clone() }, None));
        }
    }
    changes
}

fn change(
    was: &ServerFacts,
    server: &Server,
    interval: Duration,
    now: Timestamp,
) -> (ServerFacts, Option<Event>) {
    let mut facts =
        ServerFacts { down_since: was.down_since, told_down: was.told_down, ..first_seen(server, now) };
    match server.state {
        ServerState::Running => {
            (facts.down_since, facts.told_down) = (None, false);
            let event = (was.told_down && was.down_since.is_some()).then_some(Event::ServerUp);
            (facts, event)
        }
        // It was off when it came, and has not run yet.
        ServerState::Stopped if was.told_down && was.down_since.is_none() => (facts, None),
        ServerState::Stopped => {
            let since = was.down_since.unwrap_or(now);
            let lasts = now.duration_since(since) >= intervals(interval);
            facts.down_since = Some(since);
            facts.told_down = was.told_down || lasts;
            let event = (facts.told_down && !was.told_down).then_some(Event::ServerDown);
            (facts, event)
        }
        // It may be either, and says so in its own time.
        ServerState::Other(_) | ServerState::Untold => (facts, None),
    }
}

fn intervals(interval: Duration) -> SignedDuration {
    SignedDuration::try_from(interval).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    const INTERVAL: Duration = Duration::from_secs(60);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn server(id: &str, state: ServerState) -> Server {
        let resource = ResourceRef::parse(ResourceKind::Server, &format!("shop/{id}")).unwrap();
        Server {
            resource,
            name: format!("web-{id}"),
            state,
            addresses: vec![],
            uptime_seconds: None,
            cpu_cores: None,
            cpu_percent: None,
            memory_used_gb: None,
            memory_total_gb: None,
            disk_used_gb: None,
            disk_gb: None,
            sizes: None,
            payment_state: None,
        }
    }

    /// What is told of a list that is looked at each half minute, by the second.
    fn told(looks: &[&[(&str, ServerState)]], is_gone: impl Fn(&str) -> bool) -> Vec<(i64, String, Event)> {
        let mut known: Option<BTreeMap<String, ServerFacts>> = None;
        let mut told = vec![];
        for (nth, look) in looks.iter().enumerate() {
            let second = nth as i64 * 30;
            let list: Vec<_> = look.iter().map(|(id, state)| server(id, state.clone())).collect();
            let Some(known) = &mut known else {
                let first = list.iter().map(|server| (server.resource.id.clone(), first_seen(server, at(0))));
                known = Some(first.collect());
                continue;
            };
            let gone = missing(known, &list, INTERVAL, at(second)).into_iter().filter(|id| is_gone(id));
            let (gone, handled) = (gone.collect(), BTreeSet::new());
            let seen = Seen { listed: &list, gone: &gone, handled: &handled };
            let changes = changes(known, seen, INTERVAL, at(second));
            for (id, facts, event) in changes {
                told.extend(event.map(|event| (second, id.clone(), event)));
                known.insert(id, facts);
            }
        }
        told
    }

    #[test]
    fn a_server_that_stays_down_is_told_once_and_so_is_its_coming_back_but_no_restart() {
        use ServerState::{Running as R, Stopped as S, Untold};
        let busy = || ServerState::Other("migrating".to_owned());
        let looks: Vec<Vec<(&str, ServerState)>> =
            [R, S, R, S, busy(), S, S, Untold, S, R, R, S, R].map(|state| vec![("1", state)]).into();
        let looks: Vec<_> = looks.iter().map(Vec::as_slice).collect();
        let of = |second, event| (second, "1".to_owned(), event);
        assert_eq!(told(&looks, |_| false), [of(150, Event::ServerDown), of(270, Event::ServerUp)]);
    }

    #[test]
    fn a_server_that_was_off_at_the_first_look_is_news_when_it_runs() {
        use ServerState::{Running as R, Stopped as S};
        let looks: [&[(&str, ServerState)]; 5] =
            [&[("1", S)], &[("1", S)], &[("1", S)], &[("1", S)], &[("1", R)]];
        assert_eq!(told(&looks, |_| false), [(120, "1".to_owned(), Event::ServerUp)]);
    }

    #[test]
    fn a_server_that_is_off_when_it_comes_does_not_run_again_but_for_the_first_time() {
        use ServerState::{Running as R, Stopped as S};
        let looks: [&[(&str, ServerState)]; 9] = [
            &[],
            &[("1", S)],
            &[("1", S)],
            &[("1", S)],
            &[("1", R)],
            &[("1", S)],
            &[("1", S)],
            &[("1", S)],
            &[("1", R)],
        ];
        let of = |second, event| (second, "1".to_owned(), event);
        let events = [of(30, Event::ServerAdded), of(210, Event::ServerDown), of(240, Event::ServerUp)];
        assert_eq!(told(&looks, |_| false), events);
    }

    #[test]
    fn what_is_done_through_the_bot_is_no_outage_but_what_lasts_after_it_is() {
        let mut known =
            BTreeMap::from([("1".to_owned(), first_seen(&server("1", ServerState::Running), at(0)))]);
        let (list, none) = ([server("1", ServerState::Stopped)], BTreeSet::new());
        let mut events = vec![];
        for second in (30..=330).step_by(30) {
            let handled: BTreeSet<_> = halting(&known, &list)
                .filter(|_| second <= 180)
                .map(|server| server.resource.id.clone())
                .collect();
            let seen = Seen { listed: &list, gone: &none, handled: &handled };
            for (id, facts, event) in changes(&known, seen, INTERVAL, at(second)) {
                events.extend(event.map(|event| (second, event)));
                known.insert(id, facts);
            }
        }
        assert_eq!(events, [(270, Event::ServerDown)]);
    }

    #[test]
    fn a_list_that_is_cut_short_for_a_while_tells_nothing_and_a_server_that_is_gone_is_told_once() {
        use ServerState::Running as R;
        let both: &[(&str, ServerState)] = &[("1", R), ("2", R)];
        let none: &[(&str, ServerState)] = &[];
        let one: &[(&str, ServerState)] = &[("1", R)];
        let cut = [both, none, one, none, none, none, none, none, none, both, both];
        assert_eq!(told(&cut, |_| false), []);
        let gone = [both, one, one, one, one, one, one, one, one, one, both, both];
        let of = |second, event| (second, "2".to_owned(), event);
        let events = [of(210, Event::ServerRemoved), of(300, Event::ServerAdded)];
        assert_eq!(told(&gone, |id| id == "2"), events);
    }

    proptest! {
        #[test]
        fn ups_and_downs_take_turns_whatever_a_server_does(states in prop::collection::vec(0..4_u8, 1..60)) {
            let state = |n: &u8| match n {
                0 => ServerState::Running,
                1 => ServerState::Stopped,
                2 => ServerState::Other("busy".to_owned()),
                _ => ServerState::Untold,
            };
            let looks: Vec<Vec<(&str, ServerState)>> =
                std::iter::once(&0).chain(&states).map(|n| vec![("1", state(n))]).collect();
            let looks: Vec<_> = looks.iter().map(Vec::as_slice).collect();
            let events: Vec<_> = told(&looks, |_| true).into_iter().map(|(_, _, event)| event).collect();
            for (nth, event) in events.into_iter().enumerate() {
                let expected = if nth % 2 == 0 { Event::ServerDown } else { Event::ServerUp };
                prop_assert_eq!(event, expected);
            }
        }
    }
}

//! Servers that are made within a service, and when one counts as made.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Verdict, WatchLimits};
use crate::domain::server::{Server, ServerState};

/// What has been seen of a server since the call that makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreationWatch {
    /// What it is called.
    pub label: String,
    /// The ids of the servers that the service had before.
    before: Vec<String>,
    /// The provider's id for the new one, once it is known.
    pub server: Option<String>,
    /// The state that was last seen of it, in the provider's word; foreign text.
    pub state: Option<String>,
    /// Whether the provider took the request.
    accepted: bool,
    /// Whether a look has succeeded.
    looked: bool,
    /// Since when every look has found nothing. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    absent_since: Option<Duration>,
}

impl CreationWatch {
    /// A watch that starts with the call.
    pub fn new(label: String, before: Vec<String>) -> Self {
        CreationWatch {
            label,
            before,
            server: None,
            state: None,
            accepted: false,
            looked: false,
            absent_since: None,
        }
    }

    /// Takes in that the provider took the request, and the new server's id, if it told one.
    pub fn accept(&mut self, server: Option<String>) {
        self.accepted = true;
        self.server = server.or(self.server.take());
    }

    /// Takes in the servers that the service has, seen `elapsed` after the call; a verdict ends the watch.
    ///
    /// The new one is known by its label: another person may make one at the provider meanwhile.
    pub fn observe(
        &mut self,
        elapsed: Duration,
        servers: &[Server],
        limits: &WatchLimits,
    ) -> Option<Verdict> {
        self.looked = true;
        let is_it = |server: &&Server| match &self.server {
            Some(id) => server.resource.id == *id,
            None => server.name == self.label && !self.before.contains(&server.resource.id),
        };
        if let Some(server) = servers.iter().find(is_it) {
            self.absent_since = None;
            self.server = Some(server.resource.id.clone());
            self.state = Some(server.state.as_str().to_owned());
            if server.state == ServerState::Running {
                return Some(Verdict::Verified);
            }
        } else {
            let since = *self.absent_since.get_or_insert(elapsed);
            let is_absent = elapsed.saturating_sub(since) >= limits.absence;
            match &self.state {
                // Whoever deleted it: nothing comes of it any more.
                Some(_) if is_absent => return Some(Verdict::Gone),
                None if is_absent && !self.accepted && self.server.is_none() => {
                    return Some(Verdict::NotStarted);
                }
                _ => {}
            }
        }
        self.expire(elapsed, limits)
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        let verdict = match &self.state {
            _ if !self.looked => Verdict::Blind,
            Some(state) => Verdict::NotThere { state: state.clone() },
            None => Verdict::Unobserved { uptime_seconds: None },
        };
        (elapsed >= limits.setup).then_some(verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    fn server(id: &str, name: &str, state: ServerState) -> Server {
        Server {
            resource: ResourceRef::parse(ResourceKind::Server, &format!("asia/{id}")).unwrap(),
            name: name.to_owned(),
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

    fn watch() -> CreationWatch {
        CreationWatch::new("web-2".to_owned(), vec!["302.1".to_owned()])
    }

    fn after(watch: &mut CreationWatch, seconds: u64, servers: &[Server]) -> Option<Verdict> {
        watch.observe(Duration::from_secs(seconds), servers, &WatchLimits::default())
    }

    #[test]
    fn the_new_server_is_the_one_of_its_label_that_was_not_there_and_counts_when_it_runs() {
        let building = || ServerState::Other("building".to_owned());
        let old = server("302.1", "web-2", ServerState::Running);
        let other = server("302.3", "web-3", ServerState::Running);
        let mut seen = watch();
        seen.accept(None);
        assert_eq!(after(&mut seen, 1, &[old.clone(), other.clone()]), None);
        assert_eq!(after(&mut seen, 2, &[old.clone(), server("302.2", "web-2", building())]), None);
        assert_eq!((seen.server.as_deref(), seen.state.as_deref()), (Some("302.2"), Some("building")));
        let runs = server("302.2", "renamed", ServerState::Running);
        assert_eq!(after(&mut seen.clone(), 3, &[runs]), Some(Verdict::Verified));
        let stuck = after(&mut seen, 900, &[old, server("302.2", "web-2", building())]);
        assert_eq!(stuck, Some(Verdict::NotThere { state: "building".to_owned() }));
    }

    #[test]
    fn one_that_was_seen_and_is_missing_from_looks_far_apart_is_gone() {
        let building = || [server("302.2", "web-2", ServerState::Other("building".to_owned()))];
        let mut seen = watch();
        seen.accept(None);
        assert_eq!(after(&mut seen, 1, &building()), None);
        assert_eq!((after(&mut seen, 2, &[]), after(&mut seen, 31, &[])), (None, None));
        assert_eq!(after(&mut seen, 32, &[]), Some(Verdict::Gone));
        let mut flickers = watch();
        flickers.accept(None);
        for second in 0..20 {
            let servers: &[Server] = if second % 2 == 0 { &building() } else { &[] };
            assert_eq!(after(&mut flickers, second * 20, servers), None);
        }
    }

    #[test]
    fn never_begun_is_what_two_looks_far_apart_do_not_find_after_a_lost_answer() {
        let mut lost = watch();
        assert_eq!((after(&mut lost, 1, &[]), after(&mut lost, 30, &[])), (None, None));
        assert_eq!(after(&mut lost, 31, &[]), Some(Verdict::NotStarted));
        let mut taken = watch();
        taken.accept(Some("302.9".to_owned()));
        assert_eq!((after(&mut taken, 1, &[]), after(&mut taken, 100, &[])), (None, None));
        assert_eq!(after(&mut taken, 900, &[]), Some(Verdict::Unobserved { uptime_seconds: None }));
        let limits = WatchLimits::default();
        assert_eq!(watch().expire(limits.setup, &limits), Some(Verdict::Blind));
    }
}

//! Tasks that a provider keeps a list of, and when one counts as finished.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Verdict, WatchLimits};
use crate::domain::Action;
use crate::domain::task::{Task, TaskWanted};

/// What has been seen of a server's task since the call that asked for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskWatch {
    /// What was asked.
    pub action: Action,
    /// The provider's id for the task; `None` until it is known.
    task: Option<String>,
    /// Whether the last good look showed the task; `None`: no look succeeded yet.
    seen: Option<bool>,
}

impl TaskWatch {
    /// A watch that starts with the call.
    pub fn new(action: Action) -> Self {
        TaskWatch { action, task: None, seen: None }
    }

    /// Takes in that the provider took the call, and the id that it gave the task, if any.
    pub fn accept(&mut self, task: Option<String>) {
        self.task = task;
    }

    /// The task to look for after a call made then.
    pub fn wanted(&self, called: Timestamp) -> TaskWanted {
        match &self.task {
            Some(id) => TaskWanted::Id(id.clone()),
            None => TaskWanted::Since { action: self.action, moment: called },
        }
    }

    /// Takes in one look at the task, made `elapsed` after the call; a verdict ends the watch.
    pub fn observe(
        &mut self,
        elapsed: Duration,
        task: Option<&Task>,
        limits: &WatchLimits,
    ) -> Option<Verdict> {
        self.seen = Some(task.is_some());
        let Some(task) = task else { return self.expire(elapsed, limits) };
        self.task = Some(task.id.clone());
        if task.finished.is_some() { Some(Verdict::Finished) } else { self.expire(elapsed, limits) }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        if elapsed < if self.task.is_some() { limits.task } else { limits.arrival } {
            return None;
        }
        Some(match self.seen {
            Some(true) => Verdict::Unfinished,
            Some(false) => Verdict::Unobserved { uptime_seconds: None },
            None => Verdict::Blind,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn task(finished: bool) -> Task {
        let finished = finished.then_some(Timestamp::UNIX_EPOCH);
        Task {
            id: "11".into(),
            command: "server_reboot".into(),
            queued: None,
            begun: None,
            finished,
            results: vec![],
        }
    }

    #[test]
    fn a_task_is_followed_until_the_provider_says_that_it_ended() {
        let limits = WatchLimits::default();
        let mut watch = TaskWatch::new(Action::VpsRestart);
        watch.accept(Some("11".into()));
        assert_eq!(watch.wanted(Timestamp::UNIX_EPOCH), TaskWanted::Id("11".into()));
        assert_eq!(watch.observe(SECOND, Some(&task(false)), &limits), None);
        assert_eq!(watch.observe(limits.arrival, Some(&task(false)), &limits), None);
        assert_eq!(watch.clone().observe(limits.task, Some(&task(true)), &limits), Some(Verdict::Finished));
        assert_eq!(watch.observe(limits.task, Some(&task(false)), &limits), Some(Verdict::Unfinished));
    }

    #[test]
    fn a_task_without_an_id_is_looked_for_and_its_absence_proves_nothing() {
        let limits = WatchLimits::default();
        let mut watch = TaskWatch::new(Action::VpsRestart);
        let moment = Timestamp::UNIX_EPOCH;
        assert_eq!(watch.wanted(moment), TaskWanted::Since { action: Action::VpsRestart, moment });
        assert_eq!(watch.expire(limits.arrival, &limits), Some(Verdict::Blind));
        assert_eq!(watch.observe(SECOND, None, &limits), None);
        let unobserved = Some(Verdict::Unobserved { uptime_seconds: None });
        assert_eq!(watch.clone().observe(limits.arrival, None, &limits), unobserved);
        assert_eq!(watch.observe(SECOND, Some(&task(false)), &limits), None);
        assert_eq!(watch.wanted(moment), TaskWanted::Id("11".into()));
    }
}

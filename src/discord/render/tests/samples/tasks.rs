//! One answer for everything that is said of tasks, and of the servers of who has such.

use super::{Foreign, at, ended, error, job, report, resource, servers};
use crate::dispatch::Answer;
use crate::domain::job::{ServerVerb, TaskWatch, Verdict, Watch};
use crate::domain::outcome::{JobPhase, Outcome};
use crate::domain::server::{Server, ServerState};
use crate::domain::{Error, ErrorKind, ErrorStatus, ProviderName, Target};

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let server = Server { state: ServerState::Untold, ..servers(foreign)[0].clone() };
    let shown = Outcome::Server { server: Box::new(server), provider: ProviderName::Iv };
    let mut answers = vec![("a server whose state is not told".to_owned(), Answer::Outcome(shown, None))];
    let phases = [false, true].into_iter().flat_map(|doubtful| {
        let verdicts = [
            Verdict::Finished,
            Verdict::Unfinished,
            Verdict::Unobserved { uptime_seconds: None },
            Verdict::Blind,
        ];
        let ends = verdicts.into_iter().map(move |verdict| ended(verdict, doubtful));
        std::iter::once(JobPhase::Watching { since: at(0), doubtful }).chain(ends)
    });
    for (n, phase) in phases.enumerate() {
        let name = (n % 2 == 0).then(|| foreign.name.clone());
        let target = Target::Resource { resource: resource(), name };
        let watch = Watch::Task(TaskWatch::new(ServerVerb::Restart));
        answers.push((format!("task {n}"), job(report(watch, target, phase))));
    }
    answers
}

/// What IV's errors say that the others' do not.
pub(super) fn at_iv() -> Error {
    let refused = error(ErrorKind::Unauthorized, ErrorStatus::Permanent);
    Error { provider: ProviderName::Iv, ..refused }
}

//! One answer for everything that is said of tasks, and of the servers of who has such.

use super::{Foreign, at, ended, error, job, report, resource, servers};
use crate::dispatch::Answer;
use crate::domain::job::{TaskWatch, Verdict, Watch};
use crate::domain::outcome::{JobPhase, Outcome, ResourceName};
use crate::domain::server::{Server, ServerState};
use crate::domain::task::{ServerTasks, Task};
use crate::domain::{Action, Error, ErrorKind, ErrorStatus, ProviderName, Target};

/// What providers queue as tasks.
const TASKS: [Action; 5] =
    [Action::VpsRestart, Action::VpsHostname, Action::VpsReinstall, Action::VpsPassword, Action::VpsResize];

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
    for ((n, phase), action) in
        phases.enumerate().flat_map(|phase| TASKS.map(|action| (phase.clone(), action)))
    {
        let name = (n % 2 == 0).then(|| foreign.name.clone());
        let target = Target::Resource { resource: resource(), name };
        let watch = Watch::Task(TaskWatch::new(action));
        answers.push((format!("task {n} of {action}"), job(report(watch, target, phase))));
    }
    let server = Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
    answers.push(("hostname working".to_owned(), Answer::Working(Action::VpsHostname, server)));
    let (queued, begun, finished) = (Some(at(0)), Some(at(4)), Some(at(8)));
    let results = vec![foreign.words.clone(); 5];
    let task = |queued, begun, finished, results| Task {
        id: "11".to_owned(),
        command: foreign.typed.clone(),
        queued,
        begun,
        finished,
        results,
    };
    let all = vec![
        task(None, None, None, vec![]),
        task(queued, None, None, vec![]),
        task(queued, begun, None, vec![]),
        task(queued, begun, finished, results),
    ];
    for (name, tasks) in [("no tasks", vec![]), ("one task", all[..1].to_vec()), ("tasks", all)] {
        let server = ResourceName { resource: resource(), name: Some(foreign.name.clone()) };
        let shown = Outcome::Tasks(Box::new(ServerTasks { server, provider: ProviderName::Iv, tasks }));
        answers.push((name.to_owned(), Answer::Outcome(shown, None)));
    }
    answers
}

/// What IV's errors say that the others' do not.
pub(super) fn at_iv() -> Error {
    let refused = error(ErrorKind::Unauthorized, ErrorStatus::Permanent);
    Error { provider: ProviderName::Iv, ..refused }
}

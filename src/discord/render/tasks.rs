//! Tasks: what was and is done to a server.

use super::lists::DOT;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone, fit_lines, limits};
use crate::discord::words::Arg;
use crate::domain::task::{ServerTasks, Task};

/// How many of the last lines of what came of a task are shown.
const RESULTS: usize = 3;

impl Pen<'_> {
    pub(super) fn tasks(self, shown: &ServerTasks) -> Message {
        let server = ("server", Arg::Own(self.resource_name(&shown.server)));
        let count = ("n", Arg::Number(shown.tasks.len() as u64));
        let lines: Vec<_> = shown.tasks.iter().map(|task| self.task(task)).collect();
        let more = |n: usize| self.md("more-lines", &[("n", Arg::Number(n as u64))]);
        let text = match lines.is_empty() {
            true => self.md("tasks-none", &[("provider", Arg::Foreign(shown.provider.title()))]),
            false => fit_lines(&lines, limits::DESCRIPTION / 2, more),
        };
        Message::embed(Embed::new(Tone::Neutral).title(self.md("tasks-title", &[count, server])).text(text))
    }

    fn task(self, task: &Task) -> String {
        let when = |id: &str, moment| self.md(id, &[("time", Arg::Own(relative(moment)))]);
        let (mark, state) = match (task.finished, task.begun, task.queued) {
            (Some(finished), _, _) => ("\u{2611}\u{FE0F}", when("task-finished", finished)),
            (None, Some(begun), _) => ("\u{23F3}", when("task-begun", begun)),
            (None, None, Some(queued)) => ("\u{23F3}", when("task-queued", queued)),
            (None, None, None) => ("\u{23F3}", self.md("task-untold", &[])),
        };
        let mut lines =
            vec![format!("{mark} {}{DOT}{state}{DOT}`{}`", foreign::code(&task.command, NAME), task.id)];
        let last = task.results.len().saturating_sub(RESULTS);
        lines.extend(task.results[last..].iter().map(|line| format!("-# {}", foreign::code(line, NAME))));
        lines.join("\n")
    }
}

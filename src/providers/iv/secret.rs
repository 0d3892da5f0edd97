//! The passwords that tasks set, read apart from everything else that is read of tasks.

use jiff::civil::DateTime;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

use crate::domain::setup::Credentials;
use crate::providers::{Frame, lenient};

/// How the word for a password begins, in either of the languages that IV writes.
const LABELS: [&str; 3] = ["password", "slaptažod", "passwd"];

/// A task that sets a password; it has no debug form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordTask {
    #[serde(rename = "ta_completed", deserialize_with = "lenient::local_time")]
    completed: Option<DateTime>,
    #[serde(rename = "ta_results", deserialize_with = "password")]
    password: Option<SecretString>,
}

/// What the task that was completed last has set: an earlier one's password holds no more.
pub fn newest(tasks: Vec<PasswordTask>, frame: &Frame) -> Option<Credentials> {
    let completed = tasks.into_iter().filter_map(|task| Some((task.completed?, task.password?)));
    let (completed, password) = completed.max_by_key(|(completed, _)| *completed)?;
    Some(Credentials { user: None, password, since: frame.moment(Some(completed)) })
}

/// Whether a line speaks of a password.
pub fn speaks_of_a_password(line: &str) -> bool {
    let line = line.to_lowercase();
    LABELS.iter().any(|label| line.contains(label))
}

fn password<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    let results = lenient::words(deserializer)?.map(SecretString::new);
    Ok(results.and_then(|results| told(results.expose_secret()).map(|it| SecretString::new(it.to_owned()))))
}

/// The password that the lines tell: behind a label's colon, or on the line after it.
fn told(results: &str) -> Option<&str> {
    let mut lines = results.lines().map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        let Some((label, told)) = line.split_once(':') else { continue };
        // In "Password reset: done" the label is another.
        let word = label.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        if !LABELS.iter().any(|label| word.starts_with(label)) {
            continue;
        }
        match told.trim() {
            // A sentence is none.
            "" => return lines.next().filter(|line| !line.contains(char::is_whitespace)),
            told => return Some(told),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use serde_json::{Value, json};

    use super::*;

    fn shown(tasks: &[Value]) -> Option<String> {
        let tasks = tasks.iter().map(|task| lenient::entry(task).unwrap_or_default()).collect();
        let frame = Frame { currency: None, timezone: TimeZone::UTC };
        newest(tasks, &frame).map(|credentials| credentials.password.expose_secret().clone())
    }

    #[test]
    fn the_password_is_the_one_that_was_set_last() {
        let task =
            |completed: Value, results: &str| json!({"ta_completed": completed, "ta_results": results});
        let first = task("2026-01-01 10:00:00".into(), "Done\nPassword:  one: two\n");
        let second = task("2026-01-02 10:00:00".into(), "IP: 12.23.34.45\r\n  Slaptažodis: three\r\n");
        let running = task(Value::Null, "Password: four");
        let silent = task("2026-01-03 10:00:00".into(), "Done\nPassword:\nThe password is not told");
        assert_eq!(shown(&[first.clone(), running.clone()]).as_deref(), Some("one: two"));
        assert_eq!(shown(&[second, first, silent, running]).as_deref(), Some("three"));
        let next =
            task("2026-01-04 10:00:00".into(), "Password reset: done\nNew password:\r\n\r\n  five\r\nDone");
        assert_eq!(shown(&[next]).as_deref(), Some("five"));
        assert_eq!(shown(&[json!({}), json!([]), json!({"ta_results": 7, "ta_completed": 7})]), None);
    }
}

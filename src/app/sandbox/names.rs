//! What the things of a rehearsed configuration are called: as comments call them, or by the ends of their ids.

use std::collections::{BTreeMap, HashMap};

use crate::domain::RoleId;

/// The bot's name.
pub(super) const BOT_NAME: &str = "hostmaster";
/// The longest name that a comment gives.
const LONGEST: usize = 32;
/// How many digits of an id stand behind a name, until nothing else has that name.
const ENDS: [usize; 4] = [0, 4, 8, 20];

/// What a thing may be called.
pub(super) struct Label {
    id: u64,
    word: String,
    /// The fewest digits, as a place in [`ENDS`].
    least: usize,
}

impl Label {
    /// A name, which the end of the id follows only where another thing has the same.
    pub(super) fn named(id: u64, name: String) -> Self {
        Label { id, word: name, least: 0 }
    }

    /// What a comment calls it, or else what kind of thing it is and the end of its id, by which its owner knows it.
    pub(super) fn of(id: u64, comments: &BTreeMap<u64, String>, kind: &str) -> Self {
        match comments.get(&id) {
            Some(name) => Label::named(id, name.clone()),
            None => Label { id, word: kind.to_owned(), least: 1 },
        }
    }

    fn with(&self, digits: usize) -> String {
        let id = self.id.to_string();
        match digits {
            0 => self.word.clone(),
            digits => format!("{}-{}", self.word, &id[id.len().saturating_sub(digits)..]),
        }
    }
}

/// A name for each, in their order, that no other of them has and that is not taken.
pub(super) fn told_apart(labels: &[Label], taken: &[&str]) -> Vec<String> {
    let mut ends: Vec<usize> = labels.iter().map(|label| label.least).collect();
    loop {
        let names: Vec<_> = labels.iter().zip(&ends).map(|(label, end)| label.with(ENDS[*end])).collect();
        let mut uses: HashMap<&str, usize> = taken.iter().map(|name| (*name, 1)).collect();
        for name in &names {
            *uses.entry(name).or_default() += 1;
        }
        let mut is_settled = true;
        for (end, name) in ends.iter_mut().zip(&names) {
            if uses[name.as_str()] > 1 && *end + 1 < ENDS.len() {
                *end += 1;
                is_settled = false;
            }
        }
        if is_settled {
            return names;
        }
    }
}

/// The names that comments give to ids: a word or two behind the only id of a line, such as `# operators`.
pub(super) fn in_comments(text: &str) -> BTreeMap<u64, String> {
    let mut names = BTreeMap::new();
    for (code, comment) in text.lines().filter_map(|line| line.split_once('#')) {
        let mut ids = ids(code);
        let (Some(id), None) = (ids.next(), ids.next()) else { continue };
        let words: Vec<_> = comment.trim().trim_start_matches(['#', '@']).split_whitespace().collect();
        let is_plain = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
        let name = words.join("-").to_lowercase();
        if (1..=2).contains(&words.len()) && words.iter().all(is_plain) && name.chars().count() <= LONGEST {
            names.entry(id).or_insert(name);
        }
    }
    names
}

/// The ids that stand in quotes in a line.
pub(super) fn ids(code: &str) -> impl Iterator<Item = u64> {
    code.split(['"', '\'']).filter_map(|part| part.parse::<RoleId>().ok()).map(|id| id.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_two_behind_the_only_id_of_a_line_are_its_name() {
        let text = r##"
            roles = ["222222222222222221"] # operators
            channel = '222222222222222222'  # #Billing
            roles = [
                "222222222222222223",  # Second Level
                "222222222222222224", "222222222222222225",  # both
            ]
            users = ["222222222222222226"]  # default: all that are configured
            # users = ["222222222222222227"]  # nobody
            users = ["222222222222222221"]  # again
            contact = "ask in #ops"
            users = ["222222222222222228"]  # **bold**
        "##;
        let found: Vec<_> = in_comments(text).into_iter().map(|(id, name)| (id % 10, name)).collect();
        let named = |id: u64, name: &str| (id, name.to_owned());
        assert_eq!(found, [named(1, "operators"), named(2, "billing"), named(3, "second-level")]);
    }

    #[test]
    fn names_that_repeat_have_as_much_of_the_id_as_it_takes() {
        let comments = BTreeMap::from(
            [
                (222_222_222_222_222_221, "ops"),
                (222_222_222_222_222_222, "ops"),
                (5, "hostmaster"),
                (6, "web"),
            ]
            .map(|(id, name)| (id, name.to_owned())),
        );
        let ids = [
            222_222_222_222_222_221,
            222_222_222_222_222_222,
            5,
            6,
            222_222_222_210_009_999,
            222_222_222_220_009_999,
            222_222_222_222_221_234,
        ];
        let labels = ids.map(|id| Label::of(id, &comments, "role"));
        assert_eq!(
            told_apart(&labels, &["hostmaster"]),
            ["ops-2221", "ops-2222", "hostmaster-5", "web", "role-10009999", "role-20009999", "role-1234"]
        );
    }
}

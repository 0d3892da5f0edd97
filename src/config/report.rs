//! The collector of faults and warnings while one file is read.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::fault::Fault;

/// A place in the text, in bytes.
pub(super) type Span = Range<usize>;

/// Collects what is wrong with one file, and knows its lines.
pub(super) struct Report<'a> {
    file: &'a Path,
    text: &'a str,
    line_starts: Vec<usize>,
    broken_lines: BTreeSet<usize>,
    faults: RefCell<Vec<Fault>>,
    warnings: RefCell<Vec<Fault>>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a Path, text: &'a str) -> Self {
        let after_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Report {
            file,
            text,
            line_starts: std::iter::once(0).chain(after_newlines).collect(),
            broken_lines: BTreeSet::new(),
            faults: RefCell::default(),
            warnings: RefCell::default(),
        }
    }

    /// Records text that is no TOML; what is read from its lines afterwards is guesswork and not reported.
    pub(super) fn syntax(&mut self, span: Option<Span>, message: String) {
        let position = span.clone().map(|span| self.position(span.start));
        if let Some(span) = span {
            let last = self.position(span.end.saturating_sub(1).max(span.start)).0;
            self.broken_lines.extend(self.position(span.start).0..=last);
        } else {
            self.broken_lines.insert(0);
        }
        let fault = self.at(position, String::new(), message);
        self.faults.get_mut().push(fault);
    }

    /// Records a fault of the value at a place.
    pub(super) fn fault(&self, span: &Span, key: &str, message: impl Into<String>) {
        let position = self.position(span.start);
        // A value that the parser made up where it could not read one lies at 0..0.
        let made_up = span.end == 0 && !self.broken_lines.is_empty();
        if !made_up && !self.broken_lines.contains(&position.0) {
            self.faults.borrow_mut().push(self.at(Some(position), key.to_owned(), message.into()));
        }
    }

    /// Records a fault that may only follow from other lines being unreadable, so that it counts when all are readable.
    pub(super) fn consequence(&self, span: &Span, key: &str, message: impl Into<String>) {
        if self.broken_lines.is_empty() {
            self.fault(span, key, message);
        }
    }

    /// Records something that works but is probably not what was meant.
    pub(super) fn warn(&self, span: &Span, key: &str, message: impl Into<String>) {
        let position = self.position(span.start);
        self.warnings.borrow_mut().push(self.at(Some(position), key.to_owned(), message.into()));
    }

    /// The line of a place, counted from 1.
    pub(super) fn line(&self, span: &Span) -> usize {
        self.position(span.start).0
    }

    /// The faults and the warnings, both in the order of their lines.
    pub(super) fn into_parts(self) -> (Vec<Fault>, Vec<Fault>) {
        let mut warnings = self.warnings.into_inner();
        warnings.sort();
        warnings.dedup();
        (self.faults.into_inner(), warnings)
    }

    fn at(&self, position: Option<(usize, usize)>, key: String, message: String) -> Fault {
        Fault {
            file: PathBuf::from(self.file),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            key,
            message,
        }
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.line_starts[line - 1]..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// The most characters of foreign text that a fault shows: a pasted key is longer.
pub(super) const MAX_SHOWN: usize = 30;

/// A foreign text as a fault shows it: quoted and escaped, or left out when it is long.
pub(super) fn shown(text: &str) -> String {
    match text.chars().count() {
        0..=MAX_SHOWN => format!("{text:?}"),
        count => format!("\"...\" ({count} characters)"),
    }
}

/// ` (did you mean ...?)` when one of the candidates is close, else nothing.
pub(super) fn did_you_mean<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    let text = text.to_lowercase();
    // Long texts are no misspellings, and comparing them takes quadratic time.
    if text.len() > 64 {
        return String::new();
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&text, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 4).clamp(1, 3))
        .min()
        .map(|(_, candidate)| format!(" (did you mean {candidate:?}?)"))
        .unwrap_or_default()
}

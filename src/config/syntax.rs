//! Text that is no TOML: its errors, and what of the file can be read all the same.

use toml::de::{DeTable, Error};

use super::report::{Report, Span};

/// The most lines of a part in which the bracket that is never closed is searched for.
const MAX_SEARCHED_LINES: usize = 500;

const NO_VALUE: &str = "a key has a value: write key = value";

/// Reports what is no TOML in a text, and returns the text with that blanked out, every other byte in its place.
///
/// The parser goes on after an error, but one forgotten bracket makes it misread the whole rest of the file: so each
/// part, from one header to the next, is looked at alone.
pub(super) fn without_errors(text: &str, report: &mut Report<'_>) -> String {
    let mut rest = text.as_bytes().to_vec();
    for part in parts(text) {
        for broken in broken_in(text, part, report) {
            rest[broken]
                .iter_mut()
                .filter(|byte| !matches!(byte, b'\n' | b'\r'))
                .for_each(|byte| *byte = b' ');
        }
    }
    let rest = String::from_utf8(rest).unwrap_or_default();
    // What is left are keys and sections that contradict each other.
    for error in DeTable::parse_recoverable(&rest).1 {
        report.syntax(error.span(), in_plain_words(&error));
    }
    rest
}

/// The text from each header to the next, a broken header too.
fn parts(text: &str) -> Vec<Span> {
    let mut starts = vec![0];
    for (start, line) in lines(text, 0..text.len()).map(|line| (line.start, &text[line])) {
        let header = line.trim_start().strip_prefix('[').map(|rest| rest.strip_prefix('[').unwrap_or(rest));
        if start > 0
            && header.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
        {
            starts.push(start);
        }
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The lines of a part, with their ends.
fn lines(text: &str, part: Span) -> impl Iterator<Item = Span> + '_ {
    let mut start = part.start;
    text[part].split_inclusive('\n').map(move |line| {
        let span = start..start + line.len();
        start = span.end;
        span
    })
}

/// Reports the errors of a part, and returns the stretches that cannot be read.
fn broken_in(text: &str, part: Span, report: &mut Report<'_>) -> Vec<Span> {
    let errors = errors_of(&text[part.clone()]);
    if errors.is_empty() {
        return Vec::new();
    }
    let part_lines: Vec<Span> = lines(text, part.clone()).collect();
    let open = if errors.iter().any(is_unclosed) { opening_line(text, &part, &part_lines) } else { None };
    let mut broken = Vec::new();
    if let Some(line) = open {
        report.syntax(
            Some(part_lines[line].clone()),
            "what is opened here is never closed: write the ], the } or the three quotes that are missing"
                .to_owned(),
        );
        broken.push(part_lines[line].start..part.end);
    }
    let readable = open.map_or(part.end, |line| part_lines[line].start);
    let mut reported = None;
    for error in errors {
        let Some(span) = error.span() else {
            report.syntax(None, in_plain_words(&error));
            return vec![part];
        };
        let span = part.start + span.start..part.start + span.end;
        if span.start >= readable && open.is_some() {
            continue;
        }
        let first = part_lines.partition_point(|line| line.end <= span.start).min(part_lines.len() - 1);
        let last = part_lines.partition_point(|line| line.end < span.end).clamp(first, part_lines.len() - 1);
        // Without its header nobody knows what a part belongs to.
        let is_header = first == 0 && part.start > 0;
        broken.push(part_lines[first].start..if is_header { part.end } else { part_lines[last].end });
        // Further errors of a line follow from its first one.
        if reported != Some(first) {
            report.syntax(Some(span), in_plain_words(&error));
            reported = Some(first);
        }
    }
    broken
}

/// The errors of a text but those that show only in the file as a whole.
fn errors_of(text: &str) -> Vec<Error> {
    let mut errors = DeTable::parse_recoverable(text).1;
    errors.retain(|error| {
        !error.message().starts_with("duplicate key") && !error.message().starts_with("cannot extend")
    });
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    errors
}

fn is_unclosed(error: &Error) -> bool {
    ["unclosed array,", "unclosed inline table", "invalid multi-line"]
        .iter()
        .any(|start| error.message().starts_with(start))
}

/// The line that opens the bracket or text which the end of the part leaves open: before it, everything is closed.
fn opening_line(text: &str, part: &Span, part_lines: &[Span]) -> Option<usize> {
    if part_lines.len() > MAX_SEARCHED_LINES {
        return None;
    }
    (0..part_lines.len())
        .rev()
        .find(|line| !errors_of(&text[part.start..part_lines[*line].start]).iter().any(is_unclosed))
}

/// A syntax error as a sentence; neither it nor the parser's own words quote the text.
fn in_plain_words(error: &Error) -> String {
    let message = error.message();
    let known = [
        ("duplicate key", "this stands in the file twice: keep one"),
        ("cannot extend", "this is already a value, and cannot be a section too: keep one"),
        ("key with no value", NO_VALUE),
        ("missing value", NO_VALUE),
        ("string values must be quoted", r#"text is written in quotes: key = "text""#),
        ("invalid basic string", r#"the text is not closed: write " at its end"#),
        ("invalid literal string", "the text is not closed: write ' at its end"),
        ("missing escaped value", r#"a \ in "text" is written \\, or write 'text'"#),
        ("unclosed table", "the section's name is not closed: write [name]"),
        ("unclosed array table", "the section's name is not closed: write [[name]]"),
    ];
    if message.starts_with("string values") && error.span().is_some_and(|span| span.is_empty()) {
        return NO_VALUE.to_owned();
    }
    match known.iter().find(|(start, _)| message.starts_with(start)) {
        Some((_, sentence)) => (*sentence).to_owned(),
        None => format!("this is no valid TOML: {message}"),
    }
}

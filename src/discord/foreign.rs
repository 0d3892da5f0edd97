//! Foreign text: what providers and people wrote, made harmless for the place where it is shown.
//!
//! It never pings, links, breaks out of its formatting or turns the line around.

/// Cleans text for a place that shows it as it is: a button, an autocomplete entry, a footer.
///
/// Control, zero-width and direction characters go, white space becomes one space, what exceeds `limit` characters is
/// cut with an ellipsis, and text that runs from right to left is isolated from its surroundings.
pub fn plain(text: &str, limit: usize) -> String {
    isolate(shorten(&clean(text), limit))
}

/// Cleans and escapes text for a place that reads Markdown. `limit` counts the characters that a reader sees.
pub fn markdown(text: &str, limit: usize) -> String {
    isolate(escape(&shorten(&clean(text), limit)))
}

/// Cleans and escapes text of several lines for a place that reads Markdown; more than one empty line becomes one.
/// `limit` counts the characters that a reader sees.
pub fn lines(text: &str, limit: usize) -> String {
    let lines = bare_lines(text, limit);
    lines.iter().map(|line| isolate(escape(line))).collect::<Vec<_>>().join("\n")
}

/// Cleans text of several lines and puts it into a code block, from which it can be copied.
pub fn block(text: &str, limit: usize) -> String {
    format!("```\n{}\n```", bare_lines(text, limit).join("\n").replace('`', "'"))
}

fn bare_lines(text: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for line in shorten(text.trim(), limit).lines().map(bare) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    if lines.is_empty() { vec![clean("")] } else { lines }
}

/// Cleans text and puts it into a code span.
pub fn code(text: &str, limit: usize) -> String {
    format!("`{}`", isolate(shorten(&clean(text).replace('`', "'"), limit)))
}

fn clean(text: &str) -> String {
    let bare = bare(text);
    if bare.is_empty() { "\u{2014}".to_owned() } else { bare }
}

/// Cleans text that is drawn, by something that knows no characters but those that show: nothing stands for nothing.
pub fn bare(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_whitespace() || char.is_control() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !is_invisible(char) {
            cleaned.push(char);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Characters that show nothing and change how others are shown.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Cuts text to so many characters, the ellipsis included.
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('\u{2026}');
    short
}

/// What makes a mention of an `@` before it.
const MENTIONED: [&str; 14] =
    ["everyone", "here", "&", "!", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    // Lists, headings and small print begin a line, and the text may do so.
    let numbered = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let list_dot = (numbered.len() < text.len() && (numbered == "." || numbered.starts_with(". ")))
        .then(|| text.len() - numbered.len());
    for (at, char) in text.char_indices() {
        let ahead = &text[at + char.len_utf8()..];
        let special = match char {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '@' => true,
            '-' | '+' | '#' => at == 0,
            '.' => list_dot == Some(at),
            // What Discord makes a link of begins like an address.
            ':' => ahead.starts_with("//"),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(char);
        // Mentions are found by the server too, which knows no backslash.
        if char == '@' && MENTIONED.iter().any(|mentioned| ahead.starts_with(mentioned)) {
            escaped.push('\u{200B}');
        }
    }
    escaped
}

/// Isolates text that has right-to-left characters, so that it cannot reorder what stands around it.
///
/// Text takes its direction from its first letter; a domain runs from left to right whatever its letters are.
fn isolate(text: String) -> String {
    if !text.chars().any(is_right_to_left) {
        return text;
    }
    let open = if is_domain(&text) { '\u{2066}' } else { '\u{2068}' };
    format!("{open}{text}\u{2069}")
}

fn is_domain(text: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|char| char.is_alphanumeric() || char == '-');
    text.contains('.') && text.split('.').all(label)
}

fn is_right_to_left(char: char) -> bool {
    matches!(char,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_that_pings_or_links_becomes_text_that_shows_the_same_and_does_nothing() {
        assert_eq!(markdown("production-web", 50), "production-web");
        assert_eq!(markdown("- a", 50), r"\- a");
        assert_eq!(markdown("1. a.b", 50), r"1\. a.b");
        assert_eq!(markdown("54.00", 50), "54.00");
        assert_eq!(markdown("@everyone", 50), "\\@\u{200B}everyone");
        assert_eq!(markdown("[x](https://evil.example)", 50), r"\[x\](https\://evil.example)");
        assert_eq!(
            markdown("<@123> `a` **b** ||c||", 50),
            "\\<\\@\u{200B}123\\> \\`a\\` \\*\\*b\\*\\* \\|\\|c\\|\\|"
        );
        assert_eq!(code("a`b\n```c", 50), "`a'b '''c`");
    }

    #[test]
    fn invisible_and_turning_characters_go_and_right_to_left_text_is_isolated() {
        assert_eq!(plain("a\u{202E}b\u{200B}c\r\n\td", 50), "abc d");
        assert_eq!(plain("שרת", 50), "\u{2068}שרת\u{2069}");
        assert_eq!(plain("\u{200B}\n", 50), "\u{2014}");
    }

    #[test]
    fn a_domain_runs_from_left_to_right_whatever_its_letters() {
        for domain in ["דוגמה.co.il", "www.דוגמה-1.co.il", "דוגמה.ישראל"] {
            assert_eq!(plain(domain, 50), format!("\u{2066}{domain}\u{2069}"));
            assert_eq!(markdown(domain, 50), format!("\u{2066}{domain}\u{2069}"));
        }
        for other in ["שרת 1.2", "שרת.", "שרת"] {
            assert_eq!(plain(other, 50), format!("\u{2068}{other}\u{2069}"));
        }
    }

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        assert_eq!(plain("abcdef", 4), "abc\u{2026}");
        assert_eq!(plain("abcd", 4), "abcd");
    }

    proptest! {
        #[test]
        fn no_formatting_character_of_foreign_text_stays_unescaped(text in "\\PC*|[@<>`*_~|\\\\\\[\\]()#:/\n a-z]{0,40}") {
            let shown = markdown(&text, 60);
            let mut chars = shown.chars();
            while let Some(char) = chars.next() {
                if char == '\\' {
                    prop_assert!(chars.next().is_some_and(|next| next.is_ascii_punctuation()), "{shown:?}");
                } else {
                    prop_assert!(!"*_~`|<>[]@".contains(char) && !char.is_control(), "{shown:?}");
                }
            }
            prop_assert!(!shown.starts_with(['-', '+', '#']), "{shown:?}");
            for mention in ["@everyone", "@here"] {
                prop_assert!(!shown.contains(mention), "{shown:?}");
            }
            for (at, _) in shown.match_indices("://") {
                prop_assert!(shown[..at].ends_with('\\'), "{shown:?}");
            }
        }

        #[test]
        fn no_line_of_foreign_text_formats_or_mentions(text in "[@<>`*_~|\\\\\\[\\]()#:/ a-z0-9.>+\u{202E}\u{5D0}\n-]{0,80}") {
            for line in lines(&text, 60).lines() {
                let line = line.trim_start_matches(['\u{2066}', '\u{2068}']);
                prop_assert!(!line.starts_with(['-', '+', '#', '>', '*']), "{line:?}");
                prop_assert!(!line.contains("@everyone") && !line.contains('\u{202E}'), "{line:?}");
            }
            prop_assert_eq!(block(&text, 60).matches('`').count(), 6);
        }

        #[test]
        fn plain_text_keeps_its_limit_and_one_line(text in "\\PC*|[ \n\u{202E}\u{5D0}a-z]{0,80}", limit in 1usize..100) {
            let shown = plain(&text, limit);
            prop_assert!(shown.chars().count() <= limit + 2, "two isolates at most");
            prop_assert!(!shown.chars().any(char::is_control));
        }

        #[test]
        fn a_code_span_has_no_backtick_but_its_own(text in "\\PC*|[`a\n]{0,40}") {
            let shown = code(&text, 50);
            prop_assert_eq!(shown.matches('`').count(), 2);
            prop_assert!(shown.starts_with('`') && shown.ends_with('`') && shown.len() > 2);
        }
    }
}

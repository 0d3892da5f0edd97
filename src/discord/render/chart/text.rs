//! Text for the rasteriser, which knows neither directions nor missing letters.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, PxScale, PxScaleFont, ScaleFont};
use unicode_bidi::{BidiInfo, Level};

use crate::discord::foreign;

/// DejaVu Sans with the letters of Latin, Greek, Cyrillic and Hebrew; its licence lies beside it.
const FONT: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/.assets/fonts/DejaVuSans-subset.ttf"));
/// What stands for a character that the font lacks.
const MISSING: char = '\u{25A1}';
/// No text in a picture is longer, whatever its letters; it bounds the work.
const LONGEST: usize = 160;
/// Where foreign text in a sentence of ours begins (as its first letter runs, or from left to right) and ends, each with
/// what stands for it while a text is made harmless: characters that mean nothing.
const ISOLATION: [(char, char); 3] =
    [('\u{2068}', '\u{E000}'), ('\u{2066}', '\u{E001}'), ('\u{2069}', '\u{E002}')];

/// The font in a size, given as the height of its em square in pixels.
pub(super) fn font(em: f32) -> Option<PxScaleFont<&'static FontRef<'static>>> {
    static PARSED: OnceLock<Option<FontRef<'static>>> = OnceLock::new();
    let font = PARSED.get_or_init(|| FontRef::try_from_slice(FONT).ok()).as_ref()?;
    let scale = em * font.height_unscaled() / font.units_per_em()?;
    Some(font.as_scaled(PxScale::from(scale)))
}

/// How wide a text is.
pub(super) fn width(text: &str, em: f32) -> f32 {
    font(em).map_or(0.0, |font| text.chars().map(|char| font.h_advance(font.glyph_id(char))).sum())
}

/// A foreign text as it is drawn, from left to right: harmless, shortened to the width, in visual order.
///
/// A sentence around isolated text reads from left to right, whatever the text in it does.
pub(super) fn fit(text: &str, em: f32, room: f32) -> String {
    // The marks of isolation would be taken for what shows nothing.
    let is_stand_in = |char: &char| ISOLATION.iter().any(|(_, stand_in)| stand_in == char);
    let stand_in = |char| ISOLATION.iter().find(|(mark, _)| *mark == char).map_or(char, |found| found.1);
    let kept: String = text.chars().filter(|char| !is_stand_in(char)).map(stand_in).collect();
    let bare = foreign::bare(&kept);
    let back = |char| {
        let mark = ISOLATION.iter().find(|(_, stand_in)| *stand_in == char);
        mark.map_or_else(|| drawable(char), |found| found.0)
    };
    let mut chars: Vec<char> = bare.chars().filter(|char| !is_mark(*char)).map(back).collect();
    if chars.len() > LONGEST || total(&chars, em) > room {
        chars.truncate(LONGEST);
        while !chars.is_empty() && total(&chars, em) + width("\u{2026}", em) > room {
            chars.pop();
        }
        chars.truncate(chars.iter().rposition(|char| *char != ' ').map_or(0, |last| last + 1));
        chars.push('\u{2026}');
    }
    visual(&chars.into_iter().collect::<String>())
}

fn total(chars: &[char], em: f32) -> f32 {
    let shown = chars.iter().filter(|char| !is_isolation(**char));
    font(em).map_or(0.0, |font| shown.map(|char| font.h_advance(font.glyph_id(*char))).sum())
}

fn is_isolation(char: char) -> bool {
    ISOLATION.iter().any(|(mark, _)| *mark == char)
}

fn drawable(char: char) -> char {
    let known = font(1.0).is_some_and(|font| font.glyph_id(char).0 != 0);
    if known { char } else { MISSING }
}

/// Marks that stand on the letter before them, which a rasteriser without shaping would put beside it.
fn is_mark(char: char) -> bool {
    matches!(char,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}'
        | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{20D0}'..='\u{20F0}')
}

/// Puts a line into the order in which it is read off the screen, from left to right.
fn visual(text: &str) -> String {
    let base = text.contains(is_isolation).then(Level::ltr);
    let bidi = BidiInfo::new(text, base);
    let Some(paragraph) = bidi.paragraphs.first() else { return String::new() };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut line = String::with_capacity(text.len());
    for run in runs {
        if levels[run.start].is_rtl() {
            line.extend(text[run].chars().rev().map(mirrored));
        } else {
            line.push_str(&text[run]);
        }
    }
    line.retain(|char| !is_isolation(char));
    line
}

/// What a bracket looks like in a line that runs the other way.
fn mirrored(char: char) -> char {
    const PAIRS: &[(char, char)] = &[
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('\u{AB}', '\u{BB}'),
        ('\u{2039}', '\u{203A}'),
        ('\u{2264}', '\u{2265}'),
    ];
    let other = PAIRS.iter().find_map(|(open, close)| match char {
        _ if char == *open => Some(*close),
        _ if char == *close => Some(*open),
        _ => None,
    });
    other.unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_the_letters_of_the_four_scripts_and_stays_small() {
        let font = font(20.0).unwrap();
        for char in "AZaz09ÄÖÜäöüßéñçłşğ ΑΩαω АЯая אבגדהוזחטיךכלםמןנסעףפץצקרשת %.,:()+-−–—…·°µ€→□".chars()
        {
            assert_ne!(font.glyph_id(char).0, 0, "{char:?}");
        }
        assert!(FONT.len() < 150_000);
    }

    #[test]
    fn hebrew_is_drawn_from_right_to_left_and_latin_and_digits_in_it_are_not() {
        assert_eq!(fit("שרת", 20.0, 500.0), "תרש");
        assert_eq!(fit("שרת (web-1) 42", 20.0, 500.0), "42 (web-1) תרש");
        assert_eq!(fit("web-1 שרת", 20.0, 500.0), "web-1 תרש");
    }

    #[test]
    fn a_sentence_around_hebrew_goes_on_from_left_to_right() {
        assert_eq!(fit("\u{2068}שרת (web-1) 42\u{2069}: memory", 20.0, 500.0), "42 (web-1) תרש: memory");
        assert_eq!(fit("\u{2068}web-1\u{2069}: CPU", 20.0, 500.0), "web-1: CPU");
        assert_eq!(fit("\u{2066}דוגמה.co.il\u{2069}: CPU", 20.0, 500.0), "המגוד.co.il: CPU");
        assert_eq!(fit("\u{E000}a\u{E001}", 20.0, 500.0), "a");
        let shown = fit(&format!("\u{2068}{}\u{2069}: memory", "שרת ".repeat(100)), 30.0, 300.0);
        assert!(shown.contains('\u{2026}') && width(&shown, 30.0) <= 300.0, "{shown}");
    }

    #[test]
    fn what_cannot_be_drawn_is_a_box_and_what_shows_nothing_goes() {
        assert_eq!(fit("a\u{1F600}b漢", 20.0, 500.0), "a□b□");
        assert_eq!(fit("a\u{202E}b\u{200B}c\r\nd\u{301}", 20.0, 500.0), "abc d");
        assert_eq!(fit(" \u{200B}\n", 20.0, 500.0), "");
    }

    #[test]
    fn a_text_that_is_too_wide_ends_with_an_ellipsis_and_fits() {
        for text in ["production web server ".repeat(100), "שרת ייצור ".repeat(100), "W".repeat(30)] {
            let shown = fit(&text, 30.0, 300.0);
            assert!(shown.contains('\u{2026}'), "{shown}");
            assert!((200.0..=300.0).contains(&width(&shown, 30.0)), "{shown}");
        }
        assert!(fit(&"שרת ".repeat(100), 30.0, 300.0).starts_with('\u{2026}'));
        assert_eq!(fit("web-1", 30.0, 300.0), "web-1");
        assert_eq!(fit("web-1", 30.0, 0.0), "\u{2026}");
    }
}

//! The ids that buttons, menus and forms carry: opaque, and untrusted when they come back.

use crate::dispatch::{CardVerb, FormPress, Press, Sent};
use crate::domain::Id;

/// The id of a consent's button.
pub fn confirm(id: &Id) -> String {
    format!("confirm:{id}")
}

/// The id of a consent's Cancel button.
pub fn cancel(id: &Id) -> String {
    format!("cancel:{id}")
}

/// The id of a page button.
pub fn turn(id: &Id, page: usize) -> String {
    format!("page:{id}:{page}")
}

/// The id of a menu of candidates.
pub fn pick(id: &Id) -> String {
    format!("pick:{id}")
}

/// The id of a form that asks for a name.
pub fn name_form(id: &Id) -> String {
    format!("name:{id}")
}

/// The id of a form that asks for a text.
pub fn text_form(id: &Id) -> String {
    format!("text:{id}")
}

/// The id of a card's button.
pub fn card(verb: CardVerb, id: &Id) -> String {
    format!("card:{id}:{}", verb.as_str())
}

/// The id of the menu by which a card's notes are let wait.
pub fn snooze(id: &Id) -> String {
    format!("snooze:{id}")
}

/// The id of a button of a form of which so many clicks were taken.
pub fn form(id: &Id, turn: u32, press: &FormPress) -> String {
    let verb = match press {
        // A menu alone stands for it.
        FormPress::Choose(_) => "choose".to_owned(),
        FormPress::Page(page) => format!("page-{page}"),
        FormPress::Yes => "yes".to_owned(),
        FormPress::No => "no".to_owned(),
        FormPress::Write => "write".to_owned(),
        FormPress::Skip => "skip".to_owned(),
        FormPress::Clear => "clear".to_owned(),
        FormPress::Back => "back".to_owned(),
        FormPress::Add => "add".to_owned(),
        FormPress::Finish => "finish".to_owned(),
        FormPress::Cancel => "cancel".to_owned(),
    };
    format!("form:{id}:{turn}:{verb}")
}

/// The id of the menu of a form's answers.
pub fn form_menu(id: &Id, turn: u32) -> String {
    format!("form:{id}:{turn}:choose")
}

/// The id of a form in which one answer is written.
pub fn step_form(id: &Id, turn: u32) -> String {
    format!("step:{id}:{turn}")
}

/// What is done with a form; `value` is the chosen entry of its menu.
fn form_press(rest: &str, value: Option<&str>) -> Option<Press> {
    let mut parts = rest.split(':');
    let (id, turn, verb) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let press = match (verb, value) {
        ("choose", Some(value)) => FormPress::Choose(value.parse().ok()?),
        (_, Some(_)) => return None,
        ("yes", None) => FormPress::Yes,
        ("no", None) => FormPress::No,
        ("write", None) => FormPress::Write,
        ("skip", None) => FormPress::Skip,
        ("clear", None) => FormPress::Clear,
        ("back", None) => FormPress::Back,
        ("add", None) => FormPress::Add,
        ("finish", None) => FormPress::Finish,
        ("cancel", None) => FormPress::Cancel,
        (other, None) => FormPress::Page(other.strip_prefix("page-")?.parse().ok()?),
    };
    Some(Press::Form(id, turn, press))
}

/// What a pressed component stands for; `value` is the chosen entry of a menu.
pub fn press(custom_id: &str, value: Option<&str>) -> Press {
    if let Some(rest) = custom_id.strip_prefix("form:") {
        return form_press(rest, value).unwrap_or(Press::Unknown);
    }
    let mut parts = custom_id.split(':');
    let (kind, id, page, end) = (parts.next(), parts.next(), parts.next(), parts.next());
    let Some(id) = id.and_then(|id| id.parse::<Id>().ok()).filter(|_| end.is_none()) else {
        return Press::Unknown;
    };
    match (kind, page, value) {
        (Some("confirm"), None, None) => Press::Confirm(id),
        (Some("cancel"), None, None) => Press::Cancel(id),
        (Some("page"), Some(page), None) => page.parse().map_or(Press::Unknown, |page| Press::Turn(id, page)),
        (Some("pick"), None, Some(value)) => Press::Pick(id, value.to_owned()),
        (Some("card"), Some(verb), None) => CardVerb::ALL
            .into_iter()
            .find(|known| known.as_str() == verb)
            .map_or(Press::Unknown, |verb| Press::Card(verb, id)),
        (Some("snooze"), None, Some(value)) => Press::Snooze(id, value.to_owned()),
        _ => Press::Unknown,
    }
}

/// What a sent form stands for; `typed` is what its field holds.
pub fn sent(custom_id: &str, typed: String) -> Option<Sent> {
    match custom_id.split_once(':')? {
        ("name", id) => Some(Sent::Name(id.parse().ok()?, typed)),
        ("text", id) => Some(Sent::Text(id.parse().ok()?, typed)),
        ("step", rest) => {
            let (id, turn) = rest.split_once(':')?;
            Some(Sent::Step(id.parse().ok()?, turn.parse().ok()?, typed))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_component_carries_comes_back_as_what_it_stands_for() {
        let id = Id::random();
        assert_eq!(press(&confirm(&id), None), Press::Confirm(id.clone()));
        assert_eq!(press(&cancel(&id), None), Press::Cancel(id.clone()));
        assert_eq!(press(&turn(&id, 3), None), Press::Turn(id.clone(), 3));
        assert_eq!(press(&pick(&id), Some("shop/42")), Press::Pick(id.clone(), "shop/42".into()));
        for verb in CardVerb::ALL {
            assert_eq!(press(&card(verb, &id), None), Press::Card(verb, id.clone()));
        }
        assert_eq!(press(&snooze(&id), Some("1h")), Press::Snooze(id.clone(), "1h".into()));
        assert_eq!(sent(&name_form(&id), "web".into()), Some(Sent::Name(id.clone(), "web".into())));
        assert_eq!(sent(&text_form(&id), "Hello".into()), Some(Sent::Text(id.clone(), "Hello".into())));
        assert_eq!(sent(&step_form(&id, 7), "x".into()), Some(Sent::Step(id.clone(), 7, "x".into())));
        for verb in [
            FormPress::Yes,
            FormPress::No,
            FormPress::Write,
            FormPress::Skip,
            FormPress::Clear,
            FormPress::Back,
            FormPress::Page(3),
            FormPress::Add,
            FormPress::Finish,
            FormPress::Cancel,
        ] {
            let custom_id = form(&id, 4_294_967_295, &verb);
            assert!(custom_id.len() <= 100);
            assert_eq!(press(&custom_id, None), Press::Form(id.clone(), 4_294_967_295, verb));
        }
        let chosen = Press::Form(id.clone(), 1, FormPress::Choose(24));
        assert_eq!(press(&form_menu(&id, 1), Some("24")), chosen);
        assert_eq!(press(&form_menu(&id, 1), Some("x")), Press::Unknown);
    }

    proptest! {
        #[test]
        fn a_forged_id_stands_for_nothing_and_never_panics(text in "\\PC{0,120}|(confirm|page|pick|name|text|form|step):\\PC{0,40}") {
            prop_assert_eq!(press(&text, None), Press::Unknown);
            prop_assert_eq!(sent(&text, String::new()), None);
        }
    }
}

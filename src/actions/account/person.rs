//! What the changes of what is told of people have in common.

use crate::actions::{Arguments, Done, Refusal};
use crate::domain::contact::{Person, PersonDeed, PersonField};
use crate::domain::outcome::Outcome;
use crate::domain::{Acceptance, ResourceRef};
use crate::providers::Changes;

/// The most characters of a line.
const LONGEST: usize = 200;

/// The parts of what is told of a person, each with the fields that one form asks for.
const PARTS: [(&str, &[PersonField]); 3] = [
    ("name", &[PersonField::FirstName, PersonField::LastName, PersonField::Company]),
    (
        "address",
        &[
            PersonField::Address1,
            PersonField::Address2,
            PersonField::City,
            PersonField::State,
            PersonField::PostCode,
        ],
    ),
    ("phone", &[PersonField::Phone, PersonField::Country]),
];

/// What stands for the account's owner where contacts have ids.
pub(super) const OWNER: &str = "owner";

/// What stands for a contact that there is not yet.
pub(super) const NOBODY: &str = "new";

/// The fields that a new contact is made of.
pub(super) const NEW: [&str; 5] = ["email", "firstname", "lastname", "companyname", "phonenumber"];

/// The fields of the part that is asked for, by the names that forms and providers have for them.
pub(super) fn lines(arguments: &Arguments) -> &'static [&'static str] {
    let part = arguments.get("part").and_then(serde_json::Value::as_str).unwrap_or(PARTS[0].0);
    match part {
        "name" => &["firstname", "lastname", "companyname"],
        "address" => &["address1", "address2", "city", "state", "postcode"],
        "phone" => &["phonenumber", "country"],
        _ => &[],
    }
}

/// The fields of a part.
pub(super) fn part(text: Option<&str>) -> Result<&'static [PersonField], Refusal> {
    let text = text.unwrap_or(PARTS[0].0);
    let found = PARTS.iter().find(|(name, _)| *name == text);
    found
        .map(|(_, fields)| *fields)
        .ok_or_else(|| Refusal::BadArgument { argument: "part", text: text.to_owned() })
}

/// What a form says of a person: of the fields that it may say, one at least.
pub(super) fn read(text: &str, fields: &[PersonField]) -> Result<Person, Refusal> {
    let mut person = Person::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let bad = || Refusal::BadArgument { argument: "line", text: line.to_owned() };
        let (name, value) = line.split_once(':').ok_or_else(bad)?;
        let (name, value) = (name.trim(), value.trim());
        let field = fields.iter().find(|field| field.as_str() == name).ok_or_else(bad)?;
        let is_plain = (1..=LONGEST).contains(&value.chars().count()) && !value.chars().any(char::is_control);
        let is_address = *field != PersonField::Email || is_mail_address(value);
        if !is_plain || !is_address || person.get(*field).is_some() {
            return Err(bad());
        }
        person.0.push((*field, value.to_owned()));
    }
    match person.0.is_empty() {
        true => Err(Refusal::BadArgument { argument: "line", text: String::new() }),
        false => Ok(person),
    }
}

/// The end of a deed that the provider answered.
pub(super) fn done(
    deed: PersonDeed,
    who: Option<ResourceRef>,
    changes: &dyn Changes,
    answer: Acceptance,
) -> Done {
    let confirmed = answer == Acceptance::Confirmed;
    let (account, provider) = (changes.account().clone(), changes.provider());
    Done::Finished(Outcome::PersonDone { deed, who, account, provider, confirmed })
}

/// Whether a text is one mail address.
pub(in crate::actions) fn is_mail_address(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(['@', ' ', '<', '>', ',', ';']);
    text.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_form_are_the_fields_of_its_part() {
        for (name, fields) in PARTS {
            let mut arguments = Arguments::new();
            arguments.insert("part".to_owned(), name.into());
            let words: Vec<_> = fields.iter().map(|field| field.as_str()).collect();
            assert_eq!(lines(&arguments), words, "{name}");
            assert_eq!(part(Some(name)).unwrap(), fields);
            assert!(words.len() <= 5, "a form has five fields at most");
        }
        assert!(part(Some("password")).is_err() && part(Some("email")).is_err());
    }

    #[test]
    fn a_form_says_what_it_may_and_nothing_else() {
        let fields = [PersonField::Email, PersonField::City];
        let person = read("email: mary@example.com\n\ncity:  S\u{e3}o Paulo: centro \n", &fields).unwrap();
        assert_eq!(person.get(PersonField::Email), Some("mary@example.com"));
        assert_eq!(person.get(PersonField::City), Some("S\u{e3}o Paulo: centro"));
        let long = format!("city: {}", "x".repeat(201));
        for wrong in [
            "",
            "city",
            "city: ",
            "password: secret",
            "privileges: all",
            "firstname: Mary",
            "email: mary",
            "email: @x",
            "email: a@b, c@d",
            "city: a\ncity: b",
            "city: a\tb",
            &long,
        ] {
            assert!(read(wrong, &fields).is_err(), "{wrong:?}");
        }
    }
}

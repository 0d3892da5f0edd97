//! One answer for everything that is said of certificates and of the people of an account.

use super::things::lists;
use super::{Foreign, account, at, money};
use crate::dispatch::Answer;
use crate::domain::certificate::{
    Certificate, CertificateDetail, CertificateFile, CertificatePeriod, CertificatePlan, CertificateRole,
    Software,
};
use crate::domain::contact::{Contact, ContactDetail, LogEntry, Person, PersonDeed, PersonField, Privileges};
use crate::domain::outcome::Outcome;
use crate::domain::ticket::File;
use crate::domain::{Action, ProviderName, ResourceKind, ResourceRef, Target};
use jiff::civil::date;

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let resource = |kind, id: &str| ResourceRef::new(account(), kind, id).unwrap();
    let words = || Some(foreign.words.clone());
    let full = certificate(foreign);
    let bare = Certificate {
        product: None,
        issue_state: None,
        expires: None,
        renews_on: None,
        price: None,
        ..full.clone()
    };
    let person = Person(PersonField::ALL.iter().map(|field| (*field, foreign.words.clone())).collect());
    let roles = [
        CertificateRole::Organization,
        CertificateRole::Admin,
        CertificateRole::Billing,
        CertificateRole::Tech,
    ];
    let people = roles.map(|role| (role, person.clone())).to_vec();
    let period = |years, price: Option<&str>, renewal: Option<&str>| CertificatePeriod {
        years,
        price: price.map(money),
        renewal: renewal.map(money),
    };
    let plan = CertificatePlan {
        resource: resource(ResourceKind::CertificatePlan, "25"),
        name: foreign.name.clone(),
        periods: vec![
            period(1, Some("27.85"), Some("27.85")),
            period(2, Some("48.75"), Some("50")),
            period(3, None, None),
        ],
    };
    let software = Software { id: "1".to_owned(), name: foreign.words.clone() };
    let contact = |email: Option<String>, last_login| Contact {
        resource: resource(ResourceKind::Contact, "49"),
        name: foreign.name.clone(),
        email,
        last_login,
    };
    let privileges = Privileges { area: foreign.words.clone(), rights: vec![foreign.typed.clone(); 22] };
    let entry = |at, ip| LogEntry { at, text: foreign.words.clone(), ip };
    let mut answers = [
        lists("certificates", &[full.clone(), bare.clone()], Outcome::Certificates),
        lists("certificate plans", &[plan], Outcome::CertificatePlans),
        lists("software", &[software], Outcome::Software),
        lists("contacts", &[contact(words(), Some(at(0))), contact(None, None)], Outcome::Contacts),
        lists("privileges", std::slice::from_ref(&privileges), Outcome::Privileges),
        lists("logs", &[entry(Some(at(0)), words()), entry(None, None)], Outcome::Logs),
    ]
    .concat();
    let provider = ProviderName::LlamaLink;
    let named = CertificateDetail { certificate: full, approver: words(), people };
    let nameless = CertificateDetail { certificate: bare, approver: None, people: vec![] };
    for (n, certificate) in [named, nameless].into_iter().enumerate() {
        let outcome = Outcome::Certificate { certificate: Box::new(certificate), provider };
        answers.push((format!("certificate {n}"), Answer::Outcome(outcome, None)));
    }
    for (n, person) in [person, Person::default()].into_iter().enumerate() {
        let privileges = vec![privileges.clone(); n * 3];
        let resource = resource(ResourceKind::Contact, "49");
        let contact = Box::new(ContactDetail { resource, person, privileges });
        answers.push((format!("contact {n}"), Answer::Outcome(Outcome::Contact { contact, provider }, None)));
    }
    for deed in [PersonDeed::EditOwner, PersonDeed::Add, PersonDeed::Edit] {
        for confirmed in [true, false] {
            let who = Some(resource(ResourceKind::Contact, "49")).filter(|_| deed != PersonDeed::EditOwner);
            let done = Outcome::PersonDone { deed, who, account: account(), provider, confirmed };
            answers.push((format!("{} {confirmed}", deed.as_str()), Answer::Outcome(done, None)));
        }
    }
    let target = Target::Resource { resource: resource(ResourceKind::Contact, "49"), name: None };
    answers.push(("person working".to_owned(), Answer::Working(Action::AccountContactEdit, target)));
    let certificate = resource(ResourceKind::Certificate, "300");
    let file = File { media_type: None, bytes: vec![1] };
    let file = Outcome::CertificateFile(Box::new(CertificateFile { certificate, file }));
    answers.push(("certificate file".to_owned(), Answer::Outcome(file, None)));
    answers
}

/// A certificate of which everything is told.
pub(super) fn certificate(foreign: &Foreign) -> Certificate {
    Certificate {
        resource: ResourceRef::new(account(), ResourceKind::Certificate, "300").unwrap(),
        domain: foreign.name.clone(),
        product: Some(foreign.words.clone()),
        state: foreign.words.clone(),
        issue_state: Some(foreign.words.clone()),
        expires: Some(at(0)),
        renews_on: Some(date(2026, 6, 1)),
        price: Some(money("27.85")),
    }
}

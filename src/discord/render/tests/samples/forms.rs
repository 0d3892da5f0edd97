//! One of each form.

use super::{account, id};
use crate::dispatch::{Form, NameForm, StepForm, TextForm};
use crate::domain::{Action, ResourceKind, ResourceRef, Target};

/// One of each form, about what is called so.
pub fn forms(name: &str) -> Vec<Form> {
    let named = |action| Form::Name(NameForm { id: id(), action, name: name.to_owned() });
    let asked = [
        Action::VpsDestroy,
        Action::VpsReinstall,
        Action::VpsPassword,
        Action::OrderCancel,
        Action::SshkeyRemove,
        Action::NetworkRemove,
        Action::ServiceCancel,
    ];
    let mut forms = asked.map(named).to_vec();
    for (action, kind) in [
        (Action::TicketOpen, ResourceKind::Department),
        (Action::TicketReply, ResourceKind::Ticket),
        (Action::SshkeyAdd, ResourceKind::Key),
        (Action::CertOrder, ResourceKind::CertificatePlan),
    ] {
        let resource = ResourceRef::new(account(), kind, "2").unwrap();
        let target = Target::Resource { resource, name: Some(name.to_owned()) };
        forms.push(Form::Text(TextForm { id: id(), action, target, lines: &[] }));
    }
    for action in [Action::AccountEdit, Action::AccountContactAdd, Action::AccountContactEdit] {
        let resource = ResourceRef::new(account(), ResourceKind::Contact, "49").unwrap();
        let target = Target::Resource { resource, name: Some(name.to_owned()) };
        let lines = &["email", "firstname", "lastname", "companyname", "phonenumber"];
        forms.push(Form::Text(TextForm { id: id(), action, target, lines }));
    }
    let step = |step: &str, example| {
        let (step, title) = (step.to_owned(), name.to_owned());
        Form::Step(StepForm { id: id(), turn: 7, step, title, longest: 900, example })
    };
    forms.extend([step("1618", None), step("domain", None), step("os", Some("Debian 10.4"))]);
    for form in &forms {
        match form {
            Form::Name(_) | Form::Text(_) | Form::Step(_) => {}
        }
    }
    forms
}

//! Buttons and forms: the consent that is given or refused.

use std::sync::Arc;

use jiff::Timestamp;

use super::follow::Late;
use super::invoke::log_failure;
use super::{Answer, Closed, Dispatch, Form, Invocation, NameForm, Press, Responder, Sent};
use crate::actions::{Handler, Planned, Refusal, Stop};
use crate::domain::outcome::AuditResult;
use crate::domain::{Actor, Id, MessageId, Risk, Target};
use crate::store::{Confirmation, ConfirmationState, StoreError};

/// The longest name that a person is asked to type.
const TYPED_NAME: usize = 100;

impl Dispatch {
    /// Carries out what a button or a menu stands for.
    ///
    /// `message` is the message that carries it, as Discord sent it with the interaction.
    pub async fn press(
        &self,
        actor: Actor,
        press: Press,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        match press {
            Press::Confirm(id) => {
                let Some((invocation, confirmation)) = self.open(actor, &id, message, responder).await else {
                    return;
                };
                if confirmation.action.risk() == Risk::Destructive {
                    let form = NameForm {
                        id: confirmation.id,
                        action: confirmation.action,
                        name: typed_name(&confirmation.target),
                    };
                    // A form that does not open asks for another press of the same button.
                    responder.ask(&Form::Name(form)).await;
                    return;
                }
                self.claim(invocation, confirmation, responder).await;
            }
            Press::Cancel(id) => {
                let Some((invocation, confirmation)) = self.open(actor, &id, message, responder).await else {
                    return;
                };
                self.cancel(invocation, confirmation, responder).await;
            }
            Press::Turn(..) | Press::Pick(..) => self.revisit(actor, press, responder).await,
            Press::Card(verb, id) => self.press_card(actor, verb, &id, message, responder).await,
            Press::Snooze(id, until) => self.snooze(actor, &id, until, message, responder).await,
            Press::Form(id, turn, press) => {
                self.press_form(actor, (&id, turn, press), message, responder).await;
            }
            Press::Unknown => self.stale(responder).await,
        }
    }

    /// Carries out a form that was sent.
    pub async fn submit(
        &self,
        actor: Actor,
        sent: Sent,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        match sent {
            Sent::Name(id, typed) => self.submit_name(actor, &id, &typed, message, responder).await,
            Sent::Step(id, turn, text) => {
                self.submit_step(actor, (&id, turn, &text), message, responder).await;
            }
            Sent::Text(id, text) => self.submit_text(actor, &id, text, message, responder).await,
        }
    }

    /// Carries out a form in which the name of what is to be destroyed was typed.
    async fn submit_name(
        &self,
        actor: Actor,
        id: &Id,
        typed: &str,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        let Some((invocation, confirmation)) = self.open(actor, id, message, responder).await else { return };
        // Only what is destroyed is asked for by a form; whatever else comes in one is forged.
        if confirmation.action.risk() != Risk::Destructive {
            return self.stale(responder).await;
        }
        // Names are shown with marks that a copy may carry along.
        let typed: String = typed.chars().filter(|char| !is_invisible(*char)).collect();
        if typed.trim() != typed_name(&confirmation.target) {
            return self.refuse(&invocation, Refusal::WrongName, responder).await;
        }
        self.claim(invocation, confirmation, responder).await;
    }

    /// The open consent that a button or a form belongs to, when this person may decide it, here, now.
    ///
    /// Whatever is wrong has been said when this comes back empty. Nothing about the consent is told before the
    /// person is authorised.
    async fn open(
        &self,
        actor: Actor,
        id: &Id,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) -> Option<(Invocation, Confirmation)> {
        let found = match self.store().confirmation(id).await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "Could not read a confirmation.");
                None
            }
        };
        let here = |confirmation: &Confirmation| {
            confirmation.address.guild == actor.place.guild
                && confirmation.address.channel == actor.place.channel
                && (confirmation.address.message.is_none() || confirmation.address.message == message)
        };
        let Some((confirmation, state)) = found.filter(|(confirmation, _)| here(confirmation)) else {
            self.stale(responder).await;
            return None;
        };
        let invocation = Invocation {
            id: confirmation.invocation.clone(),
            actor,
            action: confirmation.action,
            arguments: confirmation.arguments.clone(),
        };
        let authorised =
            self.world().policy.authorise(&invocation.actor, invocation.action, confirmation.target.clone());
        if let Err(denial) = authorised {
            self.refuse(&invocation, Refusal::Denied(denial), responder).await;
            return None;
        }
        if !confirmation.deciders.contains(&invocation.actor.user) {
            let refusal = Refusal::NotYours { deciders: confirmation.deciders };
            self.refuse(&invocation, refusal, responder).await;
            return None;
        }
        match state {
            ConfirmationState::Open if confirmation.expires > Timestamp::now() => {
                Some((invocation, confirmation))
            }
            // What was looked at once more since it ended may have come about, and its message say so.
            ConfirmationState::Expired if confirmation.again => {
                self.stale(responder).await;
                None
            }
            ConfirmationState::Open | ConfirmationState::Expired => {
                let ended = self.expire(&confirmation).await;
                responder.show(&closed(Closed::Expired, &confirmation)).await;
                if ended {
                    self.let_go(&confirmation);
                }
                None
            }
            ConfirmationState::Claimed | ConfirmationState::Cancelled | ConfirmationState::Settled => {
                responder.tell(&Answer::refused(Refusal::Decided)).await;
                None
            }
        }
    }

    async fn cancel(
        &self,
        invocation: Invocation,
        confirmation: Confirmation,
        responder: &Arc<dyn Responder>,
    ) {
        let store = self.store();
        match store.end_confirmation(&confirmation.id, ConfirmationState::Cancelled).await {
            Ok(true) => {
                let entry = self.entry(&invocation, &confirmation.target, AuditResult::Cancelled);
                responder.show(&closed(Closed::Cancelled, &confirmation)).await;
                store.audit_soon(entry).await;
                self.let_go(&confirmation);
            }
            Ok(false) => responder.tell(&Answer::refused(Refusal::Decided)).await,
            Err(error) => self.stopped(&invocation, &confirmation.target, error.into(), responder).await,
        }
    }

    async fn claim(
        &self,
        invocation: Invocation,
        confirmation: Confirmation,
        responder: &Arc<dyn Responder>,
    ) {
        let (store, message) = (self.store(), responder.address().message);
        match store
            .claim_confirmation(&confirmation.id, invocation.actor.user, message, Timestamp::now())
            .await
        {
            Ok(true) => {}
            Ok(false) => return responder.tell(&Answer::refused(Refusal::Decided)).await,
            Err(error) => {
                return self.stopped(&invocation, &confirmation.target, error.into(), responder).await;
            }
        }
        responder.show(&Answer::Working(confirmation.action, confirmation.target.clone())).await;
        if responder.is_lost() {
            let address = responder.address();
            if !address.ephemeral {
                let answer = closed(Closed::Unheard, &confirmation);
                if self.put_surely(&address, &answer).await.is_err() {
                    // The next start finds it given and says that nothing was sent.
                    return;
                }
            }
            let entry = self.entry(&invocation, &confirmation.target, AuditResult::Failed);
            store.audit_soon(entry.with_detail("never sent")).await;
            self.let_go(&confirmation);
        } else {
            self.carry_out(&invocation, &confirmation, responder).await;
            self.let_go(&confirmation);
        }
        if let Err(error) = store.settle_confirmation(&confirmation.id).await {
            tracing::error!(%error, "Could not settle a confirmation.");
        }
    }

    /// Plans again and runs, or asks anew when the state or price is no longer the one that was consented to.
    async fn carry_out(
        &self,
        invocation: &Invocation,
        confirmation: &Confirmation,
        responder: &Arc<dyn Responder>,
    ) {
        let Handler::Change(change) = Handler::of(confirmation.action) else {
            return self.stale(responder).await;
        };
        let target = &confirmation.target;
        let permit = match self.world().policy.authorise(&invocation.actor, invocation.action, target.clone())
        {
            Ok(permit) => permit,
            Err(denial) => return self.lose(invocation, target, Refusal::Denied(denial), responder).await,
        };
        // What has begun late after all needs no second call, and nobody may be asked to buy it anew.
        if confirmation.again {
            match self.follow_if_begun(&confirmation.id, Some(responder)).await {
                Late::Begun => return,
                Late::Untold => return self.offer_once_more(&confirmation.id, responder).await,
                Late::NotBegun | Late::Over => {}
            }
        }
        let plan = match self.plan(invocation, change, &permit).await {
            Ok(Planned::Plan(plan)) => *plan,
            // Nothing is known of the first call, and so nothing is said of it.
            Err(Stop::Failed(failure)) if confirmation.again => {
                log_failure(invocation, target, &failure);
                return self.offer_once_more(&confirmation.id, responder).await;
            }
            Err(Stop::Refused(refusal)) if confirmation.again => {
                return self.lose_unsure(invocation, target, refusal, responder).await;
            }
            Ok(Planned::Nothing(outcome)) => {
                return self.nothing_to_do(invocation, target, outcome, responder).await;
            }
            // What the provider asks now it did not ask when the consent was asked for. Answered, it would become another
            // order, beside a first one that may have begun late.
            Ok(Planned::Form(_)) if confirmation.again => {
                return self.lose_unsure(invocation, target, Refusal::ChangedSince, responder).await;
            }
            Ok(Planned::Form(state)) => {
                return self.begin_form(invocation, &permit, *state, responder).await;
            }
            Err(Stop::Refused(refusal)) => return self.lose(invocation, target, refusal, responder).await,
            Err(stop) => return self.stopped(invocation, target, stop, responder).await,
        };
        match self.authorise_plan(&invocation.actor, invocation.action, &plan) {
            Err(refusal) => self.lose(invocation, target, refusal, responder).await,
            // Under another id it could become a second one.
            Ok(_) if plan.fingerprint != confirmation.fingerprint && confirmation.again => {
                self.lose_unsure(invocation, target, Refusal::ChangedSince, responder).await;
            }
            Ok(_) if plan.fingerprint != confirmation.fingerprint => {
                self.ask(invocation, &plan, None, true, responder).await;
            }
            Ok(permit) => self.execute(invocation, &confirmation.id, change, &permit, &plan, responder).await,
        }
    }

    /// Ends a consent whose time is over; says whether it was open until now.
    async fn expire(&self, confirmation: &Confirmation) -> bool {
        let ended = self.store().end_confirmation(&confirmation.id, ConfirmationState::Expired).await;
        let ended = ended.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not end a confirmation.");
            false
        });
        if ended {
            self.audit_expiry(confirmation).await;
        }
        ended
    }

    /// What is not asked for again may have begun late, and nobody would hear of it.
    pub(super) fn let_go(&self, confirmation: &Confirmation) {
        if confirmation.again {
            self.look_once_more(confirmation.id.clone());
        }
    }

    async fn audit_expiry(&self, confirmation: &Confirmation) {
        let entry = confirmation.audit_entry(AuditResult::Cancelled).with_detail("expired");
        self.store().audit_soon(entry).await;
    }

    /// Ends the consents whose time is over, and takes their buttons away, until the bot stops.
    pub async fn sweep(&self) {
        while self.pause(self.timing().sweep).await {
            if let Err(error) = self.sweep_once().await {
                tracing::error!(%error, "Could not sweep confirmations and views.");
            }
        }
    }

    /// Says on its message that a consent's time is over; beside the sweep, which must not wait for Discord.
    async fn close_overdue(&self, confirmation: Confirmation) {
        // An ephemeral message cannot be edited without its interaction; a click on it says that it is over.
        if !confirmation.address.ephemeral && confirmation.address.message.is_some() {
            let answer = closed(Closed::Expired, &confirmation);
            // When the bot stops before, a click says the same.
            let _ = self.put_surely(&confirmation.address, &answer).await;
        }
        self.let_go(&confirmation);
    }

    async fn sweep_once(&self) -> Result<(), StoreError> {
        let store = self.store();
        self.sweep_forms().await?;
        for confirmation in store.overdue_confirmations(Timestamp::now()).await? {
            if store.end_confirmation(&confirmation.id, ConfirmationState::Expired).await? {
                self.audit_expiry(&confirmation).await;
                let dispatch = self.clone();
                self.spawn(async move { dispatch.close_overdue(confirmation).await });
            }
        }
        store.prune(Timestamp::now()).await
    }
}

pub(super) fn closed(why: Closed, confirmation: &Confirmation) -> Answer {
    // Something was sent for this consent, though it was never begun.
    let why = if confirmation.again { Closed::NotAgain } else { why };
    Answer::Closed { why, action: confirmation.action, target: confirmation.target.clone() }
}

/// What must be typed to destroy a thing: its name, or its reference when the name cannot be typed.
fn typed_name(target: &Target) -> String {
    let name = match target {
        Target::Resource { name, .. } => name.as_ref(),
        Target::Item { part, .. } => Some(&part.name),
        Target::Bot | Target::Accounts(_) | Target::Account(_) => None,
    };
    let plain = |name: &&String| {
        !name.is_empty()
            && name.trim() == name.as_str()
            && name.len() <= TYPED_NAME
            && name.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
    };
    name.filter(plain).cloned().unwrap_or_else(|| target.to_string())
}

fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    #[test]
    fn what_must_be_typed_is_the_name_or_the_reference_when_it_cannot_be_typed() {
        let resource = ResourceRef::parse(ResourceKind::Server, "shop/42").unwrap();
        let typed = |name: Option<&str>| {
            typed_name(&Target::Resource { resource: resource.clone(), name: name.map(str::to_owned) })
        };
        assert_eq!(typed(Some("production-web")), "production-web");
        let untypable = ["", " web", "שרת", "a\u{202E}b", "a\nb", &"x".repeat(101)];
        for name in untypable {
            assert_eq!(typed(Some(name)), "shop/42", "{name:?}");
        }
        assert_eq!(typed(None), "shop/42");
    }
}

//! Texts that an action needs and that are asked for in a form.
//!
//! The form's id is the invocation's and, once it was sent, the journal's, which takes each id once: of any number of
//! times that a form is sent, before or after a restart, one is carried out.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::{Answer, Dispatch, Form, Invocation, Responder, TextForm, Visibility};
use crate::actions::{Failure, Handler, Refusal, Writing};
use crate::domain::key::{NotAPublicKey, PublicKey};
use crate::domain::outcome::AuditResult;
use crate::domain::{Action, Actor, Id, MessageId};
use crate::policy::{Authorized, Scope};
use crate::store::{JournalState, StoreError, View};

/// The text that the invocation's action needs and its arguments lack.
pub(super) fn missing_text(invocation: &Invocation) -> Option<Writing> {
    writing(invocation.action).filter(|writing| !invocation.arguments.contains_key(writing.argument))
}

/// Whether the argument of the action is written in a form.
pub(super) fn is_written(action: Action, argument: &str) -> bool {
    writing(action).is_some_and(|writing| writing.argument == argument)
}

fn writing(action: Action) -> Option<Writing> {
    match Handler::of(action) {
        Handler::Change(change) => change.writing(),
        Handler::Look(_) => None,
    }
}

impl Dispatch {
    /// Stores what has been said so far and asks for the text in a form.
    pub(super) async fn ask_text(
        &self,
        invocation: &Invocation,
        permit: &Authorized,
        writing: Writing,
        responder: &Arc<dyn Responder>,
    ) {
        let target = permit.target();
        // What the person reads in the form's title is what their text goes to, whatever the same words mean later.
        let mut arguments = invocation.arguments.clone();
        (writing.bind)(&mut arguments, target);
        let view = View {
            id: invocation.id.clone(),
            requester: invocation.actor.user,
            guild: invocation.actor.place.guild,
            channel: invocation.actor.place.channel,
            action: invocation.action,
            arguments,
            fills: Some(writing.argument.to_owned()),
            expires: Timestamp::now() + self.timing().form,
        };
        if let Err(error) = self.store().insert_view(&view).await {
            return self.stopped(invocation, target, error.into(), responder).await;
        }
        let lines = (writing.lines)(&view.arguments);
        let form = TextForm { id: view.id, action: invocation.action, target: target.clone(), lines };
        if !responder.ask(&Form::Text(form)).await {
            return self.stopped(invocation, target, Failure::Late.into(), responder).await;
        }
        self.store().audit_soon(self.entry(invocation, target, AuditResult::Asked)).await;
    }

    /// Carries out what a form was written for: its invocation, from step 1.
    pub(super) async fn submit_text(
        &self,
        actor: Actor,
        id: &Id,
        text: String,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        let carried_out = self.carry_out_text(actor, id, &text, message, responder).await;
        // A private key is not repeated, whatever form it was put in.
        if !carried_out && PublicKey::read(&text) != Err(NotAPublicKey::Private) {
            responder.tell(&Answer::Written(text)).await;
        }
    }

    /// The same; false when nothing was sent and nothing that was is on its way.
    async fn carry_out_text(
        &self,
        actor: Actor,
        id: &Id,
        text: &str,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) -> bool {
        let view = match self.store().view(id, Timestamp::now()).await {
            Ok(view) => view,
            Err(error) => {
                tracing::error!(%error, "Could not read a form.");
                None
            }
        };
        let here = |view: &View| view.guild == actor.place.guild && view.channel == actor.place.channel;
        let Some((view, argument)) = view.filter(here).and_then(|view| {
            let argument = view.fills.clone().filter(|argument| is_written(view.action, argument))?;
            Some((view, argument))
        }) else {
            self.stale(responder).await;
            return false;
        };
        let mut arguments = view.arguments;
        arguments.insert(argument, Value::from(text));
        let invocation = Invocation { id: view.id, actor, action: view.action, arguments };
        responder.expect(Visibility::Ephemeral);
        if !self.world().policy.allows(&invocation.actor, view.action, Scope::Anything) {
            let denial = self.world().policy.denial(view.action);
            self.refuse(&invocation, Refusal::Denied(denial), responder).await;
            return false;
        }
        if view.requester != invocation.actor.user {
            let refusal = Refusal::NotYours { deciders: vec![view.requester] };
            self.refuse(&invocation, refusal, responder).await;
            return false;
        }
        if self.was_sent(id).await {
            self.refuse(&invocation, Refusal::AlreadySent, responder).await;
            return true;
        }
        let visibility = self.text_visibility(invocation.action, message).await;
        self.invoke_seen(&invocation, visibility, responder).await;
        self.was_sent(id).await
    }

    /// Whether what was written in a form has been sent, or may have been, or is in a question that was asked.
    async fn was_sent(&self, id: &Id) -> bool {
        let known = async {
            let is_sent = !matches!(self.store().journal_state(id).await?, None | Some(JournalState::Failed));
            Ok::<_, StoreError>(is_sent || self.store().has_asked(id).await?)
        };
        match known.await {
            Ok(is_known) => is_known,
            Err(error) => {
                tracing::error!(%error, "Could not read what became of a form.");
                false
            }
        }
    }
}

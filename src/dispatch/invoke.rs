//! Slash commands and turned pages: from the arguments to the answer.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::watch;

use super::write::{is_written, missing_text};
use super::{Answer, Ask, Dispatch, Invocation, Press, Responder, Visibility};
use crate::actions::{AnyChange, AnyLook, Arguments, Failure, Handler, Partly, Planned, Refusal, Stop};
use crate::domain::outcome::{AuditResult, Outcome, Plan};
use crate::domain::{AccountName, Action, Actor, Error, ErrorKind, Id, Risk, Target};
use crate::policy::{Authorized, Scope};
use crate::store::{AuditEntry, Confirmation, JournalState, OpenForm, StoreError, View};

impl Dispatch {
    /// Carries out one use of a command.
    pub async fn invoke(&self, invocation: &Invocation, responder: &Arc<dyn Responder>) {
        self.invoke_seen(invocation, self.visibility(invocation.action), responder).await;
    }

    /// The same, seen by these.
    pub(super) async fn invoke_seen(
        &self,
        invocation: &Invocation,
        visibility: Visibility,
        responder: &Arc<dyn Responder>,
    ) {
        match self.prepare(invocation).await {
            Ok(permit) => {
                if let Some(writing) = missing_text(invocation) {
                    return self.ask_text(invocation, &permit, writing, responder).await;
                }
                responder.expect(self.narrowed(visibility, &permit));
                match Handler::of(invocation.action) {
                    Handler::Look(look) => self.look(invocation, look, &permit, responder).await,
                    Handler::Change(change) => self.change(invocation, change, &permit, responder).await,
                }
            }
            Err(refusal) => self.refuse(invocation, refusal, responder).await,
        }
    }

    /// Authorises, checks the capability, resolves the names, and authorises what they mean.
    async fn prepare(&self, invocation: &Invocation) -> Result<Authorized, Refusal> {
        let Invocation { actor, action, arguments, .. } = invocation;
        let world = self.world();
        if !world.policy.allows(actor, *action, Scope::Anything) {
            let mut denial = world.policy.denial(*action);
            denial.on = [
                "server", "account", "plan", "order", "site", "domain", "ticket", "notice", "invoice", "cert",
            ]
            .iter()
            .find_map(|argument| arguments.get(*argument)?.as_str())
            .map(str::to_owned);
            return Err(Refusal::Denied(denial));
        }
        if !world.registry.can(*action) {
            return Err(Refusal::NotOffered {
                action: *action,
                account: None,
                instead: vec![],
                of_thing: false,
            });
        }
        let context = self.context(actor, *action).looking_again();
        if let Some(refusal) = context.not_offered_where_it_is_meant(arguments) {
            return Err(refusal);
        }
        let target = Handler::of(*action).verb().target(&context, arguments).await?;
        world.policy.authorise(actor, *action, target).map_err(Refusal::Denied)
    }

    pub(super) async fn refuse(
        &self,
        invocation: &Invocation,
        refusal: Refusal,
        responder: &Arc<dyn Responder>,
    ) {
        let choice = match &refusal {
            // The roles of a person whom the command names are those of this interaction and of no later one.
            Refusal::Ambiguous { candidates, argument, .. }
                if !candidates.is_empty() && !invocation.arguments.values().any(Value::is_object) =>
            {
                self.offer_view(invocation, Some((*argument).to_owned())).await
            }
            Refusal::Unfit { why, .. } if why.templates().is_some_and(|known| !known.is_empty()) => {
                self.offer_view(invocation, Some("template".to_owned())).await
            }
            Refusal::NotSold { why, .. } => match why.choices() {
                Some((argument, choices)) if !choices.is_empty() => {
                    self.offer_view(invocation, Some(argument.to_owned())).await
                }
                _ => None,
            },
            _ => None,
        };
        let entry = self.entry(invocation, &Target::Bot, AuditResult::Refused).with_detail(refusal.as_str());
        // Who may not do it is told nothing of what others may have done with the same consent.
        let action = (!matches!(refusal, Refusal::Denied(_))).then_some(invocation.action);
        responder.tell(&Answer::Refused { refusal, action, choice }).await;
        self.store().audit_soon(entry).await;
    }

    async fn look(
        &self,
        invocation: &Invocation,
        look: &'static dyn AnyLook,
        permit: &Authorized,
        responder: &Arc<dyn Responder>,
    ) {
        let (tell, partly) = watch::channel(None);
        let looking = async {
            let partly = Partly { every: self.timing().partly, tell };
            let context = self.context(&invocation.actor, invocation.action).telling(partly);
            let looking = look.look(&context, permit, &invocation.arguments);
            tokio::time::timeout(self.timing().read, looking).await
        };
        let showing = self.show_partly(invocation, permit, partly, responder);
        let (looked, ()) = futures_util::future::join(looking, showing).await;
        let outcome = match looked {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(stop)) => return self.stopped(invocation, permit.target(), stop, responder).await,
            Err(_) => {
                return self.stopped(invocation, permit.target(), Failure::Late.into(), responder).await;
            }
        };
        for (account, error) in outcome.failures() {
            log_provider_failure(invocation, permit.target(), account, error);
        }
        let (result, detail) = outcome.record();
        let entry = self.entry(invocation, permit.target(), result).with_detail(detail);
        // What shows personal data is recorded before it is shown; what everybody may see, after.
        if invocation.action.risk() != Risk::Read {
            if let Err(error) = self.store().audit(&entry).await {
                return self.stopped(invocation, permit.target(), error.into(), responder).await;
            }
            self.show_outcome(invocation, outcome, responder).await;
        } else {
            self.show_outcome(invocation, outcome, responder).await;
            self.store().audit_soon(entry).await;
        }
    }

    /// Shows what several accounts have answered so far, until all is known.
    async fn show_partly(
        &self,
        invocation: &Invocation,
        permit: &Authorized,
        mut partly: watch::Receiver<Option<Outcome>>,
        responder: &Arc<dyn Responder>,
    ) {
        let mut recorded = invocation.action.risk() == Risk::Read;
        while partly.changed().await.is_ok() {
            let Some(outcome) = partly.borrow_and_update().clone() else { continue };
            if !recorded {
                let entry = self.entry(invocation, permit.target(), AuditResult::Intent);
                if let Err(error) = self.store().audit(&entry).await {
                    tracing::error!(%error, "Could not record what was about to be shown.");
                    return;
                }
                recorded = true;
            }
            responder.show(&Answer::Outcome(outcome, None)).await;
        }
    }

    async fn show_outcome(&self, invocation: &Invocation, outcome: Outcome, responder: &Arc<dyn Responder>) {
        let pages = outcome.page().map_or(1, |page| page.count);
        let view = if pages > 1 { self.offer_view(invocation, None).await } else { None };
        responder.show(&Answer::Outcome(outcome, view)).await;
    }

    async fn change(
        &self,
        invocation: &Invocation,
        change: &'static dyn AnyChange,
        permit: &Authorized,
        responder: &Arc<dyn Responder>,
    ) {
        let plan = match self.plan(invocation, change, permit).await {
            Ok(Planned::Plan(plan)) => *plan,
            Ok(Planned::Nothing(outcome)) => {
                return self.nothing_to_do(invocation, permit.target(), outcome, responder).await;
            }
            Ok(Planned::Form(state)) => return self.begin_form(invocation, permit, *state, responder).await,
            Err(stop) => return self.stopped(invocation, permit.target(), stop, responder).await,
        };
        match self.authorise_plan(&invocation.actor, invocation.action, &plan) {
            Err(refusal) => self.refuse(invocation, refusal, responder).await,
            Ok(_) if invocation.action.risk().needs_confirmation() => {
                self.ask(invocation, &plan, None, false, responder).await;
            }
            Ok(permit) => {
                // A form is sent once, however often it comes: the journal takes its id once.
                let id = if change.writing().is_some() { invocation.id.clone() } else { Id::random() };
                self.execute(invocation, &id, change, &permit, &plan, responder).await;
            }
        }
    }

    /// Says that what was asked for is so already.
    pub(super) async fn nothing_to_do(
        &self,
        invocation: &Invocation,
        target: &Target,
        outcome: Outcome,
        responder: &Arc<dyn Responder>,
    ) {
        let entry = self.entry(invocation, target, AuditResult::Done).with_detail("nothing to do");
        responder.show(&Answer::Outcome(outcome, None)).await;
        self.store().audit_soon(entry).await;
    }

    pub(super) async fn plan(
        &self,
        invocation: &Invocation,
        change: &'static dyn AnyChange,
        permit: &Authorized,
    ) -> Result<Planned, Stop> {
        if let Some(resource) = permit.target().resource()
            && let Some(lock) = self.store().lock(resource).await?
        {
            // What holds it may be this same form, sent a moment before.
            let own = self.store().journal_state(&invocation.id).await?;
            if own.is_some_and(|state| state != JournalState::Failed) {
                return Err(Refusal::AlreadySent.into());
            }
            return Err(Refusal::Locked { target: permit.target().clone(), lock }.into());
        }
        let context = self.context(&invocation.actor, invocation.action);
        let planning = AssertUnwindSafe(change.plan(&context, permit, &invocation.arguments)).catch_unwind();
        match tokio::time::timeout(self.timing().read, planning).await {
            Ok(Ok(planned)) => planned,
            // The panic itself is in the log; a consent's message must still say how it ended.
            Ok(Err(_)) => Err(Failure::Internal.into()),
            Err(_) => Err(Failure::Late.into()),
        }
    }

    /// Authorises again with what the plan has learned, such as the server's name of now.
    pub(super) fn authorise_plan(
        &self,
        actor: &Actor,
        action: Action,
        plan: &Plan,
    ) -> Result<Authorized, Refusal> {
        self.world().policy.authorise(actor, action, plan.target.clone()).map_err(Refusal::Denied)
    }

    /// Stores a consent and asks for it, in the place of a form where one was filled in for it.
    pub(super) async fn ask(
        &self,
        invocation: &Invocation,
        plan: &Plan,
        form: Option<&OpenForm>,
        changed: bool,
        responder: &Arc<dyn Responder>,
    ) {
        let (store, confirmation) = (self.store(), self.consent(invocation, plan, responder));
        let stored = async {
            let is_first = match form {
                Some(form) => store.turn_into_confirmation(form, &confirmation).await?,
                None => {
                    store.insert_confirmation(&confirmation).await?;
                    true
                }
            };
            if is_first {
                store.audit(&self.entry(invocation, &plan.target, AuditResult::Asked)).await?;
            }
            Ok::<_, StoreError>(is_first)
        };
        match stored.await {
            Ok(true) => self.show_ask(confirmation, plan, changed, responder).await,
            // Of two clicks on the last button one asks for a consent.
            Ok(false) => responder.tell(&Answer::refused(Refusal::Decided)).await,
            Err(error) => self.stopped(invocation, &plan.target, error.into(), responder).await,
        }
    }

    /// The consent that a plan needs.
    fn consent(&self, invocation: &Invocation, plan: &Plan, responder: &Arc<dyn Responder>) -> Confirmation {
        Confirmation {
            id: Id::random(),
            invocation: invocation.id.clone(),
            action: invocation.action,
            arguments: invocation.arguments.clone(),
            target: plan.target.clone(),
            fingerprint: plan.fingerprint.clone(),
            requester: invocation.actor.user,
            deciders: vec![invocation.actor.user],
            address: responder.address(),
            expires: Timestamp::now() + self.world().confirm,
            again: false,
        }
    }

    /// Asks for a consent that is stored.
    async fn show_ask(
        &self,
        confirmation: Confirmation,
        plan: &Plan,
        changed: bool,
        responder: &Arc<dyn Responder>,
    ) {
        let ask = Ask {
            id: confirmation.id.clone(),
            action: confirmation.action,
            target: confirmation.target,
            facts: plan.facts.clone(),
            requester: confirmation.requester,
            expires: confirmation.expires,
            changed,
        };
        if let Some(message) = responder.show(&Answer::Ask(Box::new(ask))).await
            && confirmation.address.message != Some(message)
            && let Err(error) = self.store().set_confirmation_message(&confirmation.id, message).await
        {
            // The buttons work all the same; only the sweep cannot take them away.
            tracing::error!(%error, "Could not note a confirmation's message.");
        }
    }

    /// Says how an invocation ended that came to no outcome.
    pub(super) async fn stopped(
        &self,
        invocation: &Invocation,
        target: &Target,
        stop: Stop,
        responder: &Arc<dyn Responder>,
    ) {
        match stop {
            Stop::Refused(refusal) => self.refuse(invocation, refusal, responder).await,
            Stop::Failed(failure) => {
                let detail = failure.as_str();
                log_failure(invocation, target, &failure);
                let entry = self.entry(invocation, target, AuditResult::Failed).with_detail(detail);
                responder.show(&self.failed(invocation, target, failure)).await;
                self.store().audit_soon(entry).await;
            }
        }
    }

    pub(super) fn failed(&self, invocation: &Invocation, target: &Target, failure: Failure) -> Answer {
        let contact = match &failure {
            Failure::Provider { error, .. }
                if matches!(error.kind, ErrorKind::Unauthorized | ErrorKind::LoginRefused { .. }) =>
            {
                self.world().policy.contact().map(str::to_owned)
            }
            _ => None,
        };
        Answer::Failed {
            failure,
            action: invocation.action,
            target: target.clone(),
            incident: invocation.id.clone(),
            contact,
        }
    }

    pub(super) fn entry(&self, invocation: &Invocation, target: &Target, result: AuditResult) -> AuditEntry {
        AuditEntry::now(&invocation.id, &invocation.actor, invocation.action, target.clone(), result)
    }

    /// Stores what page buttons or a choice do; without the store, the answer comes without them.
    async fn offer_view(&self, invocation: &Invocation, fills: Option<String>) -> Option<Id> {
        let view = View {
            id: Id::random(),
            requester: invocation.actor.user,
            guild: invocation.actor.place.guild,
            channel: invocation.actor.place.channel,
            action: invocation.action,
            arguments: invocation.arguments.clone(),
            fills,
            expires: Timestamp::now() + self.timing().view,
        };
        match self.store().insert_view(&view).await {
            Ok(()) => Some(view.id),
            Err(error) => {
                tracing::error!(%error, "Could not store a view.");
                None
            }
        }
    }

    /// Carries out what a page button or a choice stands for: the view's invocation, from step 1.
    pub(super) async fn revisit(&self, actor: Actor, press: Press, responder: &Arc<dyn Responder>) {
        let (id, change) = match press {
            Press::Turn(id, page) => (id, Change::Page(page)),
            Press::Pick(id, value) => (id, Change::Value(value)),
            Press::Confirm(_)
            | Press::Cancel(_)
            | Press::Card(..)
            | Press::Snooze(..)
            | Press::Form(..)
            | Press::Unknown => {
                return self.stale(responder).await;
            }
        };
        let view = match self.store().view(&id, Timestamp::now()).await {
            Ok(view) => view,
            Err(error) => {
                tracing::error!(%error, "Could not read a view.");
                None
            }
        };
        let here = |view: &View| view.guild == actor.place.guild && view.channel == actor.place.channel;
        let Some(view) = view.filter(here) else { return self.stale(responder).await };
        let is_choice = matches!(change, Change::Value(_));
        let mut arguments: Arguments = view.arguments;
        match (change, view.fills) {
            (Change::Page(page), None) => arguments.insert("page".to_owned(), Value::from(page)),
            // A text comes by its form alone.
            (Change::Value(value), Some(argument)) if !is_written(view.action, &argument) => {
                arguments.insert(argument, Value::from(value))
            }
            _ => return self.stale(responder).await,
        };
        let invocation = Invocation { id: Id::random(), actor, action: view.action, arguments };
        if !self.world().policy.allows(&invocation.actor, view.action, Scope::Anything) {
            let denial = self.world().policy.denial(view.action);
            return self.refuse(&invocation, Refusal::Denied(denial), responder).await;
        }
        if view.requester != invocation.actor.user {
            let refusal = Refusal::NotYours { deciders: vec![view.requester] };
            return self.refuse(&invocation, refusal, responder).await;
        }
        if is_choice {
            // Two choices from one menu would ask for two things.
            match self.store().end_view(&id).await {
                Ok(true) => {}
                Ok(false) => return self.stale(responder).await,
                Err(error) => {
                    let target = Target::Bot;
                    return self.stopped(&invocation, &target, error.into(), responder).await;
                }
            }
            // A form can only be the first answer, and so takes the place of saying what was chosen.
            if missing_text(&invocation).is_none() {
                responder.close_menu().await;
            }
        }
        self.invoke(&invocation, responder).await;
    }

    pub(super) async fn stale(&self, responder: &Arc<dyn Responder>) {
        responder.expect(Visibility::Ephemeral);
        responder.tell(&Answer::refused(Refusal::Stale)).await;
    }
}

enum Change {
    Page(usize),
    Value(String),
}

/// Logs a failure's cause once, under the id that the person is shown.
pub(super) fn log_failure(invocation: &Invocation, target: &Target, failure: &Failure) {
    let (action, incident) = (invocation.action, invocation.id.short());
    match failure {
        Failure::Provider { account, error } | Failure::Payment { account, error, .. } => {
            log_provider_failure(invocation, target, account, error)
        }
        Failure::Gone(_) => tracing::info!(%incident, %action, %target, "The target is no longer there."),
        Failure::Late => tracing::warn!(%incident, %action, %target, "An answer took too long."),
        Failure::Internal => tracing::error!(%incident, %action, %target, "The bot failed."),
    }
}

fn log_provider_failure(invocation: &Invocation, target: &Target, account: &AccountName, error: &Error) {
    if error.kind == ErrorKind::ServerNeeded {
        // Nothing was asked and nothing has failed: a server is to be named.
        return;
    }
    let (action, incident) = (invocation.action, invocation.id.short());
    tracing::warn!(%incident, %action, %target, %account, %error, kind = ?error.kind, "A provider failed.");
}

//! Forms that are filled in question by question: each click is authorised, taken once, and kept before it is shown.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::invoke::log_failure;
use super::{Answer, Closed, Dispatch, Form, Invocation, Responder};
use crate::actions::{AnyChange, Failure, Handler, Planned, Refusal, Stop};
use crate::domain::form::{FormItem, FormState, Step, StepKind};
use crate::domain::order::NotSold;
use crate::domain::outcome::AuditResult;
use crate::domain::{Actor, Id, MessageId, Operation, Target, UserId};
use crate::policy::Authorized;
use crate::providers::inventory::Known;
use crate::store::{OpenForm, StoreError};

/// How long a cold inventory is waited for.
const COLD_WAIT: Duration = Duration::from_secs(1);

/// How many characters a number or a word has at most.
const NUMBER: usize = 20;
/// The arguments that a form asks for itself.
const ASKED: [&str; 5] = ["cycle", "domain", "options", "pay_method", "guided"];

/// What is done with a form. All of it is untrusted input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormPress {
    /// Choose the answer, or the plan to add, of that number.
    Choose(usize),
    /// Answer with yes.
    Yes,
    /// Answer with no.
    No,
    /// Write the answer.
    Write,
    /// Go on with the answer as it is, which may be none.
    Skip,
    /// Go on without the answer that there is.
    Clear,
    /// Go back.
    Back,
    /// Turn to a page of the answers, from 0.
    Page(usize),
    /// Add another thing.
    Add,
    /// Everything is answered: ask for the consent.
    Finish,
    /// Give the form up.
    Cancel,
}

/// A form as it is shown.
#[derive(Clone, Debug)]
pub struct FormView {
    /// Its id, which its components carry.
    pub id: Id,
    /// How many clicks were taken, which its components carry as well.
    pub turn: u32,
    /// The questions and the answers so far.
    pub state: FormState,
    /// Whose it is.
    pub requester: UserId,
    /// When it ends.
    pub expires: Timestamp,
    /// What was wrong with the last answer, and at which provider.
    pub fault: Option<Box<Refusal>>,
}

/// A form in which one answer is written.
#[derive(Clone, Debug)]
pub struct StepForm {
    /// The id of the form that it belongs to.
    pub id: Id,
    /// How many clicks that had taken.
    pub turn: u32,
    /// The question's id; foreign text.
    pub step: String,
    /// What is asked; foreign text.
    pub title: String,
    /// How many characters an answer has at most.
    pub longest: usize,
    /// An answer of the right form, where it must have one.
    pub example: Option<&'static str>,
}

impl Dispatch {
    /// Stores a form and shows its first question.
    pub(super) async fn begin_form(
        &self,
        invocation: &Invocation,
        permit: &Authorized,
        state: FormState,
        responder: &Arc<dyn Responder>,
    ) {
        let target = permit.target();
        let form = OpenForm {
            id: Id::random(),
            invocation: invocation.id.clone(),
            requester: invocation.actor.user,
            address: responder.address(),
            action: invocation.action,
            arguments: invocation.arguments.clone(),
            target: target.clone(),
            state,
            turn: 0,
            expires: Timestamp::now() + self.timing().view,
        };
        let stored = async {
            self.store().insert_form(&form).await?;
            self.store().audit(&self.entry(invocation, target, AuditResult::Asked)).await
        };
        if let Err(error) = stored.await {
            return self.stopped(invocation, target, error.into(), responder).await;
        }
        self.show_form(&form, None, responder).await;
    }

    async fn show_form(&self, form: &OpenForm, fault: Option<Refusal>, responder: &Arc<dyn Responder>) {
        let view = FormView {
            id: form.id.clone(),
            turn: form.turn,
            state: form.state.clone(),
            requester: form.requester,
            expires: form.expires,
            fault: fault.map(Box::new),
        };
        if let Some(message) = responder.show(&Answer::Form(Box::new(view))).await
            && form.address.message != Some(message)
            && let Err(error) = self.store().set_form_message(&form.id, message).await
        {
            // Its components work all the same; only the sweep cannot take them away.
            tracing::error!(%error, "Could not note a form's message.");
        }
    }

    /// The form that a click or a written answer belongs to, when it is this person's, here, now, and of this turn.
    ///
    /// Whatever is wrong has been said when this comes back empty. Nothing about the form is told before the person is
    /// authorised.
    async fn open_form(
        &self,
        actor: Actor,
        id: &Id,
        turn: u32,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) -> Option<(Invocation, Authorized, OpenForm)> {
        let found = self.store().form(id).await.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not read a form.");
            None
        });
        let here = |form: &OpenForm| {
            let address = &form.address;
            address.guild == actor.place.guild
                && address.channel == actor.place.channel
                && (address.message.is_none() || address.message == message)
        };
        let Some(mut form) = found.filter(here) else {
            self.stale(responder).await;
            return None;
        };
        let invocation = Invocation {
            id: form.invocation.clone(),
            actor,
            action: form.action,
            arguments: form.arguments.clone(),
        };
        let permit = match self.world().policy.authorise(&invocation.actor, form.action, form.target.clone())
        {
            Ok(permit) => permit,
            Err(denial) => {
                self.refuse(&invocation, Refusal::Denied(denial), responder).await;
                return None;
            }
        };
        if form.requester != invocation.actor.user {
            let refusal = Refusal::NotYours { deciders: vec![form.requester] };
            self.refuse(&invocation, refusal, responder).await;
            return None;
        }
        if form.expires <= Timestamp::now() {
            self.end_overdue(&form).await;
            responder.show(&over(Closed::Expired, &form)).await;
            return None;
        }
        if form.turn != turn {
            responder.tell(&Answer::refused(Refusal::Decided)).await;
            return None;
        }
        form.address.message = message.or(form.address.message);
        Some((invocation, permit, form))
    }

    /// Carries out what a form's button or menu stands for.
    pub(super) async fn press_form(
        &self,
        actor: Actor,
        (id, turn, press): (&Id, u32, FormPress),
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        let opened = self.open_form(actor, id, turn, message, responder).await;
        let Some((invocation, permit, mut form)) = opened else { return };
        let state = &mut form.state;
        let mut fault = None;
        match press {
            FormPress::Write => {
                let Some(step) = state.step() else { return self.stale(responder).await };
                let (longest, example) = match &step.kind {
                    StepKind::Text { longest } => (*longest, None),
                    StepKind::Line(line) => (line.longest(), Some(line.example())),
                    StepKind::Number { .. }
                    | StepKind::Choice(_)
                    | StepKind::Several(_)
                    | StepKind::YesNo { .. } => (NUMBER, None),
                };
                let (step, title) = (step.id.clone(), step.title.clone());
                let asked = StepForm { id: form.id, turn, step, title, longest, example };
                // A form that does not open asks for another press of the same button.
                responder.ask(&Form::Step(asked)).await;
                return;
            }
            FormPress::Cancel => {
                return match self.store().end_form(&form.id, turn).await {
                    Ok(true) => {
                        responder.show(&over(Closed::Cancelled, &form)).await;
                        let entry = self.entry(&invocation, &form.target, AuditResult::Cancelled);
                        self.store().audit_soon(entry).await;
                    }
                    Ok(false) => responder.tell(&Answer::refused(Refusal::Decided)).await,
                    Err(error) => self.stopped(&invocation, &form.target, error.into(), responder).await,
                };
            }
            FormPress::Finish => return self.finish_form(invocation, permit, form, responder).await,
            FormPress::Add if state.can_add() => {
                let Ok(account) =
                    self.context(&invocation.actor, form.action).account_of(&form.target).cloned()
                else {
                    return self.stale(responder).await;
                };
                let known = account.plans().known_within(COLD_WAIT).await;
                let Known::Items(plans) = known else { return self.stale(responder).await };
                let plans = plans.iter().filter(|plan| plan.on_sale);
                state.adding = Some(plans.map(|plan| (plan.resource.clone(), plan.name.clone())).collect());
                state.page = 0;
            }
            FormPress::Choose(number) if state.adding.is_some() => {
                let chosen = state.adding.as_ref().and_then(|plans| plans.get(number)).cloned();
                let Some((plan, name)) = chosen else { return self.stale(responder).await };
                let steps = self.steps_of(&permit, &plan.id).await;
                match steps {
                    Ok(steps) => state.add(FormItem { plan, name, steps, answers: Default::default() }),
                    Err(stop) => return self.stopped(&invocation, &form.target, stop, responder).await,
                }
            }
            FormPress::Choose(number) => {
                let value = state.step().and_then(|step| match &step.kind {
                    StepKind::Choice(entries) => Some((false, entries.get(number)?.value.clone())),
                    StepKind::Several(entries) => Some((true, entries.get(number)?.value.clone())),
                    _ => None,
                });
                match value {
                    Some((true, value)) => state.toggle(&value),
                    Some((false, value)) => fault = state.answer(&value).err(),
                    None => return self.stale(responder).await,
                }
            }
            FormPress::Yes => fault = state.answer("yes").err(),
            FormPress::No => fault = state.answer("no").err(),
            FormPress::Skip if state.skip() => {}
            FormPress::Clear if state.clear() => {}
            FormPress::Back => state.back(),
            FormPress::Page(page) => state.turn(page),
            FormPress::Skip | FormPress::Clear | FormPress::Add => return self.stale(responder).await,
        }
        let fault = fault.and_then(|why| self.not_sold(&form.target, why));
        self.turn_form(&invocation, form, fault, responder).await;
    }

    /// Takes an answer that was written.
    pub(super) async fn submit_step(
        &self,
        actor: Actor,
        (id, turn, text): (&Id, u32, &str),
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        let opened = self.open_form(actor, id, turn, message, responder).await;
        let Some((invocation, _, mut form)) = opened else { return };
        let fault = form.state.answer(text).err().and_then(|why| self.not_sold(&form.target, why));
        self.turn_form(&invocation, form, fault, responder).await;
    }

    /// Keeps what a click has made of a form and shows it; of two clicks on the same question one is taken.
    async fn turn_form(
        &self,
        invocation: &Invocation,
        mut form: OpenForm,
        fault: Option<Refusal>,
        responder: &Arc<dyn Responder>,
    ) {
        form.expires = Timestamp::now() + self.timing().view;
        match self.store().turn_form(&form).await {
            Ok(true) => {
                form.turn += 1;
                self.show_form(&form, fault, responder).await;
            }
            Ok(false) => responder.tell(&Answer::refused(Refusal::Decided)).await,
            Err(error) => self.stopped(invocation, &form.target, error.into(), responder).await,
        }
    }

    /// Asks for the consent to what a form was filled in for; what the provider does not take is said in the form.
    async fn finish_form(
        &self,
        mut invocation: Invocation,
        permit: Authorized,
        form: OpenForm,
        responder: &Arc<dyn Responder>,
    ) {
        let Handler::Change(change) = Handler::of(form.action) else { return self.stale(responder).await };
        if form.state.step().is_some() || form.state.adding.is_some() {
            return self.stale(responder).await;
        }
        let (answers, more) = match form.state.wish() {
            Ok(wish) => wish,
            Err(why) => {
                let fault = self.not_sold(&form.target, why);
                return self.turn_form(&invocation, form, fault, responder).await;
            }
        };
        // What was chosen in the form stands for the options that it began with.
        invocation.arguments.retain(|name, _| !ASKED.contains(&name.as_str()));
        let plan = form.state.items.first().map(|item| item.plan.to_string());
        if let (Some(argument), Some(plan)) = (invocation.arguments.get_mut("plan"), plan) {
            *argument = Value::from(plan);
        }
        invocation.arguments.insert("answers".to_owned(), json!(answers));
        if !more.is_empty() {
            invocation.arguments.insert("more".to_owned(), json!(more));
        }
        self.plan_form(invocation, change, permit, form, responder).await;
    }

    async fn plan_form(
        &self,
        invocation: Invocation,
        change: &'static dyn AnyChange,
        permit: Authorized,
        form: OpenForm,
        responder: &Arc<dyn Responder>,
    ) {
        let plan = match self.plan(&invocation, change, &permit).await {
            Ok(Planned::Plan(plan)) => *plan,
            Err(Stop::Refused(refusal @ Refusal::NotSold { .. })) => {
                return self.turn_form(&invocation, form, Some(refusal), responder).await;
            }
            Ok(Planned::Nothing(_) | Planned::Form(_)) => return self.stale(responder).await,
            Err(Stop::Refused(refusal)) => return self.refuse(&invocation, refusal, responder).await,
            Err(Stop::Failed(failure)) => {
                // The form stays, so that the same button can be pressed when the provider is back.
                log_failure(&invocation, &form.target, &failure);
                let answer = self.failed(&invocation, &form.target, failure);
                return responder.tell(&answer).await;
            }
        };
        if let Err(refusal) = self.authorise_plan(&invocation.actor, invocation.action, &plan) {
            return self.refuse(&invocation, refusal, responder).await;
        }
        self.ask(&invocation, &plan, Some(&form), false, responder).await;
    }

    /// What another plan of the permit's account can be ordered with.
    async fn steps_of(&self, permit: &Authorized, plan: &str) -> Result<Vec<Step>, Stop> {
        let account = permit.target().account().and_then(|name| self.world().registry.get(name).cloned());
        let Some(account) = account.filter(|account| account.has(Operation::PlanShow)) else {
            return Ok(vec![]);
        };
        account
            .reads()
            .steps(plan)
            .await
            .map_err(|error| Stop::Failed(Failure::Provider { account: account.name().clone(), error }))
    }

    fn not_sold(&self, target: &Target, why: NotSold) -> Option<Refusal> {
        let account = self.world().registry.get(target.account()?).cloned()?;
        Some(Refusal::NotSold { account: account.name().clone(), provider: account.provider(), why })
    }

    /// Ends a form whose time is over.
    async fn end_overdue(&self, form: &OpenForm) -> bool {
        self.store().end_form(&form.id, form.turn).await.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not end a form.");
            false
        })
    }

    /// Ends the forms whose time is over, and takes their components away.
    pub(super) async fn sweep_forms(&self) -> Result<(), StoreError> {
        for form in self.store().overdue_forms(Timestamp::now()).await? {
            if self.end_overdue(&form).await && !form.address.ephemeral && form.address.message.is_some() {
                let dispatch = self.clone();
                self.spawn(async move {
                    // When the bot stops before, a click says the same.
                    let _ = dispatch.put_surely(&form.address, &over(Closed::Expired, &form)).await;
                });
            }
        }
        Ok(())
    }
}

fn over(why: Closed, form: &OpenForm) -> Answer {
    Answer::Closed { why, action: form.action, target: form.target.clone() }
}

//! `/cert order`: buys a certificate.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::account::person::is_mail_address;
use crate::actions::order::purchase;
use crate::actions::resolve::COLD_WAIT;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::certificate::{CertificatePlan, NotARequest, SigningRequest};
use crate::domain::contact::Contact;
use crate::domain::job::Watch;
use crate::domain::order::{Answers, CertificateWish, NotSold, Wish};
use crate::domain::outcome::Plan;
use crate::domain::{Action, Error, Id, ResourceRef, Target};
use crate::policy::Authorized;

/// Buys a certificate.
pub struct Order;

/// The arguments of `/cert order`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    plan: String,
    years: u32,
    approver_email: String,
    software: Option<String>,
    contact: Option<String>,
    pay_method: Option<String>,
    /// The signing request: asked for in a form.
    csr: Option<String>,
}

impl Args {
    fn request(&self) -> Result<Option<SigningRequest>, Refusal> {
        let read = self.csr.as_deref().map(SigningRequest::read).transpose();
        read.map_err(|why| match why {
            NotARequest::Private => Refusal::PrivateKey,
            NotARequest::Malformed => bad("csr", ""),
        })
    }

    fn approver(&self) -> Result<&str, Refusal> {
        let approver = self.approver_email.trim();
        is_mail_address(approver)
            .then_some(approver)
            .ok_or_else(|| bad("approver_email", &self.approver_email))
    }

    /// Refuses what the plan is known not to take, and asks how it is paid, before anybody pastes a request for nothing.
    /// What is not known yet, the offer says.
    async fn choices(&self, context: &Context<'_>, plan: &Target) -> Result<(), Refusal> {
        let Ok(account) = context.account_of(plan) else { return Ok(()) };
        let refused = |step: &str, text: String, known| {
            Err(purchase::not_sold(account, NotSold::BadAnswer { step: step.to_owned(), text, known }))
        };
        let plans = account.certificate_plans().known();
        let known = plans.items().iter().find(|known| Some(&known.resource) == plan.resource());
        let years: Vec<_> = known.iter().flat_map(|plan| &plan.periods).map(|period| period.years).collect();
        if !years.is_empty() && !years.contains(&self.years) {
            let known = years.iter().map(ToString::to_string).collect();
            return refused("years", self.years.to_string(), known);
        }
        let methods = account.payment_methods().known_within(COLD_WAIT).await;
        let methods: Vec<_> = methods
            .items()
            .iter()
            .filter_map(|method| Some((method.name.clone(), method.id.clone()?)))
            .collect();
        match &self.pay_method {
            None if methods.len() > 1 => {
                Err(purchase::not_sold(account, NotSold::MethodMissing { known: methods }))
            }
            Some(text)
                if !methods.is_empty()
                    && !methods.iter().any(|(name, id)| {
                        id == text.trim() || name.trim().eq_ignore_ascii_case(text.trim())
                    }) =>
            {
                refused("pay_method", text.clone(), methods.into_iter().map(|(name, _)| name).collect())
            }
            _ => Ok(()),
        }
    }

    /// The contact that is named: one of the account that pays, and one whom the actor may see.
    async fn contact(&self, context: &Context<'_>, payer: &Target) -> Result<Option<ResourceRef>, Refusal> {
        let Some(text) = &self.contact else { return Ok(None) };
        let contact = context.doing(Action::AccountContacts).named::<Contact>("contact", text).await?;
        match contact.resource().filter(|contact| Some(&contact.account) == payer.account()) {
            Some(contact) => Ok(Some(contact.clone())),
            None => Err(bad("contact", text)),
        }
    }
}

fn bad(argument: &'static str, text: &str) -> Refusal {
    Refusal::BadArgument { argument, text: text.to_owned() }
}

#[async_trait]
impl Verb for Order {
    const ACTION: Action = Action::CertOrder;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.approver()?;
        args.request()?;
        let plan = context.named::<CertificatePlan>("plan", &args.plan).await?;
        args.contact(context, &plan).await?;
        if args.csr.is_none() {
            args.choices(context, &plan).await?;
        }
        Ok(plan)
    }
}

#[async_trait]
impl Change for Order {
    const WRITING: Option<Writing> = Some(Writing {
        argument: "csr",
        lines: |_| &[],
        bind: |arguments, target| {
            if let Some(plan) = target.resource() {
                arguments.insert("plan".to_owned(), plan.to_string().into());
            }
        },
    });

    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let Some(plan) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let request = args.request()?.ok_or_else(|| bad("csr", ""))?;
        let contact = args.contact(context, permit.target()).await?.map(|contact| contact.id);
        let chosen = [
            ("years", Some(args.years.to_string())),
            ("approver_email", Some(args.approver()?.to_owned())),
            ("software", args.software.clone()),
            ("contact", contact),
            ("pay_method", args.pay_method.clone()),
        ];
        let answers: Answers =
            chosen.into_iter().filter_map(|(id, answer)| Some((id.to_owned(), answer?))).collect();
        let wish = CertificateWish { plan: plan.id.clone(), request, answers };
        purchase::offered(context, permit, &Wish::Certificate(wish)).await
    }

    fn watch(context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
        purchase::watch(context, plan, id)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, id: &Id) -> Result<Done, Error> {
        let done = purchase::buy(context, permit, plan, id).await?;
        if let Ok(account) = context.account_of(permit.target()) {
            account.certificates().expire();
        }
        Ok(done)
    }
}

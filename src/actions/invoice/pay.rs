//! `/invoice pay`: pays an invoice from the account's credit, in whole or in part.

use async_trait::async_trait;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::invoice::{AppliedCredit, Invoice, InvoiceDetail, NotPayable, Paid, Payment, Standing};
use crate::domain::job::{PaymentWatch, Watch};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Action, Error, Id, Money, Target};
use crate::policy::Authorized;

/// The decimals of a currency that is not told.
const DECIMALS: u32 = 2;

/// Pays an invoice.
pub struct Pay;

/// The arguments of `/invoice pay`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    invoice: String,
    amount: Option<String>,
}

impl Args {
    /// The amount, when it is one that can be paid; `None` for all that is due.
    fn amount(&self) -> Result<Option<Decimal>, Refusal> {
        self.amount
            .as_deref()
            .map(|text| {
                amount(text).ok_or(Refusal::BadArgument { argument: "amount", text: text.to_owned() })
            })
            .transpose()
    }
}

/// The amount that a person typed, with a point or a comma before the decimals.
fn amount(text: &str) -> Option<Decimal> {
    let plain = text.trim().replace(',', ".");
    let is_number = plain.starts_with(|first: char| first.is_ascii_digit())
        && plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount: Decimal = plain.parse().ok().filter(|_| is_number)?;
    (amount > Decimal::ZERO).then_some(amount)
}

#[async_trait]
impl Verb for Pay {
    const ACTION: Action = Action::InvoicePay;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.amount()?;
        context.named::<Invoice>("invoice", &args.invoice).await
    }
}

#[async_trait]
impl Change for Pay {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let (invoice, credit) = tokio::try_join!(
            context.ask(permit, |reads| async move { reads.invoice(&resource.id).await }),
            context.ask(permit, |reads| async move { reads.credit().await }),
        )?;
        let name = Some(invoice.invoice.name().to_owned());
        let standing = invoice.invoice.standing(account.today());
        let payment =
            payment(&invoice, standing, credit, args.amount()?).map_err(|why| Refusal::NotPayable {
                invoice: ResourceName { resource: resource.clone(), name: name.clone() },
                why: Box::new(why),
            })?;
        Ok(Planned::of(Plan {
            // Everything that a payer decides by: another amount or state of the invoice asks for a new consent.
            fingerprint: {
                let Payment { amount, due, used, .. } = &payment;
                format!("{amount:?}\n{due:?}\n{used:?}\n{}", invoice.invoice.state)
            },
            target: Target::Resource { resource: resource.clone(), name },
            facts: PlanFacts::Payment { payment, invoice: Box::new(invoice), provider: account.provider() },
        }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::Payment { payment, .. } = &plan.facts else { return None };
        Some(Watch::Payment(PaymentWatch::new(payment.clone())))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let (PlanFacts::Payment { payment, provider, .. }, Target::Resource { resource, name }) =
            (&plan.facts, &plan.target)
        else {
            unreachable!("a plan to pay has the facts of a payment and an invoice to pay");
        };
        // Always with the amount: that is what was consented to, whatever is due by now.
        let applied = context.changes(permit).pay(permit, Some(payment.amount.amount)).await?;
        if let Ok(account) = context.account_of(permit.target()) {
            account.invoices().expire();
        }
        // What the provider took without saying what it did is looked for on the invoice.
        if !says_what_was_paid(&applied) {
            return Ok(Done::Accepted);
        }
        Ok(Done::Finished(Outcome::Paid(Box::new(Paid {
            invoice: ResourceName { resource: resource.clone(), name: name.clone() },
            provider: *provider,
            payment: payment.clone(),
            applied,
        }))))
    }
}

/// Whether the provider told an amount that it used, and did not just take the request.
fn says_what_was_paid(applied: &AppliedCredit) -> bool {
    applied.amount.is_some_and(|amount| amount.amount > Decimal::ZERO)
}

/// What would be paid, or why it is not.
fn payment(
    invoice: &InvoiceDetail,
    standing: Standing,
    credit: Option<Money>,
    wanted: Option<Decimal>,
) -> Result<Payment, NotPayable> {
    let nothing = || NotPayable::Nothing { state: invoice.invoice.state.clone() };
    match standing {
        Standing::Paid => return Err(NotPayable::Paid),
        Standing::Other if invoice.invoice.comes_to_nothing() => return Err(nothing()),
        Standing::Other => return Err(NotPayable::Over { state: invoice.invoice.state.clone() }),
        Standing::Overdue | Standing::Unpaid => {}
    }
    let (Some(due), Some(credit)) = (invoice.due(), credit) else { return Err(NotPayable::Untold) };
    if due.amount <= Decimal::ZERO {
        return Err(nothing());
    }
    if due.currency.zip(credit.currency).is_some_and(|(due, credit)| due != credit) {
        return Err(NotPayable::OtherCurrency { due });
    }
    let amount = Money { amount: wanted.unwrap_or(due.amount), currency: due.currency.or(credit.currency) };
    let decimals = amount.currency.map_or(DECIMALS, |currency| currency.decimals());
    if amount.amount.normalize().scale() > decimals {
        return Err(NotPayable::TooFine { decimals });
    }
    if amount.amount > due.amount {
        return Err(NotPayable::AboveDue { due });
    }
    if amount.amount > credit.amount {
        return Err(NotPayable::AboveCredit { amount });
    }
    Ok(Payment { amount, due, credit, used: invoice.credit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them_and_nothing_else_is_one() {
        for (text, value) in [("10", "10"), (" 19.65 ", "19.65"), ("10,50", "10.50"), ("0.01", "0.01")] {
            assert_eq!(amount(text), Some(value.parse().unwrap()), "{text}");
        }
        for text in ["", "0", "0.00", "-5", "+5", "1e3", "1.000,50", "ten", "5 USD", ".5", "1_000"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }
}

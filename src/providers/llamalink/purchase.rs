//! Purchases as LlamaLink wants to see them: everything of an offer that is sent when it is bought.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Number, Value, json};

use super::error;
use crate::domain::order::{Goods, Offer};
use crate::domain::{Error, Operation, ProviderName};

/// A purchase, before it becomes a call.
pub struct PurchaseRequest {
    pub operation: Operation,
    pub path: &'static [&'static str],
    pub body: Value,
}

impl PurchaseRequest {
    /// The request that buys the offer.
    pub fn of(offer: &Offer) -> Result<Self, Error> {
        match &offer.goods {
            Goods::Plan(plan) => {
                let operation = Operation::OrderBuy;
                let body = json!({"planId": plan.resource.id, "os": system(operation, offer)?});
                Ok(PurchaseRequest { operation, path: &["user", "subscribe-vps"], body })
            }
            Goods::Custom(server) => {
                let operation = Operation::OrderCustom;
                let price = offer.price.and_then(|price| number(price.amount));
                let price = price.ok_or_else(|| error::not_for_sale(operation, "the offer has no price"))?;
                let body = json!({
                    "name": server.name,
                    "cpuType": server.cpu_type,
                    "cpuCores": server.cpu_cores,
                    "ram": number(server.memory_gb),
                    "storageType": server.storage_type,
                    "storageGB": server.storage_gb,
                    "ipv4": server.ipv4,
                    "estimatedPrice": price,
                    "os": system(operation, offer)?,
                });
                Ok(PurchaseRequest { operation, path: &["user", "custom-packages"], body })
            }
            goods @ Goods::Certificate(_) => {
                Err(Error::unsupported(ProviderName::LlamaLink, goods.operation()))
            }
        }
    }
}

fn system(operation: Operation, offer: &Offer) -> Result<&str, Error> {
    let system = offer.system.as_ref().map(|system| system.id.as_str());
    system.ok_or_else(|| error::not_for_sale(operation, "the offer has no operating system"))
}

/// The amount as a JSON number with the digits of the amount.
///
/// Only the text is exact: of sums in binary fractions, 362.4 comes out as 362.40000000000003.
fn number(amount: Decimal) -> Option<Number> {
    let amount = amount.normalize();
    if amount.scale() == 0 {
        return amount.to_u64().map(Number::from);
    }
    amount.to_string().parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(amount: &str) -> String {
        let body = json!({"estimatedPrice": number(amount.parse().unwrap()).unwrap()});
        body.to_string().trim_start_matches("{\"estimatedPrice\":").trim_end_matches('}').to_owned()
    }

    #[test]
    fn the_documented_price_is_sent_as_it_is_documented() {
        assert_eq!(text("362.4"), "362.4");
        assert_eq!(text("362.40"), "362.4");
        assert_eq!(text("304.00"), "304");
        assert_eq!(text("0.07"), "0.07");
        assert_eq!(text("0"), "0");
    }

    #[test]
    fn every_price_below_a_thousand_is_sent_digit_by_digit() {
        for hundredths in 0..100_000 {
            let amount = Decimal::new(hundredths, 2);
            assert_eq!(text(&amount.to_string()), amount.normalize().to_string());
        }
    }

    proptest! {
        #[test]
        fn any_price_in_hundredths_is_sent_digit_by_digit(hundredths in 0i64..1_000_000_000_000_000) {
            let amount = Decimal::new(hundredths, 2);
            prop_assert_eq!(text(&amount.to_string()), amount.normalize().to_string());
        }
    }
}

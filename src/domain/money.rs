//! Money: exact amounts with the currency that the provider or the configuration states.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// The text is not a currency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters, such as EUR")]
pub struct NotACurrency;

impl Currency {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimals its amounts have, as ISO 4217 says.
    pub fn decimals(&self) -> u32 {
        match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| NotACurrency)?;
        if code.iter().all(u8::is_ascii_uppercase) { Ok(Currency(code)) } else { Err(NotACurrency) }
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;

    fn try_from(text: String) -> Result<Self, NotACurrency> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.as_str().to_owned()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An exact amount; its currency is `None` where neither the provider nor the configuration states one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in the currency's main unit.
    pub amount: Decimal,
    /// The currency.
    pub currency: Option<Currency>,
}

impl Money {
    /// What is left after so much of it; the amount's own currency plays no part.
    #[must_use]
    pub fn less(self, amount: Decimal) -> Money {
        Money { amount: self.amount.saturating_sub(amount), ..self }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Two decimals at least; more where the provider charges finer.
        let amount = self.amount.normalize();
        let places = amount.scale().max(2) as usize;
        write!(f, "{amount:.places$}")?;
        if let Some(currency) = &self.currency {
            write!(f, " {}", currency.as_str())?;
        }
        Ok(())
    }
}

/// Sums of money, one per currency; amounts of different currencies are never added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals(Vec<Money>);

impl Totals {
    /// Adds an amount to the sum of its currency; a sum too large to be represented stays as it is.
    pub fn add(&mut self, money: Money) {
        match self.0.iter_mut().find(|sum| sum.currency == money.currency) {
            Some(sum) => sum.amount = sum.amount.saturating_add(money.amount),
            None => self.0.push(money),
        }
    }

    /// The sums, in the order in which their currencies first came.
    pub fn iter(&self) -> impl Iterator<Item = &Money> {
        self.0.iter()
    }
}

impl FromIterator<Money> for Totals {
    fn from_iter<I: IntoIterator<Item = Money>>(amounts: I) -> Self {
        let mut totals = Totals::default();
        amounts.into_iter().for_each(|money| totals.add(money));
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: Option<&str>) -> Money {
        Money { amount: amount.parse().unwrap(), currency: currency.map(|code| code.parse().unwrap()) }
    }

    #[test]
    fn money_reads_with_two_decimals_and_its_currency() {
        assert_eq!(money("54", Some("ILS")).to_string(), "54.00 ILS");
        assert_eq!(money("362.4", None).to_string(), "362.40");
        assert_eq!(money("0.0125", Some("EUR")).to_string(), "0.0125 EUR");
    }

    #[test]
    fn amounts_of_different_currencies_are_never_added() {
        let totals: Totals =
            [money("1", Some("EUR")), money("2", Some("ILS")), money("0.5", Some("EUR")), money("3", None)]
                .into_iter()
                .collect();
        let sums: Vec<String> = totals.iter().map(Money::to_string).collect();
        assert_eq!(sums, ["1.50 EUR", "2.00 ILS", "3.00"]);
    }
}

//! What accounts hold, owe and will owe.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::listed::{Answers, AnyList, Page, PerAccount};
use super::money::{Currency, Totals};
use super::{AccountName, Error, Money, ProviderName, ResourceRef};

/// What one account holds, owes and will owe, as far as its provider tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balance {
    /// Money that the account holds at the provider.
    pub credit: Option<Money>,
    /// What the provider has given the account for some of its services.
    pub bonus: Option<Money>,
    /// What the account owes: its unpaid invoices together.
    pub owed: Option<Money>,
    /// What is paid regularly: one per subscription.
    pub subscriptions: Vec<Subscription>,
    /// Cards that the provider would charge.
    pub cards: Option<Vec<Card>>,
}

impl Balance {
    /// What is being paid for.
    pub fn running(&self) -> impl Iterator<Item = &Subscription> {
        self.subscriptions.iter().filter(|subscription| subscription.is_running())
    }

    /// The currency of its amounts, where one of them tells it.
    pub fn currency(&self) -> Option<Currency> {
        [self.credit, self.bonus, self.owed].into_iter().flatten().find_map(|money| money.currency)
    }
}

/// What several accounts hold, owe and will owe, one page of it.
#[derive(Clone, Debug)]
pub struct Balances {
    /// What each account answered, and the day that it is there; those of all pages.
    accounts: Vec<PerAccount<(Balance, Date)>>,
    /// The accounts that have not answered yet.
    pub awaited: Vec<(AccountName, ProviderName)>,
    /// The accounts of all that are meant whose providers tell no balance.
    pub untold: Vec<AccountName>,
    /// Which page this is.
    pub page: Page,
}

/// What several accounts come to, kind by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BalanceSums {
    /// Money that they hold at the providers.
    pub credit: Totals,
    /// What the providers have given them.
    pub bonus: Totals,
    /// What they owe.
    pub owed: Totals,
    /// What they pay a month.
    pub monthly: Totals,
}

impl Balances {
    /// How many accounts a page shows.
    pub const PAGE: usize = 8;

    /// The page of that index, beside accounts whose providers tell no balance.
    pub fn new(answers: Answers<(Balance, Date)>, untold: Vec<AccountName>, index: usize) -> Self {
        let Answers { accounts, awaited } = answers;
        let page = Page::new(index, accounts.len(), Self::PAGE);
        Balances { accounts, awaited, untold, page }
    }

    /// The accounts on this page.
    pub fn shown(&self) -> impl Iterator<Item = &PerAccount<(Balance, Date)>> {
        self.accounts.iter().skip(self.page.index * Self::PAGE).take(Self::PAGE)
    }

    /// What those that answered come to, on all pages; `None` where that is one account at most.
    pub fn sums(&self) -> Option<BalanceSums> {
        let answered = || self.accounts.iter().filter_map(|account| account.result.as_ref().ok());
        (answered().count() > 1).then(|| {
            let mut sums = BalanceSums::default();
            for (balance, _) in answered() {
                balance.credit.into_iter().for_each(|money| sums.credit.add(money));
                balance.bonus.into_iter().for_each(|money| sums.bonus.add(money));
                balance.owed.into_iter().for_each(|money| sums.owed.add(money));
                let monthly = balance.running().filter_map(|subscription| subscription.monthly);
                monthly.for_each(|money| sums.monthly.add(money));
            }
            sums
        })
    }
}

impl AnyList for Balances {
    fn failures(&self) -> Vec<(&AccountName, &Error)> {
        self.accounts.iter().filter_map(PerAccount::failure).collect()
    }

    fn asked(&self) -> usize {
        self.accounts.len()
    }

    fn page(&self) -> Page {
        self.page
    }

    fn is_awaited(&self) -> bool {
        !self.awaited.is_empty()
    }
}

/// What is moved in an account beside its invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovementKind {
    /// Money that the account holds at the provider.
    Credit,
    /// What the provider gives for some of its services.
    Bonus,
}

/// Something that came into an account or was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Of what.
    pub kind: MovementKind,
    /// When.
    pub at: Option<Timestamp>,
    /// How much; negative when it was used.
    pub amount: Option<Money>,
    /// Where from or what for; foreign text, and often personal.
    pub text: String,
}

/// Something that is paid regularly.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
    /// Its reference.
    pub resource: ResourceRef,
    /// What it is for, in the provider's own word; foreign text.
    pub kind: Option<String>,
    /// Its name; foreign text.
    pub name: String,
    /// Whether it is active, in the provider's own word; foreign text.
    pub state: String,
    /// When it is renewed next: a date in the account's own calendar.
    pub renews_on: Option<Date>,
    /// What it costs a month.
    pub monthly: Option<Money>,
}

impl Subscription {
    /// Whether it is being paid for: the providers call that active.
    pub fn is_running(&self) -> bool {
        self.state.eq_ignore_ascii_case("active")
    }
}

/// A saved payment card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The brand, such as `visa`; foreign text.
    pub brand: String,
    /// The last four digits.
    pub last_four: String,
    /// The first day on which it is no longer valid.
    pub expires_on: Option<Date>,
}

/// What an account can pay by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayBy {
    /// A saved card.
    Card(Card),
    /// A way to pay that the provider takes.
    Method(PaymentMethod),
}

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentMethod {
    /// The provider's id for it; `None` when only its fees are told.
    pub id: Option<String>,
    /// Its name; foreign text.
    pub name: String,
    /// What each payment costs; `None` when it is not told.
    pub fixed_fee: Option<Money>,
    /// What each payment costs on top, in percent of it; `None` when it is not told.
    pub percent_fee: Option<Decimal>,
}

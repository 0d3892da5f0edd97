//! Traces: what purchases leave behind at providers that keep no id of the bot's.

/// Something in an account that a purchase may have become: an order or a service, whoever ordered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The provider's id for it, under which its progress is told; nothing else in the account has the same.
    pub id: String,
    /// Which of the offer's items it can be, as [`Offer::kinds`](super::Offer::kinds) numbers them; `None`: it is of another plan, or it
    /// carries the id of another purchase.
    pub kind: Option<usize>,
    /// Whether it carries the id that the bot gave this very purchase.
    pub is_named: bool,
    /// Whether it may be the purchase though it does not look so: nobody knows then that there is none.
    pub is_doubtful: bool,
}

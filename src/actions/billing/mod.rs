//! `/billing`: how the accounts pay.

pub mod history;
pub mod methods;

//! `/billing`: how the accounts pay.

pub mod methods;

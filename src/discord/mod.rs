//! The Discord side of the bot: the only place that knows serenity.

pub mod limits;
pub mod rest;

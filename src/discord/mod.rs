//! The Discord side of the bot: the only place that knows serenity.

pub mod components;
pub mod decode;
pub mod foreign;
pub mod gateway;
pub mod limits;
pub mod message;
pub mod messenger;
pub mod register;
pub mod render;
pub mod respond;
pub mod rest;
pub mod sink;
pub mod words;

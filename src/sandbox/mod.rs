//! A simulated Discord and simulated providers: the whole product on one machine, without an account.

pub mod discord;
pub mod inferno;
pub mod iv;
pub mod klikk;
pub mod lightlayer;
pub mod llamalink;
pub mod page;
pub mod provider;

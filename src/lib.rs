//! hostmaster puts every hosting account that a team holds behind one set of Discord slash commands.
//!
//! # Module map
//!
//! Imports point one way:
//! `domain <- {catalogue, policy, config} <- {providers, store} <- {actions, relays} <- dispatch <- discord <- app <- main`.
//! `telemetry` stands beside `domain`. `sandbox` is the other side of the wire: it uses nothing of the bot, and nothing
//! but `app`, `main` and the tests uses it.
//! `tests/architecture.rs` reads the sources and fails when an arrow turns round.

pub mod actions;
pub mod app;
pub mod catalogue;
pub mod config;
pub mod discord;
pub mod dispatch;
pub mod domain;
pub mod policy;
pub mod providers;
pub mod relays;
pub mod sandbox;
pub mod store;
pub mod telemetry;

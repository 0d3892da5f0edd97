//! Trouble at Discord: limits, failures, lost connections. Nothing is lost and nothing doubled.

mod gateway;
mod messages;
mod registration;
mod rest;

//! The simulated Discord against a bare serenity bot: what serenity sends is accepted, what it gets deserialises.

mod bot;
mod files;
mod gateway;
mod interactions;
mod rest;
mod web;

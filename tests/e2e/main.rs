//! End to end: a slash command at the simulated Discord, through the real bot, to a simulated provider and back.

mod commands;
mod consent;
mod discord_trouble;
mod fake;
mod restart;
mod stage;

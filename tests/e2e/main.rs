//! End to end: a slash command at the simulated Discord, through the real bot, to a simulated provider and back.

mod attack;
mod buying;
mod canary;
mod commands;
mod consent;
mod crash;
#[path = "../../benches/providers/crowd.rs"]
mod crowd;
mod discord_trouble;
mod fake;
mod forms;
mod guided;
mod making_crash;
mod nordic_crash;
mod payment_crash;
mod play;
mod provider_trouble;
mod purchase;
mod purchase_crash;
mod relays;
mod reload;
mod restart;
mod scene;
mod stage;
mod told;
mod traced;
mod why;
mod words;

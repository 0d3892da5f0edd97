//! End to end: a slash command at the simulated Discord, through the real bot, to a simulated provider and back.

mod attack;
mod buying;
mod canary;
mod commands;
mod consent;
mod crash;
#[path = "../../benches/providers/crowd.rs"]
mod crowd;
mod dev_crash;
mod discord_trouble;
mod fake;
mod forms;
mod guided;
#[path = "../harness/log.rs"]
mod log;
mod making_crash;
mod nordic_crash;
mod payment_crash;
mod places;
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
mod traced_crash;
mod why;
mod words;

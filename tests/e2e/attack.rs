//! What people try who may not: replays, forgeries, double and late clicks, hostile names.

mod channels;
mod consent;
mod hostile;
mod late;
mod looks;
mod oddities;
mod paying;
mod replay;
mod shop;
mod signin;

use hostmaster::sandbox::discord::Interaction;

use crate::stage::SOON;

/// Everything that the answer to an interaction says, whatever kind of answer it is.
async fn answer(interaction: &Interaction) -> String {
    let first = interaction.wait_first_response(SOON).await.unwrap();
    match first.kind {
        5 => interaction.wait_message(SOON).await.unwrap().text(),
        6 => interaction.wait_followup(0, SOON).await.unwrap().text(),
        _ => first.data.to_string(),
    }
}

//! Payments and crashes: killed while the provider has the call, a payment is made once at most, and its message ends
//! in the truth.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::lightlayer::{
    Effect, Fault, LightLayer, Misbehaviour, OnDisconnect, Operation, Pace, State,
};
use secrecy::ExposeSecret;

use crate::scene::{Kind, SOON, Scene};
use crate::stage::Folder;

/// The configuration of `asia`, with managers who pay there.
fn asia(lightlayer: &LightLayer, folder: &Folder) -> String {
    let (username, password) = lightlayer
        .with_state(|state| (state.login.username.clone(), state.login.password.expose_secret().clone()));
    let file = folder.path().join("password");
    std::fs::write(&file, password).unwrap();
    format!(
        r#"
[accounts.asia]
provider = "lightlayer"
base_url = "{}"
auth = "token"
username = "{username}"
password = {{ file = "{}" }}

[[grants]]
roles = ["333333333333333333"]
allow = ["invoice.pay"]
"#,
        lightlayer.base_url(),
        file.display(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_the_provider_has_the_call_a_payment_is_looked_for_and_never_sent_again() {
    let held = || Misbehaviour::Hold(OnDisconnect::Abandon);
    for (fault, end, charged) in
        [(Fault::before(held()), "was not paid", 0), (Fault::after(held()), "were paid from the credit", 1)]
    {
        let mut state = State::sandbox();
        state.pace = Pace::INSTANT;
        let lightlayer = LightLayer::start(state).await.unwrap();
        let folder = Folder::new();
        let config = asia(&lightlayer, &folder);
        let pace = Pace { provisioning: Duration::ZERO, ..Pace::INSTANT };
        let mut scene = Scene::set_with(Kind::Hasty, pace, &config).await;
        let bot = scene.start().await;
        let asked =
            scene.max().slash(CHANNEL_OPS, "invoice pay", &[("invoice", "asia/308979".into())]).unwrap();
        let question = asked.wait_message(SOON).await.unwrap();
        lightlayer.inject(Operation::ApplyCredit, fault.once());
        scene.max().press(question.id, &question.buttons()[0].label).unwrap();
        lightlayer.wait_until_held(Operation::ApplyCredit, SOON).await.unwrap();
        bot.kill();
        let _bot = scene.start().await;
        scene.reads(question.id, end).await;
        let charges = lightlayer.ledger();
        let charges = charges.iter().filter(|entry| matches!(entry.effect, Effect::CreditApplied { .. }));
        assert_eq!((charges.count(), lightlayer.count(Operation::ApplyCredit)), (charged, 1), "{end}");
    }
}

//! Credentials that a provider refuses, each in its own way: `/account list` says so, and what is to be done.

use axum::http::StatusCode;
use hostmaster::sandbox::{inferno, iv, klikk, lightlayer};
use serde_json::json;

use crate::play::used;
use crate::stage::{Setup, Stage};
use crate::told::steady;

/// A stage with all five accounts, and besides these one at Klikk with a password that is wrong.
async fn stage(klikk: &klikk::Klikk) -> Stage {
    let config = format!(
        "[accounts.arctic]\nprovider = \"klikk\"\nbase_url = \"{}\"\nusername = \"api\"\npassword = {{ env = \"KLIKK_TOKEN\" }}\n",
        klikk.base_url()
    );
    Stage::with(Setup {
        lightlayer: Some(lightlayer::State::sandbox()),
        iv: Some(iv::State::documented()),
        inferno: Some(inferno::State::documented()),
        klikk: Some(klikk::State::documented()),
        config,
        ..Setup::default()
    })
    .await
}

/// What the list of accounts says of one, after its servers were asked for.
async fn said(stage: &Stage, account: &str) -> String {
    used(stage, &stage.ana(), "vps list", &[("account", account)]).await;
    listed(stage, account).await
}

async fn listed(stage: &Stage, account: &str) -> String {
    let list = used(stage, &stage.max(), "account list", &[]).await;
    let fields = list.embeds[0]["fields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["name"].as_str().unwrap().starts_with(account)).unwrap();
    steady(field["value"].as_str().unwrap().split_once("\nOffers").unwrap().0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_provider_that_refuses_an_account_is_told_with_what_to_do() {
    let other = klikk::Klikk::start(klikk::State::documented()).await.unwrap();
    let stage = stage(&other).await;
    stage.llamalink.with_state(|state| state.key = "another".to_owned().into());
    let refused = lightlayer::Reply::new(
        StatusCode::OK,
        "application/json",
        json!({"error": ["wronglogin"]}).to_string(),
    );
    stage.lightlayer.inject_everywhere(lightlayer::Fault::answer(refused));
    stage.iv.with_state(|state| state.is_inside = false);
    stage.inferno.with_state(|state| state.is_listed = false);
    stage.klikk.with_state(|state| state.who.is_in_filter = false);
    let mut text = String::new();
    for account in ["shop", "asia", "baltic", "dev", "nordic", "arctic"] {
        text.push_str(&format!("{account}: {}\n\n", said(&stage, account).await));
    }
    insta::assert_snapshot!(text);
    // What anybody may ask Inferno for does not hide it.
    used(&stage, &stage.max(), "order plans", &[("account", "dev")]).await;
    assert!(listed(&stage, "dev").await.contains("Access denied"));
    stage.iv.with_state(|state| (state.is_inside, state.nick) = (true, "another".to_owned()));
    insta::assert_snapshot!(said(&stage, "baltic").await);
    stage.end().await;
}

//! The shop under attack: odd answers around purchases and sites, and lists as long as an answer may be.

use hostmaster::sandbox::llamalink::Template;

use crate::play::used;
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_as_long_as_an_answer_may_be_is_shown_in_time() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        for n in 0..60_000 {
            let id = format!("system-{n}");
            state.templates.push(Template { label: id.clone(), id, ..state.templates[0].clone() });
        }
    });
    let shown = used(&stage, &stage.max(), "order plan", &[("plan", "shop/spark")]).await;
    assert!(shown.text().contains("Llama Spark"), "{}", shown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_that_is_listed_twice_can_be_chosen_all_the_same() {
    let stage = Stage::start().await;
    stage.llamalink.with_state(|state| {
        let twice = state.templates[0].clone();
        state.templates.push(twice);
    });
    let menu = used(&stage, &stage.max(), "order buy", &[("plan", "shop/spark")]).await;
    assert!(!menu.components.is_empty(), "{}", menu.text());
    stage.end().await;
}

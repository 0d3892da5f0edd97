//! What LightLayer's account shows beside LlamaLink's.

use hostmaster::sandbox::lightlayer::Operation;
use serde_json::json;

use crate::stage::{Setup, Stage};
use crate::told::told;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vps_list_shows_the_vms_of_lightlayer_of_which_the_record_tells() {
    let stage = Stage::with(Setup::with_lightlayer()).await;
    let told = told(&stage, &stage.ana(), "vps list", json!({"account": "asia"})).await;
    for name in ["ll-web-1", "ll-db-1", "lab"] {
        assert!(told.message.text().contains(name), "{}", told.message.text());
    }
    let listed = ["GET /api/service", "GET /api/service/301/vms", "GET /api/service/302/vms"];
    assert_eq!(told.requests[..3], listed);
    assert_eq!(told.audit, ["vps.list asia done"]);
    assert_eq!(stage.lightlayer.count(Operation::Login), 1);
    stage.end().await;
}

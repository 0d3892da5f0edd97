//! What `check --online` says of accounts that their providers do not let in.

use hostmaster::sandbox::inferno::{self, Inferno};
use hostmaster::sandbox::iv::{self, Iv};
use hostmaster::sandbox::klikk::{self, Klikk};
use hostmaster::sandbox::lightlayer::{self, LightLayer};
use hostmaster::sandbox::llamalink::{self, LlamaLink};

use super::{Ended, Folder, nobody};

#[tokio::test]
async fn each_account_that_is_not_let_in_is_told_with_what_to_do() {
    let llamalink = LlamaLink::start(llamalink::State::documented()).await.unwrap();
    let lightlayer = LightLayer::start(lightlayer::State::documented()).await.unwrap();
    let mut outside = iv::State::documented();
    outside.is_inside = false;
    let (iv, far) = (Iv::start(iv::State::documented()).await.unwrap(), Iv::start(outside).await.unwrap());
    let inferno = Inferno::start(inferno::State::documented()).await.unwrap();
    let klikk = Klikk::start(klikk::State::documented()).await.unwrap();
    let (_refusing, discord) = nobody();
    let folder = Folder::new();
    folder.write(&format!(
        r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = ["111111111111111111"]
api_base = "{discord}"

[accounts.shop]
provider = "llamalink"
base_url = "{}"
key = {{ env = "LLAMALINK_KEY" }}

[accounts.asia]
provider = "lightlayer"
base_url = "{}"
auth = "token"
username = "ops@example.com"
password = {{ env = "LLAMALINK_KEY" }}

[accounts.baltic]
provider = "iv"
base_url = "{}"
nick = "api-user"
password = {{ env = "LLAMALINK_KEY" }}

[accounts.far]
provider = "iv"
base_url = "{}"
nick = "api-user"
password = {{ env = "LLAMALINK_KEY" }}

[accounts.dev]
provider = "inferno"
base_url = "{}"
cid = "777"
key = {{ env = "LLAMALINK_KEY" }}

[accounts.nordic]
provider = "klikk"
base_url = "{}"
token = {{ env = "LLAMALINK_KEY" }}

[accounts.arctic]
provider = "klikk"
base_url = "{}"
username = "api"
password = {{ env = "LLAMALINK_KEY" }}
"#,
        llamalink.base_url(),
        lightlayer.base_url(),
        iv.base_url(),
        far.base_url(),
        inferno.base_url(),
        klikk.base_url(),
        klikk.base_url(),
    ));
    let mut command = folder.command(&["check", "--online"]);
    let ended = tokio::task::spawn_blocking(move || Ended::from(command.output().unwrap())).await.unwrap();
    let findings: Vec<_> = ended.out.lines().filter(|line| line.contains(": account ")).collect();
    insta::assert_snapshot!(findings.join("\n"));
}

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
    let account = |name: &str, provider: &str, base_url: String, own: &str, secret: &str| {
        format!(
            "\n[accounts.{name}]\nprovider = \"{provider}\"\nbase_url = \"{base_url}\"\n{own}\n\
             {secret} = {{ env = \"LLAMALINK_KEY\" }}\n"
        )
    };
    let accounts = [
        account("shop", "llamalink", llamalink.base_url(), "", "key"),
        account(
            "asia",
            "lightlayer",
            lightlayer.base_url(),
            "auth = \"token\"\nusername = \"ops@example.com\"",
            "password",
        ),
        account("baltic", "iv", iv.base_url(), "nick = \"api-user\"", "password"),
        account("far", "iv", far.base_url(), "nick = \"api-user\"", "password"),
        account("dev", "inferno", inferno.base_url(), "cid = \"777\"", "key"),
        account("nordic", "klikk", klikk.base_url(), "", "token"),
        account("arctic", "klikk", klikk.base_url(), "username = \"api\"", "password"),
    ];
    folder.write(&format!(
        "[discord]\ntoken = {{ env = \"DISCORD_TOKEN\" }}\nguilds = [\"111111111111111111\"]\n\
         api_base = \"{discord}\"\n{}",
        accounts.concat()
    ));
    let mut command = folder.command(&["check", "--online"]);
    let ended = tokio::task::spawn_blocking(move || Ended::from(command.output().unwrap())).await.unwrap();
    let findings: Vec<_> = ended.out.lines().filter(|line| line.contains(": account ")).collect();
    insta::assert_snapshot!(findings.join("\n"));
}

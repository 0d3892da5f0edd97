//! The one place where a server's password may be read: the message by which `/vps credentials` shows it to whoever asked.

use std::collections::HashSet;

use hostmaster::sandbox::discord::{Message, Request};
use hostmaster::sandbox::llamalink::Misbehaviour;
use hostmaster::sandbox::provider::{Fault, Provider, Simulator};

use super::{inferno, iv, lightlayer};
use crate::stage::{SOON, Stage};

/// The passwords of servers.
pub const PASSWORDS: [&str; 3] = [iv::SERVER_PASSWORD, lightlayer::SERVER_PASSWORD, inferno::PASSWORD];

/// The right to see them, which `vps.*` is not.
pub const GRANT: &str = "\n[[grants]]\nroles = [\"333333333333333333\"]\nallow = [\"vps.credentials\"]\n";

/// The uses of `/vps credentials`.
pub struct Reveals {
    interactions: HashSet<u64>,
    tokens: Vec<String>,
}

impl Reveals {
    /// Shows the password of a server of each provider that tells it.
    pub async fn play(stage: &Stage) -> Self {
        let (max, mut reveals) = (stage.max(), Reveals { interactions: HashSet::new(), tokens: vec![] });
        for (server, password) in ["baltic/3", "asia/302.1375", "dev/47012"].into_iter().zip(PASSWORDS) {
            let (asked, shown) =
                stage.use_command(&max, "vps credentials", &[("server", server.into())]).await;
            assert!(shown.text().contains(&format!("||`{password}`||")), "{server}: {}", shown.text());
            assert_eq!(shown.ephemeral_to, Some(max.user));
            reveals.interactions.insert(asked.id);
            reveals.tokens.extend(asked.token());
        }
        reveals
    }

    /// Whether the message is one that shows a password.
    pub fn made(&self, message: &Message) -> bool {
        message.ephemeral_to.is_some()
            && message.interaction.is_some_and(|interaction| self.interactions.contains(&interaction))
    }

    /// Whether Discord was told by it to show one.
    pub fn sent(&self, request: &Request) -> bool {
        self.tokens.iter().any(|token| request.path.contains(token))
    }

    /// Whether it is the interaction that was answered so.
    pub fn answered(&self, interaction: u64) -> bool {
        self.interactions.contains(&interaction)
    }
}

/// A provider that does not answer at all while everything is asked of it, and then refuses connections.
pub async fn silence(stage: &Stage) {
    async fn everything(stage: &Stage) {
        let channel = hostmaster::sandbox::discord::world::CHANNEL_OPS;
        let asked = [
            stage.ana().slash(channel, "vps list", &[]).unwrap(),
            stage.max().slash(channel, "balance", &[]).unwrap(),
            stage.max().slash(channel, "order list", &[]).unwrap(),
            stage.max().slash(channel, "account list", &[]).unwrap(),
        ];
        for interaction in &asked {
            interaction.wait_message(SOON * 3).await.unwrap();
        }
    }
    fn hang<P: Provider>(portal: &Simulator<P>) {
        portal.inject_everywhere(Fault::before(Misbehaviour::Hang));
    }
    hang(&stage.llamalink);
    hang(&stage.iv);
    hang(&stage.lightlayer);
    hang(&stage.inferno);
    hang(&stage.klikk);
    everything(stage).await;
    stage.llamalink.clear_faults();
    stage.iv.clear_faults();
    stage.lightlayer.clear_faults();
    stage.inferno.clear_faults();
    stage.klikk.clear_faults();
    stage.llamalink.go_down().await;
    stage.iv.go_down().await;
    stage.lightlayer.go_down().await;
    stage.inferno.go_down().await;
    stage.klikk.go_down().await;
    everything(stage).await;
    stage.llamalink.come_back().await.unwrap();
    stage.iv.come_back().await.unwrap();
    stage.lightlayer.come_back().await.unwrap();
    stage.inferno.come_back().await.unwrap();
    stage.klikk.come_back().await.unwrap();
}

//! Answers with a picture, in every way that an interaction is open to.

use super::*;
use crate::catalogue::Catalogue;
use crate::discord::message::{Button, Embed, Look, Row, Tone};
use crate::discord::words::Words;
use crate::domain::{Target, UserId};
use crate::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD};
use crate::sandbox::discord::{self, Fault, Interaction, Options, RateLimits, Simulator, Trouble};

const CALLBACK: (&str, &str) = ("POST", "/interactions/*/*/callback");

struct Stage {
    discord: Simulator,
    rest: Rest,
    renderer: Arc<Renderer>,
}

impl Stage {
    /// A simulated Discord that knows one command, and nobody at its gateway.
    async fn start() -> Self {
        let options = Options { limits: RateLimits::Unlimited, ..Options::default() };
        let discord = Simulator::start(options).await.unwrap();
        let token = SecretString::new(discord.token().to_owned());
        let rest = Rest::new(token, Some(&discord.api_base())).unwrap();
        let commands = json!([{ "name": "chart", "description": "Draws", "type": 1 }]);
        let deadline = Instant::now() + DOUBT_PATIENCE;
        let app = discord.application_id().into();
        rest.put_guild_commands(app, GUILD.into(), &commands, deadline).await.unwrap();
        let renderer = Arc::new(Renderer::new(Words::new(None), Catalogue::load().unwrap()));
        Stage { discord, rest, renderer }
    }

    fn asked(&self) -> Interaction {
        self.discord.member(ANA).slash(CHANNEL_OPS, "chart", &[]).unwrap()
    }

    fn responder(
        &self,
        asked: &Interaction,
        first: First,
        carrier: Option<u64>,
    ) -> Arc<InteractionResponder> {
        let origin = Origin {
            application: self.discord.application_id().into(),
            interaction: asked.id.into(),
            token: SecretString::new(asked.token().unwrap()),
            arrived: Instant::now(),
            guild: GuildId(GUILD),
            channel: ChannelId(CHANNEL_OPS),
            chosen: (first == First::Choice).then(|| "web-1".to_owned()),
            message: carrier.map(|id| (MessageId(id), false)),
            locale: "en-US".to_owned(),
            guild_locale: "en-US".to_owned(),
        };
        InteractionResponder::new(self.rest.clone(), self.renderer.clone(), origin, first)
    }

    /// A public message with a button, and a picture of its own.
    async fn carrier(&self) -> discord::Message {
        let asked = self.asked();
        let responder = self.responder(&asked, First::New, None);
        responder.expect(Visibility::Public);
        responder.put(&picture(b"old"), &lasting()).await;
        asked.message().unwrap()
    }

    fn fault(&self, (method, path): (&str, &str), trouble: Trouble) -> discord::Ordered {
        self.discord.fault(Fault::on(method, path, trouble))
    }
}

fn lasting() -> Answer {
    Answer::Ended(UserId(ANA))
}

fn passing() -> Answer {
    Answer::Working(crate::domain::Action::VpsRestart, Target::Bot)
}

fn picture(bytes: &[u8]) -> Message {
    let button =
        Button { custom_id: "again".into(), label: "Again".into(), look: Look::Secondary, enabled: true };
    Message::embed(Embed::new(Tone::Neutral).title("CPU"))
        .image(Attachment::png("cpu", "CPU of web-1", bytes.to_vec()))
        .row(Row::Buttons(vec![button]))
}

/// The picture of a message, which has no other file.
fn shown(message: &discord::Message) -> Vec<u8> {
    let file = message.picture().unwrap_or_else(|| panic!("no picture in {message:?}"));
    assert_eq!((file.filename.as_str(), file.content_type.as_str()), ("cpu.png", "image/png"));
    assert_eq!(file.description.as_deref(), Some("CPU of web-1"));
    assert_eq!(message.attachments.len(), 1);
    file.data.to_vec()
}

#[tokio::test]
async fn a_first_answer_and_every_edit_of_it_carry_the_picture() {
    let stage = Stage::start().await;
    let asked = stage.asked();
    let responder = stage.responder(&asked, First::New, None);
    responder.expect(Visibility::Public);
    responder.put(&picture(b"one"), &passing()).await.unwrap();
    assert_eq!(shown(&asked.message().unwrap()), b"one");
    responder.put(&picture(b"two"), &lasting()).await.unwrap();
    assert_eq!(shown(&asked.message().unwrap()), b"two");
    responder.put(&Message::line("none"), &lasting()).await.unwrap();
    assert!(asked.message().unwrap().attachments.is_empty(), "no old file stays behind");
    assert_eq!(stage.discord.violations().len(), 0, "{:?}", stage.discord.violations());
}

#[tokio::test]
async fn a_deferred_answer_is_filled_in_with_the_picture() {
    let stage = Stage::start().await;
    for visibility in [Visibility::Public, Visibility::Ephemeral] {
        let asked = stage.asked();
        let responder = stage.responder(&asked, First::New, None);
        responder.expect(visibility);
        responder.defer().await;
        assert!(asked.message().unwrap().thinking());
        responder.put(&picture(b"one"), &lasting()).await.unwrap();
        assert_eq!(shown(&asked.message().unwrap()), b"one");
    }
    assert_eq!(stage.discord.violations().len(), 0, "{:?}", stage.discord.violations());
}

#[tokio::test]
async fn a_pressed_button_replaces_the_picture_of_its_message() {
    let stage = Stage::start().await;
    for deferred in [false, true] {
        let carrier = stage.carrier().await;
        let pressed = stage.discord.member(ANA).press(carrier.id, "Again").unwrap();
        let responder = stage.responder(&pressed, First::Update, Some(carrier.id));
        if deferred {
            responder.defer().await;
        }
        responder.put(&picture(b"new"), &lasting()).await.unwrap();
        assert_eq!(shown(&stage.discord.message(carrier.id).unwrap()), b"new");
    }
    assert_eq!(stage.discord.violations().len(), 0, "{:?}", stage.discord.violations());
}

#[tokio::test]
async fn what_is_told_beside_the_answer_carries_its_picture_too() {
    let stage = Stage::start().await;
    let asked = stage.asked();
    let responder = stage.responder(&asked, First::New, None);
    responder.say(&picture(b"one"), &lasting()).await;
    assert_eq!(shown(&asked.message().unwrap()), b"one");
    responder.say(&picture(b"two"), &lasting()).await;
    let followups = asked.followups();
    assert_eq!(followups.len(), 1);
    assert_eq!(shown(&followups[0]), b"two");
}

#[tokio::test]
async fn an_answer_that_is_sent_again_has_its_picture_again() {
    let stage = Stage::start().await;
    for trouble in [Trouble::DropBefore, Trouble::Status(500), Trouble::DropAfter] {
        let asked = stage.asked();
        let responder = stage.responder(&asked, First::New, None);
        let ordered = stage.fault(CALLBACK, trouble.clone());
        responder.put(&picture(b"one"), &lasting()).await;
        assert_eq!((ordered.hits(), shown(&asked.message().unwrap())), (1, b"one".to_vec()), "{trouble:?}");
    }
}

#[tokio::test]
async fn a_picture_that_came_too_late_for_the_interaction_gets_into_the_message_by_the_bots_own_token() {
    let stage = Stage::start().await;
    let carrier = stage.carrier().await;
    let pressed = stage.discord.member(ANA).press(carrier.id, "Again").unwrap();
    let responder = stage.responder(&pressed, First::Update, Some(carrier.id));
    stage.discord.advance(Duration::from_secs(4));
    responder.put(&picture(b"late"), &lasting()).await.unwrap();
    assert_eq!(shown(&stage.discord.message(carrier.id).unwrap()), b"late");
    responder.put(&picture(b"later"), &lasting()).await.unwrap();
    assert_eq!(shown(&stage.discord.message(carrier.id).unwrap()), b"later");
}

/// A private message with a menu, and a choice from it.
async fn chosen(stage: &Stage) -> (u64, Interaction) {
    let asked = stage.asked();
    let entries = vec![("web-1".to_owned(), "shop/42".to_owned())];
    let menu = Row::Menu { custom_id: "pick".into(), placeholder: "Which?".into(), entries };
    stage.responder(&asked, First::New, None).say(&Message::line("Which?").row(menu), &lasting()).await;
    let carrier = asked.message().unwrap().id;
    (carrier, stage.discord.member(ANA).select(carrier, "pick", &["shop/42"]).unwrap())
}

#[tokio::test]
async fn a_choice_closes_its_menu_and_its_answer_stays_true_beside_it() {
    let stage = Stage::start().await;
    for deferred in [false, true] {
        let (carrier, chosen) = chosen(&stage).await;
        let responder = stage.responder(&chosen, First::Choice, Some(carrier));
        if deferred {
            responder.defer().await;
        }
        responder.close_menu().await;
        let closed = stage.discord.message(carrier).unwrap();
        assert!(closed.components.is_empty() && closed.text().contains("**web-1** chosen"), "{closed:?}");
        responder.expect(Visibility::Public);
        responder.put(&picture(b"one"), &passing()).await.unwrap();
        responder.put(&picture(b"two"), &lasting()).await.unwrap();
        let beside = chosen.followups();
        assert_eq!((beside.len(), shown(&beside[0]), beside[0].ephemeral_to), (1, b"two".to_vec(), None));
        assert!(!responder.is_lost() && responder.is_alive());
    }
    assert_eq!(stage.discord.violations().len(), 0, "{:?}", stage.discord.violations());
}

#[tokio::test]
async fn an_answer_that_discord_will_not_have_beside_a_menu_is_lost() {
    let stage = Stage::start().await;
    let (carrier, chosen) = chosen(&stage).await;
    let responder = stage.responder(&chosen, First::Choice, Some(carrier));
    responder.close_menu().await;
    stage.fault(("POST", "/webhooks/*/*"), Trouble::Status(403));
    assert_eq!(responder.put(&picture(b"one"), &passing()).await, None);
    assert!(responder.is_lost() && !responder.is_alive());
}

#[tokio::test]
async fn a_picture_that_is_too_large_for_discord_is_left_out_and_the_words_are_shown() {
    let stage = Stage::start().await;
    let original = ("PATCH", "/webhooks/*/*/messages/@original");
    for (deferred, route) in [(false, CALLBACK), (true, original)] {
        let asked = stage.asked();
        let responder = stage.responder(&asked, First::New, None);
        responder.expect(Visibility::Public);
        if deferred {
            responder.defer().await;
        }
        let ordered = stage.fault(route, Trouble::Status(413));
        responder.put(&picture(b"large"), &lasting()).await;
        let shown = asked.message().unwrap();
        assert_eq!((ordered.hits(), shown.attachments.len()), (1, 0), "{route:?}");
        assert!(shown.text().contains("CPU") && shown.embeds[0].get("image").is_none(), "{shown:?}");
        assert!(!responder.is_lost() && responder.is_alive());
    }
    assert_eq!(stage.discord.violations().len(), 0, "{:?}", stage.discord.violations());
}

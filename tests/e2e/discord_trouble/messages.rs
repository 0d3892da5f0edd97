//! Messages with the bot's own token: posted once and edited, whatever happens on the way.

use std::sync::Arc;
use std::time::Duration;

use hostmaster::catalogue::Catalogue;
use hostmaster::discord::messenger::RestMessenger;
use hostmaster::discord::render::Renderer;
use hostmaster::discord::rest::Rest;
use hostmaster::discord::words::Words;
use hostmaster::dispatch::{Answer, Closed, Messenger};
use hostmaster::domain::{Action, Address, ChannelId, GuildId, Target, UserId};
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD};
use hostmaster::sandbox::discord::{Fault, Options, RateLimits, Scope, Simulator, Trouble};
use secrecy::SecretString;

const POST: (&str, &str) = ("POST", "/channels/*/messages");
const EDIT: (&str, &str) = ("PATCH", "/channels/*/messages/*");

fn rest(discord: &Simulator) -> Rest {
    Rest::new(SecretString::new(discord.token().to_owned()), Some(&discord.api_base())).unwrap()
}

fn messenger(discord: &Simulator) -> RestMessenger {
    let renderer = Renderer::new(Words::new(None), Catalogue::load().unwrap());
    RestMessenger::new(rest(discord), Arc::new(renderer))
}

fn address() -> Address {
    Address {
        guild: GuildId(GUILD),
        channel: ChannelId(CHANNEL_OPS),
        message: None,
        ephemeral: false,
        locale: "en-US".to_owned(),
    }
}

fn closed(why: Closed) -> Answer {
    Answer::Closed { why, action: Action::VpsRestart, target: Target::Bot }
}

fn limited(scope: Scope) -> Trouble {
    Trouble::RateLimited { retry_after: 0.2, scope }
}

/// The troubles of a request, each with the number of requests that it hits.
fn troubles() -> Vec<(Trouble, u32)> {
    vec![
        (limited(Scope::User), 2),
        (limited(Scope::Shared), 2),
        (limited(Scope::Global), 2),
        (Trouble::Status(500), 2),
        (Trouble::StatusAfter(502), 2),
        (Trouble::DropBefore, 2),
        (Trouble::DropAfter, 2),
        (Trouble::Delay(Duration::from_millis(200)), 1),
    ]
}

#[tokio::test]
async fn a_message_is_posted_once_and_edited_whatever_happens_on_the_way() {
    let cases = troubles().into_iter().map(|(trouble, times)| async move {
        let case = format!("{trouble:?}");
        let discord = Simulator::start(Options::default()).await.unwrap();
        let messenger = messenger(&discord);
        let mut address = address();
        discord.fault(Fault::on(POST.0, POST.1, trouble.clone()).times(times));
        address.message = messenger.put(&address, &closed(Closed::Expired)).await.unwrap();
        assert!(address.message.is_some(), "{case}: posted");
        discord.fault(Fault::on(EDIT.0, EDIT.1, trouble).times(times));
        assert_eq!(
            messenger.put(&address, &closed(Closed::Cancelled)).await,
            Ok(address.message),
            "{case}: edited"
        );
        let messages = discord.all_messages();
        assert_eq!(messages.len(), 1, "{case}: {messages:#?}");
        assert!(messages[0].text().contains("Cancelled"), "{case}: {}", messages[0].text());
        assert!(discord.violations().is_empty(), "{case}: {:#?}", discord.violations());
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn a_ping_reaches_its_person_once() {
    let cases = troubles().into_iter().map(|(trouble, times)| async move {
        let discord = Simulator::start(Options::default()).await.unwrap();
        discord.fault(Fault::on(POST.0, POST.1, trouble).times(times));
        let ana = UserId(ANA);
        messenger(&discord).put(&address(), &Answer::Ended(ana)).await.unwrap();
        let messages = discord.all_messages();
        assert_eq!(messages.len(), 1, "{messages:#?}");
        assert_eq!(messages[0].pings.users, [ANA]);
        assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn a_message_that_was_deleted_meanwhile_is_posted_anew() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let messenger = messenger(&discord);
    let mut address = address();
    address.message = messenger.put(&address, &closed(Closed::Expired)).await.unwrap();
    discord.delete_message(address.message.unwrap().0);
    let anew = messenger.put(&address, &closed(Closed::Cancelled)).await.unwrap();
    assert!(anew.is_some() && anew != address.message);
    let shown: Vec<_> = discord.all_messages().into_iter().filter(|message| !message.deleted).collect();
    assert_eq!(shown.len(), 1);
}

#[tokio::test]
async fn a_burst_into_one_channel_keeps_to_the_limit_and_loses_nothing() {
    let tight = RateLimits::With {
        global: 50,
        routes: vec![("POST /channels/{channel}/messages".to_owned(), 2, Duration::from_millis(300))],
    };
    let discord = Simulator::start(Options { limits: tight, ..Options::default() }).await.unwrap();
    let messenger = messenger(&discord);
    let address = address();
    let expired = closed(Closed::Expired);
    let posts = (0..12).map(|_| messenger.put(&address, &expired));
    let posted = futures_util::future::join_all(posts).await;
    assert!(posted.iter().all(|posted| matches!(posted, Ok(Some(_)))));
    assert_eq!(discord.all_messages().len(), 12);
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
    let refused = discord.requests().into_iter().filter(|request| request.status == Some(429)).count();
    assert_eq!(refused, 0, "the limiter knew");
}

#[tokio::test]
async fn the_limiter_forgets_the_interactions_that_are_over() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let rest = rest(&discord);
    let soon = || tokio::time::Instant::now() + Duration::from_secs(10);
    let application = discord.application_id().into();
    for n in 0..400 {
        // Every token has a bucket of its own; that Discord does not know the interaction is of no matter here.
        let token = SecretString::new(format!("token-{n}"));
        let body = serde_json::json!({ "content": "" });
        assert!(rest.edit_original(application, &token, &body, &[], soon()).await.is_err());
    }
    let few = async {
        while rest.limiter().buckets() > 20 {
            // Old buckets are swept when there is traffic.
            let token = SecretString::new("the-last".to_owned());
            let _ = rest.edit_original(application, &token, &serde_json::json!({}), &[], soon()).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), few).await.expect("old buckets are forgotten");
}

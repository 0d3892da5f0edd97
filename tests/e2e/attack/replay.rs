//! Everything that was ever sent, sent again by somebody who may not, or somewhere else.

use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_OPS, CHANNEL_SUPPORT, GUEST, GUILD, Guild, MAX, ROLE_MANAGER, ROLE_OPERATOR, ROLE_SUPPORT,
    SAM,
};
use hostmaster::sandbox::discord::{Interaction, Kind, Member, Seen, Simulator};
use serde_json::Value;

use super::answer;
use crate::play;
use crate::stage::{GRANTS, OTHER_GUILD, SOON, Setup, Stage};

/// A guild that the configuration does not name.
const STRANGE_GUILD: u64 = 999_999_999_999_999_990;
/// The channel of another guild.
const OTHER_CHANNEL: u64 = 555_555_555_555_555_591;

/// What no answer to a stranger may say: names, references and addresses of what the accounts hold.
const SECRETS: &[&str] = &[
    "production-web",
    "staging-web",
    "db-1",
    "mail",
    "build-1",
    "gift",
    "\u{5E9}\u{5E8}\u{5EA}",
    "web-1",
    "twin",
    "lab-1",
    "shop/",
    "lab/",
    "203.0.113.",
    "Llama ",
    "VPS Business",
    "visa",
    "4242",
    "198.51.100.",
    "example.co.il",
    "8f2a1c0",
    "mysite",
    "client1",
    "user\\@",
    "0501234567",
    "Ubuntu",
    "debian-12",
    "xeonE5",
    "ILS",
];

/// What every such answer says instead, if it is not an empty list.
const EXCUSES: &[&str] = &[
    "You may not use",
    "no longer leads anywhere",
    "configured for",
    "What you can do here",
    "Who you are to hostmaster",
    "There is no such command",
];

struct Calls {
    llamalink: usize,
    fake: usize,
    intents: usize,
}

impl Calls {
    async fn so_far(stage: &Stage) -> Self {
        let (llamalink, fake) = (stage.llamalink.requests().len(), stage.fake.calls());
        Calls { llamalink, fake, intents: play::intents(stage).await }
    }

    async fn assert_no_more(&self, stage: &Stage, why: &str) {
        let now = Calls::so_far(stage).await;
        assert_eq!(now.llamalink, self.llamalink, "{why}: LlamaLink was called");
        assert_eq!(now.fake, self.fake, "{why}: the account lab was called");
        assert_eq!(now.intents, self.intents, "{why}: a call was begun");
    }
}

/// The texts that the person typed themselves: an answer may repeat those.
fn typed(payload: &Value) -> Vec<String> {
    match payload {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value) {
                ("value", Value::String(text)) => vec![text.clone()],
                _ => typed(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(typed).collect(),
        _ => vec![],
    }
}

async fn assert_told_nothing(interaction: &Interaction, what: &str) {
    let told = answer(interaction).await;
    let payload = interaction.payload();
    let mut unknown = told.clone();
    // A slash command's refusal names what was asked for in the asker's own words.
    if interaction.kind() == Some(Kind::Command) {
        typed(&payload["data"]).iter().for_each(|text| unknown = unknown.replace(text.as_str(), ""));
    }
    for secret in SECRETS {
        assert!(!unknown.contains(secret), "{what}: {secret:?} in {told}\n{:#}", payload["data"]);
    }
    let excused = EXCUSES.iter().any(|excuse| told.contains(excuse)) || told == r#"{"choices":[]}"#;
    // Help is for everybody, and so are the names of commands that everybody may use.
    let open = payload["data"]["name"] == "help" && told.contains("choices");
    assert!(excused || open, "{what}: no refusal: {told}\n{:#}", payload["data"]);
}

/// Sends a component or a form that the bot once made again.
fn forge(seen: &Seen, member: &Member, channel: u64) -> Vec<Interaction> {
    let forged = match seen.component_type {
        0 => vec![member.forge_modal(channel, seen.message, &seen.custom_id, &[("text", "lab-1")])],
        3 => {
            let choose = |value: &&str| {
                let values = [(*value).to_owned()];
                member.forge_component(channel, seen.message, &seen.custom_id, 3, Some(&values))
            };
            CHOICES.iter().map(choose).collect()
        }
        kind => vec![member.forge_component(channel, seen.message, &seen.custom_id, kind, None)],
    };
    forged.into_iter().map(Result::unwrap).collect()
}

/// What the menus of the play offer: servers, plans, systems, processors.
const CHOICES: &[&str] = &["shop/201", "shop/spark", "ubuntu-22", "xeonE5"];

/// Replays everything so far as the person that `who` makes of the one who did it, and looks at all the answers.
async fn replay_all(
    stage: &Stage,
    what: &str,
    channel: u64,
    who: impl Fn(&Simulator, u64) -> Member,
    kinds: &[Kind],
) {
    let (past, seen) = (stage.discord.interactions(), stage.discord.seen_custom_ids());
    assert!(seen.len() > 35, "the play left too little to replay");
    let before = Calls::so_far(stage).await;
    for interaction in past.iter().filter(|past| past.kind().is_some_and(|kind| kinds.contains(&kind))) {
        let member = who(&stage.discord, interaction.member.user);
        assert_told_nothing(&interaction.replay(&member, channel).unwrap(), what).await;
    }
    for seen in &seen {
        for user in [ANA, MAX] {
            for forged in forge(seen, &who(&stage.discord, user), channel) {
                assert_told_nothing(&forged, what).await;
            }
        }
    }
    before.assert_no_more(stage, what).await;
}

const EVERY_KIND: &[Kind] = &[Kind::Command, Kind::Component, Kind::Autocomplete, Kind::Modal];

/// What the whole play left open can still be decided by whoever it belongs to.
async fn assert_still_open(stage: &Stage) {
    let open = |kind: &str, label: &str| {
        let messages = stage.discord.all_messages().into_iter();
        messages
            .filter(|message| message.buttons().iter().any(|button| button.label.starts_with(label)))
            .find(|message| !message.deleted)
            .unwrap_or_else(|| panic!("{kind} is no longer open"))
    };
    let ana = stage.ana();
    let restarted = play::press(&ana, &open("the restart", "Restart staging-web"), "confirm");
    assert!(play::over(&restarted).await.text().contains("is back after"));
    let form = play::press(&ana, &open("the deletion", "Delete lab-1"), "confirm");
    form.wait_modal(SOON).await.unwrap();
    let deleted = form.submit_modal(&[("text", "lab-1")]).unwrap();
    assert!(play::over(&deleted).await.text().contains("is gone after"));
    let bought = play::press(&stage.max(), &open("the purchase", "Order Llama Spark"), "confirm");
    assert!(play::over(&bought).await.text().contains("is ordered"));
    let custom =
        play::press(&stage.max(), &open("the server of one's own choice", "Order my-api-vps"), "confirm");
    assert!(play::over(&custom).await.text().contains("is set up after"));
}

async fn played(setup: Setup) -> Stage {
    let stage = Stage::with(setup).await;
    play::everything(&stage).await;
    stage
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_guest_or_a_former_member_of_the_role_sends_again_calls_and_tells_nothing() {
    let stage = played(play::setup()).await;
    let as_guest = |discord: &Simulator, _: u64| discord.member(GUEST);
    replay_all(&stage, "as a guest", CHANNEL_OPS, as_guest, EVERY_KIND).await;

    let roles = [(ANA, ROLE_OPERATOR), (MAX, ROLE_MANAGER), (SAM, ROLE_SUPPORT)];
    roles.iter().for_each(|(user, role)| stage.discord.take_role(GUILD, *user, *role));
    let as_themselves = |discord: &Simulator, user: u64| discord.member(user);
    replay_all(&stage, "without the role", CHANNEL_OPS, as_themselves, EVERY_KIND).await;

    roles.iter().for_each(|(user, role)| stage.discord.give_role(GUILD, *user, *role));
    assert_still_open(&stage).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_shown_in_one_channel_leads_nowhere_in_another() {
    let stage = played(play::setup()).await;
    let as_themselves = |discord: &Simulator, user: u64| discord.member(user);
    let shown = [Kind::Component, Kind::Modal];
    replay_all(&stage, "in another channel", CHANNEL_SUPPORT, as_themselves, &shown).await;
    assert_still_open(&stage).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_for_one_channel_allows_nothing_in_another() {
    let grants = GRANTS.replace("allow =", "channels = [\"555555555555555551\"]\nallow =");
    let stage = played(Setup { grants, ..play::setup() }).await;
    let as_themselves = |discord: &Simulator, user: u64| discord.member(user);
    replay_all(&stage, "in another channel", CHANNEL_SUPPORT, as_themselves, EVERY_KIND).await;
    assert_still_open(&stage).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_shown_in_one_guild_leads_nowhere_in_another() {
    let stage = played(play::setup()).await;
    // Both have the same people with the same roles: neither may open what belongs to the first guild.
    for (id, channel) in [(OTHER_GUILD, OTHER_CHANNEL), (STRANGE_GUILD, OTHER_CHANNEL + 1)] {
        let mut guild = Guild::new(id, "Another", ANA);
        for (role, name) in [(ROLE_OPERATOR, "operator"), (ROLE_MANAGER, "manager")] {
            guild.add_role(role, name, 0);
        }
        guild.add_member(ANA, &[ROLE_OPERATOR, ROLE_MANAGER]);
        guild.add_member(MAX, &[ROLE_OPERATOR, ROLE_MANAGER]);
        guild.add_member(SAM, &[ROLE_OPERATOR]);
        guild.add_member(GUEST, &[]);
        guild.add_channel(channel, "elsewhere");
        stage.discord.add_guild(guild);
    }
    stage.discord.wait_commands(OTHER_GUILD, SOON).await.unwrap();

    let shown = [Kind::Component, Kind::Modal];
    let served = |discord: &Simulator, user: u64| discord.member_of(OTHER_GUILD, user);
    replay_all(&stage, "in another served guild", OTHER_CHANNEL, served, &shown).await;
    replay_all(&stage, "in another served guild with the channel forged", CHANNEL_OPS, served, &shown).await;
    let strange = |discord: &Simulator, user: u64| discord.member_of(STRANGE_GUILD, user);
    replay_all(&stage, "in a strange guild", OTHER_CHANNEL + 1, strange, EVERY_KIND).await;
    assert_still_open(&stage).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_comes_by_direct_message_calls_and_tells_nothing() {
    let stage = played(play::setup()).await;
    let before = Calls::so_far(&stage).await;
    for interaction in stage.discord.interactions() {
        let direct = stage.discord.inject(Simulator::as_direct_message(interaction.payload())).unwrap();
        assert_told_nothing(&direct, "by direct message").await;
    }
    before.assert_no_more(&stage, "by direct message").await;
    assert_still_open(&stage).await;
    stage.end().await;
}

//! The simulated Discord against a bare serenity bot: what serenity sends is accepted, what it gets deserialises.

use std::sync::Arc;
use std::time::Duration;

use hostmaster::sandbox::discord::world::{
    ANA, BOT, CHANNEL_BILLING, CHANNEL_OPS, GUEST, GUILD, MAX, ROLE_OPERATOR, THREAD_OPS,
};
use hostmaster::sandbox::discord::{
    ClientError, Direction, Fault, GatewayFault, Kind, Options, RateLimits, Scope, Simulator, Trouble,
    WaitError,
};
use serde_json::{Value, json};
use serenity::all::{
    ActionRowComponent, ApplicationId, ChannelId, ClientBuilder, Command, CommandInteraction, Context,
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateAutocompleteResponse, CreateButton,
    CreateCommand, CreateCommandOption, CreateEmbed, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage, CreateModal,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse, EditMessage,
    EventHandler, GatewayIntents, GuildId, Http, HttpBuilder, HttpError, InputTextStyle, Interaction, Ready,
    ResolvedValue, ShardManager,
};
use serenity::async_trait;
use serenity::http::StatusCode;

const SOON: Duration = Duration::from_secs(10);

/// The commands of the bare bot: each sub-command answers in its own way.
struct Bot;

fn none() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

fn text(content: &str) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(content).allowed_mentions(none())
}

fn say(content: &str) -> CreateInteractionResponse {
    CreateInteractionResponse::Message(text(content))
}

fn edit(content: &str) -> EditInteractionResponse {
    EditInteractionResponse::new().content(content).allowed_mentions(none())
}

fn buttons() -> Vec<CreateActionRow> {
    vec![
        CreateActionRow::Buttons(vec![
            CreateButton::new("go").label("Go"),
            CreateButton::new("ask").label("Ask"),
            CreateButton::new("later").label("Later"),
            CreateButton::new("never").label("Never").disabled(true),
            CreateButton::new_link("https://example.com").label("Read"),
        ]),
        CreateActionRow::SelectMenu(CreateSelectMenu::new(
            "pick",
            CreateSelectMenuKind::String {
                options: vec![
                    CreateSelectMenuOption::new("One", "1"),
                    CreateSelectMenuOption::new("Two", "2"),
                ],
            },
        )),
    ]
}

fn commands() -> Vec<CreateCommand> {
    use serenity::all::CommandOptionType::{Integer, String as Text, SubCommand, User};
    let sub = |name: &str| CreateCommandOption::new(SubCommand, name, "d");
    vec![
        CreateCommand::new("try")
            .description("Try things")
            .description_localized("de", "Dinge versuchen")
            .add_option(sub("answer"))
            .add_option(sub("hidden"))
            .add_option(sub("defer"))
            .add_option(sub("silent"))
            .add_option(sub("modal"))
            .add_option(sub("buttons"))
            .add_option(sub("file"))
            .add_option(
                sub("echo")
                    .add_sub_option(
                        CreateCommandOption::new(Text, "server", "d").required(true).set_autocomplete(true),
                    )
                    .add_sub_option(
                        CreateCommandOption::new(Integer, "count", "d").min_int_value(1).max_int_value(5),
                    )
                    .add_sub_option(CreateCommandOption::new(User, "who", "d")),
            ),
    ]
}

async fn on_command(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    let options = command.data.options();
    let name = options.first().map_or("", |option| option.name);
    match name {
        "answer" => command.create_response(context, say("pong <@777777777777777771>")).await,
        "hidden" => {
            let message = text("secret").ephemeral(true).components(buttons());
            command.create_response(context, CreateInteractionResponse::Message(message)).await
        }
        "defer" => {
            command.defer_ephemeral(context).await?;
            command.edit_response(context, edit("done at last")).await?;
            let more = CreateInteractionResponseFollowup::new().content("and more").allowed_mentions(none());
            command.create_followup(context, more).await?;
            Ok(())
        }
        "silent" => Ok(()),
        "modal" => {
            let input =
                CreateInputText::new(InputTextStyle::Short, "Name", "name").min_length(2).max_length(10);
            let modal =
                CreateModal::new("m1", "Say the name").components(vec![CreateActionRow::InputText(input)]);
            command.create_response(context, CreateInteractionResponse::Modal(modal)).await
        }
        "buttons" => {
            let embed = CreateEmbed::new().title("Question").field("a", "b", true);
            let message = text("sure?").embed(embed).components(buttons());
            command.create_response(context, CreateInteractionResponse::Message(message)).await
        }
        "file" => {
            let message = text("a file").add_file(CreateAttachment::bytes(&b"hello"[..], "hello.txt"));
            command.create_response(context, CreateInteractionResponse::Message(message)).await
        }
        _ => {
            let ResolvedValue::SubCommand(inner) = &options[0].value else { return Ok(()) };
            let mut words = Vec::new();
            for option in inner {
                words.push(match &option.value {
                    ResolvedValue::String(text) => format!("{}={text}", option.name),
                    ResolvedValue::Integer(number) => format!("{}={number}", option.name),
                    ResolvedValue::User(user, _) => format!("{}={}", option.name, user.name),
                    other => format!("{}={other:?}", option.name),
                });
            }
            let member = command.member.as_ref().map_or(0, |member| member.roles.len());
            let locale = format!("{} {:?} roles={member}", command.locale, command.guild_locale);
            command.create_response(context, say(&format!("{} {locale}", words.join(" ")))).await
        }
    }
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, context: Context, _: Ready) {
        GuildId::new(GUILD).set_commands(&context, commands()).await.expect("commands are accepted");
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let outcome = match &interaction {
            Interaction::Command(command) => on_command(&context, command).await,
            Interaction::Autocomplete(command) => {
                let typed =
                    command.data.autocomplete().map(|option| option.value.to_owned()).unwrap_or_default();
                let choices = ["web-1", "web-2", "db-1"].iter().filter(|name| name.starts_with(&typed));
                let response = choices.fold(CreateAutocompleteResponse::new(), |response, name| {
                    response.add_string_choice(*name, *name)
                });
                command.create_response(&context, CreateInteractionResponse::Autocomplete(response)).await
            }
            Interaction::Component(press) => match press.data.custom_id.as_str() {
                "ask" => {
                    let input = CreateInputText::new(InputTextStyle::Short, "Why", "why");
                    let modal =
                        CreateModal::new("m2", "Why?").components(vec![CreateActionRow::InputText(input)]);
                    press.create_response(&context, CreateInteractionResponse::Modal(modal)).await
                }
                "later" => {
                    let noted = CreateInteractionResponse::Acknowledge;
                    let outcome = press.create_response(&context, noted).await;
                    let edited = press.edit_response(&context, edit("later it is").components(vec![])).await;
                    outcome.and(edited.map(|_| ()))
                }
                id => {
                    let update = text(&format!("you said {id}")).components(vec![]);
                    press.create_response(&context, CreateInteractionResponse::UpdateMessage(update)).await
                }
            },
            Interaction::Modal(modal) => {
                let ActionRowComponent::InputText(input) = &modal.data.components[0].components[0] else {
                    return;
                };
                let words = format!("{}: {}", modal.data.custom_id, input.value.clone().unwrap_or_default());
                let response = if modal.message.is_some() {
                    CreateInteractionResponse::UpdateMessage(text(&words).components(vec![]))
                } else {
                    say(&words)
                };
                modal.create_response(&context, response).await
            }
            _ => Ok(()),
        };
        // The tests look at what arrived; a refusal is theirs to provoke.
        drop(outcome);
    }
}

struct Running {
    discord: Simulator,
    http: Arc<Http>,
    shards: Arc<ShardManager>,
    client: tokio::task::JoinHandle<serenity::Result<()>>,
}

fn http(discord: &Simulator) -> HttpBuilder {
    HttpBuilder::new(discord.token())
        .proxy(discord.api_base())
        .ratelimiter_disabled(true)
        .application_id(ApplicationId::new(discord.application_id()))
}

async fn start(options: Options) -> Running {
    let discord = Simulator::start(options).await.expect("loopback has free ports");
    let mut client = ClientBuilder::new_with_http(http(&discord).build(), GatewayIntents::GUILDS)
        .event_handler(Bot)
        .await
        .expect("a client");
    *client.ws_url.lock().await = discord.gateway_url();
    let shards = Arc::clone(&client.shard_manager);
    let http = Arc::clone(&client.http);
    let client = tokio::spawn(async move { client.start().await });
    discord.wait_ready(SOON).await.expect("the bot connects");
    discord.wait_commands(GUILD, SOON).await.expect("the bot registers");
    Running { discord, http, shards, client }
}

impl Running {
    async fn stop(self) {
        self.shards.shutdown_all().await;
        self.client.await.expect("the client task ends").expect("the client ends well");
        self.discord.stop();
    }

    fn clean(&self) {
        let violations = self.discord.violations();
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

fn status(error: serenity::Error) -> (u16, isize) {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            (response.status_code.as_u16(), response.error.code)
        }
        other => panic!("not an answer of Discord: {other:?}"),
    }
}

#[tokio::test]
async fn a_slash_command_is_answered_and_shown_to_the_channel() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let asked = ana.slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    let first = asked.wait_first_response(SOON).await.unwrap();
    assert_eq!(first.kind, 4);
    assert!(first.after < Duration::from_secs(3));
    let message = asked.message().unwrap();
    assert_eq!(message.author, BOT);
    assert!(message.pings.is_empty(), "allowed_mentions forbids the ping");
    assert_eq!(bot.discord.member(GUEST).messages(CHANNEL_OPS).len(), 1);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn options_arrive_typed_and_resolved_with_locale_and_roles() {
    let bot = start(Options::default()).await;
    let max = bot.discord.member(MAX);
    let options = [("server", json!("web-1")), ("count", json!("3")), ("who", json!(ANA.to_string()))];
    let asked = max.slash(THREAD_OPS, "try echo", &options).unwrap();
    let message = asked.wait_message(SOON).await.unwrap();
    assert_eq!(message.content, "server=web-1 count=3 who=ana de Some(\"en-US\") roles=1");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn the_client_refuses_what_discords_client_refuses() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let slash = |path: &str, options: &[(&str, Value)]| ana.slash(CHANNEL_OPS, path, options).unwrap_err();
    assert_eq!(slash("nothing", &[]), ClientError::NoCommand("nothing".into()));
    assert_eq!(slash("try", &[]), ClientError::NoCommand("try".into()));
    assert_eq!(slash("try echo", &[]), ClientError::Missing("server".into()));
    assert_eq!(slash("try echo", &[("x", json!(1))]), ClientError::NoOption("x".into()));
    for count in [json!(0), json!(6), json!("x"), json!(1.5)] {
        let refused = slash("try echo", &[("server", json!("s")), ("count", count)]);
        assert!(matches!(refused, ClientError::BadValue { .. }));
    }
    let guest = bot.discord.member(GUEST);
    assert_eq!(guest.slash(CHANNEL_BILLING, "try answer", &[]).unwrap_err(), ClientError::NoChannel);
    assert_eq!(bot.discord.interactions().len(), 0);
    bot.stop().await;
}

#[tokio::test]
async fn a_deferred_ephemeral_answer_is_edited_and_only_its_receiver_sees_it() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let asked = ana.slash(CHANNEL_OPS, "try defer", &[]).unwrap();
    let message = asked.wait_until(|m| m.content == "done at last", SOON).await.unwrap();
    assert_eq!(message.ephemeral_to, Some(ANA));
    assert!(message.revisions[0].thinking);
    let followup = asked.wait_followup(0, SOON).await.unwrap();
    assert_eq!((followup.content.as_str(), followup.ephemeral_to), ("and more", None));
    assert_eq!(ana.messages(CHANNEL_OPS).len(), 2);
    assert_eq!(bot.discord.member(GUEST).messages(CHANNEL_OPS).len(), 1);
    let channel = ChannelId::new(CHANNEL_OPS);
    let error = bot.http.get_message(channel, message.id.into()).await.unwrap_err();
    assert_eq!(status(error), (404, 10008));
    bot.stop().await;
}

#[tokio::test]
async fn a_button_updates_its_message_and_others_cannot_press_an_ephemeral_one() {
    let bot = start(Options::default()).await;
    let (ana, guest) = (bot.discord.member(ANA), bot.discord.member(GUEST));
    let question = ana.slash(CHANNEL_OPS, "try buttons", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert_eq!(question.text(), "sure?\nQuestion\na\nb");
    assert!(matches!(ana.press(question.id, "Never").unwrap_err(), ClientError::Unusable(_)));
    assert!(matches!(ana.press(question.id, "Read").unwrap_err(), ClientError::Unusable(_)));
    assert!(matches!(ana.press(question.id, "Nope").unwrap_err(), ClientError::NoComponent { .. }));
    let pressed = guest.press(question.id, "Go").unwrap();
    let message = pressed.wait_until(|m| m.content == "you said go", SOON).await.unwrap();
    assert_eq!(message.id, question.id);
    assert!(message.buttons().is_empty());
    assert_eq!(message.revisions.len(), 1);

    let secret = ana.slash(CHANNEL_OPS, "try hidden", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert_eq!(guest.press(secret.id, "Go").unwrap_err(), ClientError::NoMessage);
    ana.press(secret.id, "go").unwrap().wait_until(|m| m.content == "you said go", SOON).await.unwrap();
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn selects_deferred_updates_and_modals_from_components_work() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let ask = async || ana.slash(CHANNEL_OPS, "try buttons", &[]).unwrap().wait_message(SOON).await.unwrap();
    let question = ask().await;
    assert_eq!(ana.select(question.id, "pick", &["3"]).unwrap_err(), ClientError::BadSelection);
    assert_eq!(ana.select(question.id, "pick", &["1", "2"]).unwrap_err(), ClientError::BadSelection);
    let picked = ana.select(question.id, "pick", &["2"]).unwrap();
    picked.wait_until(|m| m.content == "you said pick", SOON).await.unwrap();

    let later = ana.press(ask().await.id, "Later").unwrap();
    later.wait_until(|m| m.content == "later it is", SOON).await.unwrap();
    assert_eq!(later.first_response().unwrap().kind, 6);

    let asked = ana.press(ask().await.id, "Ask").unwrap();
    let modal = asked.wait_modal(SOON).await.unwrap();
    assert_eq!((modal.title.as_str(), modal.inputs[0].label.as_str()), ("Why?", "Why"));
    let submitted = asked.submit_modal(&[("why", "because")]).unwrap();
    submitted.wait_until(|m| m.content == "m2: because", SOON).await.unwrap();
    assert_eq!(submitted.first_response().unwrap().kind, 7);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn a_modal_from_a_command_checks_its_input_and_is_submitted() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try modal", &[]).unwrap();
    asked.wait_modal(SOON).await.unwrap();
    for bad in ["", "x", "far too long for it"] {
        assert!(matches!(asked.submit_modal(&[("name", bad)]).unwrap_err(), ClientError::BadInput { .. }));
    }
    let submitted = asked.submit_modal(&[("name", "web-1")]).unwrap();
    assert_eq!(submitted.kind(), Some(Kind::Modal));
    assert_eq!(submitted.wait_message(SOON).await.unwrap().content, "m1: web-1");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn autocomplete_offers_what_fits_what_was_typed() {
    let bot = start(Options::default()).await;
    let ana = bot.discord.member(ANA);
    let typed = ana.autocomplete(CHANNEL_OPS, "try echo", &[("server", json!("we"))], "server").unwrap();
    let names: Vec<String> = typed.wait_choices(SOON).await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["web-1", "web-2"]);
    let empty = ana.autocomplete(CHANNEL_OPS, "try echo", &[], "server").unwrap();
    assert_eq!(empty.wait_choices(SOON).await.unwrap().len(), 3);
    let wrong = ana.autocomplete(CHANNEL_OPS, "try echo", &[], "count").unwrap_err();
    assert_eq!(wrong, ClientError::NoAutocomplete("count".into()));
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn files_come_as_multipart_and_are_served() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try file", &[]).unwrap();
    let message = asked.wait_message(SOON).await.unwrap();
    assert_eq!(&message.attachments[0].data[..], b"hello");
    let found = bot.http.get_message(CHANNEL_OPS.into(), message.id.into()).await.unwrap();
    let served = reqwest::get(&found.attachments[0].url).await.unwrap();
    assert_eq!(served.bytes().await.unwrap(), "hello");
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn an_interaction_that_nobody_answers_fails_after_three_seconds() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    bot.discord.advance(Duration::from_millis(2500));
    assert!(asked.failed().is_none());
    bot.discord.advance(Duration::from_millis(600));
    asked.wait_failed(SOON).await.unwrap();
    assert!(matches!(asked.wait_message(SOON).await.unwrap_err(), WaitError::Failed(_)));
    let id = asked.id.into();
    let error = bot
        .http
        .create_interaction_response(id, &asked.token().unwrap(), &answer(4), vec![])
        .await
        .unwrap_err();
    assert_eq!(status(error), (404, 10062));
    let rules: Vec<&str> = bot.discord.violations().iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, ["no_answer", "late_callback"]);
    bot.stop().await;
}

fn answer(kind: u8) -> Value {
    json!({ "type": kind, "data": { "content": "x", "allowed_mentions": { "parse": [] } } })
}

#[tokio::test]
async fn an_interaction_takes_one_first_answer_of_an_allowed_type() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let token = asked.token().unwrap();
    let send = async |body: Value| {
        bot.http.create_interaction_response(asked.id.into(), &token, &body, vec![]).await
    };
    for kind in [6, 7, 8] {
        assert_eq!(status(send(answer(kind)).await.unwrap_err()), (400, 50035));
    }
    let long = json!({ "type": 4, "data": { "content": "x".repeat(2001) } });
    assert_eq!(status(send(long).await.unwrap_err()), (400, 50035));
    assert_eq!(status(send(json!({ "type": 4, "data": {} })).await.unwrap_err()), (400, 50006));
    send(answer(4)).await.unwrap();
    assert_eq!(status(send(answer(4)).await.unwrap_err()), (400, 40060));
    let rules: Vec<&str> = bot.discord.violations().iter().map(|violation| violation.rule).collect();
    assert!(
        rules.contains(&"second_response") && rules.contains(&"response_type") && rules.contains(&"form")
    );
    bot.stop().await;
}

#[tokio::test]
async fn a_token_dies_after_fifteen_minutes() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    let message = asked.wait_message(SOON).await.unwrap();
    let token = asked.token().unwrap();
    bot.discord.advance(Duration::from_secs(14 * 60));
    let body = json!({ "content": "still", "allowed_mentions": { "parse": [] } });
    bot.http.edit_original_interaction_response(&token, &body, vec![]).await.unwrap();
    bot.discord.advance(Duration::from_secs(61));
    let error = bot.http.edit_original_interaction_response(&token, &body, vec![]).await.unwrap_err();
    assert_eq!(status(error), (401, 50027));
    let edit = EditMessage::new().content("by the bot's token").allowed_mentions(none());
    ChannelId::new(CHANNEL_OPS).edit_message(&bot.http, message.id, edit).await.unwrap();
    assert_eq!(bot.discord.message(message.id).unwrap().content, "by the bot's token");
    bot.stop().await;
}

#[tokio::test]
async fn a_webhook_call_before_the_first_answer_finds_nothing() {
    let bot = start(Options::default()).await;
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try silent", &[]).unwrap();
    let body = json!({ "content": "early" });
    let error = bot
        .http
        .edit_original_interaction_response(&asked.token().unwrap(), &body, vec![])
        .await
        .unwrap_err();
    assert_eq!(status(error), (404, 10015));
    bot.stop().await;
}

#[tokio::test]
async fn a_nonce_makes_one_message_of_two_requests() {
    let bot = start(Options::default()).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let message = || {
        CreateMessage::new()
            .content("hello")
            .allowed_mentions(none())
            .enforce_nonce(true)
            .nonce(serenity::all::Nonce::String("outbox-1".into()))
    };
    let first = channel.send_message(&bot.http, message()).await.unwrap();
    let second = channel.send_message(&bot.http, message()).await.unwrap();
    assert_eq!(first.id, second.id);
    bot.discord.advance(Duration::from_secs(600));
    let third = channel.send_message(&bot.http, message()).await.unwrap();
    assert_ne!(first.id, third.id);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn channel_messages_need_permissions_and_ping_whom_they_may() {
    use hostmaster::sandbox::discord::permissions::{Overwrite, bits};
    let bot = start(Options::default()).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let loud = || CreateMessage::new().content(format!("<@&{ROLE_OPERATOR}> <@{MAX}> @everyone"));
    let sent = channel.send_message(&bot.http, loud()).await.unwrap();
    let pings = bot.discord.message(sent.id.get()).unwrap().pings;
    assert_eq!((pings.users, pings.roles, pings.everyone), (vec![MAX], vec![ROLE_OPERATOR], false));
    assert_eq!(bot.discord.violations()[0].rule, "allowed_mentions");

    let deny = |bits| vec![Overwrite { id: BOT, member: true, allow: 0, deny: bits }];
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, deny(bits::SEND_MESSAGES));
    assert_eq!(status(channel.send_message(&bot.http, loud()).await.unwrap_err()), (403, 50013));
    bot.discord.set_overwrites(GUILD, CHANNEL_OPS, deny(bits::VIEW_CHANNEL));
    assert_eq!(status(channel.send_message(&bot.http, loud()).await.unwrap_err()), (403, 50001));
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    asked.wait_message(SOON).await.expect("an interaction's answer needs no permission");
    bot.discord.delete_channel(GUILD, CHANNEL_OPS);
    assert_eq!(status(channel.send_message(&bot.http, loud()).await.unwrap_err()), (404, 10003));
    bot.stop().await;
}

#[tokio::test]
async fn others_messages_cannot_be_edited_and_history_comes_newest_first() {
    let bot = start(Options::default()).await;
    let channel = ChannelId::new(CHANNEL_OPS);
    let said = bot.discord.member(ANA).say(CHANNEL_OPS, "hi");
    let edit = EditMessage::new().content("x").allowed_mentions(none());
    let error = channel.edit_message(&bot.http, said, edit).await.unwrap_err();
    assert_eq!(status(error), (403, 50005));
    let reply = CreateMessage::new().content("yes?").allowed_mentions(none());
    let reply = reply.reference_message((channel, serenity::all::MessageId::new(said)));
    let reply = channel.send_message(&bot.http, reply).await.unwrap();
    let history = channel.messages(&bot.http, serenity::all::GetMessages::new().limit(2)).await.unwrap();
    assert_eq!(history.iter().map(|m| m.id.get()).collect::<Vec<_>>(), [reply.id.get(), said]);
    bot.stop().await;
}

#[tokio::test]
async fn commands_come_back_with_localisations_only_when_asked() {
    let bot = start(Options::default()).await;
    let guild = GuildId::new(GUILD);
    let with: Vec<Command> = bot.http.get_guild_commands_with_localizations(guild).await.unwrap();
    assert_eq!(with[0].description_localizations.as_ref().unwrap()["de"], "Dinge versuchen");
    let without = bot.http.get_guild_commands(guild).await.unwrap();
    assert!(without[0].description_localizations.is_none());
    bot.clean();
    bot.stop().await;
}

async fn answers(bot: &Running) {
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    asked.wait_message(SOON).await.unwrap();
}

fn sent(bot: &Running, op: u64) -> usize {
    let frames = bot.discord.frames();
    frames.iter().filter(|f| f.direction == Direction::FromBot && f.payload["op"] == op).count()
}

#[tokio::test]
async fn a_dropped_connection_is_resumed_and_what_was_missed_is_replayed() {
    let bot = start(Options::default()).await;
    assert_eq!(bot.discord.gateway_fault(GatewayFault::Drop), 1);
    bot.discord.wait("the loss", SOON, |d| (d.live_sessions() == 0).then_some(())).await.unwrap();
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    asked.wait_message(SOON).await.unwrap();
    assert_eq!((sent(&bot, 2), sent(&bot, 6)), (1, 1));
    bot.stop().await;
}

#[tokio::test]
async fn op_seven_makes_the_bot_resume() {
    let bot = start(Options::default()).await;
    bot.discord.gateway_fault(GatewayFault::Reconnect);
    bot.discord.wait("a resume", SOON, |_| (sent(&bot, 6) == 1).then_some(())).await.unwrap();
    answers(&bot).await;
    assert_eq!(sent(&bot, 2), 1);
    bot.stop().await;
}

#[tokio::test]
async fn op_nine_makes_the_bot_identify_anew() {
    let bot = start(Options::default()).await;
    bot.discord.gateway_fault(GatewayFault::InvalidSession { resumable: false });
    bot.discord.wait("a second identify", SOON, |_| (sent(&bot, 2) == 2).then_some(())).await.unwrap();
    answers(&bot).await;
    bot.stop().await;
}

#[tokio::test]
async fn a_wrong_token_is_refused_on_both_sides() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let wrong = HttpBuilder::new("Bot wrong").proxy(discord.api_base()).ratelimiter_disabled(true).build();
    let error = wrong.get_current_user().await.unwrap_err();
    assert_eq!(status(error), (401, 0));
    let mut client = ClientBuilder::new_with_http(
        HttpBuilder::new("wrong").proxy(discord.api_base()).ratelimiter_disabled(true).build(),
        GatewayIntents::GUILDS,
    )
    .await
    .unwrap();
    *client.ws_url.lock().await = discord.gateway_url();
    let outcome = tokio::time::timeout(SOON, client.start()).await.expect("serenity gives up");
    assert!(outcome.is_err());
    assert_eq!(discord.invalid_requests(), 1);
}

#[tokio::test]
async fn rate_limit_headers_count_down_and_the_sixth_message_is_429() {
    let bot = start(Options::default()).await;
    let client = reqwest::Client::new();
    let url = format!("{}/api/v10/channels/{CHANNEL_OPS}/messages", bot.discord.api_base());
    let post = async || {
        client
            .post(&url)
            .header("authorization", format!("Bot {}", bot.discord.token()))
            .header("user-agent", "DiscordBot (test, 1)")
            .header("content-type", "application/json")
            .body(json!({ "content": "x", "allowed_mentions": { "parse": [] } }).to_string())
            .send()
            .await
            .unwrap()
    };
    for remaining in ["4", "3", "2", "1", "0"] {
        let answer = post().await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["x-ratelimit-limit"], "5");
        assert_eq!(answer.headers()["x-ratelimit-remaining"], remaining);
        assert!(answer.headers().contains_key("x-ratelimit-bucket"));
    }
    let refused = post().await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    let body: Value = serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    assert_eq!(body["global"], false);
    bot.discord.advance(Duration::from_secs_f64(body["retry_after"].as_f64().unwrap()));
    assert_eq!(post().await.status(), StatusCode::OK);
    assert_eq!(bot.discord.member(ANA).messages(CHANNEL_OPS).len(), 6);
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn faults_strike_before_or_after_the_effect() {
    let options = Options { limits: RateLimits::Unlimited, ..Options::default() };
    let bot = start(options).await;
    let path = "/channels/*/messages";
    let send = async || {
        let message = CreateMessage::new().content("x").allowed_mentions(none());
        ChannelId::new(CHANNEL_OPS).send_message(&bot.http, message).await
    };
    let count = || bot.discord.member(ANA).messages(CHANNEL_OPS).len();
    let limited = Trouble::RateLimited { retry_after: 0.5, scope: Scope::Shared };
    let garbage = Trouble::Garbage { status: 502, content_type: "text/html".into(), body: "<html>".into() };
    for (trouble, effects) in [
        (limited, 0),
        (Trouble::Status(500), 0),
        (garbage, 0),
        (Trouble::DropBefore, 0),
        (Trouble::DropAfter, 1),
        (Trouble::StatusAfter(502), 1),
    ] {
        let before = count();
        let ordered = bot.discord.fault(Fault::on("POST", path, trouble.clone()));
        assert!(send().await.is_err(), "{trouble:?}");
        assert_eq!((ordered.hits(), count() - before), (1, effects), "{trouble:?}");
    }
    bot.discord.advance(Duration::from_secs(1));
    send().await.unwrap();
    let held = bot.discord.fault(Fault::on("POST", path, Trouble::HangAfter));
    assert!(tokio::time::timeout(Duration::from_millis(200), send()).await.is_err());
    assert_eq!((held.hits(), count()), (1, 4));
    bot.stop().await;
}

#[tokio::test]
async fn forged_and_replayed_interactions_reach_the_bot() {
    let bot = start(Options::default()).await;
    let (ana, guest) = (bot.discord.member(ANA), bot.discord.member(GUEST));
    let question = ana.slash(CHANNEL_OPS, "try buttons", &[]).unwrap();
    let message = question.wait_message(SOON).await.unwrap();
    let forged = guest.forge_component(CHANNEL_OPS, Some(message.id), "forged", 2, None).unwrap();
    forged.wait_until(|m| m.content == "you said forged", SOON).await.unwrap();
    let replayed = question.replay(&guest, CHANNEL_BILLING).unwrap();
    assert_eq!(replayed.wait_message(SOON).await.unwrap().channel, CHANNEL_BILLING);

    let payload = ana.slash_payload(CHANNEL_OPS, "try echo", &[("server", json!("s"))]).unwrap();
    let direct = bot.discord.inject(Simulator::as_direct_message(payload)).unwrap();
    assert_eq!(direct.wait_message(SOON).await.unwrap().content, "server=s en-US None roles=0");
    let seen: Vec<String> = bot.discord.seen_custom_ids().into_iter().map(|seen| seen.custom_id).collect();
    assert!(seen.contains(&"go".into()) && seen.contains(&"pick".into()));
    bot.stop().await;
}

#[tokio::test]
async fn the_bot_leaves_a_foreign_guild_and_roles_change_under_it() {
    use hostmaster::sandbox::discord::world::Guild;
    let bot = start(Options::default()).await;
    bot.discord.add_guild(Guild::new(42 << 22, "Strangers", ANA));
    GuildId::new(42 << 22).leave(&bot.http).await.unwrap();
    assert!(!bot.discord.guild(42 << 22).unwrap().bot_joined);
    assert_eq!(bot.http.get_guilds(None, None).await.unwrap().len(), 1);
    bot.discord.take_role(GUILD, ANA, ROLE_OPERATOR);
    let asked = bot.discord.member(ANA).slash(CHANNEL_OPS, "try echo", &[("server", json!("s"))]).unwrap();
    assert!(asked.wait_message(SOON).await.unwrap().content.ends_with("roles=0"));
    bot.clean();
    bot.stop().await;
}

#[tokio::test]
async fn without_recording_old_interactions_and_messages_are_forgotten() {
    let options = Options { record: false, keep: 128, limits: RateLimits::Unlimited, ..Options::default() };
    let bot = start(options).await;
    let ana = bot.discord.member(ANA);
    let first = ana.slash(CHANNEL_OPS, "try answer", &[]).unwrap();
    first.wait_message(SOON).await.unwrap();
    for _ in 0..200 {
        ana.slash(CHANNEL_OPS, "try answer", &[]).unwrap().wait_message(SOON).await.unwrap();
    }
    assert!(first.kind().is_none());
    assert_eq!(bot.discord.interactions().len(), 128);
    assert_eq!(bot.discord.all_messages().len(), 128);
    assert!(bot.discord.requests().is_empty() && bot.discord.frames().is_empty());
    bot.stop().await;
}

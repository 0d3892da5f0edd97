//! A bare serenity bot, each of whose commands answers in its own way.

use hostmaster::sandbox::discord::world::GUILD;
use hostmaster::sandbox::discord::{Options, Simulator};
use serenity::all::{
    ActionRowComponent, ApplicationId, ClientBuilder, CommandInteraction, Context, CreateActionRow,
    CreateAllowedMentions, CreateAttachment, CreateAutocompleteResponse, CreateButton, CreateCommand,
    CreateCommandOption, CreateEmbed, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse, EventHandler, GatewayIntents,
    GuildId, Http, HttpBuilder, HttpError, InputTextStyle, Interaction, Ready, ResolvedValue, ShardManager,
};
use serenity::async_trait;
use std::sync::Arc;
use std::time::Duration;

pub const SOON: Duration = Duration::from_secs(10);

/// The commands of the bare bot: each sub-command answers in its own way.
struct Bot;

pub fn none() -> CreateAllowedMentions {
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
                "unanswered" => Ok(()),
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

pub struct Running {
    pub discord: Simulator,
    pub http: Arc<Http>,
    shards: Arc<ShardManager>,
    client: tokio::task::JoinHandle<serenity::Result<()>>,
}

fn http(discord: &Simulator) -> HttpBuilder {
    HttpBuilder::new(discord.token())
        .proxy(discord.api_base())
        .ratelimiter_disabled(true)
        .application_id(ApplicationId::new(discord.application_id()))
}

pub async fn start(options: Options) -> Running {
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
    pub async fn stop(self) {
        self.shards.shutdown_all().await;
        self.client.await.expect("the client task ends").expect("the client ends well");
        self.discord.stop();
    }

    pub fn clean(&self) {
        let violations = self.discord.violations();
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

pub fn status(error: serenity::Error) -> (u16, isize) {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            (response.status_code.as_u16(), response.error.code)
        }
        other => panic!("not an answer of Discord: {other:?}"),
    }
}

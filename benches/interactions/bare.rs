//! The bare bot: serenity as its users set it up, with a handler that answers at once.

use serenity::async_trait;
use serenity::builder::{
    AutocompleteChoice, CreateAllowedMentions, CreateAutocompleteResponse, CreateCommand,
    CreateCommandOption, CreateInteractionResponse, CreateInteractionResponseMessage,
};
use serenity::client::{ClientBuilder, Context, EventHandler};
use serenity::http::HttpBuilder;
use serenity::model::application::{CommandOptionType, Interaction};
use serenity::model::gateway::{GatewayIntents, Ready};

struct Answering;

#[async_trait]
impl EventHandler for Answering {
    async fn ready(&self, context: Context, ready: Ready) {
        for guild in ready.guilds {
            guild.id.set_commands(&context.http, commands()).await.expect("the commands are registered");
        }
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let answered = match interaction {
            Interaction::Command(command) => {
                let message = CreateInteractionResponseMessage::new()
                    .content("Here I am.")
                    .allowed_mentions(CreateAllowedMentions::new());
                command.create_response(&context.http, CreateInteractionResponse::Message(message)).await
            }
            Interaction::Autocomplete(command) => {
                let choice = AutocompleteChoice::new("production-web", "shop/42");
                let choices = CreateAutocompleteResponse::new().set_choices(vec![choice]);
                command.create_response(&context.http, CreateInteractionResponse::Autocomplete(choices)).await
            }
            _ => Ok(()),
        };
        answered.expect("an answer is taken");
    }
}

fn commands() -> Vec<CreateCommand> {
    let sub = |name| CreateCommandOption::new(CommandOptionType::SubCommand, name, "A sub-command.");
    let server = CreateCommandOption::new(CommandOptionType::String, "server", "A server.")
        .required(true)
        .set_autocomplete(true);
    vec![
        CreateCommand::new("access").description("Access.").add_option(sub("whoami")),
        CreateCommand::new("vps").description("Servers.").add_option(sub("show").add_sub_option(server)),
    ]
}

/// Runs until the process is killed.
pub async fn run(token: &str, api_base: &str) {
    let http = HttpBuilder::new(token).proxy(api_base).ratelimiter_disabled(true).build();
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .event_handler(Answering)
        .await
        .expect("the bare bot is set up");
    client.start().await.expect("the bare bot runs");
}

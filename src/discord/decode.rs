//! Decoding: from serenity's interactions to the bot's own words.

use serde_json::{Value, json};
use serenity::model::application::{
    ActionRowComponent, CommandDataOption, CommandDataOptionValue, CommandDataResolved, CommandInteraction,
    ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::model::channel::{ChannelType, PartialChannel};
use serenity::model::guild::Member;
use serenity::model::id as serenity_id;

use super::components;
use super::message::Form;
use crate::actions::Arguments;
use crate::catalogue::{Catalogue, LeafSpec, Source};
use crate::dispatch::{Press, Sent};
use crate::domain::{Actor, ChannelId, GuildId, Place, RoleId, UserId};

/// The person behind an interaction, with the roles that it carries; `None` outside of a guild.
pub fn actor(
    guild: Option<serenity_id::GuildId>,
    channel: serenity_id::ChannelId,
    shape: Option<&PartialChannel>,
    member: Option<&Member>,
) -> Option<Actor> {
    let (guild, member) = (guild?, member?);
    let channel = ChannelId(channel.get());
    // Only of a thread is the parent a channel that grants can name; of other channels it is a category.
    let granting_channel =
        shape.filter(|shape| shape.id.get() == channel.0).and_then(|shape| match shape.kind {
            ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread => {
                shape.parent_id.map(|parent| ChannelId(parent.get()))
            }
            _ => Some(channel),
        });
    Some(Actor {
        user: UserId(member.user.id.get()),
        roles: member.roles.iter().map(|role| RoleId(role.get())).collect(),
        place: Place { guild: GuildId(guild.get()), channel, granting_channel },
    })
}

/// A used command: which, and with which arguments.
#[derive(Debug)]
pub struct Used<'a> {
    /// The command.
    pub leaf: &'a LeafSpec,
    /// Its arguments.
    pub arguments: Arguments,
    /// What is being typed, and what its suggestions are drawn from, when the command is not sent yet.
    pub typing: Option<(Source, String)>,
}

/// The command that an interaction uses; `None` when this version has no such command or option.
pub fn command<'a>(interaction: &CommandInteraction, catalogue: &'a Catalogue) -> Option<Used<'a>> {
    let data = &interaction.data;
    let (subcommand, options) = match data.options.as_slice() {
        [CommandDataOption { name, value: CommandDataOptionValue::SubCommand(options), .. }] => {
            (Some(name.as_str()), options.as_slice())
        }
        options => (None, options),
    };
    let leaf = catalogue.find(&data.name, subcommand)?;
    let mut used = Used { leaf, arguments: Arguments::new(), typing: None };
    for option in options {
        let value = match &option.value {
            CommandDataOptionValue::String(text) => text.as_str().into(),
            CommandDataOptionValue::Integer(number) => (*number).into(),
            CommandDataOptionValue::Number(number) => (*number).into(),
            CommandDataOptionValue::Boolean(flag) => (*flag).into(),
            CommandDataOptionValue::User(user) => person(*user, &data.resolved),
            CommandDataOptionValue::Channel(channel) => channel.get().to_string().into(),
            CommandDataOptionValue::Autocomplete { value, .. } => {
                used.typing = Some((leaf.option(&option.name)?.autocomplete?, value.clone()));
                continue;
            }
            _ => return None,
        };
        used.arguments.insert(option.name.clone(), value);
    }
    Some(used)
}

/// A person whom a command names: with their roles, as this very interaction has them, when they are a member.
fn person(user: serenity_id::UserId, resolved: &CommandDataResolved) -> Value {
    let id = user.get().to_string();
    match resolved.members.get(&user) {
        Some(member) => {
            let roles: Vec<_> = member.roles.iter().map(|role| role.get().to_string()).collect();
            json!({ "id": id, "roles": roles })
        }
        None => id.into(),
    }
}

/// What a pressed component stands for.
pub fn press(interaction: &ComponentInteraction) -> Press {
    match &interaction.data.kind {
        ComponentInteractionDataKind::Button => components::press(&interaction.data.custom_id, None),
        ComponentInteractionDataKind::StringSelect { values } => match values.as_slice() {
            [value] => components::press(&interaction.data.custom_id, Some(value)),
            _ => Press::Unknown,
        },
        _ => Press::Unknown,
    }
}

/// What was chosen from a menu, as the menu called it.
pub fn chosen(interaction: &ComponentInteraction) -> Option<String> {
    let ComponentInteractionDataKind::StringSelect { values } = &interaction.data.kind else { return None };
    let value = values.first()?;
    let shown = interaction.message.components.iter().flat_map(|row| &row.components);
    let label = shown.flat_map(|component| match component {
        ActionRowComponent::SelectMenu(menu) => menu.options.as_slice(),
        _ => &[],
    });
    Some(label.clone().find(|option| option.value == *value).map_or(value, |option| &option.label).clone())
}

/// A sent form, with what was typed into it: of one with several fields, those that were filled in, each on a line of its
/// own behind its name.
pub fn form(interaction: &ModalInteraction) -> Option<Sent> {
    let fields = interaction.data.components.iter().flat_map(|row| &row.components);
    let typed = fields.filter_map(|field| match field {
        ActionRowComponent::InputText(text) => Some((text.custom_id.as_str(), text.value.clone()?)),
        _ => None,
    });
    let typed: Vec<_> = typed.collect();
    let text = match typed.iter().find(|(name, _)| *name == Form::FIELD) {
        Some((_, text)) => text.clone(),
        None => {
            let filled = typed.iter().filter(|(_, text)| !text.trim().is_empty());
            let one_line = |text: &str| text.replace(['\r', '\n'], " ");
            filled.map(|(name, text)| format!("{name}: {}\n", one_line(text))).collect()
        }
    };
    components::sent(&interaction.data.custom_id, text)
}

//! Specs: what a checked catalogue says of its commands.

use std::collections::BTreeMap;
use std::slice;

use crate::domain::Action;

/// A text in English and in the languages that it was translated to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The English text.
    pub english: String,
    /// The translations, by Discord's locale code.
    pub localizations: BTreeMap<String, String>,
}

impl Text {
    /// The text in a locale, in English where there is no translation.
    pub fn get(&self, locale: &str) -> &str {
        self.localizations.get(locale).unwrap_or(&self.english)
    }

    /// The characters of the longest language.
    pub(super) fn longest(&self) -> usize {
        self.localizations.values().chain([&self.english]).map(|text| text.chars().count()).max().unwrap_or(0)
    }
}

/// A top-level slash command.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandSpec {
    /// Its name, without the slash.
    pub name: String,
    /// What it is for.
    pub description: Text,
    /// What it leads to.
    pub form: Form,
}

/// What a top-level slash command leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// An action at once: `/balance`.
    Direct(LeafSpec),
    /// Sub-commands: `/vps restart`.
    Subcommands(Vec<LeafSpec>),
}

impl CommandSpec {
    /// The command itself, or its sub-commands.
    pub fn leaves(&self) -> &[LeafSpec] {
        match &self.form {
            Form::Direct(leaf) => slice::from_ref(leaf),
            Form::Subcommands(leaves) => leaves,
        }
    }
}

/// A command or sub-command that names an action.
#[derive(Clone, Debug, PartialEq)]
pub struct LeafSpec {
    /// What a person types after the slash: `vps restart`.
    pub path: String,
    /// The action that it names.
    pub action: Action,
    /// What it does.
    pub description: Text,
    /// Its options, required ones first.
    pub options: Vec<OptionSpec>,
    /// How it may be typed, with its slash.
    pub example: String,
}

impl LeafSpec {
    /// The last word of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit(' ').next().unwrap_or(&self.path)
    }

    /// The option of a name.
    pub fn option(&self, name: &str) -> Option<&OptionSpec> {
        self.options.iter().find(|option| option.name == name)
    }

    /// The path with its slash and its options, optional ones in brackets: `/vps list [account] [status]`.
    pub fn usage(&self) -> String {
        let mut usage = format!("/{}", self.path);
        for option in &self.options {
            let (open, close) = if option.required { ("", "") } else { ("[", "]") };
            usage.push_str(&format!(" {open}{}{close}", option.name));
        }
        usage
    }
}

/// An option of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionSpec {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: OptionKind,
    /// What it is for.
    pub description: Text,
    /// Whether Discord insists on it.
    pub required: bool,
    /// The least number that it takes.
    pub min: Option<serde_json::Number>,
    /// The greatest number that it takes.
    pub max: Option<serde_json::Number>,
    /// The fewest characters that it takes.
    pub min_length: Option<u16>,
    /// The most characters that it takes.
    pub max_length: Option<u16>,
    /// The only values that it takes; empty: any.
    pub choices: Vec<Choice>,
    /// What it is completed from while it is typed.
    pub autocomplete: Option<Source>,
}

/// One of the values that an option takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the bot receives: a text or a number, as the option's kind says.
    pub value: serde_json::Value,
    /// What the person reads.
    pub label: Text,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Its name, as the catalogue's files write it.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// What an option takes.
    OptionKind {
        /// A text.
        String = "string",
        /// A whole number.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// Yes or no.
        Boolean = "boolean",
        /// A person of the guild.
        User = "user",
        /// A channel of the guild.
        Channel = "channel",
    }
}

impl OptionKind {
    /// Discord's number for it.
    pub const fn code(self) -> u8 {
        match self {
            OptionKind::String => 3,
            OptionKind::Integer => 4,
            OptionKind::Boolean => 5,
            OptionKind::User => 6,
            OptionKind::Channel => 7,
            OptionKind::Number => 10,
        }
    }

    /// Whether it is typed, so that it can have choices or be completed.
    pub(super) const fn is_typed(self) -> bool {
        matches!(self, OptionKind::String) || self.is_number()
    }

    /// Whether it takes numbers.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, OptionKind::Integer | OptionKind::Number)
    }
}

words! {
    /// What an option is completed from while it is typed.
    Source {
        /// The servers that the caller may do the action on.
        Server = "server",
        /// The accounts that offer the action, as far as the caller may see them.
        Account = "account",
        /// The plans that the caller may buy.
        Plan = "plan",
        /// What was ordered in the accounts that the caller may use.
        Order = "order",
        /// The sites of the accounts that the caller may use.
        Site = "site",
        /// The tickets of the accounts that the caller may use.
        Ticket = "ticket",
        /// The files of the ticket that is filled in.
        TicketFile = "ticket-file",
        /// The operating systems for the servers of the service that is filled in.
        ServiceSystem = "service-system",
        /// The network interfaces of the server that is filled in.
        Interface = "interface",
        /// The IPv4 addresses of the server that is filled in.
        Address4 = "ipv4-address",
        /// The IPv6 addresses of the server that is filled in.
        Address6 = "ipv6-address",
        /// The pools that further addresses of the server that is filled in are taken from.
        Pool = "pool",
        /// The departments of the account that is filled in.
        Department = "department",
        /// The notices that the accounts have which the caller may use.
        Notice = "notice",
        /// The invoices of the accounts that the caller may use.
        Invoice = "invoice",
        /// The certificates of the accounts that the caller may use.
        Certificate = "certificate",
        /// The certificates that the accounts sell which the caller may use.
        CertificatePlan = "certificate-plan",
        /// The programs that the certificate on sale that is filled in can be made for.
        Software = "software",
        /// The people of the account that is filled in.
        Contact = "contact",
        /// What the accounts that the caller may use pay for regularly.
        Service = "service",
        /// The SSH keys of the accounts that the caller may use.
        Key = "key",
        /// The operating systems of the server or the account that is filled in.
        System = "system",
        /// The types of processor of the account that is filled in.
        CpuType = "cpu-type",
        /// The groups in which the accounts sell what they sell.
        Category = "category",
        /// The ways to pay of the account that is filled in.
        PayMethod = "pay-method",
        /// The plans for sites of the account that is filled in.
        SitePlan = "site-plan",
        /// The cards of the accounts that the caller may use.
        Card = "card",
        /// The relays.
        Relay = "relay",
        /// The commands that the caller may use, or ask about.
        Command = "command",
        /// The names of the actions.
        Action = "action",
    }
}

//! Accounts and what they hold: names, kinds and references.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! providers {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $title:literal;)*) => {
        /// A hosting company whose adapter this version contains.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ProviderName {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl ProviderName {
            /// Every provider.
            pub const ALL: &[ProviderName] = &[$(ProviderName::$variant),*];

            /// The provider's name, as the configuration writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(ProviderName::$variant => $name,)* }
            }

            /// The provider's name, as it writes itself.
            pub const fn title(self) -> &'static str {
                match self { $(ProviderName::$variant => $title,)* }
            }
        }
    };
}

providers! {
    /// LlamaLink.
    LlamaLink = "llamalink", "LlamaLink";
    /// LightLayer, or another portal that speaks the HostBill User API.
    LightLayer = "lightlayer", "LightLayer";
    /// Interneto vizija.
    Iv = "iv", "IV";
    /// Inferno Solutions.
    Inferno = "inferno", "Inferno";
    /// Klikk.
    Klikk = "klikk", "Klikk";
}

impl fmt::Display for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ProviderName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        ProviderName::ALL.iter().copied().find(|provider| provider.as_str() == text).ok_or(())
    }
}

/// An account's name in the configuration: 1 to 24 characters of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

/// The text is not an account's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account's name is 1 to 24 characters of a-z, 0-9 and -")]
pub struct NotAnAccountName;

impl AccountName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AccountName {
    type Err = NotAnAccountName;

    fn from_str(text: &str) -> Result<Self, NotAnAccountName> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=24).contains(&text.len()) && text.bytes().all(plain) {
            Ok(AccountName(text.to_owned()))
        } else {
            Err(NotAnAccountName)
        }
    }
}

impl TryFrom<String> for AccountName {
    type Error = NotAnAccountName;

    fn try_from(text: String) -> Result<Self, NotAnAccountName> {
        text.parse()
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> String {
        name.0
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// The kind of a thing at a provider.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum ResourceKind {
            $($(#[$doc])* $variant,)*
        }

        impl ResourceKind {
            /// The kind's name, as the store writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(ResourceKind::$variant => $name,)* }
            }
        }

        impl FromStr for ResourceKind {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($name => Ok(ResourceKind::$variant),)* _ => Err(()) }
            }
        }
    };
}

kinds! {
    /// A virtual server.
    Server = "server";
    /// A plan on sale.
    Plan = "plan";
    /// Something that was ordered.
    Order = "order";
    /// Something that is paid for regularly.
    Service = "service";
    /// A hosted site.
    Site = "site";
    /// A ticket.
    Ticket = "ticket";
    /// A department that tickets are opened with.
    Department = "department";
    /// An invoice.
    Invoice = "invoice";
    /// A notice to the account.
    Notice = "notice";
    /// A certificate that a site shows to its visitors.
    Certificate = "certificate";
    /// A certificate on sale.
    CertificatePlan = "certificate-plan";
    /// A person who may act for the account.
    Contact = "contact";
    /// An SSH key that new servers can be given.
    Key = "key";
}

/// A thing at a provider, as the bot refers to it.
///
/// Its text form `account/id` is used only where the kind is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ResourceRef {
    /// The account that holds it.
    pub account: AccountName,
    /// What it is.
    pub kind: ResourceKind,
    /// The provider's id for it: opaque, 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
    pub id: String,
}

impl ResourceRef {
    /// A reference, when the id is one that can go into a path unchanged.
    pub fn new(account: AccountName, kind: ResourceKind, id: impl Into<String>) -> Option<Self> {
        let id = id.into();
        is_plain_id(&id).then_some(ResourceRef { account, kind, id })
    }

    /// Reads the text form `account/id`.
    pub fn parse(kind: ResourceKind, text: &str) -> Option<Self> {
        let (account, id) = text.split_once('/')?;
        ResourceRef::new(account.parse().ok()?, kind, id)
    }
}

impl fmt::Display for ResourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.account, self.id)
    }
}

/// Whether an id can go into a path, a query or a body without changing its meaning.
pub fn is_plain_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        && !id.bytes().all(|byte| byte == b'.')
}

/// What an invocation is aimed at, once names are resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// The bot itself.
    Bot,
    /// Several accounts, each asked for itself.
    Accounts(Vec<AccountName>),
    /// One account.
    Account(AccountName),
    /// One thing at one account.
    Resource {
        /// The thing.
        resource: ResourceRef,
        /// The name that the provider gives it; `None` when it could not be learned.
        name: Option<String>,
    },
    /// One of several things that were ordered together.
    Item {
        /// Their order.
        order: ResourceRef,
        /// Which of them, boxed because other targets need far less room.
        part: Box<Part>,
    },
}

/// One thing of an order, as a target names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What the order is called; foreign text.
    pub order_name: String,
    /// The provider's id for the thing.
    pub id: String,
    /// What the thing is called; foreign text.
    pub name: String,
}

impl Target {
    /// The one account that the target lies in, if it is one.
    pub fn account(&self) -> Option<&AccountName> {
        match self {
            Target::Bot | Target::Accounts(_) => None,
            Target::Account(account) => Some(account),
            Target::Resource { resource, .. } | Target::Item { order: resource, .. } => {
                Some(&resource.account)
            }
        }
    }

    /// The one thing that the target is, or is a part of, if there is one.
    pub fn resource(&self) -> Option<&ResourceRef> {
        match self {
            Target::Resource { resource, .. } | Target::Item { order: resource, .. } => Some(resource),
            _ => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Bot => f.write_str("-"),
            Target::Accounts(accounts) => {
                for (index, account) in accounts.iter().enumerate() {
                    write!(f, "{}{account}", if index == 0 { "" } else { "," })?;
                }
                Ok(())
            }
            Target::Account(account) => account.fmt(f),
            Target::Resource { resource, .. } => resource.fmt(f),
            Target::Item { order, part } => write!(f, "{order} item {}", part.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_from_its_text() {
        let reference = ResourceRef::parse(ResourceKind::Server, "shop/301.1374").unwrap();
        assert_eq!(reference.to_string(), "shop/301.1374");
        assert_eq!(reference.account.as_str(), "shop");
    }

    #[test]
    fn ids_that_could_change_a_path_are_no_references() {
        for id in ["", ".", "..", "a/b", "a?b", "a b", "%2e", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(ResourceRef::parse(ResourceKind::Server, &format!("shop/{id}")), None, "{id:?}");
        }
    }
}

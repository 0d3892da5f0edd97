//! What the business is: the nouns that every other module speaks of, without Discord, HTTP, SQL or words.

pub mod acceptance;
pub mod account;
pub mod action;
pub mod actor;
pub mod billing;
pub mod error;
pub mod event;
pub mod grant;
pub mod id;
pub mod invoice;
pub mod job;
pub mod metrics;
pub mod money;
pub mod network;
pub mod notice;
pub mod operation;
pub mod order;
pub mod outcome;
pub mod pending;
pub mod relay;
pub mod resource;
pub mod rights;
pub mod server;
pub mod service;
pub mod site;
pub mod task;
pub mod ticket;

pub use acceptance::Acceptance;
pub use action::{Action, Risk};
pub use actor::{Actor, Address, ChannelId, GuildId, MessageId, Person, Place, RoleId, UserId};
pub use error::{Error, ErrorKind, ErrorStatus};
pub use grant::{ActionPattern, Grant};
pub use id::Id;
pub use money::Money;
pub use operation::{Capability, Operation};
pub use resource::{AccountName, ProviderName, ResourceKind, ResourceRef, Target};

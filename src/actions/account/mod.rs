//! `/account`: the accounts themselves.

pub mod contact;
pub mod contact_add;
pub mod contact_edit;
pub mod contacts;
pub mod edit;
pub mod list;
pub mod logs;
pub(super) mod person;
pub mod privileges;
pub mod show;

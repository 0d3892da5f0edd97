//! People: who they are, and what they may do in an account.

use jiff::Timestamp;

use super::ResourceRef;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)*) => {
        /// Something that is told of a person or an organisation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum PersonField {
            $($(#[$doc])* $variant,)*
        }

        impl PersonField {
            /// Every field, in the order in which they are shown.
            pub const ALL: &[PersonField] = &[$(PersonField::$variant),*];

            /// The field in a word, as providers and texts name it.
            pub const fn as_str(self) -> &'static str {
                match self { $(PersonField::$variant => $word,)* }
            }
        }
    };
}

fields! {
    /// Mail address.
    Email = "email";
    /// First name.
    FirstName = "firstname";
    /// Last name.
    LastName = "lastname";
    /// Company.
    Company = "companyname";
    /// Department of it.
    Unit = "unit";
    /// Street.
    Address1 = "address1";
    /// House number and the like.
    Address2 = "address2";
    /// City.
    City = "city";
    /// State.
    State = "state";
    /// Post code.
    PostCode = "postcode";
    /// Country.
    Country = "country";
    /// Telephone.
    Phone = "phonenumber";
    /// Private or company, in the provider's own word.
    Type = "type";
}

/// What is told of a person or an organisation; all of it is foreign text, and personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person(pub Vec<(PersonField, String)>);

impl Person {
    /// One field, if it is told.
    pub fn get(&self, field: PersonField) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }

    /// What the person is called: by name, company or mail address.
    pub fn name(&self) -> Option<String> {
        let names = [PersonField::FirstName, PersonField::LastName];
        let names: Vec<_> = names.iter().filter_map(|field| self.get(*field)).collect();
        let name = Some(names.join(" ")).filter(|name| !name.is_empty());
        let other = || self.get(PersonField::Company).or_else(|| self.get(PersonField::Email));
        name.or_else(|| other().map(str::to_owned))
    }
}

/// What is done to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonDeed {
    /// What is told of the account's owner is changed.
    EditOwner,
    /// A person is added.
    Add,
    /// What is told of one is changed.
    Edit,
}

impl PersonDeed {
    /// The deed in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            PersonDeed::EditOwner => "account-edit",
            PersonDeed::Add => "account-contact-add",
            PersonDeed::Edit => "account-contact-edit",
        }
    }
}

/// A person who may act for the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their reference.
    pub resource: ResourceRef,
    /// What they are called; foreign text.
    pub name: String,
    /// Their mail address; foreign text.
    pub email: Option<String>,
    /// When they last entered the client area.
    pub last_login: Option<Timestamp>,
}

/// A person with all that is told of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDetail {
    /// Their reference.
    pub resource: ResourceRef,
    /// Who they are.
    pub person: Person,
    /// What they may do.
    pub privileges: Vec<Privileges>,
}

/// What somebody may do in one area of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privileges {
    /// The area, such as `billing` or `services 332`, in the provider's own words.
    pub area: String,
    /// What, in the provider's own words.
    pub rights: Vec<String>,
}

/// Something that was done in an account at its provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// When.
    pub at: Option<Timestamp>,
    /// What; foreign text.
    pub text: String,
    /// From which address; foreign text.
    pub ip: Option<String>,
}

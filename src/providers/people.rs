//! The facets about certificates and about the people of an account.

use async_trait::async_trait;

use super::Identity;
use crate::domain::certificate::{Certificate, CertificateDetail, CertificatePlan, Software};
use crate::domain::contact::{Contact, ContactDetail, LogEntry, Person, Privileges};
use crate::domain::ticket::File;
use crate::domain::{Acceptance, Error, Operation};
use crate::policy::Authorized;

/// Looking at certificates.
#[async_trait]
pub trait Certificates: Identity {
    /// All certificates.
    async fn certificates(&self) -> Result<Vec<Certificate>, Error> {
        Err(self.unsupported(Operation::CertificateList))
    }

    /// One certificate with whom it is made out to.
    async fn certificate(&self, id: &str) -> Result<CertificateDetail, Error> {
        let _ = id;
        Err(self.unsupported(Operation::CertificateShow))
    }

    /// A certificate as a file: its PEM text and nothing else.
    async fn certificate_file(&self, id: &str) -> Result<File, Error> {
        let _ = id;
        Err(self.unsupported(Operation::CertificateFile))
    }

    /// The certificates on sale.
    async fn certificate_plans(&self) -> Result<Vec<CertificatePlan>, Error> {
        Err(self.unsupported(Operation::CertificatePlanList))
    }

    /// The programs that a certificate on sale can be made for.
    async fn software(&self, plan: &str) -> Result<Vec<Software>, Error> {
        let _ = plan;
        Err(self.unsupported(Operation::SoftwareList))
    }
}

/// Looking at the people of an account.
#[async_trait]
pub trait People: Identity {
    /// The people who may act for the account.
    async fn contacts(&self) -> Result<Vec<Contact>, Error> {
        Err(self.unsupported(Operation::ContactList))
    }

    /// One of them.
    async fn contact(&self, id: &str) -> Result<ContactDetail, Error> {
        let _ = id;
        Err(self.unsupported(Operation::ContactShow))
    }

    /// What they can be allowed to do.
    async fn privileges(&self) -> Result<Vec<Privileges>, Error> {
        Err(self.unsupported(Operation::PrivilegeList))
    }

    /// What was done in the account at the provider, newest first where that is told.
    async fn logs(&self) -> Result<Vec<LogEntry>, Error> {
        Err(self.unsupported(Operation::LogList))
    }
}

/// Changing what is told of people. Who is changed is the permit's target.
#[async_trait]
pub trait PeopleControl: Identity {
    /// Changes what is told of the account's owner.
    async fn edit_profile(&self, permit: &Authorized, person: &Person) -> Result<Acceptance, Error> {
        let _ = (permit, person);
        Err(self.unsupported(Operation::ProfileEdit))
    }

    /// Adds a person to the permit's account; their id where the provider tells it.
    async fn add_contact(
        &self,
        permit: &Authorized,
        person: &Person,
    ) -> Result<(Acceptance, Option<String>), Error> {
        let _ = (permit, person);
        Err(self.unsupported(Operation::ContactAdd))
    }

    /// Changes what is told of a person.
    async fn edit_contact(&self, permit: &Authorized, person: &Person) -> Result<Acceptance, Error> {
        let _ = (permit, person);
        Err(self.unsupported(Operation::ContactEdit))
    }
}

//! What a service may do with the users and sessions of its host.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Caller, ServiceError, SessionChange};
use crate::tenant::{Accounts, Identity};

/// A person whom a service names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The id; that of the user of this name, or the name itself, by default.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// What pages call the person.
    pub display_name: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Roles in the place of those that the user has.
    pub roles: Option<Vec<String>>,
    /// The same of permissions.
    pub permissions: Option<Vec<String>>,
}

/// Users and sessions of a host, as services may change them. What changes is the tenant's.
pub trait Accounting: Send + Sync {
    /// Begins the session of a person, whom the settings need not list.
    ///
    /// # Errors
    /// When the id does not fit into a cookie, or there are too many users.
    fn log_in(
        &self,
        accounts: &Accounts,
        person: Person,
        remember: bool,
        now: DateTime<Utc>,
    ) -> Result<(Arc<Caller>, SessionChange), ServiceError>;

    /// Adds a user who cannot sign in before there is a password.
    ///
    /// # Errors
    /// When the name or the email address is taken, or there are too many users.
    fn register(&self, accounts: &Accounts, person: Person) -> Result<Arc<Identity>, ServiceError>;

    /// Gives roles and permissions to a user, or takes them away.
    ///
    /// # Errors
    /// When there is no such user.
    fn assign(
        &self,
        accounts: &Accounts,
        name: &str,
        rights: (&[String], &[String]),
        takes_away: bool,
    ) -> Result<Arc<Identity>, ServiceError>;

    /// A token with these claims; none of a host without a secret.
    fn sign(
        &self,
        accounts: &Accounts,
        claims: serde_json::Map<String, serde_json::Value>,
        now: DateTime<Utc>,
    ) -> Option<String>;

    /// The hash of a password; it takes tens of milliseconds.
    ///
    /// # Errors
    /// When it cannot be hashed.
    fn hash(&self, password: &str) -> Result<String, ServiceError>;
}

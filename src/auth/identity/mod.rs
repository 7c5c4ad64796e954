//! ASP.NET Core Identity as ServiceStack 8 and 10 use it, the default of new projects (recorded of
//! 10.1.5: `fixtures/conformance/modern/identity.jsonl.gz`).
//!
//! ASP.NET Core decides who gets in, by a cookie or a token of its own, before ServiceStack sees
//! the call; roles are compared by name, and `Admin` stands for no other one.

mod answers;
mod authenticate;
mod register;
mod roles;
mod tokens;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

pub use authenticate::IdentityAuthenticate;
pub use register::IdentityRegister;
pub use roles::IdentityRoles;
pub use tokens::{BearerError, ConvertIdentitySession, GetIdentityToken, IdentityTokens};

use super::Auth;
use crate::tenant::{Accounts, AuthProvider, Identity};

/// How a host with Identity is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRules {
    /// The application cookie.
    pub cookie: String,
    /// How long it is remembered.
    pub cookie_lifetime: Duration,
    /// The page to sign in.
    pub login_path: String,
    /// The page for those who lack a role.
    pub access_denied_path: String,
    /// The page after signing out.
    pub logout_path: String,
    /// What the first two are told the address by.
    pub return_parameter: String,
    /// API clients are redirected as browsers are (no DisableRedirectsForApis).
    pub redirect_apis: bool,
    /// Basic credentials sign in (BasicAuth).
    pub basic: bool,
    /// Nobody signs in whose email address is not confirmed (RequireConfirmedAccount).
    pub require_confirmed: bool,
    /// The roles that can be given; those of users and operations besides.
    pub roles: Vec<String>,
}

/// Whom ASP.NET Core finds in a request.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The user; of a token without a user its id is empty.
    pub user: Arc<Identity>,
    /// By what.
    pub provider: AuthProvider,
    /// The types of its claims, sorted.
    pub claims: Vec<String>,
}

/// The types of claims that .NET spells out.
pub(super) mod claim {
    /// Who it is.
    pub const ID: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier";
    /// What it is called.
    pub const NAME: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";
    /// Email address.
    pub const EMAIL: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
    /// First name.
    pub const FIRST: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname";
    /// Last name.
    pub const LAST: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname";
    /// A role.
    pub const ROLE: &str = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
    /// What changes with the password.
    pub const STAMP: &str = "AspNet.Identity.SecurityStamp";
}

impl Auth {
    /// Whom an application cookie stands for.
    pub fn by_application_cookie(
        &self,
        value: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Option<Principal> {
        let session = accounts.sessions.used(value, now)?;
        let user = self.named_of_cookie(&session.user_id, accounts)?;
        Some(Principal { claims: claims_of_cookie(&user), user, provider: AuthProvider::Pwd })
    }

    /// The user as a cookie shows one: first, last and display name stay with the host.
    pub(super) fn named_of_cookie(&self, id: &str, accounts: &Accounts) -> Option<Arc<Identity>> {
        let user = self.identity_of(id, accounts)?;
        let user = Identity {
            display_name: None,
            first_name: None,
            last_name: None,
            email: Some(user.name.clone()),
            roles: accounts.rights.held(&user.id).unwrap_or_else(|| self.users.roles_of(&user.id)),
            ..(*user).clone()
        };
        Some(Arc::new(user))
    }
}

fn claims_of_cookie(user: &Identity) -> Vec<String> {
    let mut types = vec![claim::STAMP, "amr"];
    if !user.roles.is_empty() {
        types.push(claim::ROLE);
    }
    types.extend([claim::EMAIL, claim::NAME, claim::ID]);
    types.extend(user.profile_url.as_ref().map(|_| "picture"));
    types.into_iter().map(str::to_owned).collect()
}

impl Principal {
    /// Two of one user as one: what either says.
    pub fn joined(mut self, other: Self) -> Self {
        let also = Identity {
            first_name: self.user.first_name.clone().or_else(|| other.user.first_name.clone()),
            last_name: self.user.last_name.clone().or_else(|| other.user.last_name.clone()),
            ..(*self.user).clone()
        };
        self.user = Arc::new(also);
        self.claims.extend(other.claims);
        self.claims.sort();
        self.claims.dedup();
        self
    }
}

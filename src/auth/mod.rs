//! Users who may call: users, their passwords and keys. They never change while the emulator runs;
//! who is signed in or locked out does, and is the tenant's.
//!
//! This room knows nothing of cookies and headers (that is `http::session`) and nothing of routes.

mod accounting;
mod api_keys;
mod assign_roles;
mod auth_config;
mod authenticate;
mod convert_session;
mod denied;
mod get_access_token;
mod get_api_keys;
mod identity;
mod password;
mod register;
mod return_path;
mod stand_in;
mod tokens;
mod user;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use api_keys::{AdminSecret, ApiKey, ApiKeys, KeyError, KeyRules};
pub use assign_roles::{AssignRoles, Change};
pub use auth_config::AuthConfig;
pub use authenticate::{Authenticate, AuthenticateLogout};
pub use convert_session::ConvertSession;
pub use denied::{Denied, NotOpen};
pub use get_access_token::GetAccessToken;
pub use get_api_keys::GetApiKeys;
pub use identity::{
    BearerError, ConvertIdentitySession, GetIdentityToken, IdentityAuthenticate, IdentityRegister,
    IdentityRoles, IdentityRules, IdentityTokens, Principal,
};
pub use password::{PasswordError, check_hash, hash_password, hash_readable};
pub use register::Register;
pub use return_path::{is_external, local_path};
pub use tokens::{Issued, TokenError, TokenRules, Tokens, looks_like_token};
pub use user::{User, Users};

use crate::tenant::{Accounts, Identity, RegisteredUser};
use user::with_asked_roles;

/// Users and keys of a host. Cheap to share behind an `Arc`.
pub struct Auth {
    /// The users that may sign in.
    pub users: Users,
    /// Secrets that stand for users.
    pub api_keys: ApiKeys,
    /// Issues and reads JWTs; `None` without a secret.
    pub tokens: Option<Arc<Tokens>>,
    /// The secret of the administrator, who needs neither key nor session.
    pub secret: Option<AdminSecret>,
    /// How ASP.NET Core Identity is set up, on a host that has it.
    pub identity: Option<IdentityRules>,
    /// Its tokens; `None` without a secret.
    pub identity_tokens: Option<IdentityTokens>,
    /// The roles that operations ask for, where the host shows administrators with them.
    pub asked_roles: Vec<String>,
    /// A locked account says so to the right password alone (recorded of 10.1.5).
    pub locks_after_check: bool,
}

impl Auth {
    /// A user with the rights that it has in a tenant.
    pub fn identity(&self, user: &User, accounts: &Accounts) -> Arc<Identity> {
        let identity = accounts.rights.of(&self.users.identity(user));
        with_asked_roles(identity, &self.asked_roles)
    }

    /// How Identity is set up.
    pub(crate) fn rules_of_identity(&self) -> &IdentityRules {
        self.identity.as_ref().expect("only a host with Identity comes here")
    }

    /// Tokens take the place of sessions: signing in keeps none (UseTokenCookie).
    pub fn keeps_no_session(&self) -> bool {
        self.tokens.as_ref().is_some_and(|tokens| tokens.rules.cookies)
    }

    /// Whether a bearer token may be a token or a key of this host.
    pub fn takes_bearer(&self) -> bool {
        self.tokens.is_some() || !self.api_keys.is_empty()
    }

    /// A user as sessions show one.
    pub fn shown(&self, identity: Arc<Identity>) -> Arc<Identity> {
        with_asked_roles(identity, &self.asked_roles)
    }

    /// An access token of a user, where the host has tokens.
    pub fn issue(
        &self,
        user: &Identity,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Option<Issued> {
        let issued = self.tokens.as_ref()?.issue(user, now, accounts.revoked.next_number())?;
        accounts.revoked.issued(&issued.token);
        Some(issued)
    }

    /// A token for which access tokens of a user are had.
    pub fn issue_refresh(
        &self,
        user: &Identity,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Option<Issued> {
        self.tokens.as_ref()?.issue_refresh(&user.id, now, accounts.revoked.next_number())
    }

    /// The user whom a token makes, if it was not revoked.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn read_token(
        &self,
        token: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Result<Identity, TokenError> {
        let tokens = self.tokens.as_ref().ok_or(TokenError::Invalid)?;
        let identity = tokens.identity_of(token, now)?;
        if accounts.revoked.has(token) { Err(TokenError::Revoked) } else { Ok(identity) }
    }

    /// The user of this id with its rights in a tenant: one of the settings, one that registered
    /// or was signed in by a stub.
    pub fn identity_of(&self, id: &str, accounts: &Accounts) -> Option<Arc<Identity>> {
        match self.users.by_id(id) {
            Some(user) => Some(self.identity(user, accounts)),
            None => accounts.rights.known(id).map(|identity| self.shown(identity)),
        }
    }

    /// The id of the user with this name and password. A password that was right before is known at
    /// once, others wait for their turn and take tens of milliseconds on a thread of their own;
    /// `body_bytes` is what waits with them.
    ///
    /// # Errors
    /// [`Denied`].
    pub async fn admit(
        self: &Arc<Self>,
        accounts: &Accounts,
        name: String,
        password: String,
        body_bytes: usize,
    ) -> Result<String, Denied> {
        let (account, is_locked) = self.users.account(&name);
        let is_locked = is_locked || accounts.lockout.is_locked(&account);
        if is_locked && !self.locks_after_check {
            return Err(Denied::Locked);
        }
        let (auth, credentials) = (self.clone(), (name, password));
        let (known, (name, password)) =
            blocking(move || (auth.users.recognise(&credentials.0, &credentials.1), credentials))
                .await?;
        let id = match known {
            Some(id) => id,
            None => {
                let _turn = accounts.gate.turn(body_bytes).await.ok_or(Denied::Busy)?;
                if !is_locked && !accounts.lockout.may_try(&account) {
                    return Err(Denied::Locked);
                }
                match accounts
                    .registered
                    .named(&name)
                    .filter(|_| self.users.by_name(&name).is_none())
                {
                    Some(user) => verify_registered(user, password).await?,
                    None => self.verify(name, password).await?,
                }
            }
        };
        if is_locked {
            return Err(Denied::Locked);
        }
        accounts.lockout.succeeded(&account);
        Ok(id)
    }

    async fn verify(self: &Arc<Self>, name: String, password: String) -> Result<String, Denied> {
        let auth = self.clone();
        blocking(move || auth.users.verify(&name, &password).map(|user| user.id.clone()))
            .await?
            .ok_or(Denied::Wrong)
    }
}

async fn verify_registered(user: RegisteredUser, password: String) -> Result<String, Denied> {
    blocking(move || password::verify(&password, &user.password_hash).then_some(user.id))
        .await?
        .ok_or(Denied::Wrong)
}

/// Argon2 takes its time: it must not hold up the other requests of this worker.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Denied> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Denied::Busy)
}

//! Users who may call: users, their passwords and keys. They never change while the emulator runs;
//! who is signed in or locked out does, and is the tenant's.
//!
//! This room knows nothing of cookies and headers (that is `http::session`) and nothing of routes.

mod accounting;
mod api_keys;
mod assign_roles;
mod authenticate;
mod password;
mod return_path;
mod tokens;
mod user;

use std::sync::Arc;

pub use api_keys::{ApiKey, ApiKeys};
pub use assign_roles::{AssignRoles, Change};
pub use authenticate::Authenticate;
pub use password::{PasswordError, check_hash, hash_password, hash_readable};
pub use return_path::{is_external, local_path};
pub use tokens::{TokenError, Tokens, looks_like_token};
pub use user::{User, Users};

use crate::tenant::{Accounts, Identity, RegisteredUser};

/// Users and keys of a host. Cheap to share behind an `Arc`.
pub struct Auth {
    /// The users that may sign in.
    pub users: Users,
    /// Secrets that stand for users.
    pub api_keys: ApiKeys,
    /// Issues and reads JWTs; `None` without a secret.
    pub tokens: Option<Arc<Tokens>>,
}

/// Why a name and password let nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No such user, or not the password. Which of them is not revealed.
    #[error("Invalid Username or Password")]
    Wrong,
    /// Too many wrong passwords.
    #[error("This account has been locked")]
    Locked,
    /// Too many sign-ins wait.
    #[error("Too many sign-ins wait; try again in a moment.")]
    Busy,
}

impl Auth {
    /// A user with the rights that it has in a tenant.
    pub fn identity(&self, user: &User, accounts: &Accounts) -> Arc<Identity> {
        accounts.rights.of(&self.users.identity(user))
    }

    /// The user of this id with its rights in a tenant: one of the settings, one that registered
    /// or was signed in by a stub.
    pub fn identity_of(&self, id: &str, accounts: &Accounts) -> Option<Arc<Identity>> {
        match self.users.by_id(id) {
            Some(user) => Some(self.identity(user, accounts)),
            None => accounts.rights.known(id),
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
        let account = self.users.account(&name);
        if accounts.lockout.is_locked(&account) {
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
                if !accounts.lockout.may_try(&account) {
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

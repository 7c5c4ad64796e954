//! Who may call: users, their passwords, and the sessions that signing in starts.
//!
//! This room knows nothing of cookies and headers (that is `http::session`) and nothing of routes.

mod api_keys;
mod authenticate;
mod lockout;
mod password;
mod return_path;
mod session_log;
mod sessions;
mod tokens;
mod user;

pub use api_keys::{ApiKey, ApiKeys};
pub use authenticate::Authenticate;
pub use lockout::{Account, Lockout};
pub use password::{PasswordError, check_hash, hash_password};
pub use return_path::local_path;
pub use sessions::{Session, Sessions};
pub use tokens::{TokenError, Tokens, looks_like_token};
pub use user::{User, Users};

/// Users and sessions of a host. Cheap to share behind an `Arc`.
pub struct Auth {
    /// The users that may sign in.
    pub users: Users,
    /// The sessions of those who did.
    pub sessions: Sessions,
    /// Secrets that stand for users.
    pub api_keys: ApiKeys,
    /// Issues and reads JWTs; `None` without a secret.
    pub tokens: Option<Tokens>,
    /// Counts wrong passwords.
    pub lockout: Lockout,
}

/// Why a name and password let nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No such user, or not the password. Which, is not told.
    #[error("Invalid Username or Password")]
    Wrong,
    /// Too many wrong passwords.
    #[error("This account has been locked")]
    Locked,
}

impl Auth {
    /// The user with this name and password.
    ///
    /// Argon2 takes tens of milliseconds: call it where it holds up nobody.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn verify(&self, name: &str, password: &str) -> Result<&User, Denied> {
        let account = self.users.account(name);
        if !self.lockout.may_try(&account) {
            return Err(Denied::Locked);
        }
        let user = self.users.verify(name, password).ok_or(Denied::Wrong)?;
        self.lockout.succeeded(&account);
        Ok(user)
    }
}

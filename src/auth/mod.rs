//! Who may call: users, their passwords, and the sessions that signing in starts.
//!
//! This room knows nothing of cookies and headers (that is `http::session`) and nothing of routes.

mod authenticate;
mod password;
mod return_path;
mod sessions;
mod user;

pub use authenticate::Authenticate;
pub use password::{PasswordError, check_hash, hash_password};
pub use return_path::local_path;
pub use sessions::{Session, SessionIds, Sessions};
pub use user::{User, Users};

/// Users and sessions of a host. Cheap to share behind an `Arc`.
pub struct Auth {
    /// The users that may sign in.
    pub users: Users,
    /// The sessions of those who did.
    pub sessions: Sessions,
}

//! What a session is known by, what a request presents to begin one, and what an operation may do
//! to it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::ServiceError;
use crate::tenant::{AuthProvider, Identity};

/// A picture for users without one: a grey circle of our own.
pub const NO_PICTURE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Ccircle cx='4' cy='4' r='4' fill='%23999'/%3E%3C/svg%3E";

/// The two ids that a client carries: one for the browser session, one that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionIds {
    /// `ss-id`.
    pub temporary: String,
    /// `ss-pid`.
    pub permanent: String,
}

impl SessionIds {
    /// Two new ids.
    pub fn draw(mut new_id: impl FnMut() -> String) -> Self {
        Self { temporary: new_id(), permanent: new_id() }
    }

    /// The id that names the session: the permanent one when the user chose to be remembered.
    pub fn effective(&self, remember: bool) -> &str {
        if remember { &self.permanent } else { &self.temporary }
    }
}

/// What a request presents to sign in, beside its DTO.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Presented {
    /// Name and password of Basic credentials.
    pub basic: Option<(String, String)>,
    /// Where a browser asks to be sent (`?continue=`).
    pub back: Option<String>,
    /// The page that a browser was on.
    pub referrer: Option<String>,
    /// The same, if it is one of this host's.
    pub own_page: Option<String>,
    /// The address of the host.
    pub base_url: String,
    /// The id that names the session, signed in or not.
    pub session_id: String,
    /// Whether that is the permanent one.
    pub remembered: bool,
    /// How long the body is, in bytes.
    pub body_bytes: usize,
    /// Whom its keys and tokens make, or why they are refused.
    pub by_credentials: Option<ByCredentials>,
    /// The refresh token of its cookie.
    pub refresh_token: Option<String>,
    /// The access token that it carries.
    pub access_token: Option<String>,
}

/// A token that a cookie carries, and the end of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCookie {
    /// Whether it is one for which other tokens are had.
    pub is_refresh: bool,
    /// The token.
    pub token: String,
    /// When it ends.
    pub expires: DateTime<Utc>,
}

/// Whom keys and tokens of a request make, or why they are refused.
pub type ByCredentials = Result<Option<(Arc<Identity>, AuthProvider)>, ServiceError>;

/// What signing in or out does to the caller's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionChange {
    /// The session now belongs to this user.
    SignIn {
        /// The user's id.
        user_id: String,
        /// The new ids that the client carries from now on.
        ids: SessionIds,
        /// Which of them names the session; `None` leaves it as it was.
        remember: Option<bool>,
        /// Tokens beside them.
        tokens: Vec<TokenCookie>,
    },
    /// Somebody tried to sign in and failed: the session before is over, a new one belongs to
    /// nobody.
    Failed {
        /// The new ids.
        ids: SessionIds,
        /// Which of them names the session; `None` leaves it as it was.
        remember: Option<bool>,
    },
    /// The session, as it is, belongs to this user, and the client learns of it.
    Named {
        /// The user's id; that of nobody is not told.
        user_id: Option<String>,
        /// How often it is told.
        times: usize,
        /// Tokens beside it.
        tokens: Vec<TokenCookie>,
    },
    /// Cookies of an Identity host.
    Handed(Handed),
    /// The other id names the session from now on, or the same.
    Remember(bool),
    /// The session ends.
    SignOut {
        /// Which id names the next one; `None` leaves it as it was.
        remember: Option<bool>,
    },
}

/// Cookies to be set, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handed {
    /// The cookies.
    pub cookies: Vec<HandedCookie>,
    /// Whether ASP.NET Core's cookie handler sets one, which forbids to keep the answer.
    pub no_store: bool,
}

/// A cookie to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedCookie {
    /// Its name.
    pub name: String,
    /// Its value; empty to take it away.
    pub value: String,
    /// Its end; none is that of the browser's session.
    pub expires: Option<DateTime<Utc>>,
    /// Whether it says to which sites it is sent.
    pub same_site: bool,
}

impl HandedCookie {
    /// A cookie with this end.
    pub fn new(
        name: impl Into<String>,
        value: impl Into<String>,
        expires: Option<DateTime<Utc>>,
    ) -> Self {
        Self { name: name.into(), value: value.into(), expires, same_site: true }
    }
}

//! What a session is known by, and what an operation may do to it.

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

    /// The id that names the session: the permanent one when the user asked to be remembered.
    pub fn effective(&self, remember: bool) -> &str {
        if remember { &self.permanent } else { &self.temporary }
    }
}

/// What signing in or out does to the caller's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionChange {
    /// The session now belongs to this user.
    SignIn {
        /// The user's id.
        user_id: String,
        /// The new ids that the client carries from now on.
        ids: SessionIds,
        /// Keep the session by its permanent id.
        remember: bool,
    },
    /// The session ends.
    SignOut,
}

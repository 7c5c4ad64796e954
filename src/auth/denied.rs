//! Why somebody is not let in.

use crate::service::ServiceError;

/// Why a name and password let nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No such user, or not the password. Which of them is not revealed.
    #[error("Invalid Username or Password")]
    Wrong,
    /// Too many wrong passwords, or locked by the settings.
    #[error("This account has been locked")]
    Locked,
    /// Too many sign-ins wait.
    #[error("Too many sign-ins wait; try again in a moment.")]
    Busy,
}

impl Denied {
    /// What the operations that sign in make of it.
    pub fn reported(self) -> ServiceError {
        let message = self.to_string();
        match self {
            Self::Wrong => ServiceError::unauthorized(message),
            Self::Locked => ServiceError::exception("AuthenticationException", message),
            Self::Busy => ServiceError::unavailable(message),
        }
    }
}

/// Why what stands for a user without a password, a key or a refresh token, lets nobody in.
#[derive(Debug, Clone, PartialEq)]
pub enum NotOpen {
    /// The user's account is locked.
    Locked,
    /// It stands for nobody, or no more: what the host says of it.
    NoGood(ServiceError),
}

impl From<NotOpen> for ServiceError {
    fn from(reason: NotOpen) -> Self {
        match reason {
            NotOpen::Locked => Denied::Locked.reported(),
            NotOpen::NoGood(error) => error,
        }
    }
}

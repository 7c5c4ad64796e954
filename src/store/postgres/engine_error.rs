//! What can go wrong between us and the database, and whether it passes.

use std::error::Error as _;

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::store::StoreError;

/// EngineError of one attempt.
#[derive(Debug)]
pub(super) enum EngineError {
    /// The server's, or the connection's.
    Server(Error),
    /// No connection to be had.
    Pool(PoolError),
    /// The time was over.
    Late,
    /// A row that does not make sense.
    Unreadable(String),
    /// Not an error but an answer that ends the call.
    Answer(StoreError),
}

impl From<Error> for EngineError {
    fn from(error: Error) -> Self {
        EngineError::Server(error)
    }
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        EngineError::Answer(error)
    }
}

/// What goes by when the same is tried again.
enum Passing {
    /// Somebody else was first, or the database could not put two transactions into an order.
    Race,
    /// The database is away, or takes nobody in.
    Away,
}

impl EngineError {
    /// Whether trying again may help.
    pub(super) fn passes(&self) -> bool {
        self.passing().is_some()
    }

    fn passing(&self) -> Option<Passing> {
        match self {
            EngineError::Server(error) | EngineError::Pool(PoolError::Backend(error)) => {
                passing(error)
            }
            EngineError::Pool(PoolError::Timeout(_)) | EngineError::Late => Some(Passing::Away),
            _ => None,
        }
    }

    /// In the words of the boundary; `address` has no password.
    pub(super) fn store_error(self, address: &str) -> StoreError {
        let passing = self.passing();
        let why = match self {
            EngineError::Answer(error) => return error,
            EngineError::Pool(PoolError::Timeout(TimeoutType::Wait)) => return StoreError::Busy,
            EngineError::Server(error) | EngineError::Pool(PoolError::Backend(error)) => {
                words(&error)
            }
            EngineError::Pool(PoolError::Timeout(_)) | EngineError::Late => {
                "it does not answer in time".to_owned()
            }
            EngineError::Pool(error) => error.to_string(),
            EngineError::Unreadable(why) => format!("a row cannot be read: {why}"),
        };
        let (address, why) = (address.into(), why.into());
        match passing {
            Some(Passing::Away) => StoreError::Unreachable { address, why },
            _ => StoreError::Database { address, why },
        }
    }
}

fn passing(error: &Error) -> Option<Passing> {
    let Some(code) = error.code() else {
        // Nothing was said: the connection was lost or never made.
        return (error.is_closed() || is_io(error)).then_some(Passing::Away);
    };
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN
        | SqlState::UNIQUE_VIOLATION
        // Two that make the same table at once: IF NOT EXISTS does not see the other's, nor the
        // type of its rows.
        | SqlState::DUPLICATE_TABLE
        | SqlState::DUPLICATE_OBJECT => Some(Passing::Race),
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::QUERY_CANCELED
        | SqlState::LOCK_NOT_AVAILABLE => Some(Passing::Away),
        ref other if other.code().starts_with("08") => Some(Passing::Away),
        _ => None,
    }
}

fn is_io(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<std::io::Error>() {
            return true;
        }
        cause = error.source();
    }
    // A time-out while connecting has no cause.
    error.source().is_none()
}

/// What the server said, or why it could not.
fn words(error: &Error) -> String {
    if let Some(said) = error.as_db_error() {
        return said.message().to_owned();
    }
    match error.source() {
        Some(cause) => cause.to_string(),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_passes_and_an_answer_does_not() {
        assert!(EngineError::Late.passes());
        assert!(!EngineError::Answer(StoreError::IdsExhausted).passes());
        assert!(!EngineError::Unreadable(String::new()).passes());
        let reported = EngineError::Late.store_error("postgres://db/coupons").to_string();
        assert_eq!(
            reported,
            "the database postgres://db/coupons cannot be reached: it does not answer in time"
        );
    }
}

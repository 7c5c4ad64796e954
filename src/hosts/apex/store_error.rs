//! An error of the store as a client sees it: 503, and the sentence stays in the log.

use crate::service::ServiceError;
use crate::store::StoreError;

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            // Codes are measured before the store is called.
            StoreError::TooLarge { what, limit } => {
                Self::argument("Data", format!("{what} is longer than {limit} bytes."))
            }
            StoreError::IdsExhausted => Self::http(507, "InsufficientStorage", error.to_string()),
            StoreError::Busy => Self::unavailable("The store is busy; try again in a moment."),
            other => {
                tracing::error!(error = %other, "the store could not answer");
                Self::unavailable("The store cannot be reached; try again later.")
            }
        }
    }
}

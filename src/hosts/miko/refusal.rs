//! What is refused, and how that is answered: most calls say `{"message":…}`, three of them a bare
//! text.

use std::error::Error;

use serde_json::json;

use super::answer;
use crate::config::MikoSettings;
use crate::host::Version;
use crate::http::{Answer, ErrorResponse, error_of};
use crate::service::ServiceError;
use crate::store::StoreError;

/// A call that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// `{"message":…}` with a status.
    Message(u16, String),
    /// 400 in the words of the calls that answer a bare text.
    BareBadRequest,
    /// 405 with the verb that would do.
    WrongVerb(&'static str),
}

impl Refusal {
    /// `{"message":…}` with a status.
    pub fn message(status: u16, message: impl Into<String>) -> Self {
        Self::Message(status, message.into())
    }

    /// 400: the request makes no sense.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::message(400, message)
    }

    /// 500 in the documented words. The reason is for the log alone.
    pub fn internal(reason: &dyn Error) -> Self {
        tracing::error!(error = %reason, "the call could not be done");
        Self::message(500, "Internal server error")
    }

    /// The same refusal for calls that answer a bare text.
    pub fn bare(self) -> Self {
        match self {
            Self::Message(400, _) => Self::BareBadRequest,
            other => other,
        }
    }

    /// The answer.
    pub fn answer(&self, settings: &MikoSettings) -> Answer {
        let message = |status, text: &str| {
            answer::of(settings, status, json!({ "message": text }).to_string())
        };
        match self {
            Self::Message(status, text) => message(*status, text),
            Self::BareBadRequest => {
                answer::of(settings, 400, json!("Ошибка в запросе").to_string())
            }
            Self::WrongVerb(wanted) => {
                message(405, &format!("Method must be {wanted}")).header("Allow", *wanted)
            }
        }
    }
}

/// A fault ends the call.
impl From<ServiceError> for Refusal {
    fn from(error: ServiceError) -> Self {
        let ErrorResponse { status, message, .. } = error_of(&error, Version::V5);
        Self::message(status, message)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooLarge { limit, .. } => Self::bad(format!(
                "description and products must not be longer than {limit} bytes together"
            )),
            error => Self::internal(&error),
        }
    }
}

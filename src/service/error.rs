//! How an operation refuses.
//!
//! Which status, reason phrase and ErrorCode each of these becomes is decided in one place,
//! `http::error`.

use super::{Redirection, SessionChange};

/// An operation's refusal, in .NET's words: what a ServiceStack service would have thrown.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ServiceError {
    /// `HttpError`: the service chose the status and the ErrorCode itself.
    #[error("{status} {code}: {message}")]
    Http {
        /// HTTP status.
        status: u16,
        /// ErrorCode, also the reason phrase.
        code: String,
        /// Message for the client.
        message: String,
    },
    /// The same with field errors and further values.
    #[error("{} {}: {}", .0.status, .0.code, .0.message)]
    Whole(Box<WholeError>),
    /// Any other exception, by its type name without namespace.
    #[error("{name}: {message}")]
    Exception {
        /// `ArgumentException`, `NotImplementedException` …
        name: &'static str,
        /// Message for the client.
        message: String,
        /// `ParamName` of an argument exception.
        param: Option<String>,
    },
    /// Path, query or form held values that are not of their member's type.
    #[error("{message}")]
    Binding {
        /// `Unable to bind to request 'Op'`.
        message: String,
        /// One entry a value.
        errors: Vec<FieldError>,
    },
    /// Nobody is signed in: the same refusal as a protected operation's.
    #[error("not authenticated")]
    NotAuthenticated,
    /// A sign-in that failed, and what it does to the session.
    #[error("{}", .0.error)]
    SignIn(Box<FailedSignIn>),
    /// Broken validation rules, in rule order; never empty.
    #[error("{} field(s) are not valid", .0.len())]
    Validation(Vec<FieldError>),
    /// The same, found by the service itself and thrown: an internal error to the host.
    #[error("{} field(s) are not valid", .0.len())]
    ValidationThrown(Vec<FieldError>),
}

/// All that `ResponseStatus` can say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WholeError {
    /// HTTP status.
    pub status: u16,
    /// ErrorCode, also the reason phrase.
    pub code: String,
    /// Message for the client.
    pub message: String,
    /// One entry a field.
    pub errors: Vec<FieldError>,
    /// Further values by name.
    pub meta: Vec<(String, String)>,
    /// Further headers of the answer.
    pub headers: Vec<(String, String)>,
}

/// A sign-in that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedSignIn {
    /// Why.
    pub error: ServiceError,
    /// What becomes of the caller's session.
    pub session: Option<SessionChange>,
    /// Where a browser is sent instead of being shown the error.
    pub browser_goes_to: Option<Redirection>,
}

impl From<FailedSignIn> for ServiceError {
    fn from(failed: FailedSignIn) -> Self {
        Self::SignIn(Box::new(failed))
    }
}

/// One entry of `ResponseStatus.Errors`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldError {
    /// ErrorCode: the rule's name.
    pub code: String,
    /// The member, `Inner.Name` or `Inners[0].Name` when nested; `None` where the host names none.
    pub field: Option<String>,
    /// Message.
    pub message: String,
    /// The message's placeholders in order; a null PropertyValue is `None`. No Meta is another
    /// thing on the wire than one without entries.
    pub meta: Option<Vec<(String, Option<String>)>>,
}

impl ServiceError {
    /// `HttpError` with status, code and message.
    pub fn http(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Http { status, code: code.into(), message: message.into() }
    }

    /// 404 `NotFound`.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::http(404, "NotFound", message)
    }

    /// 409 `Conflict`.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::http(409, "Conflict", message)
    }

    /// 401 `Unauthorized`.
    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::http(401, "Unauthorized", message)
    }

    /// 503 `ServiceUnavailable`: the store cannot take the change now.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::http(503, "ServiceUnavailable", message)
    }

    /// An exception of this .NET type.
    pub fn exception(name: &'static str, message: impl Into<String>) -> Self {
        Self::Exception { name, message: message.into(), param: None }
    }

    /// `ArgumentException` about a member: 400 with the member in `Errors`.
    pub fn argument(param: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Exception {
            name: "ArgumentException",
            message: message.into(),
            param: Some(param.into()),
        }
    }

    /// `ArgumentNullException` about a member.
    pub fn argument_null(param: impl Into<String>) -> Self {
        let message = "Value cannot be null.".to_owned();
        Self::Exception { name: "ArgumentNullException", message, param: Some(param.into()) }
    }
}

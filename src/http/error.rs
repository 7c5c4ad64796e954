//! Refusals: the one place that maps errors to status, reason phrase and ErrorCode
//! (docs/wire/http.md#errors).

use crate::host::Version;
use crate::service::validation::Unmet;
use crate::service::{FieldError, ServiceError, SessionChange};
use crate::wire::ReadError;

/// Why a request was refused, by the stage that refused it: the stage decides what the answer looks
/// like.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The request could not be read: no filter ran, no cookie is set, the reason phrase is HTTP's
    /// own.
    Unreadable(ServiceError),
    /// The service has no method for the verb: likewise, but the session exists.
    NoMethod(ServiceError),
    /// A protected operation and nobody signed in: 401 without a body, or the way to the login
    /// page.
    NotAuthenticated,
    /// The request's credentials let nobody in: the reason phrase is the message.
    BadCredentials(ServiceError),
    /// A filter threw over credentials: the reason phrase is HTTP's own.
    Thrown(ServiceError),
    /// What is wrong with an API key that signs in: without a session.
    BadKey(ServiceError),
    /// Signed in without the right: 403 without a body; the text is the reason phrase.
    Forbidden(&'static str),
    /// A request filter refused (validation).
    Filter(ServiceError),
    /// A demand on the call as a whole: the reason phrase is the message, the body belongs to no
    /// operation.
    Unmet(Unmet),
    /// The service refused.
    Service(ServiceError),
    /// A request of a batch is null, and a filter looked at it.
    NullInBatch {
        /// Its place in the batch, from 0.
        index: usize,
    },
    /// All requests of a batch were done, and their answers do not go together.
    AfterBatch {
        /// How many.
        done: usize,
        /// What .NET says of it.
        error: ServiceError,
    },
    /// One request of a batch was refused; those before it are done, those after it were not tried.
    InBatch {
        /// Its place in the batch, from 0.
        index: usize,
        /// Why.
        refusal: Box<Refusal>,
    },
}

/// What a client sees of an error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ErrorResponse {
    /// Status code.
    pub status: u16,
    /// `ResponseStatus.ErrorCode`.
    pub code: String,
    /// `ResponseStatus.Message`.
    pub message: String,
    /// `ResponseStatus.Errors`.
    pub errors: Vec<FieldError>,
    /// `ResponseStatus.Meta`.
    pub meta: Vec<(String, String)>,
    /// Further headers of the answer.
    pub headers: Vec<(String, String)>,
    /// `ResponseStatus.StackTrace`.
    pub stack_trace: Option<String>,
}

impl ErrorResponse {
    /// In how many seconds it may be worth coming again, where that alone can help and the error
    /// does not say it.
    pub fn retry_after(&self) -> Option<u32> {
        let mut names = self.headers.iter().map(|(name, _)| name);
        let said = names.any(|name| name.eq_ignore_ascii_case("Retry-After"));
        (self.status == 503 && !said).then_some(1)
    }
}

impl Refusal {
    /// What happens to the caller's session.
    pub fn session_change(&self) -> Option<&SessionChange> {
        match self {
            Self::Service(ServiceError::SignIn(failed)) => failed.session.as_ref(),
            _ => None,
        }
    }

    /// The ErrorCode that the client sees, if there is one.
    pub fn code(&self) -> Option<String> {
        match self {
            Self::NotAuthenticated | Self::Forbidden(_) | Self::NullInBatch { .. } => None,
            Self::Unmet(unmet) => Some(unmet.code.clone()),
            Self::InBatch { refusal, .. } => refusal.code(),
            Self::Unreadable(error)
            | Self::NoMethod(error)
            | Self::BadCredentials(error)
            | Self::Thrown(error)
            | Self::BadKey(error)
            | Self::Filter(error)
            | Self::Service(error)
            | Self::AfterBatch { error, .. } => Some(error_of(error, Version::V5).code),
        }
    }

    /// A body, path or query that could not be read.
    pub fn unreadable(error: ReadError) -> Self {
        if let (Some(status), None) = (error.status, error.param) {
            let (code, message) = (error.exception.to_owned(), error.message);
            return Self::Unreadable(ServiceError::Http { status, code, message });
        }
        Self::Unreadable(ServiceError::Exception {
            name: error.exception,
            message: error.message,
            param: error.param.map(str::to_owned),
        })
    }
}

/// What the client sees of a service's error.
pub fn error_of(error: &ServiceError, version: Version) -> ErrorResponse {
    match error {
        ServiceError::Http { status, code, message } => ErrorResponse {
            status: *status,
            code: code.clone(),
            message: message.clone(),
            ..ErrorResponse::default()
        },
        ServiceError::Whole(whole) => ErrorResponse {
            status: whole.status,
            code: whole.code.clone(),
            message: whole.message.clone(),
            errors: whole.errors.clone(),
            meta: whole.meta.clone(),
            headers: whole.headers.clone(),
            stack_trace: None,
        },
        ServiceError::Exception { name, message, param: None } => ErrorResponse {
            status: status_of(name),
            code: (*name).to_owned(),
            message: message.clone(),
            ..ErrorResponse::default()
        },
        ServiceError::Exception { name, message, param: Some(param) } => {
            reported_of_argument(name, message, param, version)
        }
        ServiceError::Binding { message, errors } => ErrorResponse {
            status: 400,
            code: "SerializationException".to_owned(),
            message: message.clone(),
            errors: errors.clone(),
            ..ErrorResponse::default()
        },
        ServiceError::Validation(errors) => reported_of_validation(compared(errors, version)),
        ServiceError::ValidationThrown(errors) => reported_of_thrown_validation(errors),
        ServiceError::SignIn(failed) => error_of(&failed.error, version),
        ServiceError::NotAuthenticated => {
            error_of(&ServiceError::unauthorized("Not Authenticated"), version)
        }
    }
}

/// .NET appends the parameter's name to the message; `Errors` has the message without it.
fn reported_of_argument(name: &str, message: &str, param: &str, version: Version) -> ErrorResponse {
    let whole = match version {
        Version::V5 => format!("{message}\nParameter name: {param}"),
        Version::V10 => format!("{message} (Parameter '{param}')"),
    };
    let field = FieldError {
        code: name.to_owned(),
        field: Some(param.to_owned()),
        message: message.to_owned(),
        meta: None,
    };
    ErrorResponse {
        status: status_of(name),
        code: name.to_owned(),
        message: whole,
        errors: vec![field],
        ..ErrorResponse::default()
    }
}

/// FluentValidation of 10.x says of equality, too, that no other member was compared (recorded).
fn compared(errors: &[FieldError], version: Version) -> Vec<FieldError> {
    const PROPERTY: &str = "ComparisonProperty";
    let mut errors = errors.to_vec();
    if version == Version::V10 {
        let equalities =
            errors.iter_mut().filter(|error| matches!(error.code.as_str(), "Equal" | "NotEqual"));
        for meta in equalities.filter_map(|error| error.meta.as_mut()) {
            let says_value = meta.first().is_some_and(|(name, _)| name == "ComparisonValue");
            if says_value && meta.get(1).is_none_or(|(name, _)| name != PROPERTY) {
                meta.insert(1, (PROPERTY.to_owned(), Some(String::new())));
            }
        }
    }
    errors
}

/// The first broken rule speaks for all (docs/wire/http.md#validation).
fn reported_of_validation(errors: Vec<FieldError>) -> ErrorResponse {
    let first = errors.first().cloned().unwrap_or_default();
    ErrorResponse {
        status: 400,
        code: first.code,
        message: first.message,
        errors,
        ..ErrorResponse::default()
    }
}

/// Every broken rule by its member.
fn reported_of_thrown_validation(errors: &[FieldError]) -> ErrorResponse {
    let rule = |error: &FieldError| {
        format!("\n -- {}: {}", error.field.as_deref().unwrap_or_default(), error.message)
    };
    ErrorResponse {
        status: 500,
        code: "ValidationException".to_owned(),
        message: format!("Validation failed: {}", errors.iter().map(rule).collect::<String>()),
        errors: errors.to_vec(),
        ..ErrorResponse::default()
    }
}

/// The status of an exception by its type.
fn status_of(exception: &str) -> u16 {
    match exception {
        "NotImplementedException" | "NotSupportedException" => 405,
        "FileNotFoundException" => 404,
        "ArgumentException"
        | "ArgumentNullException"
        | "ArgumentOutOfRangeException"
        | "SerializationException"
        | "FormatException"
        | "ValidationException" => 400,
        "AuthenticationException" | "TokenException" => 401,
        "UnauthorizedAccessException" => 403,
        "OptimisticConcurrencyException" => 409,
        _ => 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argument_exceptions_name_the_field_and_keep_the_tail_in_the_message() {
        let error = ServiceError::Exception {
            name: "ArgumentNullException",
            message: "Value cannot be null.".to_owned(),
            param: Some("Prefix".to_owned()),
        };
        let reported = error_of(&error, Version::V5);
        assert_eq!(
            (reported.status, reported.message.as_str()),
            (400, "Value cannot be null.\nParameter name: Prefix")
        );
        assert_eq!(reported.errors[0].message, "Value cannot be null.");
    }

    #[test]
    fn unknown_exceptions_are_internal_errors() {
        assert_eq!(
            error_of(&ServiceError::exception("IndexOutOfRangeException", "x"), Version::V5).status,
            500
        );
    }
}

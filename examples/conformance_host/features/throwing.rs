//! What the host `valid` throws, by type, and answers that are errors.

use serde::{Deserialize, Serialize};
use servicestack_emulator::service::{
    Context, FieldError, Reply, ServiceError, Services, WholeError,
};

use super::Ok;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VThrow {
    r#type: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VError {
    mode: Option<String>,
}

/// An answer with a status of its own.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    result: Option<String>,
    response_status: Status,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Status {
    error_code: Option<String>,
    message: Option<String>,
    meta: Option<std::collections::BTreeMap<String, String>>,
}

pub(super) fn register(services: &mut Services) {
    services
        .handle("VThrow", async |request: VThrow, context| thrown(request, &context))
        .handle("VError", async |request: VError, context| given(request, &context));
}

fn status(code: &str, message: &str) -> Status {
    let text = |text: &str| Some(text.to_owned());
    Status { error_code: text(code), message: text(message), meta: None }
}

/// Exceptions whose status and text are those of their type.
const PLAIN: [&str; 23] = [
    "ArgumentException",
    "KeyNotFoundException",
    "FileNotFoundException",
    "DirectoryNotFoundException",
    "InvalidOperationException",
    "NotSupportedException",
    "NotImplementedException",
    "UnauthorizedAccessException",
    "AuthenticationException",
    "FormatException",
    "SerializationException",
    "TimeoutException",
    "OptimisticConcurrencyException",
    "IOException",
    "OverflowException",
    "NullReferenceException",
    "Exception",
    "TaskCanceledException",
    "OperationCanceledException",
    "TokenException",
    "WebException",
    "SecurityException",
    "ValidationException",
];

/// `HttpError`s with the code of their status.
const HTTP: [(&str, u16, &str); 10] = [
    ("HttpError400", 400, "BadRequest"),
    ("HttpError401", 401, "Unauthorized"),
    ("HttpError403", 403, "Forbidden"),
    ("HttpError404", 404, "NotFound"),
    ("HttpError405", 405, "MethodNotAllowed"),
    ("HttpError409", 409, "Conflict"),
    ("HttpError412", 412, "PreconditionFailed"),
    ("HttpError417", 417, "ExpectationFailed"),
    ("HttpError500", 500, "Boom"),
    ("HttpError503", 503, "ServiceUnavailable"),
];

fn thrown(request: VThrow, context: &Context) -> Result<Reply, ServiceError> {
    let text = request.text.unwrap_or_else(|| "text".to_owned());
    let kind = request.r#type.unwrap_or_default();
    if let Some(name) = PLAIN.iter().find(|name| **name == kind) {
        return Err(ServiceError::exception(name, text));
    }
    if let Some((_, status, code)) = HTTP.iter().find(|(name, ..)| *name == kind) {
        return Err(ServiceError::http(*status, *code, text));
    }
    Err(match &*kind {
        "ArgumentExceptionParam" => ServiceError::argument("Name", text),
        "ArgumentNullException" => ServiceError::argument_null("Name"),
        "ArgumentOutOfRangeException" => ServiceError::Exception {
            name: "ArgumentOutOfRangeException",
            message: "Specified argument was out of the range of valid values.".to_owned(),
            param: Some("Name".to_owned()),
        },
        "SystemAuthenticationException" => ServiceError::http(500, "AuthenticationException", text),
        "InnerException" => ServiceError::exception("Exception", text),
        "AggregateException" => ServiceError::exception("ArgumentException", "inner"),
        "OwnException" => ServiceError::http(418, "OwnException", text),
        "HttpError429" => ServiceError::http(429, "TooMany", text),
        "HttpErrorCode" => ServiceError::http(400, "BadRequest", "OnlyCode"),
        "HttpErrorValidation" => of_field("FieldCode", text),
        "ValidationErrorField" => of_field("VCode", text),
        "ValidationError" => ServiceError::http(400, "VCode", text),
        "HttpErrorHeaders" => ServiceError::Whole(Box::new(WholeError {
            status: 400,
            code: "H".to_owned(),
            message: text,
            headers: vec![("X-Own".to_owned(), "1".to_owned())],
            ..WholeError::default()
        })),
        "OwnStatus" => converted(text),
        "HttpErrorDto" => {
            let told = Answered { result: None, response_status: status("DtoCode", &text) };
            return Result::Ok(context.reply(&told)?.with_status(422).with_reason("DtoCode"));
        }
        "WebServiceException" => {
            let told = Answered { result: None, response_status: status("Wse", &text) };
            return Result::Ok(context.reply(&told)?.with_status(418).with_reason("Teapot"));
        }
        _ => return context.reply(&Ok::of("ok")),
    })
}

fn of_field(code: &str, message: String) -> ServiceError {
    let field = Some("Name".to_owned());
    let error = FieldError { code: code.to_owned(), field, message, meta: None };
    ServiceError::Whole(Box::new(WholeError {
        status: 400,
        code: code.to_owned(),
        message: error.message.clone(),
        errors: vec![error],
        ..WholeError::default()
    }))
}

/// An exception that says its ResponseStatus itself.
fn converted(message: String) -> ServiceError {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let error = FieldError {
        code: "C".to_owned(),
        field: Some("F".to_owned()),
        message: "M".to_owned(),
        meta: Some(vec![("x".to_owned(), Some("y".to_owned()))]),
    };
    ServiceError::Whole(Box::new(WholeError {
        status: 500,
        code: "Converted".to_owned(),
        message,
        errors: vec![error],
        meta: vec![pair("a", "b")],
        ..WholeError::default()
    }))
}

fn given(request: VError, context: &Context) -> Result<Reply, ServiceError> {
    let ok = || context.reply(&Ok::of("ok"));
    match request.mode.as_deref().unwrap_or_default() {
        "status" => {
            let told = Answered { result: None, response_status: status("Given", "given text") };
            context.reply(&told)
        }
        "result400" => Result::Ok(context.reply(&Ok::of("bad"))?.with_status(400)),
        "error" => Err(ServiceError::http(404, "Returned", "returned, not thrown")),
        // Set by the response itself, not by an HttpResult: the phrase is Kestrel's.
        "setstatus" => Result::Ok(ok()?.with_status(402).with_reason("Payment Required")),
        "desc" => Result::Ok(ok()?.with_status(202).with_reason("As Told")),
        "meta" => {
            let meta = [("m".to_owned(), "1".to_owned())].into_iter().collect();
            let response_status = Status { meta: Some(meta), ..Status::default() };
            context.reply(&Answered { result: Some("ok".to_owned()), response_status })
        }
        _ => ok(),
    }
}

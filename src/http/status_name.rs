//! .NET's names of statuses, which a host sends as the reason phrase when a service sets the status
//! itself.

use crate::host::Platform;

/// The name of a status on this platform; the digits of one that has none.
pub fn status_name(status: u16, platform: Platform) -> String {
    let newer = || NEWER.iter().find(|(newer, _)| *newer == status).map(|(_, name)| *name);
    let name = match platform {
        Platform::Framework => None,
        Platform::Kestrel => newer(),
    };
    name.or_else(|| of_framework(status)).map_or_else(|| status.to_string(), str::to_owned)
}

/// HTTP's own phrase: the name in words.
pub fn usual_phrase(status: u16) -> String {
    let mut phrase = String::new();
    for letter in status_name(status, Platform::Framework).chars() {
        if letter.is_ascii_uppercase() && !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push(letter);
    }
    phrase
}

/// What .NET 10 names otherwise than .NET Framework, or alone (recorded).
const NEWER: [(u16, &str); 21] = [
    (102, "Processing"),
    (103, "EarlyHints"),
    (207, "MultiStatus"),
    (208, "AlreadyReported"),
    (226, "IMUsed"),
    (302, "Found"),
    (303, "SeeOther"),
    (308, "PermanentRedirect"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableEntity"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (506, "VariantAlsoNegotiates"),
    (507, "InsufficientStorage"),
    (508, "LoopDetected"),
    (510, "NotExtended"),
    (511, "NetworkAuthenticationRequired"),
];

fn of_framework(status: u16) -> Option<&'static str> {
    Some(match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Redirect",
        303 => "RedirectMethod",
        304 => "NotModified",
        305 => "UseProxy",
        306 => "Unused",
        307 => "RedirectKeepVerb",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "RequestEntityTooLarge",
        414 => "RequestUriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RequestedRangeNotSatisfiable",
        417 => "ExpectationFailed",
        426 => "UpgradeRequired",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        _ => return None,
    })
}

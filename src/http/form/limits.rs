//! The limits of ASP.NET Core's form reader, and what is said of a form beyond them (recorded:
//! topics P1 to P3).

use super::multipart;
use crate::http::Request;
use crate::http::text::pieces;

/// Why a form is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormFault {
    /// The whole answer is this text, wherever the request goes.
    Text(String),
    /// Binding fails with this message.
    Invalid(String),
}

/// `name=value&…`: how many, and how long a name may be.
pub(super) fn of_urlencoded(body: &[u8]) -> Option<FormFault> {
    const MOST: usize = 1024;
    const LONGEST_KEY: usize = 2048;
    let text = String::from_utf8_lossy(body);
    let mut fields = pieces(b'&', &text).enumerate();
    let message = fields.find_map(|(place, field)| {
        let key = field.split('=').next().unwrap_or_default();
        match () {
            () if place >= MOST => Some(format!("Form value count limit {MOST} exceeded.")),
            () if key.len() > LONGEST_KEY => {
                Some(format!("Form key length limit {LONGEST_KEY} exceeded."))
            }
            () => None,
        }
    })?;
    Some(FormFault::Text(format!("InvalidDataException: {message}")))
}

/// The boundary, and the headers of each part.
pub(super) fn of_multipart(request: &Request) -> Option<FormFault> {
    const MOST_HEADERS: usize = 16;
    const LONGEST_HEADERS: usize = 16 * 1024;
    let too_long = multipart::boundary_of(request).is_some_and(|boundary| boundary.len() > LONGEST);
    if too_long {
        let message = format!("Multipart boundary length limit {LONGEST} exceeded.");
        return Some(FormFault::Invalid(message));
    }
    let message = multipart::heads(request).into_iter().find_map(|head| {
        match (head.split(|byte| *byte == b'\n').count(), head.len()) {
            (count, _) if count > MOST_HEADERS => {
                Some(format!("Multipart headers count limit {MOST_HEADERS} exceeded."))
            }
            (_, length) if length > LONGEST_HEADERS => {
                Some(format!("Multipart headers length limit {LONGEST_HEADERS} exceeded."))
            }
            _ => None,
        }
    })?;
    Some(FormFault::Invalid(message))
}

/// The longest boundary.
pub(super) const LONGEST: usize = 128;

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

/// `name=value&…`: how many, and how long a name and a value may be.
pub(super) fn of_urlencoded(body: &[u8]) -> Option<FormFault> {
    const LONGEST_KEY: usize = 2048;
    const LONGEST_VALUE: usize = 4 * 1024 * 1024;
    let text = String::from_utf8_lossy(body);
    let mut fields = pieces(b'&', &text).enumerate();
    let message = fields.find_map(|(place, field)| {
        let (key, value) = field.split_once('=').unwrap_or((field, ""));
        match () {
            () if place >= MOST => Some(format!("Form value count limit {MOST} exceeded.")),
            () if key.len() > LONGEST_KEY => {
                Some(format!("Form key length limit {LONGEST_KEY} exceeded."))
            }
            () if value.len() > LONGEST_VALUE => {
                Some(format!("Form value length limit {LONGEST_VALUE} exceeded."))
            }
            () => None,
        }
    })?;
    Some(FormFault::Text(format!("InvalidDataException: {message}")))
}

/// The boundary, the headers of each part, and how many parts there are.
pub(super) fn of_multipart(request: &Request) -> Option<FormFault> {
    const MOST_HEADERS: usize = 16;
    const LONGEST_HEADERS: usize = 16 * 1024;
    let too_long = multipart::boundary_of(request).is_some_and(|boundary| boundary.len() > LONGEST);
    if too_long {
        let message = format!("Multipart boundary length limit {LONGEST} exceeded.");
        return Some(FormFault::Invalid(message));
    }
    let mut heads = multipart::heads(request).into_iter().enumerate();
    let message = heads.find_map(|(place, head)| {
        match (head.split(|byte| *byte == b'\n').count(), head.len()) {
            (count, _) if count > MOST_HEADERS => {
                Some(format!("Multipart headers count limit {MOST_HEADERS} exceeded."))
            }
            (_, length) if length > LONGEST_HEADERS => {
                Some(format!("Multipart headers length limit {LONGEST_HEADERS} exceeded."))
            }
            _ if place >= MOST => Some(format!("Form value count limit {MOST} exceeded.")),
            _ => None,
        }
    })?;
    Some(FormFault::Invalid(message))
}

/// The most fields of a form.
const MOST: usize = 1024;

/// The longest boundary.
pub(super) const LONGEST: usize = 128;

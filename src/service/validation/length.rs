//! How long a text may be, in UTF-16 units as .NET counts: `Length`, `MinimumLength`,
//! `MaximumLength`.

use super::rule::{Rule, Subject};
use crate::value::Value;

/// `Length` with one allowed length.
pub fn exact_length(length: usize) -> Rule {
    const MESSAGE: &str = "'{PropertyName}' must be {MaxLength} characters in length. You entered {TotalLength} characters.";
    between("Length", MESSAGE, length, Some(length))
}

/// `Length` from `min` to `max` units.
pub fn length(min: usize, max: usize) -> Rule {
    const MESSAGE: &str = "'{PropertyName}' must be between {MinLength} and {MaxLength} characters. \
                           You entered {TotalLength} characters.";
    between("Length", MESSAGE, min, Some(max))
}

/// `MinimumLength`.
pub fn min_length(min: usize) -> Rule {
    const MESSAGE: &str = "The length of '{PropertyName}' must be at least {MinLength} characters. \
                           You entered {TotalLength} characters.";
    between("MinimumLength", MESSAGE, min, None)
}

/// `MaximumLength`.
pub fn max_length(max: usize) -> Rule {
    const MESSAGE: &str = "The length of '{PropertyName}' must be {MaxLength} characters or fewer. \
                           You entered {TotalLength} characters.";
    between("MaximumLength", MESSAGE, 0, Some(max))
}

fn between(code: &str, message: &str, min: usize, max: Option<usize>) -> Rule {
    Rule::new(code, message, move |subject| {
        let Some(total) = units(subject) else { return Ok(()) };
        if total >= min && max.is_none_or(|max| total <= max) {
            return Ok(());
        }
        // An open end is -1 on the wire.
        let shown_max = max.map_or_else(|| "-1".to_owned(), |max| max.to_string());
        Err(vec![
            ("MinLength", min.to_string().into()),
            ("MaxLength", shown_max.into()),
            ("TotalLength", total.to_string().into()),
        ])
    })
}

fn units(subject: &Subject<'_>) -> Option<usize> {
    match subject.value {
        Value::String(text) => Some(text.encode_utf16().count()),
        _ => None,
    }
}

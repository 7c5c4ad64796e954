//! JSON answers.

use std::fmt::Write as _;

use serde::Serialize;

use super::refusal::Refusal;
use crate::config::MikoSettings;
use crate::http::Answer;

/// The content type of every answer.
pub const JSON: &str = "application/json; charset=utf-8";

/// 200 with this value.
pub fn ok(settings: &MikoSettings, value: &impl Serialize) -> Result<Answer, Refusal> {
    let text = serde_json::to_string(value).map_err(|error| Refusal::internal(&error))?;
    Ok(of(settings, 200, text))
}

/// An answer with a text of JSON, in the letters that the settings allow.
pub fn of(settings: &MikoSettings, status: u16, json: String) -> Answer {
    let json = if settings.escape_unicode { in_ascii(&json) } else { json };
    Answer::of(status, JSON, json)
}

/// Letters outside ASCII occur in strings alone, where `\uXXXX` means the same.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // A string takes whatever is written.
            let _ = write!(ascii, "\\u{unit:04x}");
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::in_ascii;

    #[test]
    fn letters_outside_ascii_are_escaped_as_utf_16() {
        assert_eq!(in_ascii("[\"Я\",\"a\\n\",\"😀\"]"), r#"["\u042f","a\n","\ud83d\ude00"]"#);
    }
}

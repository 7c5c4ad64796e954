//! `application/x-www-form-urlencoded`, as the host reads it: not quite as a query string.

use std::borrow::Cow;

use crate::edition::Platform;
use crate::http::query::Query;
use crate::http::text::{decoded, decoded_on, pieces, split_at};

/// The fields of a body. A name without `=` has an empty value (recorded: `Name`, `l`, `&`).
///
/// ASP.NET Core keeps a mark of byte order as a part of the first name, and knows no `%uXXXX`
/// (recorded: topic C14).
pub fn read(platform: Platform, body: &[u8]) -> Query {
    let mut fields = Query::default();
    let body = match platform {
        Platform::Framework => body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body),
        Platform::Kestrel => body,
    };
    let body = String::from_utf8_lossy(body);
    let text = match platform {
        Platform::Framework => text,
        Platform::Kestrel => |encoded: &str| decoded_on(Platform::Kestrel, encoded),
    };
    if body.is_empty() {
        return fields;
    }
    for field in pieces(b'&', &body) {
        let (name, value) = split_at(b'=', field).unwrap_or((field, ""));
        fields.add(Some(text(name)), text(value));
    }
    fields
}

/// Decodes a text, `%u0416` included.
fn text(encoded: &str) -> String {
    decoded(&with_utf16_escapes(encoded))
}

/// Writes each `%uXXXX` as the escapes of UTF-8 that mean the same; half a surrogate pair is
/// U+FFFD.
fn with_utf16_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("%u") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find("%u") {
        let (units, length) = units(&rest[begin..]);
        plain.push_str(&rest[..begin]);
        if units.is_empty() {
            plain.push_str("%u");
        }
        for letter in char::decode_utf16(units) {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            let mut bytes = [0; 4];
            letter
                .encode_utf8(&mut bytes)
                .bytes()
                .for_each(|byte| plain.push_str(&format!("%{byte:02X}")));
        }
        rest = &rest[begin + length..];
    }
    plain.push_str(rest);
    plain.into()
}

/// The code units of the `%uXXXX` that a text begins with, and how long they are; of none, the two
/// letters alone.
fn units(text: &str) -> (Vec<u16>, usize) {
    let unit = |escape: &[u8]| {
        let digits = std::str::from_utf8(escape.strip_prefix(b"%u")?).ok()?;
        let all_digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if all_digits { u16::from_str_radix(digits, 16).ok() } else { None }
    };
    let units: Vec<u16> = text.as_bytes().chunks_exact(6).map_while(unit).collect();
    let length = if units.is_empty() { 2 } else { units.len() * 6 };
    (units, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(body: &str) -> Vec<(String, String)> {
        let fields = read(Platform::Framework, body.as_bytes());
        fields
            .pairs()
            .map(|(name, value)| (name.unwrap_or("?").to_owned(), value.to_owned()))
            .collect()
    }

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn names_without_a_value_are_empty_fields() {
        assert_eq!(fields("{\"Name\":\"x\"}"), [field("{\"Name\":\"x\"}", "")]);
        assert_eq!(fields("a&b=1&"), [field("a", ""), field("b", "1"), field("", "")]);
        assert_eq!(fields(""), []);
    }

    #[test]
    fn escapes_of_utf_16_are_read() {
        assert_eq!(fields("\u{feff}%u0041=%u0416x%uD83D%uDE00"), [field("A", "Жx😀")]);
        assert_eq!(
            fields("a=%u00&b=%uzzzz+%uD83D"),
            [field("a", "%u00"), field("b", "%uzzzz \u{fffd}")]
        );
    }
}

//! Values in a query string (docs/wire/jsv.md#query-strings).

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Value, to_value};
use serde::Serialize;

/// Writes the members of an object as `A=1&B=x`, nulls left out, each value as JSV and
/// percent-encoded: lower-case hex, a blank becomes `+`. A list that is a member loses its
/// brackets, and its strings their quotes.
///
/// Anything but an object is written as encoded JSV.
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// use jsv_codec::{jsv, to_query_string};
///
/// let query = |value| to_query_string(&value).unwrap();
/// assert_eq!(query(jsv!({ "A": 1, "B": null, "C": "Foo&Bar" })), "A=1&C=Foo%26Bar");
/// assert_eq!(query(jsv!({ "list": ["Foo:Bar", "Get:Out"] })), "list=Foo%3aBar,Get%3aOut");
/// assert_eq!(query(jsv!({ "A": { "Name": "Doe, John" } })), "A={Name:%22Doe,+John%22}");
/// ```
pub fn to_query_string<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    let Value::Object(map) = to_value(value)? else {
        let mut out = String::new();
        encode(&crate::to_string(value)?, STRUCTURE, &mut out);
        return Ok(out);
    };
    let mut out = String::new();
    for (name, value) in map.iter().filter(|(_, value)| !value.is_null()) {
        if !out.is_empty() {
            out.push('&');
        }
        encode(name, "", &mut out);
        out.push('=');
        member(value, &mut out)?;
    }
    Ok(out)
}

/// Left as they are: structure inside of values, and the comma everywhere.
const STRUCTURE: &str = ",:{}[]";

fn member(value: &Value, out: &mut String) -> Result<()> {
    match value {
        Value::Null => {}
        Value::Text(text) => encode(text, ",", out),
        Value::List(elements)
            if elements.iter().all(|e| matches!(e, Value::Text(_) | Value::Null)) =>
        {
            for (i, element) in elements.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                // Only a comma would be taken for the end of an element.
                match element.as_str().unwrap_or_default() {
                    text if text.contains(',') => encode(&crate::to_string(text)?, ",", out),
                    text => encode(text, "", out),
                }
            }
        }
        nested => encode(&crate::to_string(nested)?, STRUCTURE, out),
    }
    Ok(())
}

fn encode(text: &str, keep: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    for b in text.bytes() {
        match b {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'!'
            | b'*'
            | b'('
            | b')' => {
                out.push(char::from(b));
            }
            b' ' => out.push('+'),
            b if keep.as_bytes().contains(&b) => out.push(char::from(b)),
            b => {
                out.push('%');
                out.push(char::from(HEX[usize::from(b >> 4)]));
                out.push(char::from(HEX[usize::from(b & 15)]));
            }
        }
    }
}

/// Reads `A=1&B=x,y` as an object of texts: `+` is a blank, percent-encoding is taken off, a name
/// without `=` is null, and of names that come twice the values are joined by a comma, as
/// ServiceStack does.
///
/// A value is not looked into: read it as what it is with [`from_str`](crate::from_str), lists
/// without brackets included.
///
/// # Errors
/// [`ErrorKind::Utf8`] when the decoded bytes are not UTF-8.
///
/// ```
/// use jsv_codec::{from_query_string, jsv};
///
/// let query = from_query_string("A=1&list=x,y+z&A=2&flag").unwrap();
/// assert_eq!(query, jsv!({ "A": "1,2", "list": "x,y z", "flag": null }));
/// let list: Vec<String> = jsv_codec::from_str(query["list"].as_str().unwrap()).unwrap();
/// assert_eq!(list, ["x", "y z"]);
/// ```
pub fn from_query_string(query: &str) -> Result<Value> {
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) =
            part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value)));
        let (name, value) = (decode(name)?, value.map(decode).transpose()?);
        match places.get(&name).and_then(|&at: &usize| names.get_mut(at)) {
            Some((_, earlier)) => join(earlier, value),
            None => {
                places.insert(name.clone(), names.len());
                names.push((name, value));
            }
        }
    }
    Ok(Value::Object(names.into_iter().collect()))
}

fn join(earlier: &mut Option<String>, later: Option<String>) {
    match (earlier.as_mut(), later) {
        (Some(earlier), Some(later)) => {
            earlier.push(',');
            earlier.push_str(&later);
        }
        (None, Some(later)) => *earlier = Some(later),
        (_, None) => {}
    }
}

fn decode(text: &str) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = &tail[2..];
                }
                _ => bytes.push(b'%'),
            },
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::Utf8, None))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::to_query_string;
    use crate::jsv;

    #[test]
    fn writes_as_service_stack_does() {
        for (value, expected) in [
            (jsv!({ "A": 1, "B": 2 }), "A=1&B=2"),
            (jsv!({ "newline": "\r\n" }), "newline=%0d%0a"),
            (
                jsv!({ "ListOfA": { "ListOfB": [{ "Property": "prop1" }, { "Property": "prop2" }] } }),
                "ListOfA={ListOfB:[{Property:prop1},{Property:prop2}]}",
            ),
            (jsv!({ "Property": "\"quoted content\"" }), "Property=%22quoted+content%22"),
            (jsv!({ "Property": "Foo,Bar" }), "Property=Foo,Bar"),
            (jsv!([1, 2, 3]), "[1,2,3]"),
        ] {
            assert_eq!(to_query_string(&value).unwrap(), expected);
        }
    }
}

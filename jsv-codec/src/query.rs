//! Values in a query string (docs/wire/jsv.md#query-strings).

use crate::error::{Error, ErrorKind, Result};
use crate::options::Options;
use crate::value::Value;
use serde::Serialize;

/// What of a query string is percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Everything.
    All,
    /// Strings and keys; numbers, dates, bytes and names are as they are, as ServiceStack has them.
    Strings,
}

/// Writes the members of an object as `A=1&B=x`, nulls left out, each value as JSV and
/// percent-encoded: lower-case hex, a blank becomes `+`. A list that is a member of a struct loses
/// its brackets, one in a map keeps them. Within lists and objects, strings stand in quotes if they
/// have a comma, or quotes at both ends.
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
/// assert_eq!(query(jsv!({ "A": { "Name": "Doe, John" } })), "A={Name:%22Doe,+John%22}");
/// assert_eq!(query(jsv!({ "list": ["Foo:Bar"] })), "list=[Foo%3aBar]");
///
/// #[derive(serde::Serialize)]
/// struct Search { list: Vec<&'static str> }
///
/// let search = Search { list: vec!["Foo:Bar", "Get:Out"] };
/// assert_eq!(to_query_string(&search).unwrap(), "list=Foo%3aBar,Get%3aOut");
/// ```
pub fn to_query_string<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    to_query_string_with(value, &Options::default())
}

/// Writes a query string with options.
///
/// With [`Mode::Strict`](crate::Mode::Strict) it is what ServiceStack 10.1.5 writes, byte for byte:
/// names, numbers, dates, characters and base64 are not encoded then, and the `+` in some of them
/// is read as a blank.
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// use jsv_codec::{Options, to_query_string, to_query_string_with};
///
/// let number = std::collections::BTreeMap::from([("A", 1e300)]);
/// assert_eq!(to_query_string(&number).unwrap(), "A=1E%2b300");
/// assert_eq!(to_query_string_with(&number, &Options::strict()).unwrap(), "A=1E+300");
/// ```
pub fn to_query_string_with<T: Serialize + ?Sized>(value: &T, options: &Options) -> Result<String> {
    crate::ser::write_query(value, options)
}

/// A string within a list or an object, or a key.
pub(crate) fn string(text: &str, encoding: Encoding) -> String {
    let is_quoted = text.starts_with('"') && text.ends_with('"');
    match text {
        "" if encoding == Encoding::Strings => "\"\"".to_owned(),
        "" => "%22%22".to_owned(),
        text if is_quoted || text.contains(',') => format!("%22{}%22", encoded(text)),
        text => encoded(text),
    }
}

/// A text that is a value by itself.
pub(crate) fn encoded(text: &str) -> String {
    encode(text, "")
}

/// A scalar, or JSV that is there already.
pub(crate) fn bare(text: &str) -> String {
    encode(text, ":{}[]")
}

/// The name of a member.
pub(crate) fn name(name: &str, encoding: Option<Encoding>) -> String {
    match encoding {
        Some(Encoding::All) => encode(name, "_"),
        _ => name.to_owned(),
    }
}

/// Letters, digits and `,-.` stay, and those of ASCII that are to be kept.
fn encode(text: &str, keep: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let stays = byte.is_ascii_alphanumeric() || b",-.".contains(&byte);
        match byte {
            b' ' => out.push('+'),
            _ if stays || keep.as_bytes().contains(&byte) => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out
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

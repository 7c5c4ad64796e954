//! What a scalar without a type looks like: only what would be written the same is taken for more
//! than a string.

use crate::scalar::{float, integer};
use serde::de::{Error, Visitor};

/// A scalar whose text tells more than that it is a string.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl Scalar {
    pub(crate) fn visit<'de, V: Visitor<'de>, E: Error>(self, visitor: V) -> Result<V::Value, E> {
        match self {
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Unsigned(number) => visitor.visit_u64(number),
            Self::Signed(number) => visitor.visit_i64(number),
            Self::Float(number) => visitor.visit_f64(number),
        }
    }
}

/// What a bare text looks like: `True`, `7`, `-1.5`, but neither `007` nor `1.50`, which a number
/// would not keep.
pub(crate) fn scalar(text: &str) -> Option<Scalar> {
    match text.as_bytes().first()? {
        b't' | b'T' | b'f' | b'F' => boolean(text).map(Scalar::Bool),
        b'0'..=b'9' | b'-' | b'N' | b'I' => number(text),
        _ => None,
    }
}

/// Whether a bare text is null or looks like anything but a string.
pub(crate) fn is_other(text: &str) -> bool {
    text == "null" || scalar(text).is_some()
}

/// As ServiceStack writes truth values in JSV and in JSON.
fn boolean(text: &str) -> Option<bool> {
    match text {
        "True" | "true" => Some(true),
        "False" | "false" => Some(false),
        _ => None,
    }
}

fn number(text: &str) -> Option<Scalar> {
    let unsigned =
        integer::read(text).ok().filter(|n: &u64| itoa::Buffer::new().format(*n) == text);
    let signed =
        || integer::read(text).ok().filter(|n: &i64| itoa::Buffer::new().format(*n) == text);
    unsigned.map(Scalar::Unsigned).or_else(|| signed().map(Scalar::Signed)).or_else(|| float(text))
}

fn float(text: &str) -> Option<Scalar> {
    let number = float::read_f64(text).ok()?;
    let mut written = String::new();
    float::write_f64_round_trip(number, &mut written);
    (written == text).then_some(Scalar::Float(number))
}

#[cfg(test)]
mod tests {
    use super::{Scalar, scalar};

    #[test]
    fn only_what_would_be_written_the_same_is_no_string() {
        let float = |number| Some(Scalar::Float(number));
        for (text, expected) in [
            ("7", Some(Scalar::Unsigned(7))),
            ("-7", Some(Scalar::Signed(-7))),
            ("True", Some(Scalar::Bool(true))),
            ("false", Some(Scalar::Bool(false))),
            ("1.5", float(1.5)),
            ("1E+15", float(1e15)),
            ("-Infinity", float(f64::NEG_INFINITY)),
            ("007", None),
            ("1.50", None),
            ("+1", None),
            (" 1", None),
            ("-0", float(-0.0)),
            ("1,000", None),
            ("TRUE", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(scalar(text), expected, "{text}");
        }
    }
}

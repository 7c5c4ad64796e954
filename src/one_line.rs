//! Texts that become part of a head: one on more than one line would break it. As a setting it is
//! refused when it is read.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A text on one line.
pub(crate) fn line<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    checked(String::deserialize(source)?)
}

/// Several of them.
pub(crate) fn lines<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<String>, D::Error> {
    Vec::<String>::deserialize(source)?.into_iter().map(checked).collect()
}

fn checked<E: Error>(text: String) -> Result<String, E> {
    match text.contains(char::is_control) {
        true => Err(E::custom("a text on one line is expected")),
        false => Ok(text),
    }
}

/// The same of a setting that nothing need set.
pub(crate) fn some_line<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    line(source).map(Some)
}

/// A text of anywhere, brought on one line.
pub(crate) fn joined(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// What names and methods are made of (RFC 9110, 5.6.2).
const TOKEN: [bool; 256] = {
    let (mut token, mut byte) = ([false; 256], 0x21);
    while byte < 0x7F {
        let letter = byte as u8;
        token[byte] = letter.is_ascii_alphanumeric()
            || matches!(letter, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~');
        byte += 1;
    }
    token
};

/// Whether a text is a name of HTTP. Not `all`, which would look whether to go on after each byte.
pub(crate) fn is_token(text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    !text.is_empty() && text.iter().fold(true, |all, byte| all & TOKEN[usize::from(*byte)])
}

#[cfg(test)]
mod tests {
    use super::is_token;

    #[test]
    fn a_token_is_what_the_standard_says() {
        for byte in 0..=u8::MAX {
            let is_one = byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            assert_eq!(is_token([b'a', byte]), is_one, "{byte}");
        }
        assert!(!is_token(""));
    }
}

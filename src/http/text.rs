//! The texts of a request: cut into pieces, in lower case, decoded.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// As `split_once`, which takes its time for short texts.
pub(super) fn split_at(mark: u8, text: &str) -> Option<(&str, &str)> {
    debug_assert!(mark.is_ascii());
    let place = memchr::memchr(mark, text.as_bytes())?;
    Some((&text[..place], &text[place + 1..]))
}

/// As `split`, for short texts.
pub(super) fn pieces(mark: u8, text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (piece, after) =
            split_at(mark, text).map_or((text, None), |(piece, after)| (piece, Some(after)));
        rest = after;
        Some(piece)
    })
}

/// As `pieces`, with two marks that divide alike.
pub(super) fn pieces2(mark: u8, other: u8, text: &str) -> impl Iterator<Item = &str> {
    debug_assert!(mark.is_ascii() && other.is_ascii());
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let place = memchr::memchr2(mark, other, text.as_bytes());
        rest = place.map(|place| &text[place + 1..]);
        Some(place.map_or(text, |place| &text[..place]))
    })
}

/// Percent-decoding as the host does it: what is no valid escape or no UTF-8 stays or becomes
/// U+FFFD.
pub(crate) fn decoded(text: &str) -> String {
    if !is_escaped(text) {
        return text.to_owned();
    }
    let spaced: Cow<'_, str> =
        if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// Whether decoding changes a text.
pub(super) fn is_escaped(text: &str) -> bool {
    memchr::memchr2(b'%', b'+', text.as_bytes()).is_some()
}

//! The texts of a request: cut into pieces, in lower case, decoded.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::edition::Platform;

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

/// The same on this platform.
pub(crate) fn decoded_on(platform: Platform, text: &str) -> String {
    match platform {
        Platform::Framework => decoded(text),
        Platform::Kestrel => decoded_by_net(text, None),
    }
}

/// The path of a request. ASP.NET Core leaves an escaped slash as it is, and ServiceStack reads the
/// plus that it finds for a blank (recorded: topic K2).
pub(crate) fn decoded_path(platform: Platform, text: &str) -> String {
    match platform {
        Platform::Framework => decoded(text),
        Platform::Kestrel => decoded_by_net(text, Some(b'/')),
    }
}

/// .NET of today leaves escapes as they are written that are no UTF-8. In a path, one of `kept` as
/// well.
fn decoded_by_net(text: &str, kept: Option<u8>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = memchr::memchr2(b'%', b'+', rest.as_bytes()) {
        out.push_str(&rest[..begin]);
        rest = &rest[begin..];
        let escapes: Vec<u8> = rest.as_bytes().chunks(3).map_while(escape).collect();
        match escapes.len() {
            0 => {
                out.push(if rest.starts_with('+') { ' ' } else { '%' });
                rest = &rest[1..];
            }
            count => {
                push_escapes(&mut out, &rest[..count * 3], &escapes, kept);
                rest = &rest[count * 3..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The byte of `%XX`.
fn escape(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match text {
        [b'%', high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}

/// What a run of escapes means; those that mean nothing as they are written.
fn push_escapes(out: &mut String, written: &str, bytes: &[u8], kept: Option<u8>) {
    let mut place = 0;
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            let length = letter.len_utf8();
            match letter {
                '+' if kept.is_some() => out.push(' '),
                _ if kept.map(char::from) == Some(letter) => {
                    out.push_str(&written[place * 3..(place + length) * 3])
                }
                _ => out.push(letter),
            }
            place += length;
        }
        let end = place + chunk.invalid().len();
        out.push_str(&written[place * 3..end * 3]);
        place = end;
    }
}

/// Whether decoding changes a text.
pub(super) fn is_escaped(text: &str) -> bool {
    memchr::memchr2(b'%', b'+', text.as_bytes()).is_some()
}

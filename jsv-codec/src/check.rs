//! Whether a text is JSV as a writer produces it: the grammar of spec 01 section 1.1, in nom.

use crate::error::{Error, ErrorKind, Result};
use crate::lex;
use nom::branch::alt;
use nom::bytes::complete::take;
use nom::character::complete::char;
use nom::combinator::{opt, value};
use nom::error::{Error as Fault, ErrorKind as Kind};
use nom::{IResult, Parser};

/// As deep as the readers go by default.
const MAX_DEPTH: usize = 128;

type Parsed<'a> = IResult<&'a str, (), Fault<&'a str>>;

/// Tells whether `text` is JSV that a writer could have produced, and where it is not.
///
/// Stricter than any reader: every quote, brace and bracket that is not structure stands in quotes, nothing else does,
/// nothing stands behind the root, and no name is missing. Both [modes](crate::Mode) read such a text alike.
///
/// # Errors
/// [`ErrorKind::IndexOutOfRange`] with the place where the text stops being JSV; [`ErrorKind::TooDeep`].
///
/// ```
/// assert!(jsv_codec::check("{A:1,B:[x y,\"a,b\",],C:{}}").is_ok());
/// assert_eq!(jsv_codec::check("{A:1}\n").unwrap_err().offset(), Some(5));
/// assert_eq!(jsv_codec::check("{A:x\"y}").unwrap_err().offset(), Some(4));
/// assert_eq!(jsv_codec::check("{\"A\":x}").unwrap_err().offset(), Some(1));
/// ```
pub fn check(text: &str) -> Result<()> {
    let offset = |rest: &str| text.len() - rest.len();
    match item(text, MAX_DEPTH) {
        Ok(("", ())) => Ok(()),
        Ok((rest, ())) => Err(fault(ErrorKind::IndexOutOfRange, offset(rest), text)),
        Err(nom::Err::Error(Fault { input, .. })) => {
            Err(fault(ErrorKind::IndexOutOfRange, offset(input), text))
        }
        Err(nom::Err::Failure(Fault { input, .. })) => Err(fault(ErrorKind::TooDeep, offset(input), text)),
        Err(nom::Err::Incomplete(_)) => Err(fault(ErrorKind::IndexOutOfRange, text.len(), text)),
    }
}

fn fault(kind: ErrorKind, offset: usize, text: &str) -> Error {
    Error::new(kind, Some(offset)).locate(text)
}

fn item(input: &str, depth: usize) -> Parsed<'_> {
    match input.as_bytes().first() {
        Some(b'{' | b'[') if depth == 0 => Err(nom::Err::Failure(Fault::new(input, Kind::TooLarge))),
        Some(b'{') => object(input, depth - 1),
        Some(b'[') => list(input, depth - 1),
        Some(b'"') => quoted(input),
        _ => bare(input),
    }
}

/// A raw value: anything but a byte that needs quotes. Dates contain colons and stand bare all the same.
fn bare(input: &str) -> Parsed<'_> {
    let mut length = 0;
    while let Some(rest) = input.as_bytes().get(length..) {
        length += lex::plain(rest);
        if input.as_bytes().get(length) != Some(&b':') {
            break;
        }
        length += 1;
    }
    value((), take_bytes(length)).parse(input)
}

fn take_bytes<'a>(length: usize) -> impl Parser<&'a str, Output = &'a str, Error = Fault<&'a str>> {
    move |input: &'a str| match input.get(..length) {
        Some(head) => Ok((&input[length..], head)),
        None => take(length).parse(input),
    }
}

fn quoted(input: &str) -> Parsed<'_> {
    let length = lex::quoted(input.as_bytes());
    // Running into the end, it has not met its closing quote: the quotes are odd in number.
    let closed = memchr::memchr_iter(b'"', &input.as_bytes()[..length]).count().is_multiple_of(2);
    if !closed {
        return stop(&input[input.len()..]);
    }
    let inner = input.get(1..length.saturating_sub(1)).unwrap_or_default();
    // A writer quotes only what needs it, and the empty string.
    if !inner.is_empty() && lex::plain(inner.as_bytes()) == inner.len() {
        return stop(input);
    }
    value((), take_bytes(length)).parse(input)
}

fn stop(input: &str) -> Parsed<'_> {
    Err(nom::Err::Error(Fault::new(input, Kind::Char)))
}

/// A name or a key: not empty, and quoted if it has to be.
fn key(input: &str) -> Parsed<'_> {
    if input.starts_with('"') {
        return quoted(input);
    }
    match lex::plain(input.as_bytes()) {
        0 => stop(input),
        length => value((), take_bytes(length)).parse(input),
    }
}

fn object(input: &str, depth: usize) -> Parsed<'_> {
    let (input, _) = char('{').parse(input)?;
    let (input, empty) = opt(char('}')).parse(input)?;
    if empty.is_some() {
        return Ok((input, ()));
    }
    sequence(input, '}', |input| {
        let (input, ()) = key(input)?;
        let (input, _) = char(':').parse(input)?;
        item(input, depth)
    })
}

fn list(input: &str, depth: usize) -> Parsed<'_> {
    let (input, _) = char('[').parse(input)?;
    sequence(input, ']', |input| item(input, depth))
}

/// Parts with commas between them, up to and with `close`.
fn sequence<'a>(mut input: &'a str, close: char, part: impl Fn(&'a str) -> Parsed<'a>) -> Parsed<'a> {
    loop {
        let (rest, ()) = part(input)?;
        let (rest, mark) = alt((char(','), char(close)))
            .parse(rest)
            .map_err(|_: nom::Err<Fault<&str>>| nom::Err::Error(Fault::new(rest, Kind::Char)))?;
        if mark == close {
            return Ok((rest, ()));
        }
        input = rest;
    }
}

//! Whether a text is JSV as a writer produces it: the grammar of docs/wire/jsv.md#grammar, in nom.

use crate::error::{Error, ErrorKind, Result};
use crate::lex;
use nom::branch::alt;
use nom::bytes::complete::take;
use nom::character::complete::char;
use nom::combinator::{opt, value};
use nom::error::{ErrorKind as Kind, ParseError};
use nom::{IResult, Parser};

/// As deep as the readers go by default.
const MAX_DEPTH: usize = 128;

/// Where the text stops being JSV, and what should stand there.
struct Fault<'a> {
    input: &'a str,
    expected: &'static str,
}

impl<'a> ParseError<&'a str> for Fault<'a> {
    fn from_error_kind(input: &'a str, _: Kind) -> Self {
        Self { input, expected: "a value" }
    }
    fn append(_: &'a str, _: Kind, other: Self) -> Self {
        other
    }
}

type Parsed<'a> = IResult<&'a str, (), Fault<'a>>;

/// Tells whether `text` is JSV that a writer could have produced, and where it is not.
///
/// Stricter than any reader: every quote, brace and bracket that is not structure stands in quotes,
/// nothing else does but what [`Options::lossless`](crate::Options::lossless) puts there, nothing
/// stands behind the root, and no name is missing. All [modes](crate::Mode) read such a text alike,
/// as far as they say so. A byte order mark in front is passed over, as readers do.
///
/// # Errors
/// [`ErrorKind::Expected`] with the place where the text stops being JSV; [`ErrorKind::TooDeep`].
///
/// ```
/// assert!(jsv_codec::check("{A:1,B:[x y,\"a,b\",],C:{}}").is_ok());
/// assert_eq!(jsv_codec::check("{A:1}\n").unwrap_err().offset(), Some(5));
/// assert_eq!(jsv_codec::check("{A:x\"y}").unwrap_err().offset(), Some(4));
/// let error = jsv_codec::check("{\"A\":x}").unwrap_err();
/// assert_eq!(error.to_string(), "expected no quotes around a text that needs none (line 1, column 2)");
/// ```
pub fn check(text: &str) -> Result<()> {
    let input = &text[lex::mark(text.as_bytes())..];
    let (kind, rest) = match item(input, MAX_DEPTH) {
        Ok(("", ())) => return Ok(()),
        Ok((rest, ())) => (ErrorKind::Expected("the end of the text"), rest),
        Err(nom::Err::Error(fault)) => (ErrorKind::Expected(fault.expected), fault.input),
        Err(nom::Err::Failure(fault)) => (ErrorKind::TooDeep, fault.input),
        Err(nom::Err::Incomplete(_)) => (ErrorKind::IndexOutOfRange, ""),
    };
    Err(Error::new(kind, Some(text.len() - rest.len())).locate(text))
}

fn item(input: &str, depth: usize) -> Parsed<'_> {
    match input.as_bytes().first() {
        Some(b'{' | b'[') if depth == 0 => Err(nom::Err::Failure(Fault { input, expected: "" })),
        Some(b'{') => object(input, depth - 1),
        Some(b'[') => list(input, depth - 1),
        Some(b'"') => quoted(input, crate::quote::needed_by_value),
        // Anything but a byte that needs quotes. Dates contain colons and stand bare all the same.
        _ => value((), take_bytes(lex::bare(input.as_bytes()))).parse(input),
    }
}

fn take_bytes<'a>(length: usize) -> impl Parser<&'a str, Output = &'a str, Error = Fault<'a>> {
    move |input: &'a str| match input.get(..length) {
        Some(head) => Ok((&input[length..], head)),
        None => take(length).parse(input),
    }
}

fn quoted(input: &str, needed: fn(&str) -> bool) -> Parsed<'_> {
    let length = lex::quoted(input.as_bytes());
    // Running into the end, it has not met its closing quote: the quotes are odd in number.
    if !lex::is_closed(&input.as_bytes()[..length]) {
        return stop(&input[input.len()..], "a closing quote");
    }
    let inner = input.get(1..length.saturating_sub(1)).unwrap_or_default();
    if !needed(inner) {
        return stop(input, "no quotes around a text that needs none");
    }
    value((), take_bytes(length)).parse(input)
}

fn stop<'a>(input: &'a str, expected: &'static str) -> Parsed<'a> {
    Err(nom::Err::Error(Fault { input, expected }))
}

/// A name or a key: not empty, and quoted if it has to be.
fn key(input: &str) -> Parsed<'_> {
    if input.starts_with('"') {
        return quoted(input, crate::quote::needed_by_name);
    }
    match lex::plain(input.as_bytes()) {
        0 => stop(input, "a name"),
        length => value((), take_bytes(length)).parse(input),
    }
}

fn colon(input: &str) -> Parsed<'_> {
    value((), char(':')).parse(input).or_else(|_: nom::Err<Fault<'_>>| stop(input, "a colon"))
}

fn object(input: &str, depth: usize) -> Parsed<'_> {
    let (input, _) = char('{').parse(input)?;
    let (input, empty) = opt(char('}')).parse(input)?;
    if empty.is_some() {
        return Ok((input, ()));
    }
    sequence(input, '}', "a comma or `}`", |input| {
        let (input, ()) = key(input)?;
        let (input, ()) = colon(input)?;
        item(input, depth)
    })
}

fn list(input: &str, depth: usize) -> Parsed<'_> {
    let (input, _) = char('[').parse(input)?;
    sequence(input, ']', "a comma or `]`", |input| item(input, depth))
}

/// Parts with commas between them, up to and with `close`.
fn sequence<'a>(
    mut input: &'a str,
    close: char,
    expected: &'static str,
    part: impl Fn(&'a str) -> Parsed<'a>,
) -> Parsed<'a> {
    loop {
        let (rest, ()) = part(input)?;
        let (rest, mark) = alt((char(','), char(close)))
            .parse(rest)
            .map_err(|_: nom::Err<Fault<'_>>| nom::Err::Error(Fault { input: rest, expected }))?;
        if mark == close {
            return Ok((rest, ()));
        }
        input = rest;
    }
}

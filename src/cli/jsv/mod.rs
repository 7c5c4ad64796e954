//! `jsv`: JSV for people: to and from JSON, pretty, and checked.

mod fault;
mod from_json;
mod input;
mod json;

use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use jsv_codec::stream::{Piece, Pieces};
use jsv_codec::{Options, Value};

use super::failure::Failure;
use fault::{broken, fault};
use input::open;

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator jsv to-json coupons.jsv > coupons.json
  curl -s localhost:7580/Coupons/ByStatus.jsv -u demo:demo | servicestack-emulator jsv dump
  servicestack-emulator jsv check coupons.jsv

Without a file, or with -, the standard input is read. A list is worked on item by item, so that it may be larger
than memory. The exit code is 0, 1 when the text has a fault, and 2 when the command line has one.";

/// What to do with a text.
#[derive(Debug, Subcommand)]
pub enum Jsv {
    /// Write JSV as JSON
    ToJson {
        /// The file; - for the standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Write what looks like a number or a boolean as one; otherwise all are strings, as JSV
        /// has no types
        #[arg(long)]
        infer: bool,
    },
    /// Write JSON as JSV
    FromJson {
        /// The file; - for the standard input
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Write JSV a member a line, as ServiceStack's metadata pages show it
    Dump {
        /// The file; - for the standard input
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Say whether a text is well-formed JSV, and show where it is not
    Check {
        /// The file; - for the standard input
        #[arg(default_value = "-")]
        file: PathBuf,
    },
}

impl Jsv {
    /// Works on the file and writes to the standard output.
    pub fn run(&self) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        let done = match self {
            Self::ToJson { file, infer } => {
                let end = End { empty: "[]", close: "]" };
                each(pieces(file)?, &mut out, &end, |piece| to_json(piece, *infer))
            }
            Self::Dump { file } => {
                let empty = jsv_codec::dump("[]");
                each(pieces(file)?, &mut out, &End { empty: &empty, close: "\n]" }, dump)
            }
            Self::FromJson { file } => from_json::copy(open(file)?, &mut out),
            Self::Check { file } => check(pieces(file)?),
        };
        match done.and_then(|()| Ok(out.flush()?)) {
            // The reader of the output has closed its end.
            Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

type Input = Pieces<Box<dyn BufRead>>;

fn pieces(file: &Path) -> Result<Input, Failure> {
    Ok(Pieces::list(open(file)?, &Options::default()))
}

/// What ends a list: one without elements, and any other.
struct End<'a> {
    empty: &'a str,
    close: &'a str,
}

/// Writes each piece, a list with its brackets and commas.
fn each(
    mut pieces: Input,
    out: &mut impl Write,
    end: &End<'_>,
    convert: impl Fn(&Piece) -> Result<String, Failure>,
) -> Result<(), Failure> {
    let mut separator = "[";
    for piece in pieces.by_ref() {
        let piece = piece.map_err(broken)?;
        let text = convert(&piece)?;
        if piece.is_element() {
            write!(out, "{separator}")?;
            separator = ",";
        }
        write!(out, "{text}")?;
    }
    match (pieces.is_list(), separator) {
        (false, _) => writeln!(out)?,
        (true, ",") => writeln!(out, "{}", end.close)?,
        (true, _) => writeln!(out, "{}", end.empty)?,
    }
    Ok(())
}

fn to_json(piece: &Piece, infer: bool) -> Result<String, Failure> {
    let value: Value = piece.read().map_err(|error| fault(piece, error))?;
    json::write(&value, infer).map_err(|error| Failure::Other(error.to_string()))
}

/// An item stands one level below its list.
fn dump(piece: &Piece) -> Result<String, Failure> {
    piece.read::<Value>().map_err(|error| fault(piece, error))?;
    if !piece.is_element() {
        return Ok(jsv_codec::dump(piece.text().trim_end_matches(['\r', '\n'])));
    }
    let whole = jsv_codec::dump(&format!("[{}]", piece.text()));
    let inner = whole.strip_prefix('[').and_then(|rest| rest.strip_suffix("\n]"));
    Ok(inner.unwrap_or(&whole).to_owned())
}

fn check(pieces: Input) -> Result<(), Failure> {
    for piece in pieces {
        let piece = piece.map_err(broken)?;
        let text = if piece.is_element() {
            piece.text()
        } else {
            piece.text().trim_end_matches(['\r', '\n'])
        };
        jsv_codec::check(text).map_err(|error| fault(&piece, error))?;
    }
    Ok(())
}

//! `jsv`: JSV for people: to and from JSON, pretty, and checked.

mod fault;
mod from_json;
mod input;
mod items;
mod json;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Subcommand;
use jsv_codec::{Options, Value};

use super::failure::Failure;
use fault::fault;
use input::open;
use items::{Items, Piece};

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
        /// Write what looks like a number or a boolean as one: JSV itself tells no types, so they are strings otherwise
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
                each(Items::new(open(file)?), &mut out, "]", |piece| to_json(piece, *infer))
            }
            Self::Dump { file } => each(Items::new(open(file)?), &mut out, "\n]", dump),
            Self::FromJson { file } => from_json::copy(open(file)?, &mut out),
            Self::Check { file } => check(Items::new(open(file)?)),
        };
        match done.and_then(|()| Ok(out.flush()?)) {
            // Whoever read the output had enough.
            Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// Writes each piece, a list with its brackets and commas; `close` ends a list.
fn each(
    items: Items<impl io::BufRead>,
    out: &mut impl Write,
    close: &str,
    convert: impl Fn(&Piece) -> Result<String, Failure>,
) -> Result<(), Failure> {
    let mut separator = "[";
    let mut end = "";
    for piece in items {
        let piece = piece?;
        if piece.in_list {
            write!(out, "{separator}")?;
            (separator, end) = (",", close);
        }
        write!(out, "{}", convert(&piece)?)?;
    }
    writeln!(out, "{end}")?;
    Ok(())
}

fn to_json(piece: &Piece, infer: bool) -> Result<String, Failure> {
    if piece.is_end {
        return Ok(String::new());
    }
    let value: Value =
        jsv_codec::from_str_with(&piece.text, &Options::default()).map_err(|error| fault(piece, &error))?;
    json::write(&value, infer).map_err(|error| Failure::Other(error.to_string()))
}

/// An item stands one level below its list.
fn dump(piece: &Piece) -> Result<String, Failure> {
    if !piece.in_list {
        return Ok(jsv_codec::dump(&piece.text));
    }
    let whole = jsv_codec::dump(&format!("[{}]", piece.text));
    let item = whole.strip_prefix('[').and_then(|rest| rest.strip_suffix("\n]")).unwrap_or(&whole);
    Ok(item.to_owned())
}

fn check(items: Items<impl io::BufRead>) -> Result<(), Failure> {
    for piece in items {
        let piece = piece?;
        if !piece.is_end {
            jsv_codec::check(&piece.text).map_err(|error| fault(&piece, &error))?;
        }
    }
    Ok(())
}

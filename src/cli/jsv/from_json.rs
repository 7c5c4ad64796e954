//! JSON as JSV: a list item by item, anything else as a whole. Numbers keep their digits, whatever
//! their size.

use std::fmt;
use std::io::{BufRead, Read, Write};

use jsv_codec::{Mode, Options, Value};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::cli::failure::Failure;

/// Copies JSON from a reader to JSV in a writer.
pub fn copy(mut reader: impl BufRead, out: &mut impl Write) -> Result<(), Failure> {
    if reader.fill_buf()?.starts_with("\u{FEFF}".as_bytes()) {
        reader.consume(3);
    }
    let mut start = Vec::new();
    while start.last().is_none_or(u8::is_ascii_whitespace)
        && (&mut reader).take(1).read_to_end(&mut start)? > 0
    {}
    let is_list = start.last() == Some(&b'[');
    let mut json = serde_json::Deserializer::from_reader((&start[..]).chain(reader));
    let copied = if is_list {
        (&mut json).deserialize_seq(Items(out))
    } else {
        Box::<RawValue>::deserialize(&mut json).and_then(|item| put(&item, out))
    };
    copied
        .and_then(|()| json.end())
        .map_err(|error| Failure::Other(format!("the JSON has a fault: {error}")))?;
    writeln!(out)?;
    Ok(())
}

/// Writes an item whose JSON is well-formed.
fn put<E: Error>(json: &RawValue, out: &mut impl Write) -> Result<(), E> {
    let options = Options { mode: Mode::Json, ..Options::default() };
    let value: Value = jsv_codec::from_str_with(json.get(), &options).map_err(E::custom)?;
    out.write_all(jsv_codec::to_string(&value).map_err(E::custom)?.as_bytes()).map_err(E::custom)
}

/// Writes the items of a list while it reads them, so that no list has to fit into memory.
struct Items<'w, W>(&'w mut W);

impl<'de, W: Write> Visitor<'de> for Items<'_, W> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut separator = "[";
        while let Some(item) = items.next_element::<Box<RawValue>>()? {
            self.0.write_all(separator.as_bytes()).map_err(A::Error::custom)?;
            put(&item, self.0)?;
            separator = ",";
        }
        let end = if separator == "[" { "[]" } else { "]" };
        self.0.write_all(end.as_bytes()).map_err(A::Error::custom)
    }
}

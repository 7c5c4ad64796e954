//! JSON on the standard input as JSV, laid out.
//! `echo '{"A": [1, null]}' | cargo run -p jsv-codec --example json_to_jsv`

#![allow(clippy::print_stdout)]

use jsv_codec::{Mode, Options, Value, from_reader_with};

fn main() -> jsv_codec::Result<()> {
    let json = Options { mode: Mode::Json, ..Options::default() };
    let value: Value = from_reader_with(std::io::stdin().lock(), &json)?;
    println!("{value:#}");
    Ok(())
}

//! Files and the standard input, with a progress bar where somebody waits for a large file.

mod utf16;

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::failure::Failure;
use utf16::{Order, Utf16};

/// From this size on a file takes long enough for a progress bar.
const LARGE: u64 = 10 * 1024 * 1024;

/// Opens a file, or the standard input for `-`. UTF-16, which PowerShell's `>` writes, becomes
/// UTF-8.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    let unreadable =
        |error: io::Error| Failure::Mendable(format!("cannot read {}: {error}", path.display()));
    let mut reader = bytes(path).map_err(unreadable)?;
    Ok(match order(reader.fill_buf().map_err(unreadable)?) {
        Some(order) => Box::new(BufReader::new(Utf16::new(reader, order))),
        None => reader,
    })
}

fn bytes(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size < LARGE || !io::stderr().is_terminal() {
        return Ok(Box::new(BufReader::new(file)));
    }
    let bar = ProgressBar::new(size).with_style(style());
    Ok(Box::new(BufReader::new(bar.wrap_read(file))))
}

/// A byte order mark, or a first character of two bytes.
fn order(start: &[u8]) -> Option<Order> {
    match start {
        [0xFF, 0xFE, ..] | [1..=0x7F, 0, ..] => Some(Order::Little),
        [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] => Some(Order::Big),
        _ => None,
    }
}

fn style() -> ProgressStyle {
    let template = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Reads all of what is open, for tests.
#[cfg(test)]
fn all(mut reader: impl io::Read) -> io::Result<String> {
    let mut text = String::new();
    reader.read_to_string(&mut text).map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_becomes_utf_8() {
        for mark in ["\u{FEFF}", ""] {
            let text = format!("{mark}{{A:Жx😀}}\r\n");
            let units: Vec<u16> = text.encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            for bytes in [little, big] {
                let order = order(&bytes).expect("it is UTF-16");
                assert_eq!(all(Utf16::new(&bytes[..], order)).expect("it is whole"), text);
                let half = &bytes[..bytes.len() - 1];
                assert!(all(Utf16::new(half, order)).is_err(), "half a unit");
            }
        }
        assert!(
            order(b"{A:1}").is_none() && order("Ж".as_bytes()).is_none() && order(b"7").is_none()
        );
    }
}

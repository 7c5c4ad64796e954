//! A request DTO as each format writes it.

use super::bound::typed;
use super::message::head_length;
use super::{Bound, masked};
use crate::wire::{self, Format};

/// Those that write any DTO.
const FORMATS: [Format; 4] = [Format::Json, Format::Jsv, Format::Xml, Format::Csv];

/// A request DTO by the names of formats, secrets masked; a format that cannot carry it is not
/// there, nor is any of what has no contract.
pub fn formats(bound: &Bound) -> Vec<(&'static str, String)> {
    let Bound::Dto { contract, object } = bound else { return Vec::new() };
    let written = |format: Format| {
        let text = typed(contract, object, |typed, dialect| wire::write(format, typed, dialect));
        Some((format.name(), without_secrets(format, &text.ok()?)))
    };
    FORMATS.into_iter().filter_map(written).collect()
}

/// Secrets are found by the head of a message: what they look like depends on the format.
fn without_secrets(format: Format, text: &str) -> String {
    let head = format!("POST / HTTP/1.1\r\nContent-Type: {}\r\n\r\n", format.media_type());
    let message = masked([head.as_str(), text].concat().as_bytes());
    String::from_utf8_lossy(&message[head_length(&message)..]).into_owned()
}

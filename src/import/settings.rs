//! `settings.toml`: what documents tell, and a comment for what they leave open.

use super::edition::StatedEdition;
use super::notation::toml;
use super::open::{self, Open};
use super::stated::StatedSettings;
use super::uploads;
use crate::contract::Contract;
use crate::one_line::joined;

/// The text of the file.
pub(super) fn text(
    name: &str,
    contract: &Contract,
    edition: &StatedEdition,
    (stated, open): (&StatedSettings, &[Open]),
) -> String {
    let title = if contract.title.is_empty() { name } else { &contract.title };
    let origin = joined(contract.base_url.as_deref().unwrap_or("a file"));
    let features = features(contract);
    let edition = edition.lines();
    let title = toml(joined(title));
    let lines = |section: &str| stated.lines(section) + &open::lines(open, section);
    let top = Some(lines("") + "\n").filter(|top| top.len() > 1).unwrap_or_default();
    let sections = sections(contract, lines);
    format!(
        "# Settings of a host that was imported from {origin}.\n\
         # Settings behind a # show the defaults, or an example where the line above says so.\n\n\
         # The host's name on its pages.\n\
         title = {title}\n\n\
         # Address and port; port 0 for any free one.\n\
         # listen = \"127.0.0.1:7580\"\n\n\
         {edition}{top}\
         # true: exactly as a real host, including its bugs; false: tolerant of small errors of clients.\n\
         # strict = false\n\n\
         # The offset of the host's clock; local times are printed with it.\n\
         # time_zone = \"+00:00\"\n\n\
         # Makes random values repeatable. For example:\n\
         # seed = 1\n\n\
         {sections}{features}\
         [limits]\n\
         # Longest request body in bytes; 30000000 in a strict host of the profile modern.\n\
         # body_bytes = 1048576\n"
    )
}

/// What the document says of requests that are cancelled or shown, and of uploaded files.
fn features(contract: &Contract) -> String {
    let named = [(contract.cancels_requests, "cancel"), (contract.logs_requests, "logs")];
    let named = named.into_iter().filter(|(is_named, _)| *is_named);
    let lines: String = named.map(|(_, key)| format!("{key} = true\n")).collect();
    let requests = match lines.as_str() {
        "" => String::new(),
        lines => format!("[requests]\n# As the document names them.\n{lines}\n"),
    };
    requests + &uploads::tables(contract)
}

/// The sections of which documents say something, or leave something open.
fn sections(contract: &Contract, lines: impl Fn(&str) -> String) -> String {
    const EVENTS: &str = "# /event-stream, as the document names it.\nenabled = true\n";
    const IDENTITY: &str = "# ASP.NET Core Identity, as the document names it.\nenabled = true\n";
    let named = |is_named: bool, text: &str| if is_named { text } else { "" }.to_owned();
    let texts = [
        ("json", lines("json")),
        ("host", lines("host")),
        ("auth", lines("auth")),
        ("session", lines("session")),
        ("jwt", lines("jwt")),
        ("api_keys", lines("api_keys")),
        ("events", named(contract.serves_events, EVENTS)),
        ("identity", named(contract.has_identity, IDENTITY)),
    ];
    let shown = texts.iter().filter(|(_, text)| !text.is_empty());
    shown.map(|(section, text)| format!("[{section}]\n{text}\n")).collect()
}

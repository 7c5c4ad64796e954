//! The locations of uploaded files that a document names, as settings.

use std::fmt::{Display, Write as _};

use super::notation::toml;
use crate::config::Layer;
use crate::contract::{Contract, Remark, UploadLocation};
use crate::one_line::joined;
use crate::uploads::is_location_name;

/// The tables of all that settings can say.
pub(super) fn tables(contract: &Contract) -> String {
    contract.upload_locations.iter().filter_map(|own| table(own).ok()).collect()
}

/// The others: files cannot go there.
pub(super) fn unsaid(contract: &Contract) -> impl Iterator<Item = Remark> {
    let locations = contract.upload_locations.iter().enumerate();
    locations.filter_map(|(place, location)| {
        let message = table(location).err()?;
        Some(Remark { path: format!("$.plugins.filesUpload.locations[{place}]"), message })
    })
}

/// A table that is read as settings, or why none is.
fn table(location: &UploadLocation) -> Result<String, String> {
    if !is_location_name(&location.name) {
        let name: String = joined(&location.name).chars().take(100).collect();
        return Err(format!("`{name}` is no name of a location, so it is left out"));
    }
    let table = written(location);
    match Layer::from_text("settings.toml", &table) {
        Ok(_) => Ok(table),
        Err(error) => {
            let fault =
                error.fault.strip_prefix("`uploads.locations[0]`: ").unwrap_or(&error.fault);
            Err(format!("{fault}; the location is left out"))
        }
    }
}

fn written(location: &UploadLocation) -> String {
    let allowed: Vec<&str> =
        location.operations.iter().flat_map(|words| words.split(", ")).collect();
    let extensions: Vec<&str> = location.extensions.iter().map(String::as_str).collect();
    let list = |words: Vec<&str>| (!words.is_empty()).then(|| toml(words));
    let text = |text: &Option<String>| text.as_deref().map(toml);
    // Settings count no further.
    let number = |number: Option<u64>| number.map(|number| number.min(u32::MAX.into()));
    let mut lines = format!("[[uploads.locations]]\nname = {}\n", toml(location.name.as_str()));
    add(&mut lines, "read", text(&location.read));
    add(&mut lines, "write", text(&location.write));
    add(&mut lines, "operations", list(allowed));
    add(&mut lines, "extensions", list(extensions));
    add(&mut lines, "max_files", number(location.most_files));
    add(&mut lines, "min_bytes", number(location.least_bytes));
    add(&mut lines, "max_bytes", number(location.most_bytes));
    lines + "\n"
}

fn add(lines: &mut String, key: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        // Writing to a string never fails.
        _ = writeln!(lines, "{key} = {value}");
    }
}

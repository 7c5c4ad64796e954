//! `[uploads]`: uploaded files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::Bounded;
use crate::contract::UploadLocation;
use crate::uploads::{self, Limits, Location, Operations, Who, is_location_name};

/// `[uploads]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UploadSettings {
    /// Most uploaded files of a host in a tenant.
    #[default(Bounded::near(1000))]
    pub files: Bounded<1, 1_000_000>,
    /// Most bytes of all of them.
    #[default(Bounded::near(64 << 20))]
    pub bytes: Bounded<1, { 1 << 40 }>,
    /// Where files go: /uploads/{name}.
    #[schemars(extend("x-default" = "those that the contract names"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationLayer>,
}

/// One `[[uploads.locations]]`, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "LocationTable", into = "LocationTable")]
#[schemars(with = "LocationTable")]
pub struct LocationLayer(LocationTable);

/// One `[[uploads.locations]]`, as ServiceStack's UploadLocation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct LocationTable {
    /// Its name, part of its address: letters, digits, `-` and `_`.
    name: String,
    /// Who may read: `AllowAnon`, `AllowAnyUser` (the default) or a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<String>,
    /// Who may write, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    write: Option<String>,
    /// What may be done: `Read`, `Create`, `Update`, `Delete`, `Write` (the last three); all of it
    /// without this key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operations: Vec<String>,
    /// Extensions of the files that are taken; all without this key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<String>,
    /// Most files of one request.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_files: Option<u32>,
    /// Fewest bytes of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    min_bytes: Option<u32>,
    /// Most bytes of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_bytes: Option<u32>,
}

impl TryFrom<LocationTable> for LocationLayer {
    type Error = String;

    fn try_from(table: LocationTable) -> Result<Self, String> {
        let LocationTable { name, operations, min_bytes, max_bytes, .. } = &table;
        if !is_location_name(name) {
            return Err(format!(
                "\"{name}\" is no name of a location: take 1 to 64 letters, digits, `-` and `_`"
            ));
        }
        if let Some(bad) = operations.iter().find(|word| allowed(&[word.as_str()]).is_none()) {
            return Err(format!(
                "\"{bad}\" is none of Read, Create, Update, Delete, Write and All"
            ));
        }
        if min_bytes.zip(*max_bytes).is_some_and(|(least, most)| least > most) {
            return Err("min_bytes is more than max_bytes: no file would be taken".to_owned());
        }
        Ok(Self(table))
    }
}

impl From<LocationLayer> for LocationTable {
    fn from(layer: LocationLayer) -> Self {
        layer.0
    }
}

impl UploadSettings {
    /// What bounds the files of a host in a tenant.
    pub fn limits(&self) -> Limits {
        Limits { files: self.files.size(), bytes: self.bytes.get() }
    }

    /// The locations of a host: those of the settings, or else those that its document names and
    /// whose names can be one.
    pub fn of_host(&self, host: &str, named: &[UploadLocation]) -> uploads::Uploads {
        let host = host.to_owned();
        let locations = match self.locations.as_slice() {
            [] => named.iter().filter(|one| is_location_name(&one.name)).map(location).collect(),
            layers => layers.iter().map(|layer| location(&layer.named())).collect(),
        };
        uploads::Uploads { host, locations }
    }
}

impl LocationLayer {
    /// The same in a document's words.
    fn named(&self) -> UploadLocation {
        let Self(table) = self.clone();
        let operations = Some(table.operations.join(", ")).filter(|words| !words.is_empty());
        UploadLocation {
            name: table.name,
            read: table.read,
            write: table.write,
            extensions: table.extensions,
            operations,
            most_files: table.max_files.map(u64::from),
            least_bytes: table.min_bytes.map(u64::from),
            most_bytes: table.max_bytes.map(u64::from),
        }
    }
}

/// What is not understood allows nothing.
fn location(named: &UploadLocation) -> Location {
    let size = |number: Option<u64>| number.and_then(|number| usize::try_from(number).ok());
    let words: Vec<&str> = named.operations.iter().flat_map(|all| all.split(", ")).collect();
    Location {
        name: named.name.clone(),
        read: who(named.read.as_deref()),
        write: who(named.write.as_deref()),
        operations: allowed(&words).unwrap_or(Operations::NONE),
        extensions: named.extensions.iter().map(|own| extension(own)).collect(),
        most_files: size(named.most_files),
        least_bytes: size(named.least_bytes),
        most_bytes: size(named.most_bytes),
    }
}

fn extension(text: &str) -> String {
    text.trim_start_matches('.').to_lowercase()
}

/// A role as ServiceStack names it.
pub(super) fn who(role: Option<&str>) -> Who {
    match role {
        Some("AllowAnon") => Who::Anyone,
        None | Some("AllowAnyUser" | "") => Who::SignedIn,
        Some(role) => Who::Role(role.to_owned()),
    }
}

/// What these words allow; none for a word that is not known. No word allows all.
fn allowed(words: &[&str]) -> Option<Operations> {
    if words.is_empty() {
        return Some(Operations::default());
    }
    let mut all = Operations::NONE;
    for word in words {
        match *word {
            "Read" => all.read = true,
            "Create" => all.create = true,
            "Update" => all.update = true,
            "Delete" => all.delete = true,
            "Write" => all = Operations { read: all.read, ..Operations::default() },
            "All" => all = Operations::default(),
            _ => return None,
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_is_allowed() {
        let read_only = Operations { read: true, ..Operations::NONE };
        assert_eq!(allowed(&["Read"]), Some(read_only));
        assert_eq!(allowed(&["Write"]), Some(Operations { read: false, ..Operations::default() }));
        assert_eq!(allowed(&[]), Some(Operations::default()));
        assert_eq!(allowed(&["Read", "Eat"]), None);
    }
}

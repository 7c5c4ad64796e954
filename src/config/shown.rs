//! Settings shown in the shape of a settings file, without secrets.

use std::path::Path;

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use super::secret::HIDDEN;
use super::{SeedSource, Textual, UserList};

#[derive(Serialize)]
struct ShownUser<'a> {
    id: &'a str,
    name: &'a str,
    password_hash: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    roles: &'a [String],
    permissions: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    api_keys: Vec<&'static str>,
}

pub(super) fn show<T: Textual, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.text())
}

pub(super) fn show_some<T: Textual, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.serialize_some(&value.text()),
        None => serializer.serialize_none(),
    }
}

/// A path that is no Unicode is shown as well as it can be.
pub(super) fn show_path<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// One decision, two keys.
pub(super) fn seed_source<S: Serializer>(source: &SeedSource, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    match source {
        SeedSource::BuiltIn => {}
        SeedSource::File(path) => map.serialize_entry("seed_data", &path.to_string_lossy())?,
        SeedSource::None => map.serialize_entry("empty", &true)?,
    }
    map.end()
}

pub(super) fn users<S: Serializer>(users: &Option<UserList>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    let (users, keys) = users.as_ref().map_or((&[][..], &[][..]), |list| (&list.users, &list.api_keys));
    for user in users {
        list.serialize_element(&ShownUser {
            id: &user.id,
            name: &user.name,
            password_hash: HIDDEN,
            display_name: user.display_name.as_deref(),
            email: user.email.as_deref(),
            roles: &user.roles,
            permissions: &user.permissions,
            api_keys: keys.iter().filter(|key| key.user_id == user.id).map(|_| HIDDEN).collect(),
        })?;
    }
    list.end()
}

//! ServiceStack's `TextCase` in settings.

use jsv_codec::MemberNames;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(remote = "MemberNames")]
enum TextCase {
    #[serde(rename = "Default")]
    Declared,
    CamelCase,
    PascalCase,
    SnakeCase,
}

pub(super) fn serialize<S: Serializer>(
    text_case: &MemberNames,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    TextCase::serialize(text_case, serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<MemberNames, D::Error> {
    TextCase::deserialize(deserializer)
}

//! `base_path`: where a host begins on its server.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A path such as `/erp`, with a slash before and none after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct BasePath(pub String);

impl TryFrom<String> for BasePath {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_segment = |segment: &str| {
            !segment.is_empty() && segment.bytes().all(is_plain) && !matches!(segment, "." | "..")
        };
        let path = text.trim_matches('/');
        if path.split('/').all(is_segment) {
            Ok(Self(format!("/{path}")))
        } else {
            Err(format!("{text:?} is no base path; write one such as \"/erp\""))
        }
    }
}

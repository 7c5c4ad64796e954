//! Keys that are written as ServiceStack has them, and have another name or another place here.

use crate::nearest::{self, is_whole, unknown_key};

/// Names of ServiceStack, and what they are here.
const ELSEWHERE: [(&str, &str); 11] = [
    ("debug_mode", "`debug`, at the top"),
    ("handler_factory_path", "`base_path`, at the top"),
    ("admin_auth_secret", "`auth.secret`"),
    ("max_login_attempts", "`session.lock_after`"),
    ("session_expiry", "`session.expiry`"),
    ("emit_camel_case_names", "`json.text_case = \"CamelCase\"`"),
    ("emit_lowercase_underscore_names", "`json.text_case = \"SnakeCase\"`"),
    ("enable_features", "`host.disable_features`, with those that are removed"),
    ("use_bcl_json_serializers", "`json.library = \"datacontract\"`"),
    ("allow_non_http_only_cookies", "`host.use_http_only_cookies = false`"),
    ("registration_feature", "`auth.register`"),
];

/// The key and what is wrong with it.
pub(super) fn sentence(key: &str, message: &str) -> String {
    elsewhere(key, message).unwrap_or_else(|| nearest::sentence(key, message))
}

/// The sentence of a key that is there by another name.
fn elsewhere(path: &str, message: &str) -> Option<String> {
    let unknown = unknown_key(message)?;
    let (_, key) = ELSEWHERE.iter().find(|(own, _)| *own == unknown)?;
    let path = if is_whole(path) { unknown } else { path };
    Some(format!("`{path}` is not known here; ServiceStack's {} is {key}", pascal(unknown)))
}

/// A name of settings as ServiceStack has it.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        word.chars()
            .take(1)
            .map(|c| c.to_ascii_uppercase())
            .chain(word.chars().skip(1))
            .collect::<String>()
    };
    name.split('_').map(word).collect()
}

//! How callers prove who they are.

use serde_json::{Value as Json, json};

use super::property::paragraphs;
use super::shape::Map;
use crate::contract::Operation;

/// What a host lets callers sign in with, beside name and password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// The cookie that holds a session's id.
    pub cookie: &'static str,
    /// It takes bearer tokens: API keys or JWTs.
    pub bearer: bool,
}

/// The schemes of a host, by name.
pub(super) fn schemes(sign_in: Option<SignIn>) -> Vec<(String, Json)> {
    let Some(SignIn { cookie, bearer }) = sign_in else { return Vec::new() };
    let basic = json!({ "type": "http", "scheme": "basic" });
    let session = json!({
        "type": "apiKey", "in": "cookie", "name": cookie,
        "description": "The session that signing in at `/auth/credentials` begins; browsers send it by themselves.",
    });
    let token =
        json!({ "type": "http", "scheme": "bearer", "description": "An API key or a JWT." });
    let schemes = [("basic", basic), ("session", session), ("bearer", token)];
    let reported = schemes.into_iter().take(if bearer { 3 } else { 2 });
    reported.map(|(name, scheme)| (name.to_owned(), scheme)).collect()
}

/// The schemes of which an operation asks for one.
pub(super) fn of(operation: &Operation, sign_in: Option<SignIn>) -> Vec<Map<Vec<String>>> {
    if !operation.is_protected() {
        return Vec::new();
    }
    schemes(sign_in).into_iter().map(|(name, _)| Map(vec![(name, Vec::new())])).collect()
}

/// What signing in alone does not give.
pub(super) fn rights(operation: &Operation) -> String {
    let demands = [
        ("Requires the roles", &operation.required_roles),
        ("Requires one of the roles", &operation.requires_any_role),
        ("Requires the permissions", &operation.required_permissions),
        ("Requires one of the permissions", &operation.requires_any_permission),
    ];
    let given = demands.into_iter().filter(|(_, names)| !names.is_empty());
    paragraphs(
        given.map(|(what, names)| super::markdown(&format!("{what}: {}.", names.join(", ")))),
    )
}

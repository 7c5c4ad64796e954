//! Whom the claims of a token make.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::auth::identity::{Principal, claim};
use crate::tenant::{AuthProvider, Identity};

/// The user of claims, under their short names or .NET's.
pub(super) fn principal(claims: &Map<String, Value>) -> Principal {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| claims.get(*name));
        let first = match found {
            Some(Value::Array(several)) => several.last(),
            one => one,
        };
        first.and_then(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        })
    };
    let mut roles = Vec::new();
    for name in [claim::ROLE, "role", "roles"] {
        match claims.get(name) {
            Some(Value::Array(several)) => {
                roles.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            Some(one) => roles.extend(one.as_str().map(str::to_owned)),
            None => {}
        }
    }
    let name = text(&[claim::NAME, "preferred_username"]).unwrap_or_default();
    let user = Identity {
        id: text(&[claim::ID, "sub"]).unwrap_or_default(),
        email: text(&[claim::EMAIL, "email"])
            .or(Some(name.clone()))
            .filter(|text| !text.is_empty()),
        name,
        display_name: text(&["name"]),
        first_name: text(&[claim::FIRST, "given_name"]),
        last_name: text(&[claim::LAST, "family_name"]),
        profile_url: text(&["picture"]),
        roles,
        permissions: Vec::new(),
    };
    let mut types: Vec<String> = claims.keys().map(|name| inbound(name).to_owned()).collect();
    types.sort();
    types.dedup();
    Principal { user: Arc::new(user), provider: AuthProvider::Federation, claims: types }
}

/// The name of a claim as ASP.NET Core takes it in.
fn inbound(name: &str) -> &str {
    match name {
        "sub" => claim::ID,
        "email" => claim::EMAIL,
        "given_name" => claim::FIRST,
        "family_name" => claim::LAST,
        "role" | "roles" => claim::ROLE,
        other => other,
    }
}

//! What `/metadata/app` tells of signing in: AuthFeature and ApiKeysFeature.

use serde_json::Value as Json;

use super::edition::member;
use super::stated::{AppMetadata, StatedSetting, setting};
use crate::contract::Contract;

/// ApiKeysFeature, and the header of its keys.
pub(super) fn keys(app: &AppMetadata) -> Vec<StatedSetting> {
    if app.loads("apikeys") != Some(true) {
        return Vec::new();
    }
    let feature = "/metadata/app lists the plug-in apikeys".to_owned();
    let header = app.text(&["plugins", "apiKey", "httpHeader"]);
    let header = header.map(|header| {
        setting("api_keys.header", header, format!("plugins.apiKey has httpHeader: {header}"))
    });
    std::iter::once(setting("api_keys.feature", true, feature)).chain(header).collect()
}

/// The settings of AuthFeature that `/metadata/app` shows. Identity has its own.
pub(super) fn auth(app: &AppMetadata, contract: &Contract) -> Vec<StatedSetting> {
    if app.loads("auth") == Some(false) {
        let by = "/metadata/app lists no plug-in auth".to_owned();
        return vec![setting("auth.enabled", false, by)];
    }
    let auth = app.find(&["plugins", "auth"]).filter(|_| !contract.has_identity);
    let Some(auth) = auth else { return Vec::new() };
    let page = member(auth, "htmlRedirect").and_then(Json::as_str);
    let page = match page {
        Some(page) => {
            setting("auth.html_redirect", page, format!("plugins.auth has htmlRedirect: {page}"))
        }
        None => setting("auth.html_redirect", "", "plugins.auth has no htmlRedirect".to_owned()),
    };
    let says_roles = member(auth, "includesRoles").and_then(Json::as_bool).unwrap_or_default();
    let roles = format!(
        "plugins.auth has {}",
        if says_roles { "includesRoles" } else { "no includesRoles" }
    );
    let has = |key, service: &str| {
        let is_there = app.routes(service);
        let what = if is_there { "a route of" } else { "no route of" };
        setting(key, is_there, format!("plugins.auth has {what} {service}"))
    };
    vec![
        page,
        setting("auth.include_roles_in_authenticate_response", says_roles, roles),
        has("auth.include_assign_role_services", "AssignRolesService"),
        has("auth.register", "RegisterService"),
    ]
}

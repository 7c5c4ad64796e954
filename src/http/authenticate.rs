//! Stage 4: who calls, and whether they may (spec 04 sections 4 and 6, oracle #25).

use std::sync::Arc;

use super::credentials::Credentials;
use super::error::Refusal;
use super::session::SessionCookies;
use super::{Host, Request};
use crate::auth::{Auth, Denied, TokenError, User, looks_like_token};
use crate::contract::Operation;
use crate::service::{Caller, ServiceError, SessionIds};

/// Finds the caller by session, or by credentials on a protected operation, and checks roles and permissions.
pub async fn authenticate(
    host: &Host,
    request: &Request,
    operation: &Operation,
    cookies: &mut SessionCookies<'_>,
) -> Result<Option<Arc<Caller>>, Refusal> {
    let Some(auth) = &host.parts.auth else { return Ok(None) };
    let now = host.parts.clock.now();
    let known = auth.sessions.user_of(cookies.effective(), now).and_then(|id| auth.users.by_id(&id));
    let user = match known {
        Some(user) => user,
        None if !operation.is_protected() => return Ok(None),
        None => sign_in(host, auth, request, cookies).await?,
    };
    check_rights(operation, user)?;
    let session_id = cookies.effective().to_owned();
    Ok(Some(Arc::new(Caller { user: auth.users.identity(user), session_id })))
}

/// Somebody who has no session: by credentials.
async fn sign_in<'a>(
    host: &Host,
    auth: &'a Arc<Auth>,
    request: &Request,
    cookies: &mut SessionCookies<'_>,
) -> Result<&'a User, Refusal> {
    match Credentials::of(request)?.ok_or(Refusal::NotAuthenticated)? {
        Credentials::Bearer(token) => by_bearer(host, auth, &token),
        Credentials::TokenCookie(token) => by_token(host, auth, &token),
        Credentials::Basic { name, password } if password.is_empty() && !auth.api_keys.is_empty() => {
            by_key(auth, &name)
        }
        Credentials::Basic { name, password } => by_password(host, auth, name, password, cookies).await,
    }
}

/// A host with neither keys nor tokens takes no notice of a bearer token (recorded).
fn by_bearer<'a>(host: &Host, auth: &'a Auth, token: &str) -> Result<&'a User, Refusal> {
    if auth.tokens.is_some() && looks_like_token(token) {
        return by_token(host, auth, token);
    }
    if auth.api_keys.is_empty() { Err(Refusal::NotAuthenticated) } else { by_key(auth, token) }
}

fn by_token<'a>(host: &Host, auth: &'a Auth, token: &str) -> Result<&'a User, Refusal> {
    let tokens = auth.tokens.as_ref().ok_or(Refusal::NotAuthenticated)?;
    let id = tokens.user_of(token, host.parts.clock.now()).map_err(|error| {
        let status = if error == TokenError::Expired { 401 } else { 403 };
        Refusal::BadCredentials(ServiceError::http(status, "TokenException", error.to_string()))
    })?;
    auth.users.by_id(&id).ok_or(Refusal::NotAuthenticated)
}

fn by_key<'a>(auth: &'a Auth, key: &str) -> Result<&'a User, Refusal> {
    let user = auth.api_keys.user_of(key).and_then(|id| auth.users.by_id(id));
    let unknown = || Refusal::BadCredentials(ServiceError::not_found("API Key does not exist"));
    user.ok_or_else(unknown)
}

async fn by_password<'a>(
    host: &Host,
    auth: &'a Arc<Auth>,
    name: String,
    password: String,
    cookies: &mut SessionCookies<'_>,
) -> Result<&'a User, Refusal> {
    let verified = {
        let auth = auth.clone();
        // Argon2 takes its time: it must not hold up the other requests of this worker.
        tokio::task::spawn_blocking(move || auth.verify(&name, &password).map(|user| user.id.clone())).await
    };
    let id = verified.unwrap_or(Err(Denied::Wrong)).map_err(|denied| {
        cookies.set_option(false);
        Refusal::BadCredentials(ServiceError::unauthorized(denied.to_string()))
    })?;
    let user = auth.users.by_id(&id).ok_or(Refusal::NotAuthenticated)?;
    let ids = SessionIds::draw(|| auth.sessions.new_id(&host.parts.seed));
    auth.sessions.let_in(ids.effective(false), &user.id, host.parts.clock.now());
    cookies.sign_in(&user.id, ids, false);
    Ok(user)
}

/// The role `Admin` stands for every role.
fn check_rights(operation: &Operation, user: &User) -> Result<(), Refusal> {
    let has_role = |role: &String| user.roles.contains(role);
    let is_admin = user.roles.iter().any(|role| role == "Admin");
    let roles =
        operation.required_roles.iter().all(has_role) && any_of(&operation.requires_any_role, has_role);
    if !roles && !is_admin {
        return Err(Refusal::Forbidden("Invalid Role"));
    }
    let has_permission = |permission: &String| user.permissions.contains(permission);
    let permitted = operation.required_permissions.iter().all(has_permission)
        && any_of(&operation.requires_any_permission, has_permission);
    if permitted { Ok(()) } else { Err(Refusal::Forbidden("Invalid Permission")) }
}

fn any_of(wanted: &[String], has: impl FnMut(&String) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(has)
}

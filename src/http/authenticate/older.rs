//! How 5.9.1 finds the caller: a session, else credentials where the operation is protected.

use std::sync::Arc;

use super::rights::check_rights;
use super::{Found, Members, refused};
use crate::auth::{Denied, NotOpen, TokenError, looks_like_token};
use crate::contract::Operation;
use crate::host::Version;
use crate::http::credentials::Credentials;
use crate::http::error::Refusal;
use crate::http::session::SessionCookies;
use crate::http::{HostExchange, Request};
use crate::service::{AuthProvider, InForce, ServiceError, SessionIds};

/// The caller, if the operation asks for one or a session names one.
pub(super) async fn find(
    (host, members): (&HostExchange<'_>, Members<'_>),
    operation: &Operation,
    in_force: &InForce<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Option<Found>, Refusal> {
    let (auth, accounts) = members;
    let is_protected = in_force.filtered(operation.is_protected());
    if is_protected && !(keeps_session(host) && matches!(basic(host.request), Ok(Some(_)))) {
        cookies.require()
    } else {
        cookies.complete()
    }
    let session = accounts.sessions.used(cookies.effective(), host.now());
    let known = session.and_then(|session| {
        Some((auth.identity_of(&session.user_id, accounts)?, session.provider))
    });
    let found = match known {
        Some(known) => Some(known),
        _ if is_protected => Some(Box::pin(sign_in(host, members, cookies)).await?),
        _ if in_force.ask_who() || carries_token(host, members) => {
            Box::pin(attempt(host, members, cookies)).await?
        }
        _ => None,
    };
    if let Some((user, _)) = &found {
        if is_protected {
            check_rights(operation, user, Version::V5)?;
        }
        cookies.complete();
    }
    Ok(found)
}

/// Whether credentials leave the ids of the session as they are.
fn keeps_session(host: &HostExchange<'_>) -> bool {
    !host.auth_config().generate_new_session_cookies_on_authentication
}

/// Name and password of Basic credentials.
pub(super) fn basic(request: &Request) -> Result<Option<(String, String)>, Refusal> {
    Ok(match Credentials::of(request)? {
        Some(Credentials::Basic { name, password }) if !password.is_empty() => {
            Some((name, password))
        }
        _ => None,
    })
}

/// The user whom the credentials name; wrong ones name nobody.
async fn attempt(
    host: &HostExchange<'_>,
    members: Members<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Option<Found>, Refusal> {
    match sign_in(host, members, cookies).await {
        Ok(found) => Ok(Some(found)),
        // Too many sign-ins wait: that says nothing of the credentials.
        Err(Refusal::Unreadable(error @ ServiceError::Http { .. })) => {
            Err(Refusal::Unreadable(error))
        }
        Err(_) => Ok(None),
    }
}

/// A token makes the session of an open operation as well.
fn carries_token(host: &HostExchange<'_>, (auth, _): Members<'_>) -> bool {
    auth.tokens.is_some()
        && match credentials(host) {
            Ok(Some(Credentials::Bearer(token))) => looks_like_token(&token),
            Ok(Some(Credentials::TokenCookie(_))) => true,
            _ => false,
        }
}

/// A token in the DTO wins over the header.
fn credentials(host: &HostExchange<'_>) -> Result<Option<Credentials>, Refusal> {
    match host.token {
        Some(token) => Ok(Some(Credentials::Bearer(token.to_owned()))),
        None => Credentials::of(host.request),
    }
}

/// Somebody who has no session: by credentials.
async fn sign_in(
    host: &HostExchange<'_>,
    members: Members<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Found, Refusal> {
    match credentials(host)?.ok_or(Refusal::NotAuthenticated)? {
        Credentials::Bearer(token) => by_bearer(host, members, &token),
        Credentials::TokenCookie(token) => by_token(host, members, &token),
        Credentials::Basic { name, password } if password.is_empty() => {
            by_key(host, members, &name)
        }
        Credentials::Basic { name, password } => {
            by_password(host, members, (name, password), cookies).await
        }
    }
}

/// A host with neither keys nor tokens takes no notice of a bearer token (recorded).
fn by_bearer(host: &HostExchange<'_>, members: Members<'_>, token: &str) -> Result<Found, Refusal> {
    if members.0.tokens.is_some() && looks_like_token(token) {
        return by_token(host, members, token);
    }
    by_key(host, members, token)
}

/// A token is read, not looked up: its claims are the user.
fn by_token(
    host: &HostExchange<'_>,
    (auth, accounts): Members<'_>,
    token: &str,
) -> Result<Found, Refusal> {
    let identity = auth.read_token(token, accounts, host.now());
    identity.map(|user| (Arc::new(user), AuthProvider::Jwt)).map_err(|error| {
        let status = match error {
            TokenError::Expired
            | TokenError::NotYet
            | TokenError::Audience(_)
            | TokenError::Revoked => 401,
            TokenError::Invalid | TokenError::Encoding | TokenError::Algorithm(_) => 403,
        };
        let error = if status == 403 { TokenError::Invalid } else { error };
        Refusal::BadCredentials(ServiceError::http(status, "TokenException", error.to_string()))
    })
}

/// An API key may come as a name without a password; without keys that is no credential (recorded:
/// topic B16).
fn by_key(
    host: &HostExchange<'_>,
    (auth, accounts): Members<'_>,
    key: &str,
) -> Result<Found, Refusal> {
    if auth.api_keys.is_empty() {
        return Err(Refusal::NotAuthenticated);
    }
    let user = auth.user_of_key(key, accounts, host.now()).map_err(|reason| match reason {
        NotOpen::Locked => refused(Denied::Locked),
        NotOpen::NoGood(error) => Refusal::BadCredentials(error),
    })?;
    Ok((user, AuthProvider::ApiKey))
}

async fn by_password(
    host: &HostExchange<'_>,
    (auth, accounts): Members<'_>,
    (name, password): (String, String),
    cookies: &mut SessionCookies<'_>,
) -> Result<Found, Refusal> {
    let (remember, body_bytes) = (cookies.remembered(), host.request.body.len());
    if keeps_session(host) {
        cookies.complete();
        let admitted = auth.admit(accounts, name.clone(), password, body_bytes).await;
        let id = admitted.map_err(refused)?;
        let user = auth.identity_of(&id, accounts).ok_or(Refusal::NotAuthenticated)?;
        accounts.sessions.let_in(cookies.effective(), &user.id, &name, host.now());
        cookies.name_user(&user.id);
        return Ok((user, AuthProvider::Basic));
    }
    let ids = SessionIds::draw(|| accounts.new_id());
    let option = Some(remember);
    let id = auth.admit(accounts, name.clone(), password, body_bytes).await.map_err(|denied| {
        if !matches!(denied, Denied::Busy) {
            cookies.replace(&ids, option);
        }
        refused(denied)
    })?;
    let user = auth.identity_of(&id, accounts).ok_or(Refusal::NotAuthenticated)?;
    accounts.sessions.let_in(ids.effective(remember), &user.id, &name, host.now());
    cookies.sign_in(&user.id, &ids, option);
    Ok((user, AuthProvider::Basic))
}

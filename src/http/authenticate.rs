//! Stage 4: who calls, and whether they may (spec 04 sections 4 and 6, oracle #25).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::Refusal;
use super::session::SessionCookies;
use super::{Host, Request};
use crate::auth::{Auth, SessionIds, User};
use crate::contract::Operation;
use crate::service::{Caller, ServiceError};

/// What the host says of a Basic header that is no base64.
const NOT_BASE64: &str = "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.";

/// Finds the caller by session, or by Basic credentials on a protected operation, and checks roles and permissions.
pub async fn authenticate(
    host: &Host,
    request: &Request,
    operation: &Operation,
    cookies: &mut SessionCookies,
) -> Result<Option<Caller>, Refusal> {
    let Some(auth) = &host.parts.auth else { return Ok(None) };
    let now = host.parts.clock.now();
    let known = auth.sessions.user_of(cookies.effective(), now).and_then(|id| auth.users.by_id(&id));
    let user = match known {
        Some(user) => user.clone(),
        None if !is_protected(operation) => return Ok(None),
        None => sign_in_by_basic(host, auth, request, cookies).await?,
    };
    check_rights(operation, &user)?;
    Ok(Some(caller(user, cookies.effective())))
}

fn is_protected(operation: &Operation) -> bool {
    operation.requires_auth
        || [
            &operation.required_roles,
            &operation.requires_any_role,
            &operation.required_permissions,
            &operation.requires_any_permission,
        ]
        .iter()
        .any(|rights| !rights.is_empty())
}

async fn sign_in_by_basic(
    host: &Host,
    auth: &Arc<Auth>,
    request: &Request,
    cookies: &mut SessionCookies,
) -> Result<User, Refusal> {
    let (name, password) = basic_credentials(request)?.ok_or(Refusal::NotAuthenticated)?;
    let user = verify(auth.clone(), name, password).await;
    let Some(user) = user else {
        cookies.set_option(false);
        return Err(Refusal::WrongPassword);
    };
    let ids = SessionIds::draw(&host.parts.seed);
    auth.sessions.sign_in(ids.effective(false), &user.id, host.parts.clock.now());
    cookies.sign_in(&user.id, ids, false);
    Ok(user)
}

/// Argon2 takes its time: it must not hold up the other requests of this worker.
async fn verify(auth: Arc<Auth>, name: String, password: String) -> Option<User> {
    let verified = tokio::task::spawn_blocking(move || auth.users.verify(&name, &password).cloned());
    verified.await.ok().flatten()
}

/// Name and password of a Basic header; `None` without one.
fn basic_credentials(request: &Request) -> Result<Option<(String, String)>, Refusal> {
    let header = request.header("authorization").unwrap_or_default();
    let Some((scheme, encoded)) = header.split_once(' ') else { return Ok(None) };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let broken = || Refusal::Unreadable(ServiceError::exception("FormatException", NOT_BASE64));
    let decoded = STANDARD.decode(encoded.trim()).map_err(|_| broken())?;
    let text = String::from_utf8_lossy(&decoded).into_owned();
    Ok(text.split_once(':').map(|(name, password)| (name.to_owned(), password.to_owned())))
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

fn caller(user: User, session_id: &str) -> Caller {
    Caller {
        user_id: user.id,
        user_name: user.name,
        session_id: session_id.to_owned(),
        roles: user.roles,
        permissions: user.permissions,
    }
}

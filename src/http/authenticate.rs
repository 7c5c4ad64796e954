//! Stage 4: who calls, and whether they may (docs/wire/authentication.md#refusals).

use std::sync::Arc;

use super::credentials::Credentials;
use super::error::Refusal;
use super::session::SessionCookies;
use super::{HostExchange, Request};
use crate::auth::{Auth, Denied, TokenError, looks_like_token};
use crate::contract::Operation;
use crate::host::{Hosting, TenantHost, Version};
use crate::service::{Caller, Identity, InForce, Presented, ServiceError, SessionIds};
use crate::tenant::Accounts;

/// What is known of who calls.
#[derive(Clone, Default)]
pub struct Access {
    /// The caller, when signed in.
    pub caller: Option<Arc<Caller>>,
    /// What the request presents to sign in, for the operations that do so.
    pub presented: Option<Arc<Presented>>,
    /// Who is signed in.
    pub accounts: Option<Arc<Accounts>>,
    /// The request carries an API key that is known; looked for where one is demanded.
    pub has_key: bool,
}

/// Whether ASP.NET Core fails before ServiceStack has the call: the endpoint of a protected
/// operation asks for an authentication scheme of ASP.NET Core, and a host with ServiceStack's own
/// providers has none. In tolerant mode sessions let callers in.
pub fn lacks_scheme(host: &TenantHost<'_>, operation: &Operation) -> bool {
    host.hosting() == Hosting::Endpoints
        && host.strict()
        && host.parts.auth.is_some()
        && operation.is_protected()
}

/// Finds the caller by session, or by credentials where somebody asks who calls. Roles and
/// permissions are checked here when the contract demands them as `[Authenticate]` and
/// `[Required…]` do, and later when attributes of the request do.
pub async fn authenticate(
    host: &HostExchange<'_>,
    operation: &Operation,
    in_force: &InForce<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Access, Refusal> {
    let request = host.request;
    if host.parts.auth.is_none() {
        return Ok(Access::default());
    }
    let (auth, accounts) = host.auth().ok_or(Refusal::NotAuthenticated)?;
    let is_protected = in_force.filtered(operation.is_protected());
    // Recorded of 10.x: Basic credentials count for more than a session.
    let signs_in_again = is_protected
        && host.version() == Version::V10
        && matches!(Credentials::of(request), Ok(Some(Credentials::Basic { .. })));
    if is_protected && !signs_in_again {
        cookies.require()
    } else {
        cookies.complete()
    }
    let now = host.now();
    let session = accounts.sessions.user_of(cookies.effective(), now);
    let known = session.and_then(|id| auth.identity_of(&id, accounts));
    let user = match known {
        Some(user) if !signs_in_again => Some(user),
        _ if is_protected => Some(Box::pin(sign_in(host, request, cookies)).await?),
        _ if in_force.ask_who() || carries_token(auth, request) => {
            Box::pin(attempt(host, request, cookies)).await?
        }
        _ => None,
    };
    let caller = match user {
        Some(identity) => {
            if is_protected {
                check_rights(operation, &identity)?;
            }
            cookies.complete();
            if host.exchange.may_meet_faults() || host.exchange.is_kept() {
                host.exchange.noted().user = Some(identity.name.clone());
            }
            Some(Arc::new(Caller { user: identity, session_id: cookies.effective().to_owned() }))
        }
        None => None,
    };
    let has_key = in_force.ask_for_key() && has_key(auth, request);
    let presented = operation.built_in.then(|| presented(request, cookies)).transpose()?;
    Ok(Access { caller, presented, accounts: Some(accounts.clone()), has_key })
}

/// The user whom the credentials name; wrong ones name nobody.
async fn attempt(
    host: &TenantHost<'_>,
    request: &Request,
    cookies: &mut SessionCookies<'_>,
) -> Result<Option<Arc<Identity>>, Refusal> {
    match sign_in(host, request, cookies).await {
        Ok(user) => Ok(Some(user)),
        // Too many sign-ins wait: that says nothing of the credentials.
        Err(Refusal::Unreadable(error @ ServiceError::Http { .. })) => {
            Err(Refusal::Unreadable(error))
        }
        Err(_) => Ok(None),
    }
}

/// A token makes the session of an open operation as well.
fn carries_token(auth: &Auth, request: &Request) -> bool {
    auth.tokens.is_some()
        && match Credentials::of(request) {
            Ok(Some(Credentials::Bearer(token))) => looks_like_token(&token),
            Ok(Some(Credentials::TokenCookie(_))) => true,
            _ => false,
        }
}

/// A key comes in a header of its own or as a bearer token.
fn has_key(auth: &Auth, request: &Request) -> bool {
    let bearer = || match Credentials::of(request) {
        Ok(Some(Credentials::Bearer(token))) => auth.api_keys.user_of(&token).is_some(),
        _ => false,
    };
    request.header("x-api-key").map_or_else(bearer, |key| auth.api_keys.user_of(key).is_some())
}

fn presented(request: &Request, cookies: &SessionCookies<'_>) -> Result<Arc<Presented>, Refusal> {
    let basic = match Credentials::of(request)? {
        Some(Credentials::Basic { name, password }) if !password.is_empty() => {
            Some((name, password))
        }
        _ => None,
    };
    Ok(Arc::new(Presented {
        basic,
        back: request.query.get("continue").map(str::to_owned),
        referrer: request.header("referer").map(str::to_owned),
        session_id: cookies.effective().to_owned(),
        remembered: cookies.remembered(),
        body_bytes: request.body.len(),
    }))
}

/// Somebody who has no session: by credentials.
async fn sign_in(
    host: &TenantHost<'_>,
    request: &Request,
    cookies: &mut SessionCookies<'_>,
) -> Result<Arc<Identity>, Refusal> {
    let (auth, accounts) = host.auth().ok_or(Refusal::NotAuthenticated)?;
    match Credentials::of(request)?.ok_or(Refusal::NotAuthenticated)? {
        Credentials::Bearer(token) => by_bearer(host, (auth, accounts), &token),
        Credentials::TokenCookie(token) => by_token(host, (auth, accounts), &token),
        Credentials::Basic { name, password } if password.is_empty() => {
            by_key_as_name(auth, accounts, &name)
        }
        Credentials::Basic { name, password } => {
            by_password(host, (auth, accounts), (name, password), request.body.len(), cookies).await
        }
    }
}

/// An API key may come as a name without a password; without keys that is no credential (recorded:
/// topic B16).
fn by_key_as_name(auth: &Auth, accounts: &Accounts, name: &str) -> Result<Arc<Identity>, Refusal> {
    if auth.api_keys.is_empty() {
        return Err(Refusal::NotAuthenticated);
    }
    by_key(auth, accounts, name)
}

/// A host with neither keys nor tokens takes no notice of a bearer token (recorded).
fn by_bearer(
    host: &TenantHost<'_>,
    (auth, accounts): (&Auth, &Accounts),
    token: &str,
) -> Result<Arc<Identity>, Refusal> {
    if auth.tokens.is_some() && looks_like_token(token) {
        return by_token(host, (auth, accounts), token);
    }
    by_key_as_name(auth, accounts, token)
}

/// A token is read, not looked up: its claims are the user (recorded of 10.1.5).
fn by_token(
    host: &TenantHost<'_>,
    (auth, accounts): (&Auth, &Accounts),
    token: &str,
) -> Result<Arc<Identity>, Refusal> {
    let tokens = auth.tokens.as_ref().ok_or(Refusal::NotAuthenticated)?;
    let identity = tokens.identity_of(token, host.now());
    let identity = identity.and_then(|identity| match accounts.revoked.has(token) {
        true => Err(TokenError::Revoked),
        false => Ok(identity),
    });
    identity.map(Arc::new).map_err(|error| {
        let status = if error == TokenError::Invalid { 403 } else { 401 };
        Refusal::BadCredentials(ServiceError::http(status, "TokenException", error.to_string()))
    })
}

fn by_key(auth: &Auth, accounts: &Accounts, key: &str) -> Result<Arc<Identity>, Refusal> {
    let user = auth.api_keys.user_of(key).and_then(|id| auth.identity_of(id, accounts));
    let unknown = || Refusal::BadCredentials(ServiceError::not_found("API Key does not exist"));
    user.ok_or_else(unknown)
}

async fn by_password(
    host: &TenantHost<'_>,
    (auth, accounts): (&Arc<Auth>, &Accounts),
    (name, password): (String, String),
    body_bytes: usize,
    cookies: &mut SessionCookies<'_>,
) -> Result<Arc<Identity>, Refusal> {
    let remember = cookies.remembered();
    if host.version() == Version::V10 {
        // Recorded: the session stays, and nothing is said of what is remembered (topic M22).
        cookies.complete();
        let id = admitted(auth, accounts, &name, password, body_bytes).await?;
        let user = auth.identity_of(&id, accounts).ok_or(Refusal::NotAuthenticated)?;
        accounts.sessions.let_in(cookies.effective(), &user.id, &name, host.now());
        cookies.name_user(&user.id);
        return Ok(user);
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
    Ok(user)
}

async fn admitted(
    auth: &Arc<Auth>,
    accounts: &Accounts,
    name: &str,
    password: String,
    body_bytes: usize,
) -> Result<String, Refusal> {
    auth.admit(accounts, name.to_owned(), password, body_bytes).await.map_err(refused)
}

/// Why somebody is not let in.
fn refused(denied: Denied) -> Refusal {
    match denied {
        Denied::Busy => Refusal::Unreadable(ServiceError::unavailable(denied.to_string())),
        Denied::Wrong | Denied::Locked => {
            Refusal::BadCredentials(ServiceError::unauthorized(denied.to_string()))
        }
    }
}

/// The role `Admin` stands for every role.
fn check_rights(operation: &Operation, user: &Identity) -> Result<(), Refusal> {
    let has_role = |role: &String| user.roles.contains(role);
    let is_admin = user.roles.iter().any(|role| role == "Admin");
    let roles = operation.required_roles.iter().all(has_role)
        && any_of(&operation.requires_any_role, has_role);
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

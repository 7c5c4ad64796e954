//! Stage 4: who calls, and whether they may (docs/wire/authentication.md#refusals).

mod identity;
mod newer;
mod older;
mod rights;

use std::sync::Arc;

use super::HostExchange;
use super::error::Refusal;
use super::session::SessionCookies;
use crate::auth::{Auth, Denied};
use crate::contract::Operation;
use crate::host::{Hosting, TenantHost, Version};
use crate::service::{AuthProvider, Caller, Identity, InForce, Presented, ServiceError};
use crate::tenant::Accounts;
use crate::value::{Object, Value};

/// What is known of who calls.
#[derive(Clone, Default)]
pub struct Access {
    /// The caller, when signed in.
    pub caller: Option<Arc<Caller>>,
    /// What the request presents to sign in, for the operations that do so.
    pub presented: Option<Arc<Presented>>,
    /// Who is signed in.
    pub accounts: Option<Arc<Accounts>>,
    /// The scopes of the API key that the request carries, if it is good for the operation; looked
    /// for where one is demanded.
    pub key: Option<Vec<String>>,
}

/// Whether ASP.NET Core fails before ServiceStack has the call: the endpoint of a protected
/// operation asks for an authentication scheme of ASP.NET Core, and a host with ServiceStack's own
/// providers has none. In tolerant mode sessions let callers in.
pub fn lacks_scheme(host: &TenantHost<'_>, operation: &Operation) -> bool {
    host.hosting() == Hosting::Endpoints
        && host.strict()
        && host.parts.auth.as_ref().is_some_and(|auth| auth.identity.is_none())
        && operation.is_protected()
}

pub use identity::{challenge, login_page};

/// Whom a request makes, and by what.
type Found = (Arc<Identity>, AuthProvider);

/// Users of a host, and who of them is signed in.
type Members<'x> = (&'x Arc<Auth>, &'x Arc<Accounts>);

/// Finds the caller by session, or by credentials where somebody asks who calls. Roles and
/// permissions are checked here when the contract demands them as `[Authenticate]` and
/// `[Required…]` do, and later when attributes of the request do.
pub async fn authenticate(
    host: &HostExchange<'_>,
    (operation, dto): (&Operation, Option<&Object>),
    in_force: &InForce<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Access, Refusal> {
    if host.parts.auth.is_none() {
        return Ok(Access::default());
    }
    let members = host.auth().ok_or(Refusal::NotAuthenticated)?;
    let token = dto.filter(|_| members.0.takes_bearer()).and_then(|dto| token_in(host, dto));
    let host = &host.carrying(token);
    let mut claims = Vec::new();
    let found = match host.version() {
        Version::V10 if members.0.identity.is_some() => {
            let found = identity::find((host, members), operation, in_force, cookies).await?;
            found.map(|(found, of_identity)| {
                claims = of_identity;
                found
            })
        }
        Version::V5 => older::find((host, members), operation, in_force, cookies).await?,
        Version::V10 => newer::find((host, members), operation, in_force, cookies).await?,
    };
    let caller = found.map(|(user, provider)| {
        let session_id = cookies.effective().to_owned();
        Arc::new(Caller { user, session_id, provider, claims })
    });
    if host.exchange.may_meet_faults() || host.exchange.is_kept() {
        host.exchange.noted().caller = caller.clone();
    }
    let asks = in_force.ask_for_key();
    let key = asks.then(|| newer::key_for((host, members), operation)).flatten();
    let presented = operation.built_in.then(|| presented(host, members, cookies)).transpose()?;
    Ok(Access { caller, presented, accounts: Some(members.1.clone()), key })
}

/// The token in a request DTO that implements `IHasBearerToken`.
fn token_in<'x>(host: &HostExchange<'_>, request: &'x Object) -> Option<&'x str> {
    let contract = &host.parts.contract;
    if !contract.implements(request.dto, "IHasBearerToken") {
        return None;
    }
    let place = contract.dto(request.dto).place_of("BearerToken")?;
    match request.members.get(place)? {
        Value::String(token) => Some(token),
        _ => None,
    }
}

fn presented(
    host: &HostExchange<'_>,
    members: Members<'_>,
    cookies: &SessionCookies<'_>,
) -> Result<Arc<Presented>, Refusal> {
    let request = host.request;
    let token = newer::carried_token(members.0, host);
    let referrer = request.header("referer");
    let of_host = |page: &&str| page.strip_prefix(&*request.origin()).is_some_and(is_path);
    let own_page = referrer.filter(of_host);
    Ok(Arc::new(Presented {
        basic: older::basic(request)?,
        back: back(host),
        referrer: referrer.map(str::to_owned),
        own_page: own_page.map(str::to_owned),
        session_id: cookies.effective().to_owned(),
        remembered: cookies.remembered(),
        body_bytes: request.body.len(),
        by_credentials: match members.0.identity {
            Some(_) => identity::by_credentials(host, members),
            None => newer::by_credentials(host, members),
        },
        base_url: request.base_url(),
        refresh_token: newer::refresh_cookie(request).map(str::to_owned),
        access_token: token.map(|carried| carried.token.to_owned()),
    }))
}

fn is_path(text: &str) -> bool {
    text.starts_with('/')
}

/// Where a browser asks to be sent: in the query string, and to 10.x in a form and by two more
/// names (recorded).
fn back(host: &HostExchange<'_>) -> Option<String> {
    let request = host.request;
    let names: &[&str] = match host.version() {
        Version::V5 => &["continue"],
        Version::V10 => &["continue", "ReturnUrl", "redirect"],
    };
    let form = request.form.as_ref().filter(|_| host.version() == Version::V10);
    let in_form = |name: &str| form.and_then(|form| form.get(name));
    let named = names.iter().find_map(|name| request.query.get(name).or_else(|| in_form(name)));
    named.map(str::to_owned)
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

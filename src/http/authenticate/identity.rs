//! ASP.NET Core Identity: authorization comes before ServiceStack has the call, with answers of its
//! own (recorded of 10.1.5: `fixtures/conformance/modern/identity.jsonl.gz`).

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::newer::refresh_cookie;
use super::older::basic;
use super::rights::check_permissions;
use super::{Found, Members};
use crate::auth::{Auth, BearerError, IdentityRules, Principal};
use crate::contract::Operation;
use crate::host::Version;
use crate::http::error::{Refusal, error_of};
use crate::http::reply::{lower_escapes, with_handed};
use crate::http::session::{SessionCookies, cookie};
use crate::http::{Answer, HostExchange, Request, with_member};
use crate::service::{ByCredentials, Handed, HandedCookie, InForce};

/// What `Uri.EscapeDataString` leaves alone.
const DATA: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What ASP.NET Core leaves alone in a path.
const PATH: &AsciiSet = &DATA
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'%');

/// Whom a request makes, or what is wrong with its token.
struct Looked {
    principal: Option<Principal>,
    /// What is wrong with the token, where there is one.
    bearer: Option<BearerError>,
    /// Cookies that come of looking.
    handed: Vec<HandedCookie>,
    /// A refresh token that is void, and why.
    void: Option<(String, String)>,
}

/// What ASP.NET Core answers in the place of ServiceStack, if it does not let the call pass.
pub async fn challenge(host: &HostExchange<'_>, operation: &Operation) -> Option<Answer> {
    let (auth, accounts) = host.auth()?;
    let rules = auth.identity.as_ref()?;
    if !operation.is_protected() {
        return None;
    }
    let looked = match look(host, (auth, accounts), true).await {
        Ok(looked) => looked,
        // The handler of Basic credentials throws.
        Err(_) => return Some(Answer::empty(500)),
    };
    let Some(principal) = looked.principal else {
        // Only `.json` is an endpoint beside the operation's own: ServiceStack refuses the others.
        if has_other_suffix(host.request.path()) {
            return None;
        }
        let answer = sent_to(host, rules, (401, &rules.login_path));
        let answer = match (&looked.bearer, auth.identity_tokens.is_some()) {
            _ if looked.void.is_some() => {
                answer.header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
            }
            (Some(error), _) => answer.header("WWW-Authenticate", challenged(error)),
            (None, true) => answer.header("WWW-Authenticate", "Bearer"),
            (None, false) => answer,
        };
        return Some(match looked.void {
            Some((token, reason)) => void_token(answer, &token, &reason),
            None => answer,
        });
    };
    let has = |role: &String| principal.user.roles.contains(role);
    let any = &operation.requires_any_role;
    let is_let_in =
        operation.required_roles.iter().all(has) && (any.is_empty() || any.iter().any(has));
    // ServiceStack's own services look for themselves.
    if is_let_in || operation.built_in {
        return None;
    }
    let answer = sent_to(host, rules, (403, &rules.access_denied_path));
    let handed = Handed { no_store: !looked.handed.is_empty(), cookies: looked.handed };
    Some(with_handed(answer, host, host.request, &handed))
}

/// The caller that ServiceStack sees.
pub(super) async fn find(
    (host, members): (&HostExchange<'_>, Members<'_>),
    operation: &Operation,
    in_force: &InForce<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Option<(Found, Vec<String>)>, Refusal> {
    if in_force.ask_for_key() {
        super::newer::check_key((host, members))?;
    }
    let is_protected = operation.is_protected();
    let looked = Box::pin(look(host, members, is_protected)).await?;
    // ServiceStack signs in by Basic credentials once more.
    let again = looked.handed.iter().any(|cookie| cookie.name != cookie::TOKEN);
    cookies.hand_out(&Handed { no_store: again, cookies: looked.handed });
    if again {
        let second = Box::pin(look(host, members, is_protected)).await?;
        cookies.hand_out(&Handed { no_store: true, cookies: second.handed });
    }
    let somebody = looked.principal.filter(|principal| !principal.user.id.is_empty());
    match &somebody {
        // ASP.NET Core looked at the roles; it knows no permissions.
        Some(principal) if is_protected => {
            check_permissions(operation, &principal.user, Version::V10)?;
        }
        None if in_force.filtered(is_protected) => return Err(Refusal::NotAuthenticated),
        _ => {}
    }
    Ok(somebody.map(|Principal { user, provider, claims }| ((user, provider), claims)))
}

/// Whom tokens make for the operation Authenticate, or why they are refused there.
pub(super) fn by_credentials(
    host: &HostExchange<'_>,
    (auth, _): Members<'_>,
) -> Option<ByCredentials> {
    let tokens = auth.identity_tokens.as_ref()?;
    let token = bearer(host.request).or_else(|| Some(token_cookie(host.request)?.to_owned()))?;
    Some(match tokens.read(&token, host.now()) {
        Ok(Principal { user, provider, .. }) => Ok(Some((user, provider))),
        Err(error) => Err(error.thrown(host.now())),
    })
}

/// Cookie and token; on protected operations refresh token and Basic credentials, too.
async fn look(
    host: &HostExchange<'_>,
    (auth, accounts): Members<'_>,
    is_protected: bool,
) -> Result<Looked, Refusal> {
    let (request, now) = (host.request, host.now());
    let rules = auth.rules_of_identity();
    let mut looked = Looked { principal: None, bearer: None, handed: Vec::new(), void: None };
    let application = request.cookie(&rules.cookie).filter(|value| !value.is_empty());
    let by_cookie = application.and_then(|value| auth.by_application_cookie(value, accounts, now));
    let by_token = match &auth.identity_tokens {
        Some(tokens) => carried(request).map(|token| tokens.read(&token, now)),
        None => None,
    };
    looked.principal = match by_token {
        Some(Ok(principal)) => Some(match by_cookie {
            Some(cookie) => cookie.joined(principal),
            None => principal,
        }),
        Some(Err(error)) => {
            looked.bearer = Some(error);
            by_cookie
        }
        None => by_cookie,
    };
    if looked.principal.is_some() || !is_protected {
        return Ok(looked);
    }
    if let (Some(_), Some(refresh)) = (&auth.identity_tokens, refresh_cookie(request)) {
        renew(&mut looked, (auth, accounts), refresh, now);
        return Ok(looked);
    }
    if rules.basic {
        by_basic(&mut looked, (auth, accounts), request, now).await?;
    }
    Ok(looked)
}

fn renew(
    looked: &mut Looked,
    (auth, accounts): Members<'_>,
    refresh: &str,
    now: chrono::DateTime<chrono::Utc>,
) {
    let read = |token: &str| auth.identity_tokens.as_ref()?.read(token, now).ok();
    match auth.renewed_identity_token(refresh, accounts, now) {
        Ok(issued) => {
            looked.principal = read(&issued.token);
            let token = issued.handed(cookie::TOKEN);
            looked.handed.push(HandedCookie { same_site: false, ..token });
        }
        Err(error) => {
            let reason = error_of(&error, Version::V10).message;
            looked.void = Some((refresh.to_owned(), reason));
        }
    }
}

async fn by_basic(
    looked: &mut Looked,
    (auth, accounts): Members<'_>,
    request: &Request,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Refusal> {
    let Some(credentials) = basic(request)? else { return Ok(()) };
    let admitted = auth.admit_by_identity(accounts, credentials, request.body.len()).await;
    let Ok(user_id) = admitted else { return Ok(()) };
    if let Some(user) = auth.identity_of(&user_id, accounts) {
        let cookie = auth.application_cookie(&user, accounts, (now, false));
        looked.principal = auth.by_application_cookie(&cookie.value, accounts, now);
        looked.handed.push(cookie);
    }
    Ok(())
}

/// A bearer token in this spelling wins over the cookie; in another one it counts without it.
fn carried(request: &Request) -> Option<String> {
    bearer(request).or_else(|| Some(token_cookie(request)?.to_owned())).or_else(|| {
        let (scheme, token) = request.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
    })
}

/// The keys of ApiKeysFeature are bearer tokens, too: what has no dots is none of ours.
fn bearer(request: &Request) -> Option<String> {
    let token = request.header("authorization")?.strip_prefix("Bearer ")?;
    Some(token.trim().to_owned())
}

fn token_cookie(request: &Request) -> Option<&str> {
    request.cookie(cookie::TOKEN).filter(|token| !token.is_empty())
}

fn challenged(error: &BearerError) -> String {
    match error.to_string() {
        text if text.is_empty() => "Bearer error=\"invalid_token\"".to_owned(),
        text => format!("Bearer error=\"invalid_token\", error_description=\"{text}\""),
    }
}

/// Whether an address below `/api/` ends in the name of another format than JSON.
fn has_other_suffix(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix);
    path.starts_with("/api/") && suffix.is_some_and(|suffix| !suffix.eq_ignore_ascii_case("json"))
}

/// The status for API clients, and the way to a page for others.
fn sent_to(host: &HostExchange<'_>, rules: &IdentityRules, (status, page): (u16, &str)) -> Answer {
    let request = host.request;
    let status = if !rules.redirect_apis && is_api_client(request) { status } else { 302 };
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let mut back = utf8_percent_encode(path, PATH).to_string();
    if !query.is_empty() {
        back.push('?');
        back.push_str(query);
    }
    let back = utf8_percent_encode(&back, DATA).to_string();
    let page = format!("{}{page}", request.base_url());
    Answer::empty(status).header("Location", with_member(&page, &rules.return_parameter, &back))
}

/// A path below `/api/`, JSON among what is accepted, or a script of a page.
fn is_api_client(request: &Request) -> bool {
    let path = request.path().to_ascii_lowercase();
    let accept = request.header("accept").unwrap_or_default().to_ascii_lowercase();
    let by_script = request.header("x-requested-with");
    path.starts_with("/api/")
        || accept.contains("application/json")
        || by_script.is_some_and(|by| by == "XMLHttpRequest")
}

/// The body of a refusal by the handler of refresh tokens.
fn void_token(answer: Answer, token: &str, reason: &str) -> Answer {
    let start: String = token.chars().take(4).collect();
    let message = format!("Failed to create AccessToken from RefreshToken '{start}...': {reason}");
    let message = serde_json::Value::from(message);
    let body = format!(
        "{{\"responseStatus\":{{\"errorCode\":\"Unauthorized\",\"message\":{message},\
         \"stackTrace\":null,\"errors\":null,\"meta\":null}}}}"
    );
    let written = Answer::of(answer.status, "application/json; charset=utf-8", body);
    answer.headers.into_iter().fold(written, |written, (name, value)| written.header(name, value))
}

/// Where ServiceStack itself sends a browser that is to sign in.
pub fn login_page(auth: &Arc<Auth>, request: &Request) -> Option<String> {
    let rules = auth.identity.as_ref()?;
    let back = utf8_percent_encode(&request.target, DATA).to_string();
    let page = format!("{}{}", request.base_url(), rules.login_path);
    Some(with_member(&page, &rules.return_parameter, &lower_escapes(&back)))
}

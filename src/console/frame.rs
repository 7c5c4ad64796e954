//! What all pages of the console need to know of a request, and how they are sent.

use super::{Console, Predefined};
use crate::host::TenantHost;
use crate::host_pages::{HTML, context, guarded};
use crate::http::{Answer, Request, SessionCookies};
use crate::pages::PageContext;

pub(super) fn page(page: String) -> Answer {
    guarded(Answer::of(200, HTML, page)).header("Cache-Control", "no-store")
}

pub(super) fn with_console<T>(
    host: &TenantHost<'_>,
    request: &Request,
    work: impl FnOnce(&Console<'_>) -> T,
) -> T {
    let cookies = super::kept(|name| request.cookie(name));
    let user = user(host, request);
    let context: PageContext<'_> = context(host, request);
    work(&Console {
        contract: host.contract(),
        context: &context,
        origin: &request.origin(),
        predefined: Predefined::of(host),
        has_auth: host.parts.auth.is_some(),
        user: user.as_deref(),
        cookies: &cookies,
        refused: request.query.get("refused").is_some(),
    })
}

/// Who the session of the console's cookies belongs to.
fn user(host: &TenantHost<'_>, request: &Request) -> Option<String> {
    let (auth, accounts) = host.auth()?;
    let cookies = SessionCookies::of(host, request);
    let user = accounts.sessions.user_of(cookies.effective(), host.now())?;
    Some(auth.users.by_id(&user)?.name.clone())
}

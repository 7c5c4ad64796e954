//! Whom a request says to come from, before and after somebody has checked it.

use super::Exchange;
use super::credentials::Credentials;
use super::session::sessions_of;

/// The name of the caller: as authentication found it, else the one that the request's credentials
/// or its session carry.
pub fn caller_of(exchange: &Exchange) -> Option<String> {
    if let Some(caller) = &exchange.noted().caller {
        return Some(caller.user.name.clone());
    }
    if let Ok(Some(Credentials::Basic { name, .. })) = Credentials::of(&exchange.request) {
        return Some(name);
    }
    let accounts = exchange.tenant.all_accounts();
    sessions_of(&exchange.request)
        .find_map(|id| accounts.iter().find_map(|host| host.sessions.typed_name(id)))
}

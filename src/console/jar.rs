//! The console's cookies: those of the host's sessions, kept for the console alone.
//!
//! The host sets them with `SameSite=None` and without `Secure` (recorded), which browsers do not
//! take over HTTP. The console is a client of its own, so it keeps them under its own path and
//! sends them itself.

use crate::http::cookie;

/// The `Cookie` header of the console's requests, from the cookies that the browser sent.
pub fn kept<'r>(value_of: impl Fn(&str) -> Option<&'r str>) -> String {
    let sent = cookie::ALL.into_iter().filter_map(|name| {
        let value = value_of(name).filter(|value| !value.is_empty())?;
        Some(format!("{name}={value}"))
    });
    sent.collect::<Vec<_>>().join("; ")
}

/// A `Set-Cookie` of the host as one of the console's own; none for other cookies.
pub fn adopted(set_cookie: &str, base_path: &str) -> Option<String> {
    let mut parts = set_cookie.split(';').map(str::trim);
    let (name, value) = parts.next()?.split_once('=')?;
    let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',');
    if !cookie::ALL.contains(&name) || !plain(value) {
        return None;
    }
    let expires = parts.find(|part| part.to_ascii_lowercase().starts_with("expires="));
    let expires = expires.map(|part| format!("; {part}")).unwrap_or_default();
    Some(format!("{name}={value}; Path={base_path}/ui{expires}; HttpOnly; SameSite=Strict"))
}

#[cfg(test)]
mod tests {
    use super::{adopted, kept};

    #[test]
    fn cookies_of_the_session_stay_with_the_console() {
        let set = "ss-id=abc;path=/;SameSite=None;HttpOnly";
        assert_eq!(
            adopted(set, "/shop").as_deref(),
            Some("ss-id=abc; Path=/shop/ui; HttpOnly; SameSite=Strict")
        );
        assert_eq!(adopted("other=abc;path=/", ""), None);
        let sent = |name: &str| (name == "ss-id" || name == "theme").then_some("abc");
        assert_eq!(kept(sent), "ss-id=abc");
    }
}

//! Where a browser goes after signing in.

/// The text, if it is a path of this host: an address elsewhere would make the login page a
/// springboard for fraud.
///
/// ```
/// use servicestack_emulator::auth::local_path;
/// assert_eq!(local_path("/Coupons/ByStatus?a=1"), Some("/Coupons/ByStatus?a=1"));
/// assert_eq!(local_path("//evil.example/"), None);
/// assert_eq!(local_path("https://evil.example/"), None);
/// ```
pub fn local_path(text: &str) -> Option<&str> {
    let is_local = text.starts_with('/') && !is_external(text);
    is_local.then_some(text)
}

/// Whether a browser that is sent to this address may leave the host. A relative one (`~/x`, `x`)
/// stays.
///
/// ```
/// use servicestack_emulator::auth::is_external;
/// assert!(is_external("http://evil.example/") && is_external("//evil.example") && is_external("/\\evil.example"));
/// assert!(!is_external("/x?back=http://till.example/") && !is_external("~/x"));
/// ```
pub fn is_external(text: &str) -> bool {
    let address = text.split(['?', '#']).next().unwrap_or_default();
    let has_scheme = address.split('/').next().is_some_and(|begin| begin.contains(':'));
    // Browsers pass over control characters, and take \ for /.
    let is_odd = text.chars().any(char::is_control) || text.contains('\\');
    has_scheme || is_odd || address.trim_start().starts_with("//")
}

//! Where a browser goes after signing in.

/// The text, if it is a path of this host: an address elsewhere would make the login page a springboard for fraud.
///
/// ```
/// use servicestack_emulator::auth::local_path;
/// assert_eq!(local_path("/Coupons/ByStatus?a=1"), Some("/Coupons/ByStatus?a=1"));
/// assert_eq!(local_path("//evil.example/"), None);
/// assert_eq!(local_path("https://evil.example/"), None);
/// ```
pub fn local_path(text: &str) -> Option<&str> {
    let is_local = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let is_clean = !text.chars().any(char::is_control);
    (is_local && is_clean).then_some(text)
}

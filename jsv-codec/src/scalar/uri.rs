//! `System.Uri`: a text that must be an absolute address. Its text is kept as it is; .NET takes it
//! apart and writes some in another form.

use super::ScalarError;

/// Whether a text is an absolute address.
///
/// # Errors
/// [`ScalarError::Uri`].
///
/// ```
/// use jsv_codec::scalar::uri;
///
/// assert!(uri::check("https://example.org/a").is_ok());
/// assert!(uri::check("urn:x:y").is_ok());
/// assert!(uri::check("//server/share").is_ok());
/// assert!(uri::check("http://").is_err());
/// assert!(uri::check("x").is_err());
/// ```
pub fn check(text: &str) -> Result<(), ScalarError> {
    if is_absolute(text) { Ok(()) } else { Err(ScalarError::Uri) }
}

fn is_absolute(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return text.starts_with("//") };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let has_host = matches!(scheme, "http" | "https" | "ftp");
    let host = rest.strip_prefix("//").filter(|host| !host.is_empty() && !host.ends_with('['));
    is_scheme && (!has_host || host.is_some())
}

//! Names of secrets.

/// Whole names; letters and digits alone count.
const NAMES: [&str; 15] = [
    "auth",
    "authorization",
    "jwt",
    "pass",
    "pin",
    "pincode",
    "proxyauthorization",
    "sid",
    "ssid",
    "sspid",
    "ssreftok",
    "sstok",
    "token",
    "xssid",
    "xsspid",
];

/// Ends of names.
const ENDS: [&str; 18] = [
    "accesstoken",
    "apikey",
    "apitoken",
    "authtoken",
    "bearertoken",
    "connectionstring",
    "csrftoken",
    "idtoken",
    "passphrase",
    "privatekey",
    "secretkey",
    "passwd",
    "password",
    "pwd",
    "refreshtoken",
    "secret",
    "securitytoken",
    "sessionid",
];

/// Whether a member, field, header or cookie of this name holds a secret: a password, key, token
/// or session id. Case and dashes do not count.
///
/// ```
/// use servicestack_emulator::journal::is_secret;
///
/// assert!(["Password", "new_password", "X-Api-Key", "ss-id", "access_token"].into_iter().all(is_secret));
/// assert!(["X-Auth-Token", "X-Amz-Security-Token", "PIN", "PrivateKey"].into_iter().all(is_secret));
/// assert!(!["ClassId", "Prefix", "PageToken", "ActivateId"].into_iter().any(is_secret));
/// ```
pub fn is_secret(name: &str) -> bool {
    is_secret_name(name.as_bytes())
}

/// The same of bytes.
pub fn is_secret_name(name: &[u8]) -> bool {
    // No name of a secret is longer by much.
    if name.len() > 64 || name.len() < 3 {
        return false;
    }
    let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let plain: String = letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    NAMES.contains(&plain.as_str()) || ENDS.iter().any(|end| plain.ends_with(end))
}

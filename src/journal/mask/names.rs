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

/// No name is longer that is looked at.
const LONGEST: usize = 64;

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

/// Whether a path of names has that of a secret: `Sale.Pin`, `Pin[0]`.
pub fn is_secret_path(path: &str) -> bool {
    path.split(['.', '[', ']']).any(is_secret)
}

/// The same of bytes.
pub fn is_secret_name(name: &[u8]) -> bool {
    // No name of a secret is longer by much.
    if name.len() > LONGEST || name.len() < 3 {
        return false;
    }
    let (mut plain, mut length) = ([0; LONGEST], 0);
    for letter in name.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
        plain[length] = letter.to_ascii_lowercase();
        length += 1;
    }
    let plain = &plain[..length];
    NAMES.iter().any(|known| known.as_bytes() == plain)
        || ENDS.iter().any(|end| plain.ends_with(end.as_bytes()))
}

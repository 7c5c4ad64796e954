//! Password hashes: argon2id in PHC form (RFC 9106).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Why a password could not be hashed, or a hash not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PasswordError(String);

/// Hashes a password with a new random salt: `$argon2id$v=19$m=…`.
///
/// # Errors
/// When the system gives no randomness or the password is longer than argon2 takes (4 GiB).
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordError(error.to_string()))
}

/// Checks that a text is a hash that [`hash_password`] could have made.
///
/// # Errors
/// When it is not in PHC form.
pub fn check_hash(hash: &str) -> Result<(), PasswordError> {
    PasswordHash::new(hash).map(|_| ()).map_err(|error| PasswordError(format!("not an argon2 hash: {error}")))
}

/// Whether the password is the one that was hashed. Takes as long for a wrong password as for the right one.
pub(super) fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

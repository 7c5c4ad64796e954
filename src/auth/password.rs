//! Password hashes: argon2id in PHC form (RFC 9106).

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params};

use crate::service::ServiceError;

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

/// The same for a service, whose caller does not see why it failed.
pub(super) fn hashed(password: &str) -> Result<String, ServiceError> {
    hash_password(password).map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        ServiceError::exception("InvalidOperationException", "The password cannot be hashed.")
    })
}

/// Hashes a password that everybody can read anyway, in no time.
///
/// # Errors
/// As [`hash_password`].
pub fn hash_readable(password: &str) -> Result<String, PasswordError> {
    let refused = |error: String| PasswordError(error);
    let params = Params::new(Params::MIN_M_COST, 1, 1, None);
    let params = params.map_err(|error| refused(error.to_string()))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, argon2::Version::V0x13, params);
    let hash = argon2.hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| refused(error.to_string()))
}

/// The most memory, in KiB, that verifying a password may take, times the passes over it: some
/// seconds.
const MOST_WORK: u64 = 4 * 1024 * 1024;

/// Checks that a text is a hash that a password can be verified against, in a time that a sign-in
/// can wait for.
///
/// ```
/// use servicestack_emulator::auth::check_hash;
///
/// assert!(check_hash("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ").is_err(), "no hash");
/// ```
///
/// # Errors
/// When it is not in PHC form, of another algorithm than argon2, without a salt or hash, or takes
/// too long.
pub fn check_hash(hash: &str) -> Result<(), PasswordError> {
    let refused = |reason: &str| PasswordError(format!("not an argon2 hash: {reason}"));
    let parsed = PasswordHash::new(hash).map_err(|error| refused(&error.to_string()))?;
    Algorithm::try_from(parsed.algorithm.as_str())
        .map_err(|_| refused("its algorithm is another"))?;
    if parsed.salt.is_none() || parsed.hash.is_none() {
        return Err(refused("its salt or its hash is missing"));
    }
    let params = Params::try_from(&parsed).map_err(|error| refused(&error.to_string()))?;
    match u64::from(params.m_cost()) * u64::from(params.t_cost()) {
        work if work > MOST_WORK => Err(PasswordError(format!(
            "m={} times t={} is more than {MOST_WORK}: signing in would take too long",
            params.m_cost(),
            params.t_cost()
        ))),
        _ => Ok(()),
    }
}

/// Whether the password is the one that was hashed. Takes as long for a wrong password as for the
/// right one.
pub(super) fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashes_that_can_match_are_taken() {
        let made = hash_password("x").expect("randomness");
        assert_eq!(check_hash(&made), Ok(()));
        for (from, to) in [("$argon2id$", "$argon2d$"), ("$argon2id$", "$argon2i$")] {
            assert_eq!(check_hash(&made.replace(from, to)), Ok(()));
        }
        let without_hash = made.rsplit_once('$').expect("parts").0;
        for wrong in [
            "demo",
            "$pbkdf2-sha256$i=1000$c29tZXNhbHQ$RhOx4TbfVDkHLqG3jWrCvGxdeTbH/GVWVDw3zGpL1iE",
            &made.replace("t=2", "t=4000000"),
            &made.replace("m=19456", "m=4000000000"),
            without_hash,
        ] {
            assert!(check_hash(wrong).is_err(), "{wrong}");
        }
    }
}

//! The user of an emulator without configured users.

use crate::auth::User;

/// The demo user's name.
pub const DEMO_USER: &str = "demo";

/// The demo user's password, which everybody knows: hence loopback only.
pub const DEMO_PASSWORD: &str = "demo";

/// Made by `hash-password`; a fixed salt does no harm to a password that is no secret.
const DEMO_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$jyptLn5RxjPxg1e887pqbw$UaCWbV/D0Buz6tcd0Nigk9CEfIJukquzR8bmmQXeFVg";

pub(super) fn user() -> User {
    User {
        id: "1".to_owned(),
        name: DEMO_USER.to_owned(),
        display_name: Some("Demo User".to_owned()),
        password_hash: DEMO_HASH.to_owned(),
        ..User::default()
    }
}

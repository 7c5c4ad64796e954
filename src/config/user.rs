//! Users as a settings file names them.

use std::collections::HashSet;

use serde::Deserialize;

use crate::auth::{User, check_hash};

/// One `[[users]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserLayer {
    /// `UserId`; the user's place in the list, from 1, by default.
    #[serde(default)]
    pub id: Option<String>,
    /// What is typed to sign in.
    pub name: String,
    /// Made by the command `hash-password`.
    pub password_hash: PasswordHash,
    /// `DisplayName`.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Email address; signs in as well.
    #[serde(default)]
    pub email: Option<String>,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Permissions.
    #[serde(default)]
    pub permissions: Vec<String>,
}

/// A password hash in PHC form.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct PasswordHash(pub String);

/// All `[[users]]`: no name, email or id twice.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Vec<UserLayer>")]
pub struct UserList(pub Vec<User>);

impl TryFrom<String> for PasswordHash {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match check_hash(&text) {
            Ok(()) => Ok(Self(text)),
            Err(error) => Err(format!("{error}; make one with the command hash-password")),
        }
    }
}

impl TryFrom<Vec<UserLayer>> for UserList {
    type Error = String;

    fn try_from(layers: Vec<UserLayer>) -> Result<Self, String> {
        let users: Vec<User> =
            layers.into_iter().enumerate().map(|(place, layer)| layer.user(place + 1)).collect();
        let mut names = HashSet::new();
        let mut ids = HashSet::new();
        for user in &users {
            if user.name.trim().is_empty() {
                return Err(format!("the user with id {} has an empty name", user.id));
            }
            // A user whose email is the name as well is one user still.
            let answers: HashSet<String> = [Some(&user.name), user.email.as_ref()]
                .into_iter()
                .flatten()
                .map(|name| name.to_ascii_lowercase())
                .collect();
            if let Some(twice) = answers.into_iter().find(|name| !names.insert(name.clone())) {
                return Err(format!("two users sign in as {twice}"));
            }
            if !ids.insert(user.id.clone()) {
                return Err(format!("two users have the id {}", user.id));
            }
        }
        Ok(Self(users))
    }
}

impl UserLayer {
    fn user(self, place: usize) -> User {
        User {
            id: self.id.unwrap_or_else(|| place.to_string()),
            name: self.name,
            display_name: self.display_name,
            email: self.email,
            password_hash: self.password_hash.0,
            roles: self.roles,
            permissions: self.permissions,
        }
    }
}

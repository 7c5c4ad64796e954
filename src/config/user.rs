//! Users as a settings file names them.

use std::borrow::Cow;
use std::collections::HashSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Serialize, Serializer};

use super::secret::HIDDEN;
use super::{Secret, TenantName};
use crate::auth::{ApiKey, User, check_hash, hash_readable};

/// One `[[users]]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserLayer {
    /// `UserId`; the user's place in the list, from 1, by default.
    #[serde(default)]
    pub id: Option<String>,
    /// What is typed to sign in.
    pub name: String,
    /// Made by the command `hash-password`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub password_hash: Option<PasswordHash>,
    /// The password itself, instead; only where no other machine can sign in.
    #[serde(default)]
    pub password: Option<Secret<1>>,
    /// `DisplayName`.
    #[serde(default)]
    pub display_name: Option<String>,
    /// First name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Email address; signs in as well.
    #[serde(default)]
    pub email: Option<String>,
    /// `ProfileUrl`; a grey circle by default.
    #[serde(default)]
    pub profile_url: Option<String>,
    /// Whether the email address is confirmed; ASP.NET Core Identity asks.
    #[serde(default = "yes")]
    pub email_confirmed: bool,
    /// The account is locked (`LockedDate`), whatever its password.
    #[serde(default)]
    pub locked: bool,
    /// ASP.NET Core Identity asks for a second factor.
    #[serde(default)]
    pub two_factor: bool,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Permissions.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Secrets that stand for the user: bearer tokens, or Basic user names without a password.
    #[serde(default)]
    pub api_keys: Vec<Secret<8>>,
    /// The tenant of calls with these keys; docs/tenants.md.
    #[serde(default)]
    pub tenant: Option<TenantName>,
}

const fn yes() -> bool {
    true
}

/// A password hash in PHC form.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct PasswordHash(pub String);

/// All `[[users]]`: no name, email, id or API key twice.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Vec<UserLayer>")]
pub struct UserList {
    /// Who may sign in.
    pub users: Vec<User>,
    /// The secrets that stand for them.
    pub api_keys: Vec<ApiKey>,
    /// Who of them has a password that everybody can read.
    pub readable: Vec<String>,
}

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
        let mut list = Self { users: Vec::new(), api_keys: Vec::new(), readable: Vec::new() };
        for (place, layer) in layers.into_iter().enumerate() {
            if layer.password.is_some() {
                list.readable.push(layer.name.clone());
            }
            let (user, keys) = layer.user(place + 1)?;
            list.api_keys.extend(keys);
            list.users.push(user);
        }
        nothing_twice(&list)?;
        Ok(list)
    }
}

fn nothing_twice(list: &UserList) -> Result<(), String> {
    let (mut names, mut ids) = (HashSet::new(), HashSet::new());
    for user in &list.users {
        if user.name.trim().is_empty() {
            return Err(format!("the user with id {} has an empty name", user.id));
        }
        if let Some(twice) =
            sign_in_names(user).into_iter().find(|name| !names.insert(name.clone()))
        {
            return Err(format!("two users sign in as {twice}"));
        }
        if !fits_a_cookie(&user.id) {
            return Err(format!(
                "the id {:?} of {} does not fit into a cookie",
                user.id, user.name
            ));
        }
        if !ids.insert(&user.id) {
            return Err(format!("two users have the id {}", user.id));
        }
    }
    let mut keys = HashSet::new();
    match list.api_keys.iter().find(|key| !keys.insert(&key.key)) {
        Some(key) => {
            let id = key.user_id.as_deref().unwrap_or_default();
            Err(format!("an API key of the user with id {id} is there twice"))
        }
        None => Ok(()),
    }
}

/// The id is the value of the cookie `X-UAId` (RFC 6265, cookie-octet).
fn fits_a_cookie(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
}

/// A user whose email is the name as well is one user still.
fn sign_in_names(user: &User) -> HashSet<String> {
    [Some(&user.name), user.email.as_ref()]
        .into_iter()
        .flatten()
        .map(|name| name.to_ascii_lowercase())
        .collect()
}

impl UserLayer {
    fn hash(&self) -> Result<String, String> {
        match (&self.password_hash, &self.password) {
            (Some(hash), None) => Ok(hash.0.clone()),
            (None, Some(password)) => {
                hash_readable(password.reveal()).map_err(|error| error.to_string())
            }
            (Some(_), Some(_)) => {
                Err(format!("{} has `password` and `password_hash`; remove one", self.name))
            }
            (None, None) => Err(format!(
                "{} lacks a `password_hash`, made by the command hash-password, or a `password`",
                self.name
            )),
        }
    }

    fn user(self, place: usize) -> Result<(User, Vec<ApiKey>), String> {
        let password_hash = self.hash()?;
        let id = self.id.unwrap_or_else(|| place.to_string());
        let tenant = self.tenant.map(|name| name.0);
        let key = |secret: Secret<8>| ApiKey {
            key: secret.reveal().to_owned(),
            user_id: Some(id.clone()),
            tenant: tenant.clone(),
            ..ApiKey::default()
        };
        let keys = self.api_keys.into_iter().map(key).collect();
        let user = User {
            id,
            name: self.name,
            display_name: self.display_name,
            first_name: self.first_name,
            last_name: self.last_name,
            profile_url: self.profile_url,
            unconfirmed: !self.email_confirmed,
            locked: self.locked,
            two_factor: self.two_factor,
            email: self.email,
            password_hash,
            roles: self.roles,
            permissions: self.permissions,
        };
        Ok((user, keys))
    }
}

#[derive(Serialize)]
struct ShownUser<'a> {
    id: &'a str,
    name: &'a str,
    password_hash: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_url: Option<&'a str>,
    roles: &'a [String],
    permissions: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    api_keys: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
}

impl Serialize for UserList {
    /// Without what signs in.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for user in &self.users {
            let keys: Vec<&ApiKey> =
                self.api_keys.iter().filter(|key| key.user_id.as_ref() == Some(&user.id)).collect();
            list.serialize_element(&ShownUser {
                id: &user.id,
                name: &user.name,
                password_hash: HIDDEN,
                display_name: user.display_name.as_deref(),
                first_name: user.first_name.as_deref(),
                last_name: user.last_name.as_deref(),
                email: user.email.as_deref(),
                profile_url: user.profile_url.as_deref(),
                roles: &user.roles,
                permissions: &user.permissions,
                api_keys: keys.iter().map(|_| HIDDEN).collect(),
                tenant: keys.first().and_then(|key| key.tenant.as_deref()),
            })?;
        }
        list.end()
    }
}

impl JsonSchema for UserList {
    fn schema_name() -> Cow<'static, str> {
        "Users".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<UserLayer>() })
    }
}

//! API keys: a secret that stands for a user, or alone for what it may call
//! (docs/wire/authentication.md#credentials).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;

/// One key.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ApiKey {
    /// The secret.
    pub key: String,
    /// Whom it stands for; nobody is enough where no user is asked for.
    pub user_id: Option<String>,
    /// The tenant of calls with it; `None` leaves that to the rest of the request.
    pub tenant: Option<String>,
    /// What it may do; `Admin` stands for all.
    pub scopes: Vec<String>,
    /// The operations that it may call; all of them without any.
    pub only: Vec<String>,
    /// When it ends.
    pub expires: Option<DateTime<Utc>>,
    /// When it was cancelled.
    pub cancelled: Option<DateTime<Utc>>,
}

/// Why a known key lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Its end has passed.
    #[error("API Key has expired")]
    Expired,
    /// It was cancelled.
    #[error("API Key has been cancelled")]
    Cancelled,
}

/// How keys are taken, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRules {
    /// ServiceStack's ApiKeysFeature: a key opens what asks for one, and signs nobody in. Without
    /// it is the ApiKeyAuthProvider: a key signs its user in.
    pub feature: bool,
    /// Taken as `apikey` from query string and form as well (AllowInHttpParams).
    pub in_parameters: bool,
    /// The header that carries one, in lower case.
    pub header: String,
    /// The scopes that operations ask for, which no contract tells, by names in lower case.
    pub scopes: BTreeMap<String, String>,
}

impl Default for KeyRules {
    fn default() -> Self {
        Self {
            feature: false,
            in_parameters: false,
            header: "x-api-key".to_owned(),
            scopes: BTreeMap::new(),
        }
    }
}

/// The scope that stands for all.
pub const ADMIN: &str = "Admin";

impl ApiKey {
    /// # Errors
    /// When the key is good no more.
    pub fn check(&self, now: DateTime<Utc>) -> Result<&Self, KeyError> {
        if self.cancelled.is_some_and(|instant| instant <= now) {
            return Err(KeyError::Cancelled);
        }
        if self.expires.is_some_and(|end| end <= now) {
            return Err(KeyError::Expired);
        }
        Ok(self)
    }

    /// Whether it stands for an administrator.
    pub fn is_admin(&self) -> bool {
        self.scopes.iter().any(|scope| scope == ADMIN)
    }

    /// Whether an operation that asks for this scope, or for none, may be called with it.
    pub fn opens(&self, operation: &str, scope: Option<&String>) -> bool {
        let named = |only: &String| only.eq_ignore_ascii_case(operation);
        (self.only.is_empty() || self.only.iter().any(named))
            && (self.is_admin() || scope.is_none_or(|scope| self.scopes.contains(scope)))
    }
}

/// The key is a secret: it does not get into logs.
impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKey").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// All keys of a host.
#[derive(Debug, Default)]
pub struct ApiKeys {
    keys: Vec<ApiKey>,
    /// How they are taken.
    pub rules: KeyRules,
}

impl ApiKeys {
    /// The keys as configured.
    pub fn new(keys: Vec<ApiKey>) -> Self {
        Self { keys, rules: KeyRules::default() }
    }

    /// The same keys, taken by these rules.
    #[must_use]
    pub fn ruled(self, rules: KeyRules) -> Self {
        Self { rules, ..self }
    }

    /// Whether there are none: then a bearer token is no API key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a key signs its user in.
    pub fn sign_in(&self) -> bool {
        !self.is_empty() && !self.rules.feature
    }

    /// The keys of a user, good or not.
    pub fn of_user(&self, id: &str) -> impl Iterator<Item = &ApiKey> {
        self.keys.iter().filter(move |key| key.user_id.as_deref() == Some(id))
    }

    /// A known key, good or not. Every key is compared, so that the time reveals nothing.
    pub fn find(&self, key: &str) -> Option<&ApiKey> {
        self.keys.iter().fold(None, |found, known| {
            let same = bool::from(known.key.as_bytes().ct_eq(key.as_bytes()));
            if same { Some(known) } else { found }
        })
    }
}

/// The secret of the administrator (`Config.AdminAuthSecret`).
pub struct AdminSecret(String);

impl AdminSecret {
    /// This secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// Whether a text is it, compared in constant time.
    pub fn is(&self, text: &str) -> bool {
        bool::from(self.0.as_bytes().ct_eq(text.as_bytes()))
    }
}

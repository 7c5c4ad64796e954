//! API keys: a secret that stands for a user (docs/wire/authentication.md#credentials).

use subtle::ConstantTimeEq;

/// One key.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// The secret.
    pub key: String,
    /// Whom it stands for.
    pub user_id: String,
    /// The tenant of calls with it; `None` leaves that to the rest of the request.
    pub tenant: Option<String>,
}

/// The key is a secret: it does not get into logs.
impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKey").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// All keys of a host.
#[derive(Debug, Default)]
pub struct ApiKeys(Vec<ApiKey>);

impl ApiKeys {
    /// The keys as configured.
    pub fn new(keys: Vec<ApiKey>) -> Self {
        Self(keys)
    }

    /// Whether there are none: then a bearer token is no API key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whom a key stands for. Every key is compared, so that the time reveals nothing.
    pub fn user_of(&self, key: &str) -> Option<&str> {
        self.0.iter().fold(None, |found, known| {
            let same = bool::from(known.key.as_bytes().ct_eq(key.as_bytes()));
            if same { Some(known.user_id.as_str()) } else { found }
        })
    }
}

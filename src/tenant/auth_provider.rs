//! By what somebody is signed in.

use serde::{Deserialize, Serialize};

/// What ServiceStack calls `AuthProvider`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AuthProvider {
    /// Name and password at `/auth/credentials`.
    #[default]
    Credentials,
    /// `Authorization: Basic`.
    Basic,
    /// A JSON Web Token.
    Jwt,
    /// An API key.
    ApiKey,
    /// The secret of the administrator.
    AuthSecret,
    /// The application cookie of ASP.NET Core Identity.
    Pwd,
    /// A token of an Identity host.
    Federation,
}

impl AuthProvider {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Basic => "basic",
            Self::Jwt => "jwt",
            Self::ApiKey => "apikey",
            Self::AuthSecret => "authsecret",
            Self::Pwd => "pwd",
            Self::Federation => "AuthenticationTypes.Federation",
        }
    }
}

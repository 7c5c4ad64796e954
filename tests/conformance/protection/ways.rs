//! Ways of signing in: where a credential stands in a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Where a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    SessionCookie,
    PermanentCookie,
    SessionHeader,
    Basic,
    KeyAsName,
    BearerKey,
    KeyHeader,
    KeyInQuery,
    KeyInForm,
    SecretHeader,
    SecretInQuery,
    BearerToken,
    TokenCookie,
    TokenInQuery,
    TokenInForm,
    RefreshCookie,
    ApplicationCookie,
}

/// All of them, whether or not a host knows them.
pub const WAYS: [Way; 17] = [
    Way::SessionCookie,
    Way::PermanentCookie,
    Way::SessionHeader,
    Way::Basic,
    Way::KeyAsName,
    Way::BearerKey,
    Way::KeyHeader,
    Way::KeyInQuery,
    Way::KeyInForm,
    Way::SecretHeader,
    Way::SecretInQuery,
    Way::BearerToken,
    Way::TokenCookie,
    Way::TokenInQuery,
    Way::TokenInForm,
    Way::RefreshCookie,
    Way::ApplicationCookie,
];

/// What a request carries.
#[derive(Default)]
pub struct Call {
    pub headers: Vec<(&'static str, String)>,
    pub query: String,
    pub form: Option<String>,
}

impl Way {
    pub fn call(self, secret: &str) -> Call {
        let header = |name, value| Call { headers: vec![(name, value)], ..Call::default() };
        let query = |name: &str| Call { query: format!("{name}={secret}"), ..Call::default() };
        let form = |name: &str| Call { form: Some(format!("{name}={secret}")), ..Call::default() };
        match self {
            Self::SessionCookie => header("Cookie", format!("ss-id={secret}; ss-opt=temp")),
            Self::PermanentCookie => header("Cookie", format!("ss-pid={secret}; ss-opt=perm")),
            Self::SessionHeader => header("X-ss-id", secret.to_owned()),
            Self::Basic => header("Authorization", format!("Basic {}", STANDARD.encode(secret))),
            Self::KeyAsName => {
                let name = STANDARD.encode(format!("{secret}:"));
                header("Authorization", format!("Basic {name}"))
            }
            Self::BearerKey | Self::BearerToken => {
                header("Authorization", format!("Bearer {secret}"))
            }
            Self::KeyHeader => header("X-Api-Key", secret.to_owned()),
            Self::KeyInQuery => query("apikey"),
            Self::KeyInForm => form("apikey"),
            Self::SecretHeader => header("authsecret", secret.to_owned()),
            Self::SecretInQuery => query("authsecret"),
            Self::TokenCookie => header("Cookie", format!("ss-tok={secret}")),
            Self::TokenInQuery => query("ss-tok"),
            Self::TokenInForm => form("ss-tok"),
            Self::RefreshCookie => header("Cookie", format!("ss-reftok={secret}")),
            Self::ApplicationCookie => {
                header("Cookie", format!(".AspNetCore.Identity.Application={secret}"))
            }
        }
    }

    pub fn takes_token(self) -> bool {
        matches!(
            self,
            Self::BearerToken | Self::TokenCookie | Self::TokenInQuery | Self::TokenInForm
        )
    }

    pub fn takes_key(self) -> bool {
        matches!(
            self,
            Self::KeyAsName
                | Self::BearerKey
                | Self::KeyHeader
                | Self::KeyInQuery
                | Self::KeyInForm
        )
    }
}

//! Which ServiceStack a host is, as independent facts.
//!
//! What clients see of a version, of its hosting, of the writer of its JSON and of the platform
//! below is decided where that concern lives: by [`Version`] in negotiation, binding and answers,
//! by [`Platform`] in the server. [`Profile`] is a preset of all of them.

use jsv_codec::MemberNames;

use crate::wire::JsonDialect;

/// Which ServiceStack a host is, and on what it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// Its version.
    pub version: Version,
    /// How the web server finds its operations.
    pub hosting: Hosting,
    /// The library that reads and writes its JSON.
    pub json: JsonDialect,
    /// The web server and the runtime below.
    pub platform: Platform,
}

/// A version of ServiceStack, by the recordings of one host each. Others behave as the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 5.9.1.
    V5,
    /// 10.1.5.
    V10,
}

/// How the web server finds the operations of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hosting {
    /// ServiceStack has every request and does its own routing.
    Classic,
    /// `MapEndpoints`: ASP.NET Core routes by path and declared verb, and ServiceStack has what it
    /// found.
    Endpoints,
}

/// The web server and the runtime below ServiceStack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Platform {
    /// .NET Framework, with `http.sys` or mono's listener.
    #[default]
    Framework,
    /// ASP.NET Core on Kestrel, .NET 10.
    Kestrel,
}

/// Editions by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// 5.x on .NET Framework: PascalCase, no `/api` in strict mode. ApexERPHost's.
    #[default]
    Classic,
    /// 8.x and 10.x on .NET: camelCase, `/api/{Op}`.
    Modern,
}

impl Profile {
    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Modern => "modern",
        }
    }

    /// What it stands for.
    pub fn edition(self) -> Edition {
        match self {
            Self::Classic => Edition {
                version: Version::V5,
                hosting: Hosting::Classic,
                json: JsonDialect::ServiceStack,
                platform: Platform::Framework,
            },
            Self::Modern => Edition {
                version: Version::V10,
                hosting: Hosting::Classic,
                json: JsonDialect::ServiceStack,
                platform: Platform::Kestrel,
            },
        }
    }
}

impl Edition {
    /// The same with endpoint routing, which brings System.Text.Json along.
    #[must_use]
    pub fn with_endpoints(self) -> Self {
        Self { hosting: Hosting::Endpoints, json: JsonDialect::System, ..self }
    }
}

impl Version {
    /// The text rules of its ServiceStack.Text.
    pub fn text(self) -> jsv_codec::Dialect {
        match self {
            Self::V5 => jsv_codec::Dialect::Classic,
            Self::V10 => jsv_codec::Dialect::Modern,
        }
    }

    /// How names are cased in JSON and JSV, unless the host is configured otherwise.
    pub fn text_case(self) -> MemberNames {
        match self {
            Self::V5 => MemberNames::Declared,
            Self::V10 => MemberNames::CamelCase,
        }
    }
}

impl Platform {
    /// What `X-Powered-By` says of the recorded hosts.
    pub fn powered_by(self) -> &'static str {
        match self {
            Self::Framework => "ServiceStack/5.91 NET45 Win32NT/.NET",
            Self::Kestrel => "ServiceStack/10.15 NET10/Linux/net10/NO",
        }
    }
}

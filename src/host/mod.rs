//! What never changes while an emulator runs: a host's contract, routes, services, users and
//! behaviour.
//!
//! What changes is a [`Tenant`](crate::tenant::Tenant); [`TenantHost`] is a host in the state of
//! one.

mod behaviour;
mod checked;
mod content_type;
mod cors;
mod host_at;
mod host_config;
mod routes;
mod tenant_host;

use std::sync::Arc;

use jsv_codec::MemberNames;

pub use crate::edition::{Edition, Hosting, Platform, Profile, Version};
pub use behaviour::{Behaviour, Exact};
pub(crate) use checked::web_address;
pub use content_type::ContentType;
pub use cors::{Cors, CorsFeature};
pub use host_at::HostAt;
pub use host_config::{Feature, HostConfig};
use routes::Routes;
pub(crate) use routes::lower_case;
pub(crate) use routes::{Endpoint, RouteMatch};
pub use tenant_host::TenantHost;

use crate::auth::{Auth, AuthConfig};
use crate::contract::Contract;
use crate::service::{Provided, Services};
use crate::uploads::Uploads;
use crate::wire::Format;

/// What of a host never changes while it runs. Shared by all workers and all tenants.
pub struct Host {
    pub(crate) parts: HostParts,
    /// By the operation's place.
    provided: Vec<Provided>,
    routes: Routes,
}

/// What a host is made of.
pub struct HostParts {
    /// Its operations and types.
    pub contract: Arc<Contract>,
    /// What its operations do.
    pub services: Services,
    /// Its place among the hosts of its server, by which a tenant knows its accounts.
    pub place: usize,
    /// Who may call; `None` is a host without the authentication plug-in, which sets no cookies.
    pub auth: Option<Arc<Auth>>,
    /// How it behaves on the wire.
    pub behaviour: Behaviour,
    /// Where uploaded files go; none where it takes none.
    pub uploads: Option<Arc<Uploads>>,
}

impl Host {
    /// Puts a host together.
    pub fn new(mut parts: HostParts) -> Self {
        parts.behaviour.dialect.text = parts.behaviour.edition.version.text();
        parts.behaviour.dialect.json = parts.behaviour.edition.json;
        let js = &mut parts.behaviour.dialect.js;
        if js.text_case == MemberNames::Declared {
            js.text_case = match parts.behaviour.host.use_camel_case {
                None => parts.behaviour.edition.version.text_case(),
                Some(true) => MemberNames::CamelCase,
                Some(false) => MemberNames::Declared,
            };
        }
        let routes = Routes::new(&parts.contract, &parts.behaviour);
        let provided = parts.services.by_place(&parts.contract);
        for reported in provided.iter().flat_map(|provided| &provided.not_understood) {
            tracing::warn!(
                place = reported.place,
                reason = reported.reason,
                "not understood in the contract"
            );
        }
        Self { parts, provided, routes }
    }

    /// The host's contract.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.parts.contract
    }

    /// What the service of an operation wants to know, by the operation's place.
    pub(crate) fn provided(&self, place: usize) -> &Provided {
        &self.provided[place]
    }

    /// The best of the operations' own routes for a path, not yet cut, and a verb.
    pub(crate) fn route(&self, path: &str, verb: &str) -> Option<RouteMatch> {
        self.routes.find(self, path, verb)
    }

    /// What endpoint routing has at a path among the operations' own routes.
    pub(crate) fn endpoint(&self, path: &str, verb: &str) -> Option<Endpoint<RouteMatch>> {
        self.routes.endpoint(self, path, verb)
    }

    /// Whether one of them begins with this segment.
    pub(crate) fn has_route_at(&self, segment: &str) -> bool {
        self.routes.begin_with(segment)
    }

    /// The format of a name as paths and `?format=` give it.
    pub(crate) fn format_named(&self, name: &str) -> Option<Format> {
        Format::from_name(name).filter(|format| self.has_format(*format))
    }

    /// Whether it has a format: the recorded 5.9.1 knows no JSON lines.
    pub(crate) fn has_format(&self, format: Format) -> bool {
        match format {
            Format::Jsonl => !self.strict() || self.version() == Version::V10,
            Format::Csv => !self.config().lacks(Feature::Csv),
            _ => true,
        }
    }

    /// What its owner set otherwise than ServiceStack does.
    pub(crate) fn config(&self) -> &HostConfig {
        &self.parts.behaviour.host
    }

    /// What its owner set of signing in.
    pub(crate) fn auth_config(&self) -> &AuthConfig {
        &self.parts.behaviour.auth
    }

    /// Whether it has `/api/{Op}`: the recorded 5.9.1 has not, and real clients of today call
    /// nothing else.
    pub(crate) fn has_api(&self) -> bool {
        !self.strict() || self.version() == Version::V10
    }

    /// On what it runs.
    pub fn platform(&self) -> Platform {
        self.parts.behaviour.edition.platform
    }

    /// How its operations are found.
    pub fn hosting(&self) -> Hosting {
        self.parts.behaviour.edition.hosting
    }

    /// Which ServiceStack it is.
    pub fn version(&self) -> Version {
        self.parts.behaviour.edition.version
    }

    /// Whether it behaves exactly as the recorded host, including its bugs.
    pub fn strict(&self) -> bool {
        self.parts.behaviour.dialect.strict
    }
}

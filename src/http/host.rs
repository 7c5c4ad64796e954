//! A host: everything a request may meet.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::cors::Cors;
use super::route::Routes;
use crate::auth::Auth;
use crate::contract::Contract;
use crate::service::{Provided, Services};
use crate::tenant::{Accounts, Tenant};
use crate::wire::{Diagnostics, Dialect, Format, Reading, TextCase};

/// What of a host never changes while it runs. Shared by all workers and all tenants.
pub struct Host {
    pub(crate) parts: HostParts,
    /// By the operation's place.
    pub(super) provided: Vec<Provided>,
    pub(super) routes: Routes,
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
    pub manners: Manners,
}

/// How a host behaves on the wire.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Formats: strict or tolerant reading, zone, depth.
    pub dialect: Dialect,
    /// Debug mode: the host tells more in its 404 and 403 texts.
    pub debug: bool,
    /// The most requests that a batch may hold.
    pub most_in_batch: usize,
    /// The most values of an answer that is made in one piece: that of a batch, or with a list that cannot be sent in parts.
    pub most_in_answer: usize,
    /// Which pages of other origins may call.
    pub cors: Cors,
    /// Which ServiceStack is emulated.
    pub profile: Profile,
    /// The .NET assembly of its DTOs, as `__type` names it; their namespace where nobody knows.
    pub assembly: Option<String>,
}

/// Which ServiceStack is emulated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// 5.x on .NET Framework: PascalCase, no `/api` in strict mode. ApexERPHost's.
    #[default]
    Classic,
    /// 8.x and 10.x: camelCase, `/api/{Op}`, `X-Cookies`.
    Modern,
}

impl Profile {
    /// How names are cased on the wire.
    pub fn text_case(self) -> TextCase {
        match self {
            Self::Classic => TextCase::AsDeclared,
            Self::Modern => TextCase::Camel,
        }
    }
}

impl Default for Manners {
    /// Tolerant, without debug texts.
    fn default() -> Self {
        Self {
            dialect: Dialect::default(),
            debug: false,
            most_in_batch: 1000,
            most_in_answer: 2_000_000,
            cors: Cors::Off,
            profile: Profile::Classic,
            assembly: None,
        }
    }
}

/// A host in the state of one tenant: what the stages of a request see.
#[derive(Clone, Copy)]
pub struct TenantHost<'h> {
    host: &'h Host,
    pub(super) tenant: &'h Arc<Tenant>,
    /// What is told of all that reading and binding drop.
    pub(super) notes: Option<&'h Diagnostics>,
}

impl<'h> TenantHost<'h> {
    /// The host for a request of this tenant.
    pub fn new(host: &'h Host, tenant: &'h Arc<Tenant>) -> Self {
        Self { host, tenant, notes: None }
    }

    /// The same, which tells what reading and binding drop.
    #[must_use]
    pub fn noting(self, notes: &'h Diagnostics) -> Self {
        Self { notes: Some(notes), ..self }
    }

    /// The tenant.
    pub(crate) fn tenant(&self) -> &'h Arc<Tenant> {
        self.tenant
    }

    /// Users and who of them is signed in; `None` is a host without authentication.
    pub(crate) fn auth(&self) -> Option<(&'h Arc<Auth>, &'h Arc<Accounts>)> {
        Some((self.host.parts.auth.as_ref()?, self.tenant.accounts(self.host.parts.place)?))
    }

    /// The instant of the tenant's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.tenant.clock().now()
    }

    /// How bodies and members are read for the tenant.
    pub fn reading(&self) -> Reading<'h> {
        let reading = Reading::at(&self.host.parts.manners.dialect, self.tenant.clock());
        match self.notes {
            Some(notes) => reading.noting(notes),
            None => reading,
        }
    }
}

impl Deref for TenantHost<'_> {
    type Target = Host;

    fn deref(&self) -> &Host {
        self.host
    }
}

impl Host {
    /// Puts a host together.
    pub fn new(mut parts: HostParts) -> Self {
        parts.manners.dialect.js.text_case = parts.manners.profile.text_case();
        let routes = Routes::new(&parts.contract);
        let provided = parts.services.by_place(&parts.contract);
        Self { parts, provided, routes }
    }

    /// The host's contract.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.parts.contract
    }

    /// The format of a name as paths and `?format=` give it.
    pub(crate) fn format_named(&self, name: &str) -> Option<Format> {
        Format::from_name(name).filter(|format| self.has_format(*format))
    }

    /// Whether it has a format: the recorded host knows no JSON lines.
    pub(crate) fn has_format(&self, format: Format) -> bool {
        format != Format::Jsonl || !self.strict()
    }

    /// Whether it has `/api/{Op}`: the recorded 5.9.1 has not, and real clients of today call nothing else.
    pub(crate) fn has_api(&self) -> bool {
        !self.strict() || self.parts.manners.profile == Profile::Modern
    }

    /// Whether it behaves exactly as the recorded host, including its bugs.
    pub fn strict(&self) -> bool {
        self.parts.manners.dialect.strict
    }
}

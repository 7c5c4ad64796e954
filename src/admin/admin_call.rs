//! What an operation may use beside its request.

use std::sync::Arc;

use super::Admin;
use super::refused::{of_tenant, wrong};
use crate::service::{Context, ServiceError};
use crate::stub::Stubs;
use crate::tenant::{Tenant, TenantError, is_name};

/// The server, and the call.
#[derive(Clone)]
pub struct AdminCall {
    pub admin: Arc<Admin>,
    pub context: Context,
    /// The query string, by name and value.
    pub query: Vec<(String, String)>,
    /// The content type of the body.
    pub content_type: String,
    /// The body as it came, for operations that are given it.
    pub body: Vec<u8>,
}

impl AdminCall {
    /// The tenant that a member names; else that of the request. A call that changes something
    /// makes one that is not there, a GET does not.
    pub fn tenant(&self, named: Option<&str>) -> Result<Arc<Tenant>, ServiceError> {
        let Some(name) = named.filter(|name| !name.is_empty()) else {
            // The request may be answered at another time: the state itself is meant.
            let own = &self.context.tenant;
            return Ok(self.admin.tenants.get(own.name()).unwrap_or_else(|| own.clone()));
        };
        let tenants = &self.admin.tenants;
        let found = match &*self.context.verb {
            "GET" if !is_name(name) => Err(TenantError::Name),
            "GET" => tenants.known(name),
            _ => tenants.named(name),
        };
        found.map_err(|error| of_tenant(&error, "Tenant"))
    }

    /// The stubs of the host of a name, or of the only one that has the operation.
    pub fn stubs(&self, host: Option<&str>, operation: &str) -> Result<&Arc<Stubs>, ServiceError> {
        let all = &self.admin.stubs;
        if let Some(name) = host.filter(|name| !name.is_empty()) {
            let named = all.iter().find(|stubs| stubs.host().eq_ignore_ascii_case(name));
            return named.ok_or_else(|| {
                wrong(
                    404,
                    "NotFound",
                    "Host",
                    format!("there is no host {name}; there is {}", self.hosts()),
                )
            });
        }
        let has = |stubs: &&Arc<Stubs>| stubs.contract().operation(operation).is_some();
        let having: Vec<&Arc<Stubs>> = all.iter().filter(has).collect();
        match (having.as_slice(), all.as_slice()) {
            // The only host says itself why it has no such operation.
            ([only], _) => Ok(*only),
            ([], [only]) => Ok(only),
            ([], _) => {
                let sentence = format!("no host has an operation {operation}");
                Err(wrong(404, "NotFound", "Operation", sentence))
            }
            _ => {
                let names: Vec<&str> = having.iter().map(|stubs| stubs.host()).collect();
                let sentence =
                    format!("several hosts have {operation}: name {}", names.join(" or "));
                Err(wrong(400, "Ambiguous", "Host", sentence))
            }
        }
    }

    fn hosts(&self) -> String {
        let names: Vec<&str> = self.admin.stubs.iter().map(|stubs| stubs.host()).collect();
        names.join(", ")
    }
}

//! Which tenant a request is for.

use std::collections::HashMap;
use std::sync::Arc;

use subtle::ConstantTimeEq as _;

use super::Request;
use super::credentials::Credentials;
use crate::tenant::{Tenant, TenantError, Tenants};

/// The header that names a tenant.
const HEADER: &str = "x-emulator-tenant";

/// What a path begins with that names one: `/_t/{tenant}/…`.
const PATH: &str = "/_t/";

/// What names a tenant besides header and path.
#[derive(Debug, Clone, Default)]
pub struct TenantNames {
    /// By the host name that clients address, lower case and without a port.
    pub hosts: HashMap<String, String>,
    /// By API key.
    pub keys: Vec<(String, String)>,
}

impl TenantNames {
    /// The tenant of a request: by its path, whose beginning is taken away, else by header, API key
    /// or host name; the default one if none of these names another.
    ///
    /// # Errors
    /// When none can be made of the name, or no more may be made.
    pub(super) fn choose(
        &self,
        tenants: &Tenants,
        request: &mut Request,
    ) -> Result<Arc<Tenant>, TenantError> {
        if !tenants.are_named() {
            return Ok(tenants.default());
        }
        if let Some(name) = in_path(request.path()) {
            let (tenant, length) = (tenants.named(name)?, PATH.len() + name.len());
            request.strip_base(length);
            return Ok(tenant);
        }
        match request
            .header(HEADER)
            .or_else(|| self.of_key(request))
            .or_else(|| self.of_host(request))
        {
            Some(name) => tenants.named(name),
            None => Ok(tenants.default()),
        }
    }

    /// Every key is compared, so that the time reveals nothing.
    fn of_key(&self, request: &Request) -> Option<&str> {
        if self.keys.is_empty() {
            return None;
        }
        let sent = match Credentials::of(request).ok()?? {
            Credentials::Bearer(key) => key,
            Credentials::Basic { name, password } if password.is_empty() => name,
            _ => return None,
        };
        self.keys.iter().fold(None, |found, (key, tenant)| {
            if bool::from(key.as_bytes().ct_eq(sent.as_bytes())) {
                Some(tenant.as_str())
            } else {
                found
            }
        })
    }

    fn of_host(&self, request: &Request) -> Option<&str> {
        if self.hosts.is_empty() {
            return None;
        }
        self.hosts.get(&host_name(request.host()).to_ascii_lowercase()).map(String::as_str)
    }
}

/// The name in a path `/_t/{tenant}` or `/_t/{tenant}/…`.
fn in_path(path: &str) -> Option<&str> {
    path.strip_prefix(PATH)?.split('/').next()
}

/// A host without its port.
pub(crate) fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_not_part_of_the_name() {
        assert_eq!(host_name("shop.test:8080"), "shop.test");
        assert_eq!(host_name("shop.test"), "shop.test");
        assert_eq!(host_name("[::1]:80"), "[::1]");
        assert_eq!(host_name("[::1]"), "[::1]");
    }

    #[test]
    fn a_path_names_a_tenant_in_its_second_segment() {
        assert_eq!(in_path("/_t/shop/metadata"), Some("shop"));
        assert_eq!(in_path("/_t/shop"), Some("shop"));
        assert_eq!(in_path("/_t/"), Some(""));
        assert_eq!(in_path("/metadata/_t/shop"), None);
        assert_eq!(in_path("/_tshop"), None);
    }
}

//! Who may use the admin API.
//!
//! Without a key it is open to programs of this machine alone: the server listens on loopback, and
//! a request must name a loopback host, so that no page of another site reaches it by a name that
//! leads here (DNS rebinding). With a key every request must bring it. Pages of other origins are
//! refused either way, and a GET changes nothing, whatever it says its verb is.

use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::http::{Answer, Answering, Definition, Exchange, Request, Site, host_name};

/// What lets a request in.
#[derive(Clone)]
pub enum Access {
    /// A host name of loopback.
    Loopback,
    /// A key.
    Key(KeyDigest),
}

/// The digest of a key. Two of one length are compared in the same time, whatever they are.
#[derive(Clone)]
pub struct KeyDigest([u8; 32]);

impl Access {
    /// Callers that have this key.
    pub fn by_key(key: &str) -> Self {
        Self::Key(KeyDigest::of(key))
    }

    /// Whether it asks for no key.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Loopback)
    }

    fn check(&self, exchange: &Exchange) -> Result<(), Refused> {
        let request = &exchange.request;
        match self {
            Self::Loopback if !is_loopback(host_name(request.host())) => return Err(Refused::HOST),
            Self::Key(key) if !key.is_brought_by(request) => return Err(Refused::KEY),
            _ => {}
        }
        if is_from_elsewhere(request) {
            return Err(Refused::ORIGIN);
        }
        if is_read(&exchange.arrival.verb) && !is_read(&request.verb) {
            return Err(Refused::VERB);
        }
        Ok(())
    }
}

impl KeyDigest {
    fn of(key: &str) -> Self {
        Self(Sha256::digest(key).into())
    }

    fn is_brought_by(&self, request: &Request) -> bool {
        let brought = key_of(request);
        brought.is_some_and(|key| bool::from(self.0.ct_eq(&Self::of(&key).0)))
    }
}

/// `Authorization: Bearer KEY`, or `Basic` with the key as password, for browsers.
fn key_of(request: &Request) -> Option<String> {
    let (scheme, text) = request.header("authorization")?.split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some(text.trim().to_owned()),
        "basic" => {
            let pair = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
            pair.split_once(':').map(|(_, password)| password.to_owned())
        }
        _ => None,
    }
}

/// Whether a host name leads to this machine wherever it is looked up.
fn is_loopback(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Whether a page of another origin sends the request.
fn is_from_elsewhere(request: &Request) -> bool {
    let own = |origin: &str| {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(|authority| authority.eq_ignore_ascii_case(request.host()))
    };
    let origins = request.headers.all("origin");
    let sites = request.headers.all("sec-fetch-site");
    !origins.into_iter().all(own)
        || !sites.into_iter().all(|site| matches!(site, "same-origin" | "none"))
}

fn is_read(verb: &str) -> bool {
    ["GET", "HEAD", "OPTIONS"].iter().any(|read| read.eq_ignore_ascii_case(verb))
}

/// Why a request does not get in.
struct Refused {
    status: u16,
    code: &'static str,
    message: &'static str,
}

impl Refused {
    const HOST: Self = Self {
        status: 403,
        code: "HostNotLoopback",
        message: "Without a key the admin API answers only requests to localhost, 127.0.0.1 or [::1]. \
                  Address it so, or set admin.key.",
    };
    const KEY: Self = Self {
        status: 401,
        code: "AdminKey",
        message: "The admin API needs its key: send it as `Authorization: Bearer KEY`.",
    };
    const ORIGIN: Self = Self {
        status: 403,
        code: "OtherOrigin",
        message: "The admin API is closed to pages of other origins.",
    };
    const VERB: Self = Self {
        status: 403,
        code: "VerbOverride",
        message: "The admin API takes no other verb in the place of GET.",
    };
}

/// The admin API with the check of its callers before it.
pub struct Guarded {
    access: Access,
    inner: Arc<dyn Site>,
}

impl Guarded {
    /// A site that only some may use.
    pub fn new(access: Access, inner: Arc<dyn Site>) -> Self {
        Self { access, inner }
    }
}

impl Site for Guarded {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        let Err(refused) = self.access.check(exchange) else { return self.inner.answer(exchange) };
        tracing::warn!(request = exchange.request.id, code = refused.code, "admin API: refused");
        let Refused { status, code, message } = refused;
        let mut answer = self.inner.refuse(exchange, status, code, message);
        if status == 401 {
            answer = answer.header("WWW-Authenticate", "Basic realm=\"servicestack-emulator\"");
        }
        Box::pin(std::future::ready(answer))
    }

    fn refuse(&self, exchange: &Exchange, status: u16, code: &str, message: &str) -> Answer {
        self.inner.refuse(exchange, status, code, message)
    }

    fn definition(&self) -> Option<Definition> {
        self.inner.definition()
    }

    fn meets_faults(&self) -> bool {
        false
    }

    fn has(&self, request: &Request) -> bool {
        self.inner.has(request)
    }

    fn takes(&self, segment: &str) -> bool {
        self.inner.takes(segment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_lead_here_everywhere_are_loopback() {
        let loopback = ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.8.9.1", "[::1]"];
        assert!(loopback.into_iter().all(is_loopback));
        let others = [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "0.0.0.0",
            "10.0.0.1",
            "",
            "[::]",
        ];
        assert!(!others.into_iter().any(is_loopback));
    }
}

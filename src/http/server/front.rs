//! Which web server a client thinks it talks to, and how exactly.

use super::refused::Refused;
use super::request_head::has_control;
use crate::host::Platform;

/// The web server in front of a host.
#[derive(Debug, Clone, Copy)]
pub struct Front {
    /// Whose web server it is.
    pub platform: Platform,
    /// Exactly as the recorded one: it refuses what a client could need, and reads what no other
    /// server does.
    pub strict: bool,
}

impl Front {
    /// Whether it refuses what Kestrel refuses, and nothing else (recorded: topics K1 to K6).
    pub fn is_kestrel(self) -> bool {
        self.strict && self.platform == Platform::Kestrel
    }

    /// Whether a request may have so many headers.
    pub(super) fn check_count(self, count: usize) -> Result<(), Refused> {
        let (most, reason) = match self.platform {
            Platform::Framework => (96, "there are more than 96 headers"),
            Platform::Kestrel => (100, "there are more than 100 headers"),
        };
        if count > most { Err(Refused::of(431, reason)) } else { Ok(()) }
    }

    /// Whether a request line, its end included, is one of Kestrel's.
    pub(super) fn check_line(self, length: usize) -> Result<(), Refused> {
        const LONGEST: usize = 8 * 1024;
        if self.is_kestrel() && length > LONGEST {
            return Err(Refused::of(414, "the request line is longer than 8 KiB"));
        }
        Ok(())
    }

    /// Whether a path, which may have a query behind it, holds no NUL.
    pub(super) fn check_path(self, target: &[u8]) -> Result<(), Refused> {
        let path = target.split(|byte| *byte == b'?').next().unwrap_or_default();
        if self.is_kestrel() && memchr::memmem::find(path, b"%00").is_some() {
            return Err(Refused::bad("the path holds a NUL"));
        }
        Ok(())
    }

    /// Whether this method goes with this form of an address.
    pub(super) fn check_form(self, method: &[u8], address: &[u8]) -> Result<(), Refused> {
        const REASON: &str = "the method does not go with this form of an address";
        let is_authority = !address.is_empty()
            && address
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'-'));
        let allowed = match address {
            _ if !self.is_kestrel() => return Ok(()),
            b"*" if method != b"OPTIONS" => "OPTIONS",
            _ if is_authority && method != b"CONNECT" => "CONNECT",
            _ => return Ok(()),
        };
        Err(Refused { status: 405, reason: REASON, allow: Some(allowed) })
    }

    /// Whether all headers together are not too long for it.
    pub(super) fn check_headers(self, length: usize) -> Result<(), Refused> {
        const LONGEST: usize = 32 * 1024;
        if self.is_kestrel() && length > LONGEST {
            return Err(Refused::of(431, "the headers are longer than 32 KiB"));
        }
        Ok(())
    }

    /// Whether a `Host` names one.
    pub(super) fn check_host(self, value: &[u8]) -> Result<(), Refused> {
        let is_odd = |byte: &u8| matches!(byte, b' ' | b'/' | b'@' | b'?' | b'#' | b'\\');
        if self.is_kestrel() && value.iter().any(is_odd) {
            return Err(Refused::bad("the Host is no host"));
        }
        Ok(())
    }

    /// Whether the value of a header is text: Kestrel takes control characters and nothing beyond
    /// ASCII.
    pub(super) fn check_value(self, value: &[u8]) -> Result<(), Refused> {
        let reason = if !self.is_kestrel() {
            has_control(value).then_some("the value of a header holds a control character")
        } else if !value.is_ascii() {
            Some("the value of a header holds bytes above 0x7F")
        } else {
            value.contains(&0).then_some("the value of a header holds a NUL")
        };
        reason.map_or(Ok(()), |reason| Err(Refused::bad(reason)))
    }

    /// Whether these bytes name a header. Kestrel looks for a blank alone.
    pub(super) fn check_name(self, name: &[u8], is_token: bool) -> Result<(), Refused> {
        let is_kestrels = self.is_kestrel()
            && !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_graphic());
        if is_token || is_kestrels {
            return Ok(());
        }
        Err(Refused::bad("the name of a header is no HTTP token"))
    }
}

//! A request that is answered before any site sees it, because it cannot be read.

use super::Wire;
use crate::host::Profile;
use crate::http::Answer;

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub status: u16,
    /// For the body and the log, in plain words.
    pub reason: &'static str,
}

impl Refused {
    /// 400.
    pub const fn bad(reason: &'static str) -> Self {
        Self { status: 400, reason }
    }

    /// The answer: as the listener of the recorded 5.9.1 host spells its own refusals; that of
    /// 10.1.5 says nothing, so strict mode does not either.
    pub fn answer(self, wire: &Wire) -> Answer {
        match wire.profile {
            Profile::Modern if wire.strict => Answer::empty(self.status),
            _ => {
                let body = format!("<h1>{} ({})</h1>", self.phrase(), self.reason);
                Answer::of(self.status, "text/html", body)
            }
        }
    }

    fn phrase(self) -> &'static str {
        let status = hyper::StatusCode::from_u16(self.status).ok();
        status.and_then(|status| status.canonical_reason()).unwrap_or("Bad Request")
    }
}

//! A request that is answered before any site sees it, because it cannot be read.

use super::Wire;
use crate::http::Answer;

/// Why.
#[derive(Debug, Clone, Copy)]
pub struct Refused {
    pub status: u16,
    /// For the body and the log, in plain words.
    pub reason: &'static str,
    /// The methods that it would have taken.
    pub allow: Option<&'static str>,
}

impl Refused {
    /// 400.
    pub const fn bad(reason: &'static str) -> Self {
        Self::of(400, reason)
    }

    /// Another status.
    pub const fn of(status: u16, reason: &'static str) -> Self {
        Self { status, reason, allow: None }
    }

    /// The answer: as the listener of the recorded 5.9.1 host spells its own refusals; that of
    /// 10.1.5 says nothing, so strict mode does not either.
    pub(super) fn answer(self, wire: &Wire) -> Answer {
        if wire.front.is_kestrel() {
            let answer = Answer::empty(self.status);
            return self
                .allow
                .into_iter()
                .fold(answer, |answer, allow| answer.header("Allow", allow));
        }
        let body = format!("<h1>{} ({})</h1>", self.phrase(), self.reason);
        Answer::of(self.status, "text/html", body)
    }

    fn phrase(self) -> &'static str {
        let status = hyper::StatusCode::from_u16(self.status).ok();
        status.and_then(|status| status.canonical_reason()).unwrap_or("Bad Request")
    }
}

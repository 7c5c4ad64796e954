//! One exchange as the journal keeps it.

use std::borrow::Cow;
use std::mem::size_of;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Bound, Message, Session};
use crate::lab::fault::Point;
use crate::wire::Note;

/// One exchange. Texts are as the client sent them and may hold anything: who shows them must
/// escape them.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Its place among all exchanges of its journal, from 1; given by the journal.
    pub number: u64,
    /// The place of its first change of coupons among all changes of the process, as the store
    /// decided them; of an exchange that changed none its place among them, nearly.
    pub order: u64,
    /// When its request came, by the tenant's clock.
    pub at: DateTime<Utc>,
    /// The id of the request in the log and in `X-Request-Id`.
    pub id: String,
    /// The name of the tenant.
    pub tenant: Arc<str>,
    /// The number of its connection among all that the server saw.
    pub connection: u64,
    /// The other end of it.
    pub peer: Option<SocketAddr>,
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    pub version: &'static str,
    /// `http` or `https`.
    pub scheme: &'static str,
    /// The verb as it was sent: in its own case, and before `X-Http-Method-Override`.
    pub verb: Cow<'static, str>,
    /// Path and query as sent, but for a path of the tenant; secrets are not masked: see
    /// [`Entry::shown_target`].
    pub target: String,
    /// Where the site begins that answered: `/erp`; empty at the root.
    pub site: String,
    /// The operation, when one was called.
    pub operation: Option<String>,
    /// Whether several requests came in one (`Hello[]`).
    pub is_batch: bool,
    /// The format of the answer, when one was negotiated.
    pub format: Option<&'static str>,
    /// The request DTO as it was bound; of a batch each of them. None where binding failed, where
    /// it would take more memory than a message may, and where no operation was called.
    pub requests: Vec<Bound>,
    /// What of the request the readers dropped or could not use.
    pub dropped: Vec<Note>,
    /// The name of the user who was signed in.
    pub user: Option<String>,
    /// The session of the caller, or the one that began.
    pub session: Option<Session>,
    /// The bytes that came.
    pub request: Message,
    /// The bytes that left.
    pub answer: Message,
    /// The status of the answer, whether or not it left.
    pub status: u16,
    /// The ErrorCode of the answer.
    pub error_code: Option<String>,
    /// How long after its head the exchange passed each [`Point`].
    pub stages: [Option<Duration>; Point::COUNT],
    /// How long after its head the last byte of the answer had left.
    pub took: Duration,
    /// How the answer was delivered, where not whole.
    pub delivery: Option<String>,
    /// The stub that answered: its file and the name or place of its answer.
    pub stub: Option<String>,
    /// The faults that acted, by their names and points.
    pub fault: Option<String>,
}

impl Entry {
    /// Path and query, with secrets masked.
    pub fn shown_target(&self) -> String {
        String::from_utf8_lossy(&super::masked(self.target.as_bytes())).into_owned()
    }

    /// Path as sent, without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// How much memory it takes, in bytes, nearly.
    pub fn size(&self) -> usize {
        let texts = self.id.len() + self.verb.len() + self.target.len() + self.site.len();
        let optional = [&self.operation, &self.user, &self.error_code];
        let further = [&self.delivery, &self.stub, &self.fault];
        let optional = optional.into_iter().chain(further).flatten().map(String::len);
        let notes = self.dropped.iter().map(|note| size_of::<Note>() + note.size());
        let bound = self.requests.iter().map(Bound::size);
        let messages = self.request.size() + self.answer.size();
        let session = self.session.as_ref().map_or(0, Session::size);
        size_of::<Self>()
            + texts
            + messages
            + session
            + optional.chain(notes).chain(bound).sum::<usize>()
    }
}

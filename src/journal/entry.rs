//! One exchange as the journal shows it.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Bound, Message, Read, Session};
use crate::edition::Platform;
use crate::lab::fault::Point;
use crate::wire::Note;

/// One exchange as the journal shows it.
pub type Entry = Recorded<String, Vec<u8>>;

/// One exchange. Texts are as the client sent them and may hold anything: who shows them must
/// escape them.
///
/// Its texts and bytes are borrowed while it is added to a [`Journal`](super::Journal).
#[derive(Clone, Default)]
pub struct Recorded<Text, Bytes> {
    /// Its place among all exchanges of its journal, from 1; given by the journal.
    pub number: u64,
    /// The place of its first change of coupons among all changes of the process, as the store
    /// decided them; of an exchange that changed none its place among them, nearly.
    pub order: u64,
    /// When its request came, by the tenant's clock.
    pub at: DateTime<Utc>,
    /// The id of the request in the log and in `X-Request-Id`.
    pub id: Text,
    /// The name of the tenant; given by the journal.
    pub tenant: Text,
    /// The number of its connection among all that the server saw.
    pub connection: u64,
    /// The other end of it.
    pub peer: Option<SocketAddr>,
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    pub version: &'static str,
    /// As whose web server it was read.
    pub platform: Platform,
    /// `http` or `https`.
    pub scheme: &'static str,
    /// The verb as it was sent: in its own case, and before `X-Http-Method-Override`.
    pub verb: Text,
    /// Path and query as sent, but for a path of the tenant; secrets are not masked: see
    /// [`Entry::shown_target`].
    pub target: Text,
    /// Where the site begins that answered: `/erp`; empty at the root.
    pub site: Text,
    /// The operation, when one was called.
    pub operation: Option<Text>,
    /// Whether several requests came in one (`Hello[]`).
    pub is_batch: bool,
    /// The format of the answer, when one was negotiated.
    pub format: Option<&'static str>,
    /// What of the request is known once it is [read](Read).
    pub read: Read,
    /// The name of the user who was signed in.
    pub user: Option<Text>,
    /// The session of the caller, or the one that began.
    pub session: Option<Session<Text>>,
    /// The bytes that came.
    pub request: Message<Bytes>,
    /// The bytes that left.
    pub answer: Message<Bytes>,
    /// The status of the answer, whether or not it left.
    pub status: u16,
    /// The ErrorCode of the answer.
    pub error_code: Option<Text>,
    /// How long after its head the exchange passed each [`Point`].
    pub stages: [Option<Duration>; Point::COUNT],
    /// How long after its head the last byte of the answer had left.
    pub took: Duration,
    /// How the answer was delivered, where not whole.
    pub delivery: Option<Text>,
    /// The stub that answered: its file and the name or place of its answer.
    pub stub: Option<Text>,
    /// The faults that acted, by their names and points.
    pub fault: Option<Text>,
}

impl Entry {
    /// The request DTO as it was bound; of a batch each of them. None where binding failed, where
    /// not all bytes of the request came and were kept, and where no operation was called.
    pub fn requests(&self) -> &[Bound] {
        &self.read.of(self).requests
    }

    /// What of the request the readers dropped or could not use.
    pub fn dropped(&self) -> &[Note] {
        &self.read.of(self).dropped
    }

    /// Path and query, with secrets masked.
    pub fn shown_target(&self) -> String {
        String::from_utf8_lossy(&super::masked(self.target.as_bytes())).into_owned()
    }

    /// Path as sent, without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// Nothing that a client keeps secret is shown, in logs either.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("number", &self.number)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("requests", &self.requests())
            .field("request", &self.request)
            .field("answer", &self.answer)
            .finish_non_exhaustive()
    }
}

impl<T, B> Recorded<T, B> {
    /// The same with other texts and bytes.
    #[inline]
    pub(super) fn map<C, U, D>(
        self,
        context: &mut C,
        text: fn(&mut C, T) -> U,
        bytes: fn(&mut C, B) -> D,
    ) -> Recorded<U, D> {
        let mut optional = |one: Option<T>| one.map(|one| text(context, one));
        let (operation, user) = (optional(self.operation), optional(self.user));
        let (error_code, delivery) = (optional(self.error_code), optional(self.delivery));
        let (stub, fault) = (optional(self.stub), optional(self.fault));
        Recorded {
            number: self.number,
            order: self.order,
            at: self.at,
            id: text(context, self.id),
            tenant: text(context, self.tenant),
            connection: self.connection,
            peer: self.peer,
            version: self.version,
            platform: self.platform,
            scheme: self.scheme,
            verb: text(context, self.verb),
            target: text(context, self.target),
            site: text(context, self.site),
            operation,
            is_batch: self.is_batch,
            format: self.format,
            read: self.read,
            user,
            session: self.session.map(|session| session.map(|id| text(context, id))),
            request: self.request.map(|kept| bytes(context, kept)),
            answer: self.answer.map(|kept| bytes(context, kept)),
            status: self.status,
            error_code,
            stages: self.stages,
            took: self.took,
            delivery,
            stub,
            fault,
        }
    }
}

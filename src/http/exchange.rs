//! One request and its answer, with all that is known of them on their way.
//!
//! The server makes an exchange of every request, for whichever site. It passes the [points](Point)
//! of its way one after the other. At each of them [`Faults`] may hold it, end it, or choose how
//! its answer is delivered; the server alone carries that out. At its end every [`Observer`] sees
//! it, with what the stages noted.
//!
//! ```text
//! accept → site (beforeBind → beforeCommit → afterCommit) → answer → delivery → observers
//! ```

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Answer, Delivery, Kept, Request, Site};
use crate::lab::fault::{Act, Point};
use crate::service::{Caller, ServiceError};
use crate::tenant::{KeptAnswer, Tenant};

/// A request under way.
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// In whose state.
    pub tenant: Arc<Tenant>,
    /// How it came.
    pub arrival: Arrival,
    faults: Option<Arc<dyn Faults>>,
    /// Who answers, where faults may meet the exchange.
    site: Option<Arc<dyn Site>>,
    /// Where an observer keeps bytes of it.
    kept: Option<Box<Kept>>,
    noted: Mutex<Noted>,
}

/// How a request came.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// When its head had come.
    pub started: Instant,
    /// On which connection.
    pub connection: Connection,
    /// In which version of HTTP.
    pub version: Version,
    /// The verb as it was sent: in its own case, and before `X-Http-Method-Override`.
    pub verb: Cow<'static, str>,
    /// Head and body of HTTP/1 as they were sent, header names in their own case: as much of them
    /// as an observer [keeps](super::Observer::keeps).
    pub bytes: Vec<u8>,
    /// How many there were.
    pub length: u64,
}

impl Default for Arrival {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            connection: Connection::default(),
            version: Version::Http11,
            verb: Cow::Borrowed(""),
            bytes: Vec::new(),
            length: 0,
        }
    }
}

/// Which connection it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Connection {
    /// Its place among all that the server saw.
    pub number: u64,
    /// The other end.
    pub peer: Option<SocketAddr>,
}

/// A version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.0.
    Http10,
    /// HTTP/1.1.
    Http11,
    /// HTTP/2.
    Http2,
}

/// What the stages note of an exchange.
#[derive(Clone, Default)]
pub struct Noted {
    /// The operation, when one is called.
    pub operation: Option<String>,
    /// The format of the answer, when one was negotiated.
    pub format: Option<&'static str>,
    /// How long after the request's head its answer was made.
    pub took: Duration,
    /// The status of the answer.
    pub status: u16,
    /// The id of the caller's session, for an observer that keeps bytes.
    pub session: Option<String>,
    /// The ErrorCode of the answer, for an observer that keeps bytes.
    pub error_code: Option<String>,
    /// How the answer is delivered, where not as its site wants.
    pub delivery: Option<Delivery>,
    /// The faults that acted, by their names and points.
    pub fault: Option<String>,
    /// The caller, where faults may meet the exchange or an observer keeps bytes of it.
    pub caller: Option<Arc<Caller>>,
    /// What `Retry-After` says, in seconds, where a fault decides it.
    pub retry_after: Option<u32>,
    /// The answer that is sent in the place of the site's.
    pub instead: Option<Arc<KeptAnswer>>,
    /// What few exchanges have: for an observer that keeps bytes alone.
    pub details: Option<Box<Details>>,
}

/// What few exchanges have, and only an observer that keeps bytes wants to know.
#[derive(Clone, Default)]
pub struct Details {
    /// Whether several requests came in one.
    pub is_batch: bool,
    /// The stub that answered.
    pub stub: Option<String>,
    /// Of HTTP/2 the head of the answer, as HTTP/1 writes it.
    pub head: Vec<u8>,
}

/// May let exchanges go wrong.
pub trait Faults: Send + Sync {
    /// Whether an exchange may meet any. Asked once, of every exchange: it must cost little.
    fn concern(&self, _request: &Request, _tenant: &Tenant) -> bool {
        true
    }

    /// An exchange comes to a point. It stays there until this is done.
    ///
    /// # Errors
    /// When it is to end here: with this error in the shape of its site's errors.
    fn at<'a>(&'a self, point: Point, exchange: &'a Exchange) -> Passing<'a>;

    /// Does to an exchange, after its commit, what a stub asks for.
    ///
    /// # Errors
    /// As [`Faults::at`].
    fn act<'a>(&'a self, _act: &'a Act, _exchange: &'a Exchange) -> Passing<'a> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// The answer that leaves in the place of this one, or this one.
    fn answered<'a>(&'a self, _exchange: &'a Exchange, answer: Answer) -> Changing<'a> {
        Box::pin(std::future::ready(answer))
    }
}

/// Passing a point.
pub type Passing<'a> = Pin<Box<dyn Future<Output = Result<(), ServiceError>> + Send + 'a>>;

/// Changing an answer.
pub type Changing<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

impl Exchange {
    /// An exchange that nobody watches.
    pub fn new(request: Request, tenant: Arc<Tenant>, arrival: Arrival) -> Self {
        let noted = Mutex::default();
        Self { request, tenant, arrival, faults: None, site: None, kept: None, noted }
    }

    /// The same, which faults may meet.
    pub(super) fn watched(mut self, faults: Option<Arc<dyn Faults>>) -> Self {
        self.faults = faults;
        self
    }

    /// Lets observers keep bytes of it.
    pub(super) fn keep(&mut self, is_partial: bool) {
        let at = self.tenant.clock().now();
        self.kept = Some(Box::new(Kept::new(at, is_partial)));
    }

    /// Says who answers. Where that site meets no faults, the exchange does not.
    pub(super) fn is_for(&mut self, site: &Arc<dyn Site>) {
        if let Some(kept) = &mut self.kept {
            kept.reader = site.reader();
        }
        let concern = |faults: &Arc<dyn Faults>| faults.concern(&self.request, &self.tenant);
        if site.meets_faults() && self.faults.as_ref().is_some_and(concern) {
            self.site = Some(site.clone());
        }
    }

    /// Whether faults may meet it.
    pub(crate) fn may_meet_faults(&self) -> bool {
        self.site.is_some()
    }

    /// Whether anybody sees which points it passes.
    pub(super) fn is_watched(&self) -> bool {
        self.may_meet_faults() || self.is_kept()
    }

    /// The operation that is called, as far as it is known.
    pub fn operation(&self) -> Option<String> {
        let noted = self.noted().operation.clone();
        noted.or_else(|| self.site.as_ref()?.operation(&self.request))
    }

    /// Has a copy of the request answered, which meets no fault.
    pub async fn repeat(&self) -> Option<Answer> {
        let site = self.site.as_ref()?;
        let copy = self.part(self.request.clone());
        Some(site.answer(&copy).await)
    }

    /// Whether an observer keeps bytes of it, and so wants to know what is dear to note.
    pub(crate) fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// What an observer that keeps bytes wants to know.
    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_deref()
    }

    /// Has a site answer it, and notes the place of its first change where an observer keeps bytes.
    pub(super) async fn answered_by(&self, site: &dyn Site) -> Answer {
        match &self.kept {
            None => site.answer(self).await,
            Some(kept) => kept.commit.of_call(site.answer(self)).await,
        }
    }

    /// An exchange of this request in the same state, as a part of this one.
    pub(crate) fn part(&self, request: Request) -> Self {
        Self::new(request, self.tenant.clone(), self.arrival.clone())
    }

    /// What was noted so far.
    pub fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what only an observer that keeps bytes wants to know.
    pub(crate) fn note_kept(&self, note: impl FnOnce(&mut Noted)) {
        if self.is_kept() {
            note(&mut self.noted());
        }
    }

    /// Notes details, where an observer keeps bytes.
    pub(crate) fn note_details(&self, note: impl FnOnce(&mut Details)) {
        self.note_kept(|noted| note(noted.details.get_or_insert_default()));
    }

    /// Notes that the answer is made, and what it is.
    pub(super) fn note_answer(&self, answer: &mut Answer) {
        let took = self.arrival.started.elapsed();
        if let Some(kept) = &self.kept {
            kept.pass(Point::Answer, took);
        }
        let mut noted = self.noted();
        (noted.took, noted.status) = (took, answer.status);
        answer.delivery = *noted.delivery.get_or_insert(answer.delivery);
    }

    /// Lets the answer be delivered so, whatever its site wants.
    pub fn deliver(&self, delivery: Delivery) {
        self.noted().delivery = Some(delivery);
    }

    /// Passes a point.
    ///
    /// # Errors
    /// When it is to end there.
    pub async fn pass(&self, point: Point) -> Result<(), ServiceError> {
        if let Some(kept) = &self.kept
            && point != Point::Answer
        {
            kept.pass(point, self.arrival.started.elapsed());
        }
        match (&self.site, &self.faults) {
            (Some(_), Some(faults)) => faults.at(point, self).await,
            _ => Ok(()),
        }
    }

    /// Lets happen what a stub asks for.
    ///
    /// # Errors
    /// When it is to end.
    pub(super) async fn meet(&self, act: &Act) -> Result<(), ServiceError> {
        match &self.faults {
            Some(faults) => faults.act(act, self).await,
            None => Ok(()),
        }
    }

    /// The answer that leaves, once faults have looked at it.
    pub(super) async fn finished(&self, answer: Answer) -> Answer {
        match &self.faults {
            Some(faults) if self.site.is_some() || self.noted().fault.is_some() => {
                faults.answered(self, answer).await
            }
            _ => answer,
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request, arrival, .. } = self;
        f.debug_struct("Exchange")
            .field("request", request)
            .field("arrival", arrival)
            .finish_non_exhaustive()
    }
}

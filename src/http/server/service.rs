//! What answers the requests of one listener, by whichever protocol they came.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Shared;
use super::body::BodyRefusal;
use crate::edition;
use crate::http::{
    Answer, Arrival, Connection, Exchange, Headers, Point, Request, Sent, Site, Version, error_of,
};
use crate::lab::instant_of;
use crate::service::ServiceError;
use crate::tenant::{Tenant, TenantError};

/// The header that names the time at which a request is answered.
const CLOCK_HEADER: &str = "x-emulator-clock";

/// A listener as its requests see it.
pub struct RequestService {
    pub shared: Arc<Shared>,
    pub address: SocketAddr,
    /// `http` or `https`.
    pub scheme: &'static str,
}

/// Why no site sees a request.
pub enum Unserved {
    /// Its body could not be had.
    Body(BodyRefusal),
    /// It is for a tenant that cannot be had.
    Tenant(TenantError),
    /// It is to be answered at a time that nobody can read.
    Clock(String),
}

impl RequestService {
    /// The exchange of a request, and why no site may see it, where that is so.
    pub fn exchange(
        &self,
        mut request: Request,
        arrival: Arrival,
        refusal: Option<BodyRefusal>,
    ) -> (Exchange, Option<Unserved>) {
        let shared = &self.shared;
        request.id = request_id(shared.next_id.fetch_add(1, Ordering::Relaxed));
        request.server = Some(self.address);
        request.scheme = self.scheme;
        if let Some(BodyRefusal::TooLong(limit)) = refusal {
            request.beyond = Some(limit);
        }
        // A tenant that cannot be had hides what the body lacks.
        let is_partial = refusal.is_some();
        let (tenant, unserved) = match shared.tenant_names.choose(&shared.tenants, &mut request) {
            Ok(tenant) => (tenant, refusal.map(Unserved::Body)),
            // No state answers, so the default one is asked for the shape of the error alone.
            Err(error) => (shared.tenants.default(), Some(Unserved::Tenant(error))),
        };
        let (tenant, unserved) = self.at_its_time(&request, tenant, unserved);
        let mut exchange = Exchange::new(request, tenant, arrival).watched(shared.faults.clone());
        if shared.wire.keeps > 0 {
            exchange.keep(is_partial);
        }
        (exchange, unserved)
    }

    /// The exchange of what cannot be read, for observers that keep bytes.
    pub fn unread(
        &self,
        connection: Connection,
        bytes: impl FnOnce() -> Vec<u8>,
        answer: &Answer,
    ) -> Option<Exchange> {
        if self.shared.wire.keeps == 0 {
            return None;
        }
        let bytes = bytes();
        let length = bytes.len() as u64;
        let arrival = Arrival { connection, bytes, length, ..Arrival::default() };
        let request = Request::new("", "", Headers::default(), Vec::new());
        let (mut exchange, _) = self.exchange(request, arrival, None);
        exchange.keep(true);
        exchange.noted().status = answer.status;
        Some(exchange)
    }

    /// The tenant at the time that the request names, where it may.
    fn at_its_time(
        &self,
        request: &Request,
        tenant: Arc<Tenant>,
        unserved: Option<Unserved>,
    ) -> (Arc<Tenant>, Option<Unserved>) {
        let by_header = self.shared.clock_by_header;
        let header = by_header.then(|| request.header(CLOCK_HEADER)).flatten();
        match header.map(|text| instant_of(text.trim()).ok_or(text)) {
            None => (tenant, unserved),
            Some(Ok(instant)) => (Arc::new(tenant.at(instant)), unserved),
            Some(Err(text)) => {
                let unserved = unserved.unwrap_or_else(|| Unserved::Clock(text.to_owned()));
                (tenant, Some(unserved))
            }
        }
    }

    /// The one line that the exchanges of all sites pass.
    pub async fn answer(&self, exchange: &mut Exchange, unserved: Option<Unserved>) -> Answer {
        let site = self.shared.sites.resolve(&mut exchange.request);
        exchange.is_for(site);
        let exchange = &*exchange;
        let site = site.as_ref();
        let answer = match (exchange.pass(Point::Accept).await, unserved) {
            (Err(error), _) => fault(site, exchange, &error),
            (Ok(()), None) => exchange.answered_by(site).await,
            (Ok(()), Some(Unserved::Body(BodyRefusal::TooLong(_))))
                if site.takes_beyond(&exchange.request) =>
            {
                exchange.answered_by(site).await
            }
            (Ok(()), Some(unserved)) => unserved.answer(site, exchange),
        };
        let answer = match exchange.pass(Point::Answer).await {
            Ok(()) => answer,
            Err(error) => fault(site, exchange, &error),
        };
        let mut answer = exchange.finished(answer).await;
        exchange.note_answer(&mut answer);
        if exchange.arrival.version == Version::Http2 {
            exchange.note_details(|details| details.head = head_of(&answer));
        }
        self.shared.observers.iter().for_each(|observer| observer.answered(exchange, &answer));
        answer
    }
}

impl Shared {
    /// Shows the observers that keep bytes what left.
    pub fn delivered(&self, exchange: &Exchange, sent: &Sent) {
        if self.wire.keeps > 0 {
            self.observers.iter().for_each(|observer| observer.delivered(exchange, sent));
        }
    }
}

/// The answer of an exchange that a fault ends.
fn fault(site: &dyn Site, exchange: &Exchange, error: &ServiceError) -> Answer {
    let reported = error_of(error, edition::Version::V5);
    exchange.note_kept(|noted| noted.error_code = Some(reported.code.clone()));
    site.refuse(exchange, reported.status, &reported.code, &reported.message)
}

impl Unserved {
    fn answer(&self, site: &dyn Site, exchange: &Exchange) -> Answer {
        let error = match self {
            Self::Body(refusal) => return refusal.answer(site, exchange),
            Self::Clock(text) => {
                let message = format!(
                    "X-Emulator-Clock: expected an instant such as 2026-03-01T12:00:00Z in the \
                     years 1 to 9999, found {text:.64}"
                );
                return site.refuse(exchange, 400, "ClockHeader", &message);
            }
            Self::Tenant(error) => error,
        };
        let (status, code) = match error {
            TenantError::Name => (400, "TenantName"),
            _ => (503, "TenantLimit"),
        };
        site.refuse(exchange, status, code, &error.to_string())
    }
}

/// The head of an answer of HTTP/2, as HTTP/1 writes it; without what the library adds.
fn head_of(answer: &Answer) -> Vec<u8> {
    let headers = answer.headers.iter().map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        format!("{name}: {value}\r\n")
    });
    format!("HTTP/2 {}\r\n{}\r\n", answer.status, headers.collect::<String>()).into_bytes()
}

/// At least eight hexadecimal digits.
fn request_id(number: u64) -> String {
    let digits = if number >> 32 == 0 { 8 } else { 16 };
    let digit =
        |place: u32| char::from(b"0123456789abcdef"[(number >> (4 * place)) as usize & 0xF]);
    let mut id = String::with_capacity(16);
    (0..digits).rev().for_each(|place| id.push(digit(place)));
    id
}

//! What answers the requests of one listener, by whichever protocol they came.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::Shared;
use super::body::BodyRefusal;
use crate::http::{Answer, Request, Site};
use crate::tenant::TenantError;

/// A listener as its requests see it.
pub struct Entrance {
    pub shared: Arc<Shared>,
    pub address: SocketAddr,
    /// `http` or `https`.
    pub scheme: &'static str,
}

impl Entrance {
    /// Answers a request, or says why its body could not be had.
    pub async fn answer(
        &self,
        mut request: Request,
        refusal: Option<BodyRefusal>,
        started: Instant,
    ) -> Answer {
        request.id = request_id(self.shared.next_id.fetch_add(1, Ordering::Relaxed));
        request.server = Some(self.address);
        request.scheme = self.scheme;
        let tenant = self.shared.tenant_names.choose(&self.shared.tenants, &mut request);
        let site = self.shared.sites.enter(&mut request);
        let answer = match (tenant, refusal) {
            (Ok(tenant), None) => site.answer(&tenant, &request).await,
            (Ok(tenant), Some(refusal)) => refusal.answer(site, &tenant, &request),
            (Err(error), _) => self.without_tenant(site, &request, &error),
        };
        let took = started.elapsed();
        self.shared.witnesses.iter().for_each(|witness| witness.saw(&request, &answer, took));
        answer
    }

    /// No state answers, so the default one is asked for the shape of the error alone.
    fn without_tenant(&self, site: &dyn Site, request: &Request, error: &TenantError) -> Answer {
        let (status, code) = match error {
            TenantError::Name => (400, "TenantName"),
            _ => (503, "TenantLimit"),
        };
        site.refuse_body(&self.shared.tenants.default(), request, status, code, &error.to_string())
    }
}

/// At least eight hexadecimal digits.
fn request_id(number: u64) -> String {
    let digits = if number >> 32 == 0 { 8 } else { 16 };
    let digit = |place: u32| char::from(b"0123456789abcdef"[(number >> (4 * place)) as usize & 0xF]);
    let mut id = String::with_capacity(16);
    (0..digits).rev().for_each(|place| id.push(digit(place)));
    id
}

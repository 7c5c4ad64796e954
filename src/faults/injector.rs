//! The faults of a server.

use std::sync::Arc;

use super::acting::Cause;
use super::{FaultFiles, HEADER};
use crate::http::{Answer, Changing, Exchange, Faults, Passing, Point, Request};
use crate::lab::fault::{Act, FaultLimits};
use crate::service::ServiceError;
use crate::tenant::Tenant;

/// The faults of a host's files, and where the host is.
pub struct Mounted {
    /// The host's base path, lower case, `/shop`; empty at the root.
    pub base_path: String,
    /// Its faults.
    pub files: Arc<FaultFiles>,
}

/// Lets exchanges meet the faults of files, of calls and of their own headers.
pub struct Injector {
    pub(super) files: Vec<Mounted>,
    pub(super) limits: FaultLimits,
    /// Whether a request may name its own.
    pub(super) by_header: bool,
}

impl Injector {
    /// Faults of these files and of calls, and of headers where they are allowed.
    pub fn new(files: Vec<Mounted>, limits: FaultLimits, by_header: bool) -> Self {
        Self { files, limits, by_header }
    }
}

impl Faults for Injector {
    fn concern(&self, request: &Request, tenant: &Tenant) -> bool {
        tenant.faults().is_any()
            || self.files.iter().any(|mounted| mounted.files.is_any())
            || (self.by_header && request.header(HEADER).is_some())
    }

    fn at<'a>(&'a self, point: Point, exchange: &'a Exchange) -> Passing<'a> {
        Box::pin(async move {
            self.check_header(point, exchange)?;
            for met in self.met(point, exchange) {
                met.cause.act(&met.act, exchange).await?;
            }
            Ok(())
        })
    }

    fn act<'a>(&'a self, act: &'a Act, exchange: &'a Exchange) -> Passing<'a> {
        let cause = Cause {
            name: "stub".to_owned(),
            point: Point::AfterCommit,
            longest: self.limits.longest,
        };
        Box::pin(async move { cause.act(act, exchange).await })
    }

    fn answered<'a>(&'a self, exchange: &'a Exchange, answer: Answer) -> Changing<'a> {
        Box::pin(async move { self.finish(exchange, answer).await })
    }
}

impl Injector {
    /// A header that cannot be read is refused before anything happens.
    fn check_header(&self, point: Point, exchange: &Exchange) -> Result<(), ServiceError> {
        if point != Point::Accept || !self.by_header {
            return Ok(());
        }
        let Some(text) = exchange.request.header(HEADER) else { return Ok(()) };
        self.parts_of_header(text).map(drop).map_err(|sentence| {
            ServiceError::http(400, "FaultHeader", format!("X-Emulator-Fault: {sentence}"))
        })
    }
}

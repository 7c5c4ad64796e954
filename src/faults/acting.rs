//! What happens to an exchange.

use std::time::Duration;

use super::kept::request_of;
use crate::edition::Platform;
use crate::http::{Delivery, Exchange, Point, sessions_of, status_name};
use crate::lab::fault::{Act, Cut, Failure};
use crate::service::ServiceError;
use crate::tenant::Purpose;

/// Why something happens.
pub(super) struct Cause {
    /// The fault's name.
    pub name: String,
    pub point: Point,
    /// The longest time that an exchange waits.
    pub longest: Duration,
}

impl Cause {
    /// Lets it happen. Before the commit whatever replaces the answer ends the exchange: nothing is
    /// done. After it the answer is made, and lost.
    ///
    /// # Errors
    /// When the exchange ends.
    pub async fn act(&self, act: &Act, exchange: &Exchange) -> Result<(), ServiceError> {
        self.note(exchange);
        if let Some(latency) = act.latency {
            let time = latency.draw(exchange.tenant.chance(Purpose::Fault), self.longest);
            tokio::time::sleep(time).await;
        }
        if act.duplicate {
            drop(exchange.repeat().await);
        }
        if let Some(bytes_per_second) = act.throttle {
            exchange.deliver(Delivery::Throttle { bytes_per_second });
        }
        if let Some(failure) = &act.status {
            exchange.noted().retry_after = failure.retry_after;
            return Err(error(failure));
        }
        if act.session.is_some() {
            end_session(exchange);
            return Err(ServiceError::NotAuthenticated);
        }
        if act.stale {
            let kept = exchange.tenant.faults().kept_answer(&request_of(exchange));
            exchange.noted().instead = kept;
            return self.ended("answered");
        }
        match act.cut.map(delivery).or_else(|| act.garbage.then_some(Delivery::Garbage)) {
            None => Ok(()),
            Some(delivery) => {
                exchange.deliver(delivery);
                self.ended("cut off")
            }
        }
    }

    fn ended(&self, how: &str) -> Result<(), ServiceError> {
        if self.point.is_after_commit() {
            return Ok(());
        }
        let message = format!("{how} by the fault {} before anything was done", self.name);
        Err(ServiceError::http(503, "Fault", message))
    }

    fn note(&self, exchange: &Exchange) {
        let Self { name, point, .. } = self;
        tracing::info!(fault = name, %point, request = exchange.request.id, "a fault acts");
        let said = format!("{name} ({point})");
        let mut noted = exchange.noted();
        noted.fault = Some(match noted.fault.take() {
            Some(before) => format!("{before}, {said}"),
            None => said,
        });
    }
}

fn delivery(cut: Cut) -> Delivery {
    match cut {
        Cut::Reset => Delivery::Reset,
        Cut::Close => Delivery::Close,
        Cut::Head => Delivery::CutHead,
        Cut::Body => Delivery::CutBody,
    }
}

fn error(failure: &Failure) -> ServiceError {
    let code =
        failure.code.clone().unwrap_or_else(|| status_name(failure.status, Platform::Framework));
    let message = failure.message.clone().unwrap_or_else(|| code.clone());
    ServiceError::http(failure.status, code, message)
}

/// In all hosts: their ids are drawn apart.
fn end_session(exchange: &Exchange) {
    for id in sessions_of(&exchange.request) {
        exchange.tenant.all_accounts().iter().for_each(|accounts| accounts.sessions.sign_out(id));
    }
}

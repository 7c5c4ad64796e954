//! Which faults an exchange meets at a point.

use std::time::Duration;

use chrono::Utc;

use super::acting::Cause;
use super::kept::request_of;
use super::{HEADER, Injector};
use crate::http::{Exchange, Point, caller_of};
use crate::lab::fault::{Act, Fault, FaultDocument, Part, parts_of};
use crate::tenant::{Purpose, key_of_call};

/// A fault that happens.
pub(super) struct Met {
    pub cause: Cause,
    pub act: Act,
}

impl Injector {
    /// The faults that happen at a point: the header's, then those of calls, then those of files.
    /// They are counted as such.
    pub(super) fn met(&self, point: Point, exchange: &Exchange) -> Vec<Met> {
        let mut met = self.met_by_header(point, exchange);
        if exchange.tenant.faults().is_any() {
            for set in exchange.tenant.faults().all().iter() {
                met.extend(self.of(&set.fault, &key_of_call(&set.fault.name), point, exchange));
            }
        }
        for mounted in self.files.iter().filter(|mounted| mounted.files.is_any()) {
            if self.is_below(&mounted.base_path, exchange) {
                for file in mounted.files.all().iter() {
                    met.extend(self.of(&file.fault, file.key(), point, exchange));
                }
            }
        }
        met
    }

    /// Whether an exchange may meet a fault that gives stale answers.
    pub(super) fn may_be_stale(&self, exchange: &Exchange) -> bool {
        let gives = |fault: &Fault| {
            fault.parts.iter().any(|part| part.act.stale)
                && is_for(fault, exchange)
                && fault.window.is_none_or(|window| window.holds(exchange.tenant.clock().now()))
        };
        exchange.tenant.faults().all().iter().any(|set| gives(&set.fault))
            || self.files.iter().any(|mounted| {
                self.is_below(&mounted.base_path, exchange)
                    && mounted.files.all().iter().any(|file| gives(&file.fault))
            })
            || self.header_parts(exchange).iter().any(|part| part.act.stale)
    }

    /// The faults of a header, whose times are within the limits.
    pub(super) fn parts_of_header(&self, text: &str) -> Result<Vec<Part>, String> {
        let parts = parts_of(text)?;
        for part in &parts {
            let (point, act) = (Some(part.point), Some(part.act.clone()));
            let document = FaultDocument { point, act, ..FaultDocument::default() };
            Fault::of("", &document, chrono::DateTime::<Utc>::MIN_UTC, self.limits)
                .map_err(|wrong| wrong.to_string())?;
        }
        Ok(parts)
    }

    fn header_parts(&self, exchange: &Exchange) -> Vec<Part> {
        let header = exchange.request.header(HEADER).filter(|_| self.by_header);
        header.and_then(|text| self.parts_of_header(text).ok()).unwrap_or_default()
    }

    fn met_by_header(&self, point: Point, exchange: &Exchange) -> Vec<Met> {
        let here = self.header_parts(exchange).into_iter().filter(|part| part.point == point);
        let happening = here.filter(|part| is_possible(part, exchange) && is_drawn(part, exchange));
        happening.map(|part| self.happening("header", part)).collect()
    }

    /// What of a fault happens.
    fn of(&self, fault: &Fault, key: &str, point: Point, exchange: &Exchange) -> Vec<Met> {
        let mut met = Vec::new();
        let parts = fault.parts.iter().filter(|part| part.point == point);
        let mut parts = parts.filter(|part| is_possible(part, exchange)).peekable();
        let now = exchange.tenant.clock().now();
        if parts.peek().is_none()
            || !fault.window.is_none_or(|window| window.holds(now))
            || !is_for(fault, exchange)
        {
            return met;
        }
        let state = exchange.tenant.faults();
        state.meet(key);
        for part in parts {
            if is_drawn(part, exchange) && state.act(key, fault.times) {
                met.push(self.happening(&fault.name, part.clone()));
            }
        }
        met
    }

    fn happening(&self, name: &str, part: Part) -> Met {
        let longest: Duration = self.limits.longest;
        let cause = Cause { name: name.to_owned(), point: part.point, longest };
        Met { cause, act: part.act }
    }

    /// Whether an exchange is the host's at this base path, and none's that is mounted below it and
    /// has faults of its own.
    fn is_below(&self, base_path: &str, exchange: &Exchange) -> bool {
        let path = exchange.request.base_path().to_lowercase();
        let is_of = |base: &str| base.is_empty() || path.ends_with(base);
        let longest = self.files.iter().map(|mounted| mounted.base_path.as_str());
        let longest = longest.filter(|base| is_of(base)).max_by_key(|base| base.len());
        longest == Some(base_path)
    }
}

/// A stale answer is possible only where there is an older one.
fn is_possible(part: &Part, exchange: &Exchange) -> bool {
    !part.act.stale || exchange.tenant.faults().kept_answer(&request_of(exchange)).is_some()
}

/// By the chance of the tenant; certainty draws nothing.
fn is_drawn(part: &Part, exchange: &Exchange) -> bool {
    part.probability >= 1.0 || exchange.tenant.chance(Purpose::Fault).fraction() < part.probability
}

fn is_for(fault: &Fault, exchange: &Exchange) -> bool {
    let is = |wanted: &Option<String>, found: &dyn Fn() -> Option<String>| match wanted {
        None => true,
        Some(wanted) => found().is_some_and(|found| found.eq_ignore_ascii_case(wanted)),
    };
    fault.tenant.as_deref().is_none_or(|tenant| tenant == exchange.tenant.name())
        && is(&fault.operation, &|| exchange.operation())
        && is(&fault.user, &|| caller_of(exchange))
}

//! Answers, counted as they leave.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::http::{Answer, Request, Witness};

/// Seconds until an answer's head leaves; the bulk lies between 0.1 ms and 10 ms.
const LATENCY: [f64; 15] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// What an answer has none of: a page has no operation, a refused path no format.
const NONE: &str = "none";

/// Counts answers by operation, format and status. Clones count together.
#[derive(Debug, Clone)]
pub struct Requests {
    answers: Family<Kind, Counter>,
    latency: Family<Called, Histogram, fn() -> Histogram>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    operation: String,
    format: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Called {
    operation: String,
}

impl Default for Requests {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(LATENCY);
        Self { answers: Family::default(), latency: Family::new_with_constructor(histogram) }
    }
}

impl Requests {
    /// Publishes the counts.
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("requests", "Answers by operation, format and status", self.answers.clone());
        registry.register_with_unit(
            "request_duration",
            "Time from a request's head to the head of its answer, by operation",
            Unit::Seconds,
            self.latency.clone(),
        );
    }
}

impl Witness for Requests {
    fn saw(&self, _: &Request, answer: &Answer, took: Duration) {
        let operation = answer.trace.operation.as_deref().unwrap_or(NONE).to_owned();
        self.latency.get_or_create(&Called { operation: operation.clone() }).observe(took.as_secs_f64());
        let format = answer.trace.format.unwrap_or(NONE);
        self.answers.get_or_create(&Kind { operation, format, status: answer.status }).inc();
    }
}

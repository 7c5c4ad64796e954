//! Answers, counted as they leave.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::http::{Answer, Exchange, Observer};

/// Seconds until an answer's head leaves; the bulk lies between 0.1 ms and 10 ms.
const LATENCY: [f64; 15] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    10.0,
];

/// What an answer has none of: a page has no operation, a refused path no format.
const NONE: &str = "none";

/// Counts answers by operation, format and status. Clones count together.
#[derive(Debug, Clone)]
pub struct Requests {
    answers: Family<Kind, Counter>,
    latency: Family<Called, Histogram, fn() -> Histogram>,
    /// The same counters, found without making their labels for each answer.
    counted: Arc<RwLock<HashMap<String, Counted>>>,
}

/// The counters of one operation.
#[derive(Debug, Clone)]
struct Counted {
    latency: Histogram,
    /// By format and status.
    answers: Vec<(&'static str, u16, Counter)>,
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
        let latency = Family::new_with_constructor(histogram);
        Self { answers: Family::default(), latency, counted: Arc::default() }
    }
}

impl Requests {
    /// Publishes the counts.
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "requests",
            "Answers by operation, format and status",
            self.answers.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "Time from a request's head to the head of its answer, by operation",
            Unit::Seconds,
            self.latency.clone(),
        );
    }

    /// Counts what has been counted before; returns whether it has.
    fn count_known(&self, operation: &str, format: &'static str, status: u16, took: f64) -> bool {
        let counted = self.counted.read().unwrap_or_else(PoisonError::into_inner);
        let Some(Counted { latency, answers }) = counted.get(operation) else { return false };
        let known = answers.iter().find(|(one, other, _)| (*one, *other) == (format, status));
        if let Some((_, _, answers)) = known {
            latency.observe(took);
            answers.inc();
        }
        known.is_some()
    }

    fn get_to_know(&self, operation: &str, format: &'static str, status: u16) {
        let called = Called { operation: operation.to_owned() };
        let latency = self.latency.get_or_create(&called).clone();
        let kind = Kind { operation: operation.to_owned(), format, status };
        let answers = self.answers.get_or_create(&kind).clone();
        let mut counted = self.counted.write().unwrap_or_else(PoisonError::into_inner);
        let of =
            counted.entry(called.operation).or_insert(Counted { latency, answers: Vec::new() });
        of.answers.push((format, status, answers));
    }
}

impl Observer for Requests {
    fn answered(&self, exchange: &Exchange, answer: &Answer) {
        let noted = exchange.noted();
        let operation = noted.operation.as_deref().unwrap_or(NONE);
        let (format, status) = (noted.format.unwrap_or(NONE), answer.status);
        while !self.count_known(operation, format, status, noted.took.as_secs_f64()) {
            self.get_to_know(operation, format, status);
        }
    }
}

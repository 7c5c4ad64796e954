//! An operation that always answers the same.

use super::{Context, Reply, Service, ServiceFuture};
use crate::value::{Object, Value};

/// Answers every request with one value of the operation's response type.
#[derive(Debug, Clone)]
pub struct FixedAnswer(pub Value);

impl Service for FixedAnswer {
    fn call(&self, _request: Object, _context: Context) -> ServiceFuture {
        let reply = Reply::value(self.0.clone());
        Box::pin(async move { Ok(reply) })
    }
}

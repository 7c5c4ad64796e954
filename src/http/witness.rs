//! Who sees every answer as it leaves.

use std::time::Duration;

use super::{Answer, Request};

/// Somebody who is shown what was asked and answered. It is called by the thread that serves the request and must not
/// wait for anybody.
pub trait Witness: Send + Sync {
    /// An answer leaves, this long after its request's head came. A body that is streamed is still to be made.
    fn saw(&self, request: &Request, answer: &Answer, took: Duration);
}

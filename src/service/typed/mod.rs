//! Typed handlers: from a request DTO's value to a Rust struct and back, by serde.
//!
//! Guid, DateTime and Decimal cross as `uuid::Uuid`, `chrono::DateTime<Utc>` and `rust_decimal::Decimal`: their serde
//! texts are read and written here by the contract's type, so that a handler never sees a notation of the wire.

mod error;
mod from_value;
mod to_value;

use std::future::Future;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::ShapeError;
pub use from_value::from_value;
pub use to_value::to_value;

use super::{Context, Reply, Service, ServiceError, ServiceFuture};
use crate::value::{Object, Value};

/// A handler with its request and answer types.
pub(super) struct TypedService<Q, A, F> {
    handler: F,
    types: PhantomData<fn(Q) -> A>,
}

impl<Q, A, F> TypedService<Q, A, F> {
    pub(super) fn new(handler: F) -> Self {
        Self { handler, types: PhantomData }
    }
}

impl<Q, A, F, Fut> Service for TypedService<Q, A, F>
where
    Q: DeserializeOwned + Send + 'static,
    A: Serialize + Send + 'static,
    F: Fn(Q, Context) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
{
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let request = from_value::<Q>(Value::Object(request), &context.contract, context.zone);
        match request {
            Ok(request) => {
                let answer = (self.handler)(request, context.clone());
                Box::pin(async move { written(&answer.await?, &context) })
            }
            Err(shape) => Box::pin(async move { Err(misfit(&shape)) }),
        }
    }
}

fn written<A: Serialize>(answer: &A, context: &Context) -> Result<Reply, ServiceError> {
    let Some(response) = &context.operation().response else { return Ok(Reply::default()) };
    to_value(answer, response, &context.contract).map(Reply::value).map_err(|shape| misfit(&shape))
}

/// The Rust struct and the contract do not fit: the emulator's fault, not the client's.
fn misfit(shape: &ShapeError) -> ServiceError {
    tracing::error!(%shape, "a handler's type does not fit the contract");
    ServiceError::exception("InvalidCastException", "Specified cast is not valid.")
}

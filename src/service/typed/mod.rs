//! Typed handlers: from a request DTO's value to a Rust struct and back, by serde.
//!
//! Guid, DateTime and Decimal cross as `uuid::Uuid`, `chrono::DateTime<Utc>` and
//! `rust_decimal::Decimal`: what their serde gives, a Guid's bytes and the texts of the others, is
//! read and written here by the contract's type, so that a handler never sees a notation of the
//! wire. A DateTime also crosses as [`Ticks`].

mod error;
mod from_value;
mod ticks;
mod to_value;

use std::future::Future;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::ShapeError;
pub use from_value::from_value;
pub use ticks::Ticks;
pub use to_value::to_value;

use super::{Context, Reply, Service, ServiceError, ServiceFuture};
use crate::contract::TypeRef;
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
    A: IntoReply + Send + 'static,
    F: Fn(Q, Context) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
{
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        match context.request::<Q>(request) {
            Ok(request) => {
                let answer = (self.handler)(request, context.clone());
                Box::pin(async move { answer.await?.into_reply(&context) })
            }
            Err(misfit) => Box::pin(async move { Err(misfit) }),
        }
    }
}

/// What a typed handler may give back: anything that fits the operation's response type, or a
/// [`Reply`] when it chooses status, headers or body itself.
pub trait IntoReply {
    /// The reply to send.
    ///
    /// # Errors
    /// When the answer does not fit the response type.
    fn into_reply(self, context: &Context) -> Result<Reply, ServiceError>;
}

impl<A: Serialize> IntoReply for A {
    fn into_reply(self, context: &Context) -> Result<Reply, ServiceError> {
        context.reply(&self)
    }
}

impl IntoReply for Reply {
    fn into_reply(self, _context: &Context) -> Result<Reply, ServiceError> {
        Ok(self)
    }
}

impl Context {
    /// The request as a Rust struct.
    ///
    /// # Errors
    /// When the struct does not fit the request DTO.
    pub fn request<Q: DeserializeOwned>(&self, request: Object) -> Result<Q, ServiceError> {
        from_value(Value::Object(request), &self.contract, self.zone)
            .map_err(|shape| misfit(&shape))
    }

    /// An answer of the operation's response type, to be given a status or headers; nothing for a
    /// void operation.
    ///
    /// # Errors
    /// When the answer does not fit the response type.
    pub fn reply<A: Serialize + ?Sized>(&self, answer: &A) -> Result<Reply, ServiceError> {
        let Some(response) = &self.operation().response else { return Ok(Reply::default()) };
        to_value(answer, response, &self.contract).map(Reply::value).map_err(|shape| misfit(&shape))
    }
}

impl Context {
    /// A part of an answer, of this type.
    pub(super) fn value_of<A: Serialize>(
        &self,
        part: &A,
        ty: &TypeRef,
    ) -> Result<Value, ServiceError> {
        to_value(part, ty, &self.contract).map_err(|shape| misfit(&shape))
    }
}

/// The Rust struct and the contract do not fit: the emulator's fault, not the client's.
fn misfit(shape: &ShapeError) -> ServiceError {
    tracing::error!(%shape, "a handler's type does not fit the contract");
    ServiceError::exception("InvalidCastException", "Specified cast is not valid.")
}

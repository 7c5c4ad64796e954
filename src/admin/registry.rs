//! Handlers that are given the server beside their request.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{Admin, AdminCall};
use crate::service::typed::IntoReply;
use crate::service::{
    Context, Incoming, RequestPart, Service, ServiceError, ServiceFuture, Services,
};
use crate::value::Object;

/// Registers a handler.
pub fn handle<Q, A, F, Fut>(
    services: &mut Services,
    admin: &Arc<Admin>,
    operation: &str,
    handler: F,
) where
    Q: DeserializeOwned + Send + 'static,
    A: IntoReply + Send + 'static,
    F: Fn(Q, AdminCall) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
{
    let (admin, types) = (admin.clone(), PhantomData::<fn(Q) -> A>);
    services.serve(operation, Handler { admin, handler, types });
}

struct Handler<Q, A, F> {
    admin: Arc<Admin>,
    handler: F,
    types: PhantomData<fn(Q) -> A>,
}

impl<Q, A, F, Fut> Handler<Q, A, F>
where
    Q: DeserializeOwned + Send + 'static,
    A: IntoReply + Send + 'static,
    F: Fn(Q, AdminCall) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
{
    fn answer(&self, request: Object, call: AdminCall) -> ServiceFuture {
        let context = call.context.clone();
        match context.request::<Q>(request) {
            Ok(request) => {
                let answer = (self.handler)(request, call);
                Box::pin(async move { answer.await?.into_reply(&context) })
            }
            Err(misfit) => Box::pin(async move { Err(misfit) }),
        }
    }
}

impl<Q, A, F, Fut> Service for Handler<Q, A, F>
where
    Q: DeserializeOwned + Send + 'static,
    A: IntoReply + Send + 'static,
    F: Fn(Q, AdminCall) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<A, ServiceError>> + Send + 'static,
{
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let (admin, content_type) = (self.admin.clone(), String::new());
        let (query, body) = (Vec::new(), Vec::new());
        self.answer(request, AdminCall { admin, context, query, content_type, body })
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let Incoming { request, context, view } = incoming;
        let content_type = view.header("content-type").unwrap_or_default().to_owned();
        let (query, body) = (view.all(RequestPart::Query), view.body().to_vec());
        let admin = self.admin.clone();
        self.answer(request, AdminCall { admin, context, query, content_type, body })
    }
}

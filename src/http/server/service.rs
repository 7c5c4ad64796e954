//! What answers the requests of one listener: actix's service, without its routes, of which the sites have their own.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use actix_http::{Request as Incoming, Response};
use actix_web::body::BoxBody;
use actix_web::dev::{AppConfig, Service, ServiceFactory, always_ready};
use futures_util::future::LocalBoxFuture;

use super::{Shared, body, incoming, response};

/// Makes a service for each worker and listener.
pub struct Factory(pub Arc<Shared>);

impl ServiceFactory<Incoming> for Factory {
    type Response = Response<BoxBody>;
    type Error = Infallible;
    type Config = AppConfig;
    type Service = Handler;
    type InitError = Infallible;
    type Future = Ready<Result<Handler, Infallible>>;

    fn new_service(&self, listener: AppConfig) -> Self::Future {
        let entrance = Entrance {
            address: listener.local_addr(),
            scheme: if listener.secure() { "https" } else { "http" },
        };
        ready(Ok(Handler(Rc::new((Arc::clone(&self.0), entrance)))))
    }
}

/// A listener as its requests see it.
pub struct Entrance {
    pub address: SocketAddr,
    /// `http` or `https`.
    pub scheme: &'static str,
}

/// Answers the requests of one listener on one thread.
pub struct Handler(Rc<(Arc<Shared>, Entrance)>);

impl Service<Incoming> for Handler {
    type Response = Response<BoxBody>;
    type Error = Infallible;
    type Future = LocalBoxFuture<'static, Result<Response<BoxBody>, Infallible>>;

    always_ready!();

    fn call(&self, incoming: Incoming) -> Self::Future {
        let behind = Rc::clone(&self.0);
        Box::pin(async move {
            let (shared, entrance) = &*behind;
            Ok(handle(incoming, shared, entrance).await)
        })
    }
}

async fn handle(mut incoming: Incoming, shared: &Shared, entrance: &Entrance) -> Response<BoxBody> {
    let started = Instant::now();
    let number = shared.next_id.fetch_add(1, Ordering::Relaxed);
    let (bytes, refusal) = match body::read(&mut incoming, &shared.limits).await {
        Ok(bytes) => (bytes, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    let mut request = incoming::read(&incoming, bytes, number, entrance);
    let site = shared.sites.enter(&mut request);
    let answer = match refusal {
        None => site.answer(&request).await,
        Some(refusal) => refusal.answer(site, &request),
    };
    let took = started.elapsed();
    shared.witnesses.iter().for_each(|witness| witness.saw(&request, &answer, took));
    response::written(answer)
}

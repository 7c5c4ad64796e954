//! Auto-batches: several requests of one operation in one call, `POST /json/reply/Hello[]` (spec 03 section 5.4).

use std::sync::Arc;

use super::error::Refusal;
use super::reply::Outcome;
use super::route::Call;
use super::session::SessionCookies;
use super::{Host, Request, authenticate, behave, bind, validate};
use crate::service::Caller;
use crate::value::{Object, Value};

/// Performs the requests in order and stops at the first that is refused.
pub async fn perform(
    host: &Host,
    request: &Request,
    call: &Call<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Outcome, Refusal> {
    let bound = bind::bind_batch(host, request, call)?;
    let caller = authenticate::authenticate(host, request, call.operation, cookies).await?;
    let mut answers = Vec::with_capacity(bound.len());
    for (index, object) in bound.into_iter().enumerate() {
        let answer = perform_item(host, request, call, object, caller.clone()).await;
        answers.push(answer.map_err(|refusal| Refusal::InBatch { index, refusal: Box::new(refusal) })?);
    }
    Ok(Outcome::Batch(answers))
}

async fn perform_item(
    host: &Host,
    request: &Request,
    call: &Call<'_>,
    object: Object,
    caller: Option<Arc<Caller>>,
) -> Result<Value, Refusal> {
    validate::validate(host, call, &object)?;
    let outcome = behave::behave(host, call, object, caller, request.verb.clone()).await?;
    outcome.whole().await.map(Outcome::into_value)
}

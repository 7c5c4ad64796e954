//! Auto-batches: several requests of one operation in one call, `POST /json/reply/Hello[]` (spec 03 section 5.4).

use super::authenticate::Access;
use super::error::Refusal;
use super::reply::Outcome;
use super::route::Call;
use super::session::SessionCookies;
use super::{Host, Request, authenticate, behave, bind, validate};
use crate::value::{Object, Value};

/// Performs the requests in order and stops at the first that is refused.
pub async fn perform(
    host: &Host,
    request: &Request,
    call: &Call<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Outcome, Refusal> {
    let bound = bind::bind_batch(host, request, call)?;
    if bound.is_empty() {
        // No request, nobody to authenticate (recorded).
        return Ok(Outcome::Batch(Vec::new()));
    }
    let access = authenticate::authenticate(host, request, call.operation, cookies).await?;
    let requests = validated(host, call, bound)?;
    behave::has_method(call.operation, &request.verb)?;
    let mut answers = Vec::with_capacity(requests.len());
    for (index, object) in requests.into_iter().enumerate() {
        let answer = perform_item(host, request, call, object, access.clone()).await;
        answers.push(answer.map_err(|refusal| Refusal::InBatch { index, refusal: Box::new(refusal) })?);
    }
    Ok(Outcome::Batch(answers))
}

/// The requests, when all of them keep the rules: the filters see all before the service sees one (recorded).
fn validated(host: &Host, call: &Call<'_>, bound: Vec<Option<Object>>) -> Result<Vec<Object>, Refusal> {
    let check = |(index, object): (usize, Option<Object>)| {
        let object = object.ok_or(Refusal::NullInBatch { index })?;
        let broken = |refusal| Refusal::InBatch { index, refusal: Box::new(refusal) };
        validate::validate(host, call, &object).map_err(broken)?;
        Ok(object)
    };
    bound.into_iter().enumerate().map(check).collect()
}

async fn perform_item(
    host: &Host,
    request: &Request,
    call: &Call<'_>,
    object: Object,
    access: Access,
) -> Result<Value, Refusal> {
    let outcome = behave::behave(host, call, object, access, request.verb.clone()).await?;
    outcome.whole().await.map(Outcome::into_value)
}

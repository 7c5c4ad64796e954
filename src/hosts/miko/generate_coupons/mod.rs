//! `POST /restapi/v1/generate.coupons`: makes coupons and returns their codes.
//!
//! The codes of a call are drawn from a stream of their own, a branch of the tenant's chance. So
//! they need not be kept: the store's writer draws them once, and when all of them are durable the
//! answer draws them again.

mod answer;
mod codes;
mod request;
mod rules;
mod terms;

use std::collections::HashSet;

use super::Miko;
use super::answer::JSON;
use super::fields::read_body;
use super::refusal::Refusal;
use crate::http::{Answer, Request};
use crate::store::{self, Addition, CouponKey, CouponState};
use crate::tenant::{Purpose, Tenant};
use codes::Codes;
use request::RawRequest;
use rules::GenerateCoupons;
pub use terms::Generated;

/// Coupons that are durable: what their codes are drawn from, and which of those existed before.
struct Stored {
    branch: [u8; 32],
    omitted: HashSet<String>,
}

/// All codes are durable before the first is returned.
pub async fn answer(miko: &Miko, tenant: &Tenant, request: &Request) -> Result<Answer, Refusal> {
    let body = read_body(request)?;
    let request = RawRequest::read(&body, &miko.settings)?;
    let request = rules::checked(request, &miko.settings, &miko.directory)?;
    let prefix = format!("{}UPD-", miko.settings.vendor.as_str());
    let Stored { branch, omitted } = add(miko, tenant, &request, &prefix).await?;
    let codes = Codes::of(branch).map(move |tail| format!("{prefix}{tail}"));
    let new = codes.filter(move |code| !omitted.contains(code)).take(request.count);
    Ok(Answer::of(200, JSON, answer::array(new, request.count)))
}

/// Adds the coupons: the branch that their codes are drawn from, and those of its codes that
/// existed before.
///
/// One addition adds them all or none. Only if a code of the branch exists, which never happens by
/// chance alone, a second one makes up for it.
async fn add(
    miko: &Miko,
    tenant: &Tenant,
    request: &GenerateCoupons,
    prefix: &str,
) -> Result<Stored, Refusal> {
    let branch = new_branch(tenant, prefix).await?;
    let terms = request.terms(&miko.settings)?;
    let mut stored = Stored { branch, omitted: HashSet::new() };
    let mut drawn = 0;
    while drawn < request.count + stored.omitted.len() {
        let missing = request.count + stored.omitted.len() - drawn;
        let codes = store::Codes::list(Codes::of(branch).skip(drawn).take(missing));
        let (prefix, terms) = (prefix.to_owned(), terms.clone());
        let added = tenant
            .coupons()
            .add(Addition { prefix, codes, terms, state: CouponState::default() })
            .await?;
        drawn += missing;
        stored.omitted.extend(added.omitted);
    }
    Ok(stored)
}

/// An emulator that starts again with the same seed and an old store draws the same branches again:
/// those are passed over, as their first code shows.
async fn new_branch(tenant: &Tenant, prefix: &str) -> Result<[u8; 32], Refusal> {
    loop {
        let branch = tenant.chance(Purpose::Code).bytes();
        let first: String =
            Codes::of(branch).take(1).map(|tail| format!("{prefix}{tail}")).collect();
        if tenant.coupons().get(CouponKey::Code(first)).await?.is_none() {
            return Ok(branch);
        }
    }
}

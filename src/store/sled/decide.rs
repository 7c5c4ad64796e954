//! The fate of one coupon: activating, spending, voiding. Called by the writer alone.

use super::book::Book;
use super::candidate::candidate;
use super::trouble::Trouble;
use super::why::why_none;
use crate::store::{Activate, Activation, Change, CouponId, CouponKey, Life, MAX_CODE, Refusal, Spend};

/// Activates one coupon.
pub(super) fn activate(book: &mut Book<'_>, request: &Activate) -> Result<Activation, Trouble> {
    if let Some(id) = book.activated_with(request.activate_id)? {
        return replay(book, request, id);
    }
    let Activate { coupon_type, prefix, at, .. } = request;
    if prefix.len() > MAX_CODE {
        return Ok(Activation::NoneLeft(Default::default()));
    }
    let Some(id) = candidate(book, *coupon_type, prefix, *at)? else {
        return Ok(Activation::NoneLeft(why_none(book, *coupon_type, prefix, *at)?));
    };
    book.enter_asked(request.activate_id, id);
    let member = book.member(id)?;
    let life = member.life.activated(request);
    Ok(Activation::Activated(book.change(member, &life)?))
}

fn replay(book: &Book<'_>, request: &Activate, id: CouponId) -> Result<Activation, Trouble> {
    let member = book.member(id)?;
    let coupon_type = member.series.terms.coupon_type;
    let prefix = member.life.activate_prefix.as_deref().unwrap_or_default();
    if (coupon_type, prefix) != (request.coupon_type, request.prefix.as_str()) {
        return Ok(Activation::Conflict { coupon_type, prefix: prefix.to_owned() });
    }
    Ok(Activation::Replayed(book.coupon(member)?))
}

/// Spends an activated coupon.
pub(super) fn spend(book: &mut Book<'_>, request: &Spend) -> Result<Change, Trouble> {
    let Some(id) = book.id(&request.coupon)? else { return Ok(Change::NoSuchCoupon) };
    let member = book.member(id)?;
    if member.life.spend_id == Some(request.spend_id) {
        return Ok(Change::Replayed(book.coupon(member)?));
    }
    if let Some(refusal) = member.life.refuses_spending(member.series.terms.expired(request.at)) {
        return Ok(Change::Refused(refusal));
    }
    let life = member.life.spent(request);
    Ok(Change::Done(book.change(member, &life)?))
}

/// Ends a coupon that is not used.
pub(super) fn void(book: &mut Book<'_>, name: &CouponKey) -> Result<Change, Trouble> {
    let Some(id) = book.id(name)? else { return Ok(Change::NoSuchCoupon) };
    let member = book.member(id)?;
    if member.life.voided {
        return Ok(Change::Replayed(book.coupon(member)?));
    }
    if member.life.used {
        return Ok(Change::Refused(Refusal::Used));
    }
    let life = Life { voided: true, ..member.life.clone() };
    Ok(Change::Done(book.change(member, &life)?))
}

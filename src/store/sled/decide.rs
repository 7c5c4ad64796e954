//! The fate of one coupon: activating, spending, voiding. Called by the writer alone.

use std::mem;

use super::book::Book;
use super::candidate::candidate;
use super::trouble::Trouble;
use super::why::why_none;
use crate::store::{Activate, Activation, Change, CouponId, CouponKey, Life, MAX_CODE, Refusal, Spend};

/// Activates one coupon.
pub(super) fn activate(book: &mut Book<'_>, mut request: Activate) -> Result<Activation, Trouble> {
    let asked = book.asked.print(request.activate_id);
    if let Some(id) = book.activated_with(asked)? {
        return replay(book, &request, id);
    }
    let Activate { coupon_type, prefix, at, .. } = &request;
    if prefix.len() > MAX_CODE {
        return Ok(Activation::NoneLeft(Default::default()));
    }
    let Some(id) = candidate(book, *coupon_type, prefix, *at)? else {
        return Ok(Activation::NoneLeft(why_none(book, *coupon_type, prefix, *at)?));
    };
    book.enter_asked(asked, id);
    let member = book.member_at_hand(id)?;
    // The wanted text itself, not a copy of it.
    let activate_prefix = Some(mem::take(&mut request.prefix));
    let life = Life { activate_prefix, ..member.life.activated(&request) };
    Ok(Activation::Activated(book.change(member, life)?))
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
    let member = book.member_at_hand(id)?;
    if member.life.spend_id == Some(request.spend_id) {
        return Ok(Change::Replayed(book.coupon(member)?));
    }
    if let Some(refusal) = member.life.refuses_spending(member.series.terms.expired(request.at)) {
        return Ok(Change::Refused(refusal));
    }
    let life = member.life.spent(request);
    Ok(Change::Done(book.change(member, life)?))
}

/// Ends a coupon that is not used.
pub(super) fn void(book: &mut Book<'_>, name: &CouponKey) -> Result<Change, Trouble> {
    let Some(id) = book.id(name)? else { return Ok(Change::NoSuchCoupon) };
    let member = book.member_at_hand(id)?;
    if member.life.voided {
        return Ok(Change::Replayed(book.coupon(member)?));
    }
    if member.life.used {
        return Ok(Change::Refused(Refusal::Used));
    }
    let life = Life { voided: true, ..member.life.clone() };
    Ok(Change::Done(book.change(member, life)?))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDateTime};
    use proptest::prelude::*;
    use proptest::sample::Index;
    use uuid::Uuid;

    use super::*;
    use crate::store::sled::add::Adding;
    use crate::store::sled::asked::Asked;
    use crate::store::sled::draft::Draft;
    use crate::store::sled::key::Keys;
    use crate::store::sled::memo::Memo;
    use crate::store::sled::promise::Reply;
    use crate::store::sled::read;
    use crate::store::sled::table::Table;
    use crate::store::sled::task::{Step, Task};
    use crate::store::{Addition, Terms};

    const COUPONS: CouponId = 3 * 12;

    fn at(seconds: i64) -> NaiveDateTime {
        DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
    }

    /// A series whose codes ascend, one within whose codes some are wanted, one whose codes do not ascend.
    fn additions() -> [Addition; 3] {
        let numbers = |prefix: &str, step: u32| {
            let tails = Box::new((0..12).map(move |number| format!("{:03}", number * step % 13)));
            Addition { prefix: prefix.into(), tails, terms: Terms::new(1, at(9)), life: Life::default() }
        };
        [numbers("A", 1), numbers("AB", 1), numbers("AC", 7)]
    }

    #[derive(Debug, Clone)]
    enum Op {
        Activate(&'static str, u128),
        Spend(CouponId, u128),
        Void(CouponId),
        Count,
    }

    fn any_op() -> impl Strategy<Value = Op> {
        let wanted = prop::sample::select(vec!["A", "A", "A0", "AB", "AB01", "AC0", "AC", "AC007"]);
        prop_oneof![
            5 => (wanted, 0..200_u128).prop_map(|(wanted, id)| Op::Activate(wanted, id)),
            2 => (1..=COUPONS, 0..50_u128).prop_map(|(id, spend_id)| Op::Spend(id, spend_id)),
            1 => (1..=COUPONS).prop_map(Op::Void),
            1 => Just(Op::Count),
        ]
    }

    fn decide(book: &mut Book<'_>, op: &Op) -> String {
        match *op {
            Op::Activate(prefix, id) => {
                let (prefix, activate_id) = (prefix.to_owned(), Uuid::from_u128(id));
                let request = Activate { coupon_type: 1, prefix, activate_id, at: at(1), receipt: None };
                format!("{:?}", activate(book, request).unwrap())
            }
            Op::Spend(id, spend_id) => {
                let (coupon, spend_id) = (CouponKey::Id(id), Uuid::from_u128(spend_id));
                format!("{:?}", spend(book, &Spend { coupon, spend_id, at: at(2), receipt: None }).unwrap())
            }
            Op::Count => format!("{:?}", read::count(book, at(1)).unwrap()),
            Op::Void(id) => format!("{:?}", void(book, &CouponKey::Id(id)).unwrap()),
        }
    }

    /// A store without a writer: its rows, and what it goes on with from batch to batch.
    struct Store {
        table: Table,
        asked: Asked,
        memo: Memo,
        last_id: CouponId,
    }

    impl Store {
        fn with_coupons() -> Self {
            let db = ::sled::Config::new().temporary(true).open().unwrap();
            let table = Table::of(::sled::Tree::clone(&db));
            let mut store = Store { table, asked: Asked::with([7; 16]), memo: Memo::default(), last_id: 0 };
            for addition in additions() {
                store.batch(|book| {
                    let step = Adding::new(addition, Reply::channel().0).step(book, 1_000).unwrap();
                    assert!(matches!(step, Step::Answer(_)));
                    book.forget();
                });
            }
            assert_eq!(store.last_id, COUPONS);
            store
        }

        fn batch<T>(&mut self, changes: impl FnOnce(&mut Book<'_>) -> T) -> T {
            let (keys, draft) = (Keys { generation: 1 }, Draft::over(&self.table));
            let (memo, asked) = (mem::take(&mut self.memo), mem::take(&mut self.asked));
            let mut book = Book { draft, keys, last_id: self.last_id, kept: None, memo, asked, known: None };
            let told = changes(&mut book);
            book.write_held();
            let Book { draft, memo, asked, last_id, .. } = book;
            self.table.apply(draft.into_writes()).unwrap();
            (self.memo, self.asked, self.last_id) = (memo, asked, last_id);
            told
        }

        fn rows(&self) -> Vec<::sled::Result<(::sled::IVec, ::sled::IVec)>> {
            self.table.rows(vec![0]..vec![0xFF]).collect()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn changes_that_share_a_batch_are_as_if_each_had_its_own(
            ops in prop::collection::vec(any_op(), 1..150),
            ends in prop::collection::vec(any::<Index>(), 0..6),
        ) {
            let (mut alone, mut shared) = (Store::with_coupons(), Store::with_coupons());
            let one_by_one: Vec<_> = ops
                .iter()
                .map(|op| {
                    // Nothing is remembered.
                    alone.memo = Memo::default();
                    alone.batch(|book| decide(book, op))
                })
                .collect();
            let mut ends: Vec<_> = ends.iter().map(|end| end.index(ops.len())).chain([0, ops.len()]).collect();
            ends.sort();
            let mut together = Vec::new();
            for batch in ends.windows(2).map(|ends| &ops[ends[0]..ends[1]]) {
                together.extend(shared.batch(|book| batch.iter().map(|op| decide(book, op)).collect::<Vec<_>>()));
            }
            prop_assert_eq!(one_by_one, together);
            let rows = |store: &Store| store.rows().into_iter().collect::<Result<Vec<_>, _>>().unwrap();
            prop_assert_eq!(rows(&alone), rows(&shared));
        }
    }
}

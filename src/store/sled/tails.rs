//! The codes of consecutive coupons, without the prefix of their series, as one row. They never change once the
//! coupons exist, so they need not be rows of their own; half the rows make twice the speed of adding.

use std::cmp::Ordering;

use ::sled::IVec;

use super::record::Unreadable;
use crate::store::{CouponId, MAX_CODE};

/// Most tails in a row. With the longest codes a row stays below 64 KiB.
pub(super) const MOST: usize = 64;

const _: () = assert!(MAX_CODE <= u16::MAX as usize && MOST * (MAX_CODE + 2) < 64 * 1024);

/// A row being filled.
#[derive(Default)]
pub(super) struct Tails {
    first: CouponId,
    count: usize,
    bytes: Vec<u8>,
}

impl Tails {
    /// Adds the tail of the coupon that comes next.
    pub(super) fn push(&mut self, id: CouponId, tail: &str) {
        if self.count == 0 {
            self.first = id;
        }
        // The length fits: a code is never longer than MAX_CODE.
        self.bytes.extend_from_slice(&(tail.len() as u16).to_be_bytes());
        self.bytes.extend_from_slice(tail.as_bytes());
        self.count += 1;
    }

    /// The Id of the first.
    pub(super) fn first(&self) -> CouponId {
        self.first
    }

    /// Those in it so far.
    pub(super) fn iter(&self) -> impl Iterator<Item = Result<&str, Unreadable>> {
        iter(&self.bytes)
    }

    pub(super) fn is_full(&self) -> bool {
        self.count == MOST
    }

    /// Empties the row: its first Id and its bytes, if there is anything in it.
    pub(super) fn take(&mut self) -> Option<(CouponId, Vec<u8>)> {
        let Tails { first, count, bytes } = std::mem::take(self);
        (count > 0).then_some((first, bytes))
    }
}

/// The tails of a row, in the order of Ids.
pub(super) fn iter(mut bytes: &[u8]) -> impl Iterator<Item = Result<&str, Unreadable>> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let tail = split(&mut bytes);
        if tail.is_err() {
            bytes = &[];
        }
        Some(tail)
    })
}

/// A row, and where in it a tail was looked for last: the one that is wanted next is nearly always the next one.
pub(super) struct Cursor {
    row: IVec,
    first: CouponId,
    /// The coupon whose tail is where this one is.
    id: CouponId,
    at: usize,
}

impl Cursor {
    /// At the beginning of a row that begins with the coupon `first`.
    pub(super) fn over(first: CouponId, row: IVec) -> Self {
        Cursor { row, first, id: first, at: 0 }
    }

    /// The tail of one coupon, if it is in the row.
    pub(super) fn tail(&mut self, id: CouponId) -> Option<Result<&str, Unreadable>> {
        if id < self.id {
            (self.id, self.at) = (self.first, 0);
        }
        let mut rest = self.row.get(self.at..).filter(|_| id >= self.id)?;
        for _ in self.id..id {
            // After the last one there is nothing, and neither there is after damage.
            cut(&mut rest).ok()?;
        }
        (self.id, self.at) = (id, self.row.len() - rest.len());
        (!rest.is_empty()).then(|| split(&mut rest))
    }
}

/// How far from the first one a tail is.
pub(super) fn position(mut row: &[u8], tail: &str) -> Result<Option<CouponId>, Unreadable> {
    for at in 0.. {
        if row.is_empty() {
            break;
        }
        if cut(&mut row)? == tail.as_bytes() {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The length of the tails of a row, if all are equally long.
pub(super) fn width(mut row: &[u8]) -> Option<usize> {
    let width = cut(&mut row).ok()?.len();
    while !row.is_empty() {
        cut(&mut row).ok().filter(|tail| tail.len() == width)?;
    }
    Some(width)
}

/// The same as [`position`] for a row of ascending tails of this length.
pub(super) fn bisect(row: &[u8], width: usize, tail: &str) -> Option<CouponId> {
    let each = width + 2;
    let (mut low, mut high) = (0, row.len() / each);
    while low < high {
        let middle = low + (high - low) / 2;
        match row[middle * each + 2..(middle + 1) * each].cmp(tail.as_bytes()) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return CouponId::try_from(middle).ok(),
            Ordering::Greater => high = middle,
        }
    }
    None
}

fn split<'a>(bytes: &mut &'a [u8]) -> Result<&'a str, Unreadable> {
    std::str::from_utf8(cut(bytes)?).map_err(|_| Unreadable)
}

fn cut<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], Unreadable> {
    let (length, rest) = bytes.split_first_chunk::<2>().ok_or(Unreadable)?;
    let (tail, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Unreadable)?;
    *bytes = rest;
    Ok(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_come_back_in_order() {
        let mut tails = Tails::default();
        assert!(tails.take().is_none());
        let given = ["", "a", "ქართული"];
        given.iter().zip(7..).for_each(|(tail, id)| tails.push(id, tail));
        let (first, bytes) = tails.take().unwrap();
        assert_eq!(first, 7);
        assert_eq!(iter(&bytes).collect::<Result<Vec<_>, _>>().unwrap(), given);
        assert!(tails.take().is_none(), "it is empty again");
        let mut cursor = Cursor::over(7, bytes.as_slice().into());
        for ((id, at), tail) in (7..).zip(0..).zip(given) {
            assert_eq!(cursor.tail(id).unwrap().unwrap(), tail);
            assert_eq!(position(&bytes, tail).unwrap(), Some(at));
        }
        // In any order, also after what is not there.
        for id in [9, 8, 8, 10, 7, 9, 6, 7, 11, 9, CouponId::MAX, 8, CouponId::MIN, 9] {
            let tail = cursor.tail(id).map(Result::unwrap);
            assert_eq!(
                tail,
                usize::try_from(i64::from(id) - 7).ok().and_then(|at| given.get(at).copied()),
                "{id}"
            );
        }
        assert_eq!(position(&bytes, "b").unwrap(), None);
    }

    #[test]
    fn equally_long_ones_are_bisected() {
        for count in [1, 2, 3, 63, 64] {
            let mut tails = Tails::default();
            (0..count).for_each(|number| tails.push(number + 1, &format!("{:03}", number * 2 + 1)));
            let (_, row) = tails.take().unwrap();
            assert_eq!(width(&row), Some(3));
            for number in 0..=2 * count {
                let tail = format!("{number:03}");
                assert_eq!(bisect(&row, 3, &tail), position(&row, &tail).unwrap(), "{tail} of {count}");
            }
            assert_eq!(
                (bisect(&row, 3, "00"), bisect(&row, 3, "0011"), bisect(&row, 3, "")),
                (None, None, None)
            );
        }
        assert_eq!(width(&[0, 1, b'a', 0, 2, b'b', b'c']), None);
        assert_eq!(width(&[0, 1, b'a', 0]), None);
    }

    #[test]
    fn damage_ends_them() {
        for bytes in [&[0][..], &[0, 5, b'a'], &[0, 1, 0xFF], &[0xFF, 0xFF]] {
            assert!(iter(bytes).any(|tail| tail.is_err()) && iter(bytes).count() == 1);
            assert!(Cursor::over(1, bytes.into()).tail(1).is_some_and(|tail| tail.is_err()));
        }
        for bytes in [&[0][..], &[0, 5, b'a'], &[0xFF, 0xFF]] {
            assert!(position(bytes, "a").is_err() && Cursor::over(1, bytes.into()).tail(2).is_none());
        }
    }
}

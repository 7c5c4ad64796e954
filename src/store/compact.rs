//! How the members of a coupon become bytes where serde alone would make texts of them: instants as
//! ticks, decimals as their sixteen bytes.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ticks::{from_ticks, to_ticks};

/// A member that is kept as another type.
pub(super) trait Compact: Sized + Copy {
    type Kept: Serialize + for<'a> Deserialize<'a>;

    fn keep(self) -> Self::Kept;
    fn read(kept: Self::Kept) -> Option<Self>;
}

impl Compact for NaiveDateTime {
    type Kept = i64;

    fn keep(self) -> i64 {
        to_ticks(self)
    }

    fn read(ticks: i64) -> Option<Self> {
        from_ticks(ticks)
    }
}

impl Compact for Decimal {
    type Kept = [u8; 16];

    fn keep(self) -> [u8; 16] {
        self.serialize()
    }

    fn read(bytes: [u8; 16]) -> Option<Self> {
        Some(Decimal::deserialize(bytes))
    }
}

impl<T: Compact> Compact for Option<T> {
    type Kept = Option<T::Kept>;

    fn keep(self) -> Self::Kept {
        self.map(T::keep)
    }

    fn read(kept: Self::Kept) -> Option<Self> {
        kept.map_or(Some(None), |kept| T::read(kept).map(Some))
    }
}

pub(super) fn serialize<T: Compact, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    value.keep().serialize(to)
}

pub(super) fn deserialize<'a, T: Compact, D: Deserializer<'a>>(from: D) -> Result<T, D::Error> {
    T::read(T::Kept::deserialize(from)?).ok_or_else(|| D::Error::custom("no such instant"))
}

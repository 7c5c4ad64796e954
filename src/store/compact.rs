//! How the members of a coupon are written where serde alone would not do: as bytes, instants are
//! ticks and decimals their sixteen bytes; as text that people read, decimals keep their scale.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ticks::{from_ticks, to_ticks};

/// A member that is kept as another type.
pub(super) trait Compact: Sized + Copy {
    /// Among bytes.
    type Kept: Serialize + DeserializeOwned;
    /// In a text.
    type Shown: Serialize + DeserializeOwned;

    fn keep(self) -> Self::Kept;
    fn read(kept: Self::Kept) -> Option<Self>;
    fn show(self) -> Self::Shown;
    fn understand(shown: Self::Shown) -> Result<Self, String>;
}

impl Compact for NaiveDateTime {
    type Kept = i64;
    type Shown = Self;

    fn keep(self) -> i64 {
        to_ticks(self)
    }

    fn read(ticks: i64) -> Option<Self> {
        from_ticks(ticks)
    }

    fn show(self) -> Self {
        self
    }

    fn understand(shown: Self) -> Result<Self, String> {
        Ok(shown)
    }
}

impl Compact for Decimal {
    type Kept = [u8; 16];
    type Shown = String;

    fn keep(self) -> [u8; 16] {
        self.serialize()
    }

    fn read(bytes: [u8; 16]) -> Option<Self> {
        Some(Decimal::deserialize(bytes))
    }

    fn show(self) -> String {
        self.to_string()
    }

    fn understand(shown: String) -> Result<Self, String> {
        shown.parse().map_err(|_| format!("{shown} is no decimal number"))
    }
}

impl<T: Compact> Compact for Option<T> {
    type Kept = Option<T::Kept>;
    type Shown = Option<T::Shown>;

    fn keep(self) -> Self::Kept {
        self.map(T::keep)
    }

    fn read(kept: Self::Kept) -> Option<Self> {
        kept.map_or(Some(None), |kept| T::read(kept).map(Some))
    }

    fn show(self) -> Self::Shown {
        self.map(T::show)
    }

    fn understand(shown: Self::Shown) -> Result<Self, String> {
        shown.map(T::understand).transpose()
    }
}

pub(super) fn serialize<T: Compact, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() { value.show().serialize(to) } else { value.keep().serialize(to) }
}

pub(super) fn deserialize<'a, T: Compact, D: Deserializer<'a>>(from: D) -> Result<T, D::Error> {
    if from.is_human_readable() {
        return T::understand(T::Shown::deserialize(from)?).map_err(D::Error::custom);
    }
    T::read(T::Kept::deserialize(from)?).ok_or_else(|| D::Error::custom("no such instant"))
}

//! The values of the rows, and how they become bytes; those of series and lives are in [`stored`](super::stored). Field
//! order is part of the format: change it only with the format's number.
//!
//! sled moves values of 128 KiB and more to files of their own, which a batch does not cover. No value comes near: the
//! terms, the longest part of any, are bounded for all engines.

use std::sync::Arc;

use postcard::ser_flavors::Flavor;
use postcard::serialize_with_flavor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::store::{CouponId, Life, Terms};

/// Bytes that do not make sense.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("a row cannot be read")]
pub(super) struct Unreadable;

/// What every value can do.
pub(super) trait Record: Sized {
    fn append_to(&self, bytes: &mut Vec<u8>);
    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable>;

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(COMMON);
        self.append_to(&mut bytes);
        bytes
    }
}

/// Bytes that are enough for most values: without room to begin with, a life would make it grow four times.
const COMMON: usize = 64;

pub(super) fn encode<T: Serialize>(value: &T, bytes: &mut Vec<u8>) {
    serialize_with_flavor(value, Appended(bytes)).expect("memory takes what these plain structures hold");
}

/// Room that is there already. postcard has flavours for a vector of its own and for all that can be extended, which
/// begin with no room or take ten times as long for a byte.
struct Appended<'a>(&'a mut Vec<u8>);

impl Flavor for Appended<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_| Unreadable)
}

/// Coupons with consecutive Ids, one prefix and one kind of terms: those of one addition, or of several that continue
/// each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub(super) first_id: CouponId,
    pub(super) last_id: CouponId,
    pub(super) prefix: String,
    /// Whether codes ascend with Ids, so that the codes of a beginning are found by bisection.
    pub(super) sorted: bool,
    pub(super) terms: Arc<Terms>,
    /// The life all of them were made with.
    pub(super) life: Life,
}

/// How many coupons of a series are what; the rest is free or expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) voided: u32,
    pub(super) used: u32,
    pub(super) activated: u32,
}

impl Tally {
    /// The member that counts coupons with such a life; none counts the free ones.
    pub(super) fn of(&mut self, life: &Life) -> Option<&mut u32> {
        match life {
            Life { voided: true, .. } => Some(&mut self.voided),
            Life { used: true, .. } => Some(&mut self.used),
            life if !life.is_free() => Some(&mut self.activated),
            _ => None,
        }
    }
}

impl Record for Tally {
    fn append_to(&self, bytes: &mut Vec<u8>) {
        encode(self, bytes);
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        decode(bytes)
    }
}

impl Record for CouponId {
    fn append_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_be_bytes());
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        bytes.try_into().map(CouponId::from_be_bytes).map_err(|_| Unreadable)
    }
}

impl Record for String {
    fn append_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.as_bytes());
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        String::from_utf8(bytes.to_vec()).map_err(|_| Unreadable)
    }
}

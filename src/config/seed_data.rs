//! Seed data: the coupons that a store is begun with.

use std::borrow::Cow;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::Text;
use super::document::{self, DocumentError, Notation};

/// The emulator's own demo data.
const BUILT_IN: &str = include_str!("../../fixtures/seed-data/apex-erp.toml");

/// Where the coupons come from that a store is begun with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SeedSource {
    /// The emulator's own demo data.
    #[default]
    BuiltIn,
    /// A file of the user's.
    File(PathBuf),
    /// No coupons.
    None,
}

/// A document of seed data.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SeedData {
    /// Added in this order.
    pub coupons: Vec<CouponRange>,
}

/// One call of AddCoupons, its members in the words of a settings file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouponRange {
    /// `Type`.
    #[serde(rename = "type")]
    pub coupon_type: i32,
    /// `Prefix`.
    #[serde(default)]
    pub prefix: String,
    /// `Suffix`.
    #[serde(default)]
    pub suffix: String,
    /// `CodeFrom`.
    pub from: i64,
    /// `CodeTo`, which is made too.
    pub to: i64,
    /// `CodeLength`; 0 for numbers as they are.
    #[serde(default)]
    pub code_length: i32,
    /// `CodeFill`.
    #[serde(default = "zero")]
    pub code_fill: char,
    /// `CodeFillRight`.
    #[serde(default)]
    pub code_fill_right: bool,
    /// `ExpDate`.
    pub expires: Text<DateTime<Utc>>,
    /// `Data`: CouponData as JSV or JSON text.
    #[serde(default)]
    pub data: String,
    /// `Voided`.
    #[serde(default)]
    pub voided: bool,
    /// `Used`.
    #[serde(default)]
    pub used: bool,
    /// `Activate`.
    #[serde(default)]
    pub activate: bool,
    /// `CheckSumFrom`.
    #[serde(default)]
    pub check_sum_from: Option<Decimal>,
    /// `CheckSumTo`.
    #[serde(default)]
    pub check_sum_to: Option<Decimal>,
    /// `DiscountAmountLimit`.
    #[serde(default)]
    pub discount_amount_limit: Option<Decimal>,
    /// `DiscountSumLimit`.
    #[serde(default)]
    pub discount_sum_limit: Option<Decimal>,
    /// `SingleCouponPerCheck`.
    #[serde(default)]
    pub single_coupon_per_check: Option<i32>,
}

fn zero() -> char {
    '0'
}

impl SeedData {
    /// Reads the seed data that the settings chose.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML (or JSON, for a name in `.json`), or holds an
    /// unknown key or a bad value.
    pub fn read(source: &SeedSource) -> Result<Self, DocumentError> {
        match source {
            SeedSource::BuiltIn => {
                document::read_text("the built-in seed data", Notation::Toml, BUILT_IN)
            }
            SeedSource::File(path) => document::read_file(path),
            SeedSource::None => Ok(Self::default()),
        }
    }
}

impl SeedSource {
    /// How a sentence calls it.
    pub fn name(&self) -> Cow<'static, str> {
        match self {
            Self::BuiltIn => "the built-in seed data".into(),
            Self::File(path) => path.display().to_string().into(),
            Self::None => "no seed data".into(),
        }
    }
}

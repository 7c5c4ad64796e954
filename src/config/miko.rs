//! `[miko]`: MIKO's coupon API, served beside the host.

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Bounded, Secret, Text};
use MikoField::{CouponType, CouponsCount, DistributorGuid, Products};

/// One `[[miko.api_keys]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyLayer {
    /// `API_ID`.
    pub id: String,
    /// What API_HASH is made with.
    pub secret: Secret<8>,
}

/// The four letters that a vendor's codes begin with: `MIKO` in `MIKOUPD-…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct VendorLetters(String);

/// A field of a request to generate.coupons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the fields of the request, by their names there")]
pub enum MikoField {
    CouponType,
    CouponsCount,
    UseManyTimes,
    DistributorGuid,
    CrmInvoice,
    CrmInvoiceDate,
    Description,
    Products,
}

/// `[miko]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MikoSettings {
    /// Serve MIKO's coupon API at /restapi.
    #[default(true)]
    pub enabled: bool,
    /// What MIKO's API at /restapi knows: distributors, products, clients (TOML, or JSON in a file
    /// *.json); docs/miko.md shows every key.
    #[schemars(extend("format" = "path", "x-default" = "a built-in demo set"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// The four letters that codes begin with.
    #[schemars(with = "String")]
    #[default(VendorLetters("MIKO".to_owned()))]
    pub vendor: VendorLetters,
    /// CouponType of the generated coupons in the store.
    #[default(9001)]
    pub coupon_type: i32,
    /// Most coupons of one generate.coupons.
    #[default(Bounded::near(100_000))]
    pub coupons_per_call: Bounded<1, { i32::MAX as u64 }>,
    /// Fields that a request must have.
    #[schemars(with = "Vec<String>")]
    #[default(vec![CouponType, CouponsCount, DistributorGuid, Products])]
    pub required: Vec<MikoField>,
    /// Take `"1"` for 1 and 1 for `"1"`.
    pub loose_types: bool,
    /// TrialExtend needs `extenddays` and takes no `fixedexpire`.
    #[default(true)]
    pub trial_needs_days: bool,
    /// Answer Cyrillic letters as `\uXXXX`.
    pub escape_unicode: bool,
    /// How far API_TIME may be from the clock.
    #[default(Text(Duration::from_secs(300)))]
    pub clock_window: Text<Duration>,
    /// Status of a refused API_ID, API_TIME or API_HASH.
    #[default(Bounded::near(401))]
    pub refused_status: Bounded<400, 499>,
    /// The pairs of API_ID and secret that may call. Without any, everybody may.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_keys: Vec<ApiKeyLayer>,
}

impl VendorLetters {
    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for VendorLetters {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fits =
            text.len() == 4 && text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if fits {
            Ok(Self(text))
        } else {
            Err(format!("\"{text}\" is no vendor; one has four of A-Z and 0-9"))
        }
    }
}

impl MikoField {
    /// Its name in the request.
    pub fn name(self) -> &'static str {
        match self {
            Self::CouponType => "coupontype",
            Self::CouponsCount => "couponscount",
            Self::UseManyTimes => "usemanytimes",
            Self::DistributorGuid => "distributorguid",
            Self::CrmInvoice => "crminvoice",
            Self::CrmInvoiceDate => "crminvoicedate",
            Self::Description => "description",
            Self::Products => "products",
        }
    }
}

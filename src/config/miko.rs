//! `[miko]`: MIKO's coupon API, served beside the host.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::shown::show;
use super::{Bounded, Secret, Text};

/// `[miko]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MikoLayer {
    /// Serve it at all.
    pub enabled: Option<bool>,
    /// A file of distributors, products and clients.
    pub data: Option<PathBuf>,
    /// The letters that codes begin with.
    pub vendor: Option<VendorLetters>,
    /// CouponType of the generated coupons in the store.
    pub coupon_type: Option<i32>,
    /// Most coupons of one generate.coupons.
    pub coupons_per_call: Option<Bounded<1, { i32::MAX as u64 }>>,
    /// Fields that a request must have.
    pub required: Option<Vec<MikoField>>,
    /// Take `"1"` for 1 and 1 for `"1"`.
    pub loose_types: Option<bool>,
    /// TrialExtend needs `extenddays` and takes no `fixedexpire`.
    pub trial_needs_days: Option<bool>,
    /// Answer Cyrillic letters as `\uXXXX`.
    pub escape_unicode: Option<bool>,
    /// How far API_TIME may be from the clock.
    pub clock_window: Option<Text<Duration>>,
    /// Status of a refused API_ID, API_TIME or API_HASH.
    pub refused_status: Option<Bounded<400, 499>>,
    /// Who may call; nobody named lets everybody in.
    pub api_keys: Option<Vec<ApiKeyLayer>>,
}

/// One `[[miko.api_keys]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// MIKO's coupon API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MikoSettings {
    /// Serve it at all.
    pub enabled: bool,
    /// A file of distributors, products and clients; `None` is the built-in demo set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// The letters that codes begin with.
    pub vendor: VendorLetters,
    /// CouponType of the generated coupons in the store.
    pub coupon_type: i32,
    /// Most coupons of one generate.coupons.
    pub coupons_per_call: u64,
    /// Fields that a request must have.
    pub required: Vec<MikoField>,
    /// Take `"1"` for 1 and 1 for `"1"`.
    pub loose_types: bool,
    /// TrialExtend needs `extenddays` and takes no `fixedexpire`.
    pub trial_needs_days: bool,
    /// Answer Cyrillic letters as `\uXXXX`.
    pub escape_unicode: bool,
    /// How far API_TIME may be from the clock.
    #[serde(serialize_with = "show")]
    pub clock_window: Duration,
    /// Status of a refused API_ID, API_TIME or API_HASH.
    pub refused_status: u16,
    /// Who may call; nobody named lets everybody in.
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
        let fits = text.len() == 4 && text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
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

impl MikoLayer {
    /// Relative paths start at this directory.
    pub(super) fn within(self, directory: &Path) -> Self {
        Self { data: self.data.map(|path| directory.join(path)), ..self }
    }

    /// What this layer says, and beneath it what the other says.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            enabled: self.enabled.or(below.enabled),
            data: self.data.or(below.data),
            vendor: self.vendor.or(below.vendor),
            coupon_type: self.coupon_type.or(below.coupon_type),
            coupons_per_call: self.coupons_per_call.or(below.coupons_per_call),
            required: self.required.or(below.required),
            loose_types: self.loose_types.or(below.loose_types),
            trial_needs_days: self.trial_needs_days.or(below.trial_needs_days),
            escape_unicode: self.escape_unicode.or(below.escape_unicode),
            clock_window: self.clock_window.or(below.clock_window),
            refused_status: self.refused_status.or(below.refused_status),
            api_keys: self.api_keys.or(below.api_keys),
        }
    }
}

impl From<MikoLayer> for MikoSettings {
    fn from(layer: MikoLayer) -> Self {
        use MikoField::{CouponType, CouponsCount, DistributorGuid, Products};
        Self {
            enabled: layer.enabled.unwrap_or(true),
            data: layer.data,
            vendor: layer.vendor.unwrap_or_else(|| VendorLetters("MIKO".to_owned())),
            coupon_type: layer.coupon_type.unwrap_or(9001),
            coupons_per_call: layer.coupons_per_call.map_or(100_000, Bounded::get),
            required: layer
                .required
                .unwrap_or_else(|| vec![CouponType, CouponsCount, DistributorGuid, Products]),
            loose_types: layer.loose_types.unwrap_or_default(),
            trial_needs_days: layer.trial_needs_days.unwrap_or(true),
            escape_unicode: layer.escape_unicode.unwrap_or_default(),
            clock_window: layer.clock_window.map_or(Duration::from_secs(300), |text| text.0),
            refused_status: layer.refused_status.and_then(|s| u16::try_from(s.get()).ok()).unwrap_or(401),
            api_keys: layer.api_keys.unwrap_or_default(),
        }
    }
}

impl Default for MikoSettings {
    fn default() -> Self {
        MikoLayer::default().into()
    }
}

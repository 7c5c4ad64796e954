//! Modules for `#[serde(with = "…")]` that write the scalars of other crates as ServiceStack does.
//!
//! | module | type | feature | text |
//! |---|---|---|---|
//! | `uuid` | `uuid::Uuid` | `uuid` | `ea762009b66c410b9bf5ce21ad519249` |
//! | `decimal` | `rust_decimal::Decimal` | `rust_decimal` | `1.50` |
//! | `date_time` | `chrono::DateTime<Utc>` | `chrono` | `2020-01-02T03:04:05.678Z` |
//! | `naive_date_time` | `chrono::NaiveDateTime` | `chrono` | `2020-01-02T03:04:05+00:00` |
//! | `duration` | `std::time::Duration` | | `PT1M30S` |
//! | `bytes` | `Vec<u8>` | `base64` | `AQID` |
//!
//! Each has a module `option` in it for members that may be missing. They write bare text, quoted
//! or not when read.
//!
//! ```
//! use std::time::Duration;
//!
//! #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
//! struct Job {
//!     #[serde(with = "jsv_codec::with::duration")]
//!     limit: Duration,
//!     #[serde(with = "jsv_codec::with::duration::option", default)]
//!     pause: Option<Duration>,
//! }
//!
//! let job = Job { limit: Duration::from_secs(90), pause: None };
//! let text = jsv_codec::to_string(&job).unwrap();
//! assert_eq!(text, "{limit:PT1M30S}");
//! assert_eq!(jsv_codec::from_str::<Job>(&text).unwrap(), job);
//! ```

pub mod text;
pub mod utf8;

pub(crate) use text::TEXT;

use crate::raw::TOKEN;
use crate::scalar::ScalarError;
use serde::de::{Deserializer, Error as _};
use serde::ser::Serializer;

/// Writes bare text.
fn write<S: Serializer>(serializer: S, text: &str) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(TOKEN, text)
}

/// Reads a string and the scalar in it.
fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    scalar: impl FnOnce(&str) -> Result<T, ScalarError>,
) -> Result<T, D::Error> {
    scalar(&text::any(deserializer)?).map_err(D::Error::custom)
}

/// A module of `serialize` and `deserialize`, and another one within it for options. `$text` is an
/// example.
macro_rules! scalar {
    ($(#[$doc:meta])* $module:ident: $t:ty, $text:literal, $write:expr, $read:expr) => {
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("use jsv_codec::with::", stringify!($module), " as scalar;")]
        ///
        #[doc = concat!("let value = scalar::deserialize(jsv_codec::Deserializer::new(\"", $text, "\")).unwrap();")]
        /// let mut out = String::new();
        /// scalar::serialize(&value, &mut jsv_codec::Serializer::new(&mut out)).unwrap();
        #[doc = concat!("assert_eq!(out, \"", $text, "\");")]
        /// ```
        pub mod $module {
            use serde::{Deserialize, Deserializer, Serializer};

            /// Writes the scalar.
            ///
            /// # Errors
            /// When the writer fails.
            ///
            /// ```
            /// #[derive(serde::Deserialize, serde::Serialize)]
            #[doc = concat!("struct Row { #[serde(with = \"jsv_codec::with::", stringify!($module), "\")] v: ", stringify!($t), " }")]
            ///
            #[doc = concat!("let row: Row = jsv_codec::from_str(\"{v:", $text, "}\").unwrap();")]
            #[doc = concat!("assert_eq!(jsv_codec::to_string(&row).unwrap(), \"{v:", $text, "}\");")]
            /// ```
            pub fn serialize<S: Serializer>(value: &$t, serializer: S) -> Result<S::Ok, S::Error> {
                let mut text = String::new();
                let write: fn(&$t, &mut String) = $write;
                write(value, &mut text);
                super::write(serializer, &text)
            }

            /// Reads the scalar.
            ///
            /// # Errors
            /// When the text is not of this type.
            ///
            /// ```
            #[doc = concat!("use jsv_codec::{Deserializer, with::", stringify!($module), " as scalar};")]
            ///
            #[doc = concat!("assert!(scalar::deserialize(Deserializer::new(\"", $text, "\")).is_ok());")]
            /// assert!(scalar::deserialize(Deserializer::new("{}")).is_err());
            /// ```
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$t, D::Error> {
                super::read(deserializer, $read)
            }

            /// The same for a value that may be missing.
            ///
            /// ```
            /// #[derive(serde::Deserialize)]
            /// struct Row {
            #[doc = concat!("    #[serde(with = \"jsv_codec::with::", stringify!($module), "::option\", default)]")]
            #[doc = concat!("    v: Option<", stringify!($t), ">,")]
            /// }
            ///
            #[doc = concat!("assert!(jsv_codec::from_str::<Row>(\"{v:", $text, "}\").unwrap().v.is_some());")]
            /// assert!(jsv_codec::from_str::<Row>("{}").unwrap().v.is_none());
            /// ```
            pub mod option {
                use super::*;

                /// Writes the scalar or nothing.
                ///
                /// # Errors
                /// When the writer fails.
                ///
                /// ```
                #[doc = concat!("use jsv_codec::with::", stringify!($module), "::option;")]
                ///
                /// let mut out = String::new();
                /// option::serialize(&None, &mut jsv_codec::Serializer::new(&mut out)).unwrap();
                /// assert_eq!(out, "");
                /// ```
                pub fn serialize<S: Serializer>(value: &Option<$t>, serializer: S) -> Result<S::Ok, S::Error> {
                    match value {
                        Some(value) => super::serialize(value, serializer),
                        None => serializer.serialize_none(),
                    }
                }

                /// Reads the scalar or nothing.
                ///
                /// # Errors
                /// When the text is not of this type.
                ///
                /// ```
                #[doc = concat!("use jsv_codec::{Deserializer, with::", stringify!($module), "::option};")]
                ///
                #[doc = concat!("assert!(option::deserialize(Deserializer::new(\"", $text, "\")).unwrap().is_some());")]
                /// assert!(option::deserialize(Deserializer::new("")).unwrap().is_none());
                /// ```
                pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<$t>, D::Error> {
                    struct Wrapped($t);
                    impl<'de> Deserialize<'de> for Wrapped {
                        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                            super::deserialize(deserializer).map(Self)
                        }
                    }
                    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|wrapped| wrapped.0))
                }
            }
        }
    };
}

scalar! {
    /// `std::time::Duration` as an XSD duration. Negative ones are refused; what is finer than 100
    /// ns is cut off, what is longer than a `TimeSpan` becomes the longest.
    duration: std::time::Duration, "PT1M30S",
    |value, out| {
        let ticks = i64::try_from(value.as_nanos() / 100).unwrap_or(i64::MAX);
        crate::scalar::duration::write(ticks, out);
    },
    |text| {
        let ticks = crate::scalar::duration::read(text)?;
        let ticks = u64::try_from(ticks).map_err(|_| crate::scalar::ScalarError::Overflow)?;
        let (seconds, rest) = (ticks / 10_000_000, ticks % 10_000_000);
        Ok(std::time::Duration::new(seconds, u32::try_from(rest * 100).unwrap_or(0)))
    }
}

#[cfg(feature = "uuid")]
scalar! {
    /// `uuid::Uuid` in the form N.
    uuid: ::uuid::Uuid, "ea762009b66c410b9bf5ce21ad519249", crate::scalar::guid::write, crate::scalar::guid::read
}

#[cfg(feature = "rust_decimal")]
scalar! {
    /// `rust_decimal::Decimal` with its scale.
    decimal: rust_decimal::Decimal, "1.50", crate::scalar::decimal::write, crate::scalar::decimal::read
}

#[cfg(feature = "base64")]
scalar! {
    /// Bytes as base64; a list of numbers is read too.
    bytes: Vec<u8>, "AQID", |value, out| crate::scalar::bytes::write(value, out), crate::scalar::bytes::read
}

#[cfg(feature = "chrono")]
const UTC: chrono::FixedOffset = match chrono::FixedOffset::east_opt(0) {
    Some(utc) => utc,
    None => unreachable!(),
};

#[cfg(feature = "chrono")]
scalar! {
    /// `chrono::DateTime<Utc>` as a UTC date; a text without a zone is taken for UTC.
    date_time: chrono::DateTime<chrono::Utc>, "2020-01-02T03:04:05.678Z",
    |value, out| {
        let date = crate::scalar::date_time::DateTime::utc(value.naive_utc());
        crate::scalar::date_time::write(&date, super::UTC, out);
    },
    |text| crate::scalar::date_time::read(text, super::UTC).map(|date| date.to_utc(super::UTC).and_utc())
}

#[cfg(feature = "chrono")]
scalar! {
    /// `chrono::NaiveDateTime` as an unspecified date, on a host whose clock shows UTC.
    naive_date_time: chrono::NaiveDateTime, "2020-01-02T03:04:05+00:00",
    |value, out| {
        use crate::scalar::date_time::{DateTime, Kind};
        crate::scalar::date_time::write(&DateTime { clock: *value, kind: Kind::Unspecified }, super::UTC, out);
    },
    |text| crate::scalar::date_time::read(text, super::UTC).map(|date| date.clock)
}

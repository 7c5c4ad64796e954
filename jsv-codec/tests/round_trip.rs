//! Whatever is written is read back the same: every scalar, and nested structures of them.

use chrono::{DateTime, NaiveDateTime, Utc};
use jsv_codec::{
    Floats, Map, Mode, Options, Value, from_str, from_str_with, to_string, to_string_with,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;
use uuid::Uuid;

/// The same in both modes, at the root, in a list, as a member and as an entry.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug + Clone>(
    value: &T,
) -> Result<(), TestCaseError> {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Wrap<T> {
        first: T,
        list: Vec<T>,
        map: BTreeMap<String, T>,
    }
    let list = vec![value.clone(), value.clone()];
    let map = BTreeMap::from([("k".to_owned(), value.clone())]);
    let wrap = Wrap { first: value.clone(), list, map };
    for mode in [Mode::Standard, Mode::Tolerant, Mode::Strict] {
        let options = Options { mode, ..Options::default() };
        let text = to_string(&wrap).expect("can be written");
        let back: Wrap<T> = from_str_with(&text, &options)
            .map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        prop_assert_eq!(&back, &wrap, "{}", text);
        prop_assert!(jsv_codec::check(&text).is_ok(), "{}", text);
    }
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Scalars {
    #[serde(with = "jsv_codec::with::uuid")]
    id: Uuid,
    #[serde(with = "jsv_codec::with::decimal")]
    price: Decimal,
    #[serde(with = "jsv_codec::with::date_time")]
    at: DateTime<Utc>,
    #[serde(with = "jsv_codec::with::naive_date_time")]
    clock: NaiveDateTime,
    #[serde(with = "jsv_codec::with::duration")]
    limit: Duration,
    #[serde(with = "jsv_codec::with::bytes")]
    data: Vec<u8>,
    #[serde(with = "jsv_codec::with::decimal::option", default)]
    maybe: Option<Decimal>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Circle(u8),
    Line(String, String),
    Box { w: i32, h: i32 },
}

/// White space in front of the first element of a list does not survive ServiceStack's reader.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), r#"[ a-c"':,{}\[\]\r\n\t\\]{0,12}"#, Just(String::new())]
        .prop_filter("white space in front", |text| !text.starts_with(char::is_whitespace))
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Dot),
        any::<u8>().prop_map(Shape::Circle),
        (text(), text()).prop_map(|(a, b)| Shape::Line(a, b)),
        (any::<i32>(), any::<i32>()).prop_map(|(w, h)| Shape::Box { w, h }),
    ]
}

fn instant() -> impl Strategy<Value = NaiveDateTime> {
    (-62_135_596_800i64..253_402_300_799, 0u32..10_000_000)
        .prop_filter_map("a date", |(s, ticks)| {
            Some(DateTime::from_timestamp(s, ticks * 100)?.naive_utc())
        })
}

prop_compose! {
    fn scalars()(
        id in any::<u128>(), mantissa in any::<i64>(), scale in 0u32..=18, at in instant(), clock in instant(),
        // Beyond some ten thousand days ServiceStack loses the last digits of a duration.
        ticks in 0u64..(1 << 51), data in any::<Vec<u8>>(), some in any::<bool>(),
    ) -> Scalars {
        let mut price = Decimal::new(mantissa, scale);
        price.set_sign_negative(price.is_sign_negative() && !price.is_zero());
        Scalars {
            id: Uuid::from_u128(id), price, at: at.and_utc(), clock,
            limit: Duration::from_nanos(ticks * 100), data, maybe: some.then_some(price),
        }
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), text().prop_map(Value::from)];
    leaf.prop_recursive(4, 32, 4, |inner| {
        // A list of one null is written like an empty one, and one of objects loses a null at its
        // end.
        let list = prop::collection::vec(inner.clone(), 0..4)
            .prop_filter("null at the end", |list| {
                !matches!(list.as_slice(), [Value::Null] | [Value::Object(_), .., Value::Null])
            });
        let entries = prop::collection::vec((text(), inner), 0..4).prop_map(|entries| {
            // Entries that are null are not written, and the empty key is U+200B afterwards.
            entries.into_iter().filter(|(k, v)| !k.is_empty() && !v.is_null()).collect::<Map>()
        });
        prop_oneof![list.prop_map(Value::List), entries.prop_map(Value::Object)]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn integers(a in any::<(i8, i16, i32, i64)>(), b in any::<(u8, u16, u32, u64)>(), c in any::<(i128, u128)>()) {
        same(&a)?;
        same(&b)?;
        same(&c)?;
    }

    #[test]
    fn floats(a in any::<f64>(), b in any::<f32>(), c in -1e6..1e6f64) {
        prop_assume!(!a.is_nan() && !b.is_nan());
        same(&(a, b, c, (c * 100.0).round() / 100.0))?;
    }

    #[test]
    fn framework_floats_keep_fifteen_digits(a in any::<f64>().prop_filter("finite", |n| n.is_finite())) {
        let options = Options { floats: Floats::Framework, ..Options::default() };
        let text = to_string_with(&a, &options).expect("can be written");
        let back: f64 = from_str(&text).unwrap_or(f64::MAX.copysign(a));
        prop_assert!(a == back || ((a - back) / a).abs() < 1e-14, "{}: {}", a, text);
    }

    #[test]
    fn booleans_strings_and_options(a in any::<bool>(), b in text(), c in prop::option::of(text())) {
        same(&a)?;
        same(&b)?;
        same(&(b.clone(), vec![c.clone(), Some(b), c]))?;
    }

    #[test]
    fn characters(c in any::<char>().prop_filter("white space", |c| !c.is_whitespace())) {
        same(&c)?;
    }

    #[test]
    fn dictionaries(a in prop::collection::btree_map(text(), text(), 0..4), b in any::<BTreeMap<i32, bool>>()) {
        let a: BTreeMap<_, _> = a.into_iter().filter(|(k, _)| !k.is_empty()).collect();
        same(&a)?;
        same(&b)?;
    }

    #[test]
    fn scalars_of_other_crates(a in scalars()) {
        same(&a)?;
    }

    #[test]
    fn enums(a in shape()) {
        same(&a)?;
    }

    #[test]
    fn values(a in value()) {
        let text = to_string(&a).expect("can be written");
        prop_assert_eq!(&from_str::<Value>(&text).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?, &a, "{}", text);
    }
}

//! The same coupons for every notation.

#![allow(dead_code, missing_docs)]

pub mod byte_loop;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Coupon {
    pub id: i32,
    pub code: String,
    pub coupon_type: i32,
    #[serde(serialize_with = "bare")]
    pub expiration_date: String,
    pub voided: bool,
    pub used: bool,
    pub data: CouponData,
    pub coupon_status: Option<i32>,
    pub activate_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponData {
    pub prods: Vec<CouponProd>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponProd {
    pub prod_id: String,
    pub is_service: i32,
    pub r#type: i32,
    #[serde(rename = "SCount")]
    pub count: f64,
    pub value_type: i32,
    pub value: f64,
    #[serde(rename = "SCountAdditive")]
    pub count_additive: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponRef<'a> {
    pub id: i32,
    #[serde(borrow)]
    pub code: &'a str,
    pub coupon_type: i32,
    #[serde(serialize_with = "bare")]
    pub expiration_date: &'a str,
    pub voided: bool,
    pub used: bool,
    #[serde(borrow)]
    pub data: CouponDataRef<'a>,
    pub coupon_status: Option<i32>,
    pub activate_id: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponDataRef<'a> {
    #[serde(borrow)]
    pub prods: Vec<CouponProdRef<'a>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponProdRef<'a> {
    pub prod_id: &'a str,
    pub is_service: i32,
    pub r#type: i32,
    #[serde(rename = "SCount")]
    pub count: f64,
    pub value_type: i32,
    pub value: f64,
    #[serde(rename = "SCountAdditive")]
    pub count_additive: f64,
}

/// Dates stand bare in JSV.
fn bare<S: serde::Serializer>(date: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(jsv_codec::raw::TOKEN, date)
}

/// A list in one another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nest(pub Vec<Nest>);

pub fn coupon(n: i32) -> Coupon {
    Coupon {
        id: 100_000 + n,
        code: format!("AB{n:06}"),
        coupon_type: 1 + n % 5,
        expiration_date: format!("2030-01-{:02}T03:04:05Z", 1 + n % 28),
        voided: n % 7 == 0,
        used: n % 3 == 0,
        data: CouponData { prods: (0..1 + n % 3).map(|i| prod(n, i)).collect() },
        coupon_status: Some(n % 4),
        activate_id: Some(format!("ea762009b66c410b9bf5ce21{n:08x}")),
    }
}

fn prod(n: i32, i: i32) -> CouponProd {
    CouponProd {
        prod_id: format!("P{}", 1000 + n + i),
        is_service: i % 2,
        r#type: i,
        count: 1.5 + f64::from(i),
        value_type: 0,
        value: f64::from(n % 1000) / 100.0,
        count_additive: 0.0,
    }
}

pub fn coupons(count: i32) -> Vec<Coupon> {
    (0..count).map(coupon).collect()
}

/// Strings that must stand in quotes.
pub fn quoted_strings(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("item {i}: \"a, b\", {{c}} [d]")).collect()
}

/// `depth` lists in one another, `count` times beside each other.
pub fn nested(depth: usize, count: usize) -> Nest {
    let mut nest = Nest(Vec::new());
    for _ in 0..depth {
        nest = Nest(vec![nest]);
    }
    Nest(vec![nest; count])
}

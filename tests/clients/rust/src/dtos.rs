//! The operations of the hosts, as Rust references describe them, for hosts that spell members in
//! camelCase and for those that spell them in PascalCase: requests are read without regard to case,
//! answers are read by an alias.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use servicestack::{IRequest, IReturnVoid, ResponseError, ResponseStatus};

macro_rules! operation {
    ($name:ident, $verb:literal, $response:ty) => {
        impl servicestack::IRequest for $name {
            const NAME: &'static str = stringify!($name);
            const VERB: &'static str = $verb;
        }
        impl servicestack::IReturn for $name {
            type Response = $response;
        }
    };
}

pub(crate) use operation;

#[derive(Serialize, Default)]
pub struct Hello {
    pub name: String,
}
operation!(Hello, "POST", HelloResponse);

#[derive(Serialize, Default)]
pub struct GetOnly {
    pub name: String,
}
operation!(GetOnly, "GET", HelloResponse);

#[derive(Deserialize, Debug, Default, PartialEq)]
pub struct HelloResponse {
    #[serde(alias = "Result")]
    pub result: String,
}

#[derive(Serialize, Deserialize, Debug, Default, Clone, PartialEq)]
#[serde(default)]
pub struct EchoTypes {
    #[serde(alias = "Byte")]
    pub byte: u8,
    #[serde(alias = "Short")]
    pub short: i16,
    #[serde(alias = "Int")]
    pub int: i32,
    #[serde(alias = "Long")]
    pub long: i64,
    #[serde(alias = "Float")]
    pub float: f32,
    #[serde(alias = "Double")]
    pub double: f64,
    #[serde(alias = "Decimal")]
    pub decimal: f64,
    #[serde(alias = "String")]
    pub string: String,
    #[serde(alias = "DateTime", rename = "dateTime")]
    pub date_time: String,
    #[serde(alias = "TimeSpan", rename = "timeSpan")]
    pub time_span: String,
    #[serde(alias = "DateTimeOffset", rename = "dateTimeOffset")]
    pub date_time_offset: String,
    #[serde(alias = "Guid")]
    pub guid: String,
    #[serde(alias = "Char")]
    pub char: String,
    #[serde(alias = "List", skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<String>,
    #[serde(alias = "Map", skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, i32>,
    #[serde(alias = "Bytes")]
    pub bytes: String,
    #[serde(alias = "Bool")]
    pub bool: bool,
    #[serde(alias = "NDate", rename = "nDate", skip_serializing_if = "Option::is_none")]
    pub n_date: Option<String>,
}
operation!(EchoTypes, "POST", EchoTypes);

#[derive(Serialize)]
pub struct ThrowType {
    pub r#type: &'static str,
    pub message: Option<&'static str>,
}
operation!(ThrowType, "POST", HelloResponse);

#[derive(Serialize, Default)]
pub struct ThrowValidation {
    pub age: i32,
    pub required: &'static str,
    pub email: &'static str,
}
operation!(ThrowValidation, "POST", HelloResponse);

#[derive(Serialize)]
pub struct OneErr {
    pub name: &'static str,
}
operation!(OneErr, "GET", HelloResponse);

#[derive(Serialize)]
pub struct NoResp {
    pub a: i32,
}
impl IRequest for NoResp {
    const NAME: &'static str = "NoResp";
}
impl IReturnVoid for NoResp {}

#[derive(Serialize)]
pub struct IntReq {}
operation!(IntReq, "GET", i32);

#[derive(Serialize)]
pub struct ListReq {}
operation!(ListReq, "GET", Vec<Inner>);

#[derive(Serialize)]
pub struct DictReq {}
operation!(DictReq, "GET", BTreeMap<String, Inner>);

#[derive(Deserialize, Debug, PartialEq)]
pub struct Inner {
    #[serde(alias = "Id")]
    pub id: i32,
    #[serde(alias = "Name")]
    pub name: Option<String>,
    #[serde(alias = "Deep")]
    pub deep: Option<Deep>,
}

#[derive(Deserialize, Debug, PartialEq)]
pub struct Deep {
    #[serde(alias = "Color")]
    pub color: String,
}

#[derive(Serialize)]
pub struct CreatedReq {}
operation!(CreatedReq, "POST", HelloResponse);

#[derive(Serialize)]
pub struct StatusReq {
    pub code: u16,
}
operation!(StatusReq, "POST", HelloResponse);

#[derive(Serialize, Debug)]
pub struct AdminReq {}
operation!(AdminReq, "GET", HelloResponse);

#[derive(Serialize)]
pub struct Unknown {}
operation!(Unknown, "POST", HelloResponse);

#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
pub struct ActivateCoupon {
    pub coupon_type: i32,
    pub prefix: String,
    pub activate_id: String,
}
operation!(ActivateCoupon, "PUT", ActivateCouponResponse);

#[derive(Deserialize, Debug)]
pub struct ActivateCouponResponse {
    #[serde(alias = "Result")]
    pub result: Coupon,
}

#[derive(Deserialize, Debug, PartialEq)]
pub struct Coupon {
    #[serde(alias = "Id")]
    pub id: i64,
    #[serde(alias = "Code")]
    pub code: String,
    #[serde(alias = "CouponStatus", rename = "couponStatus")]
    pub coupon_status: i32,
    #[serde(alias = "ActivateId", rename = "activateId")]
    pub activate_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddCoupons {
    r#type: i32,
    prefix: String,
    code_from: i64,
    code_to: i64,
    code_length: i32,
    exp_date: &'static str,
    data: &'static str,
}
operation!(AddCoupons, "POST", AddCouponsResponse);

impl AddCoupons {
    /// Coupons 001 and 002 of type 7.
    pub fn two(prefix: &str) -> Self {
        let data = r#"{Prods:[{ProdId:"P,1",SCount:1.50,Value:2}]}"#;
        let prefix = prefix.to_owned();
        Self { r#type: 7, prefix, code_from: 1, code_to: 2, code_length: 3, exp_date: "2099-12-31", data }
    }
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "PascalCase")]
pub struct AddCouponsResponse {
    pub inserted: u32,
    pub omitted: u32,
}

#[derive(Serialize)]
pub struct GetCouponsByStatus {
    pub status: i32,
}
operation!(GetCouponsByStatus, "GET", GetCouponsByStatusResponse);

#[derive(Deserialize, Debug)]
#[serde(rename_all = "PascalCase")]
pub struct GetCouponsByStatusResponse {
    pub coupon: Vec<Coupon>,
}

/// What the client's own AuthenticateResponse misses of a PascalCase host.
#[derive(Deserialize, Debug, Default)]
#[serde(default)]
pub struct User {
    #[serde(alias = "UserName", rename = "userName")]
    pub user_name: String,
    #[serde(alias = "DisplayName", rename = "displayName")]
    pub display_name: String,
    #[serde(alias = "BearerToken", rename = "bearerToken")]
    pub bearer_token: String,
}

/// An error of a PascalCase host.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PascalError {
    response_status: PascalStatus,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PascalStatus {
    error_code: String,
    message: String,
    #[serde(default)]
    errors: Vec<PascalField>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PascalField {
    error_code: String,
    #[serde(default)]
    field_name: String,
    message: String,
}

impl PascalError {
    pub fn into_status(self) -> ResponseStatus {
        let PascalStatus { error_code, message, errors } = self.response_status;
        let errors = errors.into_iter().map(PascalField::into_error).collect();
        ResponseStatus { error_code, message, errors, ..ResponseStatus::default() }
    }
}

impl PascalField {
    fn into_error(self) -> ResponseError {
        let Self { error_code, field_name, message } = self;
        ResponseError { error_code, field_name, message, meta: None }
    }
}

//! A type in and out. `cargo run -p jsv-codec --example read_and_write`

#![allow(clippy::print_stdout)]

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Coupon {
    id: u32,
    code: String,
    tags: Vec<String>,
    note: Option<String>,
}

fn main() -> jsv_codec::Result<()> {
    let mut coupon: Coupon = jsv_codec::from_str("{Id:7,Code:AB0001,Tags:[new,\"a,b\"]}")?;
    println!("{coupon:?}");
    coupon.note = Some("two\nlines".to_owned());
    println!("{}", jsv_codec::to_string(&coupon)?);
    println!("{}", jsv_codec::to_string_pretty(&coupon)?);
    Ok(())
}

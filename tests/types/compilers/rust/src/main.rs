//! A typed call with the crate `servicestack` and the DTOs that the hosts generated:
//! reference-calls BASE_URL PREFIX
#[allow(dead_code)]
mod apex;
#[allow(dead_code)]
mod conformance;
#[allow(dead_code)]
mod modern;
#[allow(dead_code)]
mod snapshot;

use apex::{ActivateCoupon, AddCoupons};
use servicestack::JsonServiceClient;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [base_url, prefix] = args.as_slice() else { return Err("BASE_URL PREFIX".into()) };
    let mut client = JsonServiceClient::new(base_url);
    client.set_credentials("demo", "demo");
    let series = AddCoupons {
        r#type: Some(7),
        prefix: Some(prefix.clone()),
        code_from: Some(1),
        code_to: Some(1),
        code_length: Some(3),
        exp_date: Some("2099-12-31".to_owned()),
        ..AddCoupons::default()
    };
    client.send(&series).await?;
    let request = ActivateCoupon {
        coupon_type: Some(7),
        prefix: Some(prefix.clone()),
        activate_id: Some("b0ad944a85964dcbbaee722e41a85e42".to_owned()),
    };
    let coupon = client.send(&request).await?.result.ok_or("no coupon")?;
    let code = coupon.code.unwrap_or_default();
    if code != format!("{prefix}001") || coupon.activate_id != request.activate_id {
        return Err(format!("{code} is not {prefix}001").into());
    }
    println!("called {code}");
    Ok(())
}

//! ApexERPHost's coupon services.

use servicestack::{JsonServiceClient, Result};

use crate::Host;
use crate::checks::{Checks, Part, Refusal};
use crate::dtos::{ActivateCoupon, ActivateCouponResponse, AddCoupons, Coupon, GetCouponsByStatus};

/// The series of this run, as somebody signed in uses it.
struct Series {
    client: JsonServiceClient,
    prefix: String,
}

/// What the activations of one run are known by. They are in use on no other host.
const FIRST: &str = "a52b8d1c0f3e4b6795d8c7e6f1a2b3c4";
const SECOND: &str = "a52b8d1c0f3e4b6795d8c7e6f1a2b3c5";
const THIRD: &str = "a52b8d1c0f3e4b6795d8c7e6f1a2b3c6";

impl Series {
    fn ask(&self, activate_id: &str) -> ActivateCoupon {
        ActivateCoupon { coupon_type: 7, prefix: self.prefix.clone(), activate_id: activate_id.to_owned() }
    }

    async fn activate(&self, request: ActivateCoupon) -> Result<Coupon> {
        let answer: ActivateCouponResponse = self.client.put_url("/Coupons/Activate", &request).await?;
        Ok(answer.result)
    }
}

pub async fn all(host: &Host, checks: &Checks, prefix: String) -> Part {
    let series = Series { client: host.client(), prefix };
    checks.refused(
        "not signed in",
        series.activate(series.ask(FIRST)).await,
        Refusal::of(401, "Unauthorized"),
    );
    let wrong = series.client.authenticate("demo", "x").await;
    checks.refused(
        "wrong password",
        wrong,
        Refusal::of(401, "Unauthorized").saying("Invalid Username or Password"),
    );
    series.client.authenticate("demo", "demo").await?;
    activations(&series, checks).await?;
    refusals(&series, checks).await;
    Ok(())
}

async fn activations(series: &Series, checks: &Checks) -> Part {
    let added = series.client.post(&AddCoupons::two(&series.prefix)).await?;
    checks.same("added", (added.inserted, added.omitted), (2, 0));
    let first = series.activate(series.ask(FIRST)).await?;
    let reported = (first.code.clone(), first.coupon_status, first.activate_id.as_deref());
    checks.same("activated", reported, (format!("{}001", series.prefix), 1, Some(FIRST)));
    checks.same("again", series.activate(series.ask(FIRST)).await?, first);
    checks.same("next", series.activate(series.ask(SECOND)).await?.code, format!("{}002", series.prefix));
    let active = series.client.get(&GetCouponsByStatus { status: 1 }).await?.coupon;
    let ours = active.iter().filter(|coupon| coupon.code.starts_with(&series.prefix)).count();
    checks.same("by status", ours, 2);
    Ok(())
}

async fn refusals(series: &Series, checks: &Checks) {
    checks.refused("none left", series.activate(series.ask(THIRD)).await, Refusal::of(404, "NotFound"));
    let other = ActivateCoupon { coupon_type: 8, ..series.ask(FIRST) };
    checks.refused("other series", series.activate(other).await, Refusal::of(409, "Conflict"));
    let unnamed = ActivateCoupon { prefix: String::new(), ..series.ask(THIRD) };
    let refusal = Refusal::of(400, "NotEmpty").naming(&[("Prefix", "NotEmpty")]);
    checks.refused("no prefix", series.activate(unnamed).await, refusal);
}

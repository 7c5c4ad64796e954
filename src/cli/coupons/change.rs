//! `coupons spend`, `void`, `expire` and `reset`.

use clap::Args;
use serde_json::json;
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::{Change, Coupon, CouponId, CouponKey, Expire, Receipt, Spend};
use uuid::Uuid;

use super::consent::Consent;
use super::place::Place;
use crate::cli::failure::Failure;
use crate::cli::print;
use crate::cli::remote::coupons::Remote;

/// One coupon.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// Its code
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Its number
    #[arg(long)]
    id: Option<CouponId>,
}

#[derive(Debug, Args)]
pub struct SpendArgs {
    #[command(flatten)]
    which: Which,
    /// Makes the call repeatable: with the same id it is done once [default: a new one]
    #[arg(long, value_name = "GUID")]
    spend_id: Option<Uuid>,
    /// Number of the till
    #[arg(long, value_name = "NUMBER")]
    pos: Option<i32>,
    /// Batch of receipts
    #[arg(long, value_name = "NUMBER")]
    batch: Option<i32>,
    /// Number of the receipt
    #[arg(long, value_name = "NUMBER")]
    receipt: Option<i32>,
}

#[derive(Debug, Args)]
pub struct VoidArgs {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
pub struct ExpireArgs {
    #[command(flatten)]
    which: Which,
}

impl Which {
    /// The code, by which a running emulator knows a coupon.
    fn code(self) -> Result<String, Failure> {
        let sentence = "a running emulator knows coupons by their codes: give the code, not --id";
        self.code.ok_or_else(|| Failure::Mendable(sentence.to_owned()))
    }

    fn key(self) -> CouponKey {
        match (self.id, self.code) {
            (Some(id), _) => CouponKey::Id(id),
            (None, code) => CouponKey::Code(code.unwrap_or_default()),
        }
    }
}

impl SpendArgs {
    /// Of a running emulator.
    pub async fn run_remote(self, remote: &Remote) -> Result<(), Failure> {
        let body = json!({
            "SpendId": self.spend_id, "PosNum": self.pos, "BatchNum": self.batch,
            "ReceiptNum": self.receipt,
        });
        remote.change(&self.which.code()?, "spend", body).await
    }

    pub async fn run(self, place: Place) -> Result<(), Failure> {
        let at = place.now();
        let Self { which, spend_id, pos, batch, receipt } = self;
        let spend_id = spend_id.unwrap_or_else(|| Seed::from_os().guid());
        let receipt = Receipt { opdate: at, batch_num: batch, pos_num: pos, receipt_num: receipt };
        let request = Spend { coupon: which.key(), spend_id, at, receipt: Some(receipt) };
        let name = described(&request.coupon);
        let change = place.coupons().spend(request).await?;
        say(change, &name, |coupon| {
            format!("spent {} (Id {}), SpendId {spend_id}\n", coupon.code, coupon.id)
        })
    }
}

impl VoidArgs {
    /// Of a running emulator.
    pub async fn run_remote(self, remote: &Remote) -> Result<(), Failure> {
        remote.change(&self.which.code()?, "void", json!({})).await
    }

    pub async fn run(self, place: Place) -> Result<(), Failure> {
        let key = self.which.key();
        let name = described(&key);
        let change = place.coupons().void(key).await?;
        say(change, &name, |coupon| format!("voided {} (Id {})\n", coupon.code, coupon.id))
    }
}

impl ExpireArgs {
    /// Of a running emulator.
    pub async fn run_remote(self, remote: &Remote) -> Result<(), Failure> {
        remote.change(&self.which.code()?, "expire", json!({})).await
    }

    pub async fn run(self, place: Place) -> Result<(), Failure> {
        let key = self.which.key();
        let name = described(&key);
        let change = place.coupons().expire(Expire { coupon: key, at: place.now() }).await?;
        say(change, &name, |coupon| format!("ended {} (Id {})\n", coupon.code, coupon.id))
    }
}

/// Removes all coupons.
pub async fn reset(place: Place, consent: &Consent) -> Result<(), Failure> {
    let total = place.total().await?;
    consent.given(&format!("reset removes all {total} coupons of {}", place.name()))?;
    place.coupons().reset().await?;
    print(&format!("removed {total} coupons\n"))
}

fn described(key: &CouponKey) -> String {
    match key {
        CouponKey::Id(id) => format!("with Id {id}"),
        CouponKey::Code(code) => format!("with code {code}"),
    }
}

fn say(change: Change, name: &str, done: impl Fn(&Coupon) -> String) -> Result<(), Failure> {
    match change {
        Change::Done(coupon) => print(&done(&coupon)),
        Change::Replayed(coupon) => print(&format!("as before: {}", done(&coupon))),
        Change::NoSuchCoupon => Err(Failure::Other(format!("there is no coupon {name}"))),
        Change::Refused(why) => {
            Err(Failure::Other(format!("the coupon {name} stays as it is: {why}")))
        }
    }
}

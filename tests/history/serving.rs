//! An emulator without users, and with an address for tills, which ApexERPHost has not:
//! `PUT /till/{code}/{SpendId}`.

use std::sync::Arc;

use servicestack_emulator::hosts::apex::{self, CallLimits};
use servicestack_emulator::http::{Answer, Answering, Exchange, Site};
use servicestack_emulator::store::{Change, CouponKey, Coupons, Spend};
use servicestack_emulator::tenant::Tenant;
use servicestack_emulator::{Builder, Emulator, Running};

/// Starts it on a free port.
pub fn serve(coupons: &Arc<dyn Coupons>) -> Running {
    serve_with(coupons, |builder| builder)
}

pub fn serve_with(coupons: &Arc<dyn Coupons>, change: impl FnOnce(Builder) -> Builder) -> Running {
    let builder = Emulator::builder(apex::contract().unwrap())
        .services(|services| apex::register(services, CallLimits { coupons: 1000 }))
        .mount("/till", Arc::new(Till))
        .coupons(coupons.clone());
    change(builder).start().unwrap()
}

struct Till;

impl Till {
    async fn spend(tenant: &Tenant, path: &str) -> Answer {
        let parsed = path.trim_start_matches('/').split_once('/');
        let Some((code, Ok(spend_id))) = parsed.map(|(code, id)| (code.to_owned(), id.parse()))
        else {
            return Answer::empty(400);
        };
        let at = tenant.clock().now().naive_utc();
        let spend = Spend { coupon: CouponKey::Code(code), spend_id, at, receipt: None };
        match tenant.coupons().spend(spend).await {
            Ok(Change::Done(_) | Change::Replayed(_)) => Answer::of(200, "text/plain", ""),
            Ok(Change::NoSuchCoupon) => Answer::of(404, "text/plain", "no such coupon"),
            Ok(Change::Refused(why)) => Answer::of(409, "text/plain", why.to_string()),
            Err(_) => Answer::empty(503),
        }
    }
}

impl Site for Till {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        Box::pin(Self::spend(&exchange.tenant, exchange.request.path()))
    }

    fn refuse(&self, _: &Exchange, status: u16, _: &str, _: &str) -> Answer {
        Answer::empty(status)
    }
}

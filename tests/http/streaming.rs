//! Long lists are sent while they are read: the same bytes as in one piece, in little memory.

use std::sync::Arc;

use chrono::NaiveDate;
use servicestack_emulator::contract::TypeRef;
use servicestack_emulator::hosts::apex::{self, CallLimits};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::service::{Body, Context, Services};
use servicestack_emulator::store::embedded::Settings;
use servicestack_emulator::store::{
    Activate, Addition, Answer, Codes, CouponData, CouponId, CouponProd, CouponState, Coupons,
    Filter, Page, StoreError, Terms,
};
use servicestack_emulator::tenant::{Origin, Tenants};
use servicestack_emulator::value::Value;
use servicestack_emulator::wire::{self, Dialect, Format, Typed};
use uuid::Uuid;

use crate::support::apex::Apex;
use crate::support::double::{Double, Trick};

const BASIC: &str = "Basic ZGVtbzpkZW1v";
const FORMATS: [Format; 4] = [Format::Json, Format::Jsv, Format::Csv, Format::Xml];

/// Coupons with a product whose name needs escapes in every format; some are activated.
async fn fill(coupons: &dyn Coupons, count: u32) {
    let midnight = |year| NaiveDate::from_yo_opt(year, 60).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let prod =
        CouponProd { prod_id: Some("a \"b\", {c} <d> & [e]".to_owned()), ..CouponProd::default() };
    let mut terms = Terms::new(7, midnight(2031));
    terms.data = Some(CouponData { prods: vec![prod] });
    let codes = Codes::list((0..count).map(|number| format!("{number:06}")));
    coupons
        .add(Addition { prefix: "Q".to_owned(), codes, terms, state: CouponState::default() })
        .await
        .unwrap();
    for id in 1..=50 {
        let (activate_id, at) = (Uuid::from_u128(id), midnight(2026));
        let prefix = format!("Q{:06}", id * 17);
        coupons
            .activate(Activate { coupon_type: 7, prefix, activate_id, at, receipt: None })
            .await
            .unwrap();
    }
}

/// What the operation's service answers, made whole and written at once.
async fn at_once(coupons: &Arc<dyn Coupons>, operation: &str, format: Format) -> String {
    let contract = Arc::new(apex::contract().unwrap());
    let mut services = Services::default();
    apex::register(&mut services, CallLimits { coupons: 1 });
    let place = contract.place_of(operation).unwrap();
    let request = contract.new_object(contract.operations()[place].request);
    let origin = Origin {
        coupons: coupons.clone(),
        clock: Clock::system(),
        seed: Seed::from_u64(1),
        accounts: Vec::new(),
    };
    let context = Context {
        contract: contract.clone(),
        operation: place,
        tenant: Tenants::new(origin).default(),
        accounts: None,
        accounting: None,
        verb: "GET".into(),
        caller: None,
        presented: None,
        zone: chrono::Offset::fix(&chrono::Utc),
    };
    let reply = services.by_place(&contract)[place]
        .service
        .as_ref()
        .unwrap()
        .call(request, context)
        .await
        .unwrap();
    let value = match reply.body {
        Body::Value(value) => value,
        Body::Listed(listed) => listed.whole(usize::MAX).await.unwrap(),
        other => panic!("{other:?}"),
    };
    let Value::Object(object) = &value else { panic!("no object") };
    let ty = TypeRef::Dto(object.dto);
    wire::write(format, &Typed { contract: &contract, ty: &ty, value: &value }, &Dialect::default())
        .unwrap()
}

async fn got(apex: &Apex, path: &str) -> reqwest::Response {
    let url = format!("{}{path}", apex.base_url());
    reqwest::Client::new().get(url).header("Authorization", BASIC).send().await.unwrap()
}

#[tokio::test]
async fn a_long_list_is_the_same_bytes_as_in_one_piece() {
    for (count, streams) in [(0, false), (50, false), (1000, false), (1001, true), (3500, true)] {
        let apex = Apex::start().await;
        fill(apex.coupons.as_ref(), count).await;
        for operation in ["GetCouponsByStatus", "GetCouponXReceipts"] {
            for format in FORMATS {
                let answer = got(&apex, &format!("/{}/reply/{operation}", format.name())).await;
                assert_eq!(answer.status(), 200);
                assert_eq!(answer.headers()["content-type"], format.content_type());
                assert_eq!(
                    answer.content_length().is_none(),
                    streams,
                    "{count} {operation} {}",
                    format.name()
                );
                let text = answer.text().await.unwrap();
                assert!(
                    text == at_once(&apex.coupons, operation, format).await,
                    "{count} {operation} {}",
                    format.name()
                );
                assert_eq!(text.matches("Q0").count(), count as usize);
            }
        }
        apex.stop().await;
    }
}

#[tokio::test]
async fn who_needs_all_of_it_gets_it_in_one_piece() {
    let apex = Apex::start().await;
    fill(apex.coupons.as_ref(), 2500).await;
    let wrapped =
        got(&apex, "/json/reply/GetCouponsByStatus?callback=f").await.text().await.unwrap();
    assert!(wrapped.starts_with("f({") && wrapped.ends_with("})"));
    let indented =
        got(&apex, "/json/reply/GetCouponsByStatus?jsconfig=pp,indent").await.text().await.unwrap();
    let page = got(&apex, "/Coupons/ByStatus?format=html").await.text().await.unwrap();
    let lines = got(&apex, "/jsonl/reply/GetCouponsByStatus").await.text().await.unwrap();
    let batch = reqwest::Client::new()
        .post(format!("{}/json/reply/GetCouponsByStatus[]", apex.base_url()))
        .header("Authorization", BASIC)
        .header("Content-Type", "application/json")
        // The operation answers GET alone.
        .header("X-Http-Method-Override", "GET")
        .body("[{},{}]");
    let batch = batch.send().await.unwrap().text().await.unwrap();
    for (text, times) in [(wrapped, 1), (indented, 1), (page, 1), (lines, 1), (batch, 2)] {
        assert_eq!(text.matches("Q00").count(), times * 2500);
    }
    apex.stop().await;
}

/// A store that fails at a page of a list.
struct Fails {
    after: CouponId,
}

impl Trick for Fails {
    fn find<'a>(
        &'a self,
        real: &'a dyn Coupons,
        filter: Filter,
        after: CouponId,
        limit: usize,
    ) -> Answer<'a, Page> {
        if after >= self.after {
            Box::pin(async { Err(StoreError::Stopped("the test says so".into())) })
        } else {
            real.find(filter, after, limit)
        }
    }
}

#[tokio::test]
async fn trouble_in_the_middle_breaks_the_connection_off_and_at_the_beginning_is_reported() {
    for (after, reported) in [(0, true), (2000, false)] {
        let apex = Apex::start_over(
            &Settings::default(),
            |real| Arc::new(Double { real, trick: Fails { after } }),
            |builder| builder,
        )
        .await;
        fill(apex.coupons.as_ref(), 3500).await;
        let answer = got(&apex, "/json/reply/GetCouponsByStatus").await;
        assert_eq!(answer.status(), if reported { 503 } else { 200 });
        assert_eq!(answer.headers().get("retry-after").is_some(), reported);
        assert_eq!(
            answer.text().await.is_ok(),
            reported,
            "a client must not take a part for the whole"
        );
        apex.stop().await;
    }
}

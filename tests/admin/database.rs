//! A default tenant whose coupons are in PostgreSQL.

use std::sync::Arc;

use servicestack_emulator::admin::{Access, Setup};
use servicestack_emulator::hosts::apex::CallLimits;
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::{MemoryCoupons, postgres};

use crate::host::{Host, host_with};
use crate::postgres::Schema;

/// Both the database and the tenants begin empty.
async fn in_a_database(schema: &Schema, snapshots: &std::path::Path) -> Host {
    let coupons = postgres::open(&schema.address(), &postgres::Settings::default()).await.unwrap();
    let of_tenants = MemoryCoupons::new(&Seed::from_u64(1));
    let limits = CallLimits { coupons: 1000 };
    let snapshots = Some(snapshots.to_owned());
    let setup = Setup { access: Access::Loopback, limits, file_bytes: 1 << 20, snapshots };
    host_with(|builder| {
        builder.coupons(Arc::new(coupons)).tenant_coupons(Arc::new(of_tenants)).admin(setup)
    })
}

const DURABLE: &str = r#"{"Durable":true}"#;

#[tokio::test]
async fn its_coupons_are_changed_snapshot_and_replaced() {
    let Some(schema) = Schema::new().await else { return };
    let directory = tempfile::tempdir().unwrap();
    let host = in_a_database(&schema, directory.path()).await;
    let new = r#"{"Type":1,"Codes":["A","B","C"],"Activate":true}"#;
    assert!(host.call("POST /coupons", new).await.contains("\"Inserted\":3"));
    assert!(host.call("POST /coupons/A/spend", "{}").await.contains("\"CouponStatus\":2"));
    assert!(host.call("POST /coupons/B/expire", "{}").await.contains("\"Expired\":true"));
    assert!(host.call("POST /snapshots", r#"{"Name":"good"}"#).await.contains("\"Coupons\":3"));
    assert!(host.call("POST /coupons/C/void", "{}").await.contains("\"Voided\":true"));
    let restore = "POST /snapshots/good/restore";
    assert!(host.call(restore, "").await.starts_with("409"));
    assert!(host.call("GET /coupons/C", "").await.contains("\"Voided\":true"));
    assert!(host.call(restore, DURABLE).await.starts_with("200"));
    assert!(host.call("GET /coupons/C", "").await.contains("\"Voided\":false"));
    assert!(host.call("GET /coupons/A", "").await.contains("\"CouponStatus\":2"));
    assert!(host.call("GET /coupons/B", "").await.contains("\"Expired\":true"));
    assert!(host.call("POST /reset", "").await.starts_with("409"));
    assert_eq!(host.call("POST /reset", DURABLE).await, "204 ");
    assert!(host.call("GET /coupons/A", "").await.starts_with("404"));
}

#[tokio::test]
async fn it_is_not_copied_and_other_tenants_are_in_memory() {
    let Some(schema) = Schema::new().await else { return };
    let directory = tempfile::tempdir().unwrap();
    let host = in_a_database(&schema, directory.path()).await;
    let refused = host.call("POST /tenants/default/fork", r#"{"To":"copy"}"#).await;
    assert!(refused.starts_with("409") && refused.contains("in a database"), "{refused}");
    let made = host.call("POST /tenants", r#"{"Name":"shop"}"#).await;
    assert!(made.contains("\"Durable\":false"), "{made}");
    assert!(
        host.call("POST /coupons?Tenant=shop", r#"{"Type":1,"Codes":["S"]}"#)
            .await
            .starts_with("200")
    );
    assert!(host.call("GET /coupons/S", "").await.starts_with("404"));
    assert!(host.call("GET /tenants", "").await.contains(r#""Name":"default","Coupons":0"#));
}

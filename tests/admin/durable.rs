//! A default tenant whose coupons outlive the process.

use std::sync::Arc;

use servicestack_emulator::admin::{Access, Setup};
use servicestack_emulator::hosts::apex::CallLimits;
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::{
    Addition, Codes, CouponState, Coupons, MemoryCoupons, Terms, embedded,
};

use crate::host::{Host, host_with};

async fn add(coupons: &dyn Coupons, prefix: &str) {
    let terms = Terms::new(1, "2030-01-01T00:00:00".parse().unwrap());
    let codes = Codes::list(["1".to_owned(), "2".to_owned()]);
    let addition =
        Addition { prefix: prefix.to_owned(), codes, terms, state: CouponState::default() };
    coupons.add(addition).await.unwrap();
}

/// A store in a directory with the coupons A1 and A2; tenants begin with S1 and S2.
async fn durable(directory: &std::path::Path) -> (Host, embedded::Guard) {
    let (coupons, guard) = embedded::open(directory, &embedded::Settings::default()).unwrap();
    add(&coupons, "A").await;
    let of_tenants = MemoryCoupons::new(&Seed::from_u64(1));
    add(&of_tenants, "S").await;
    let limits = CallLimits { coupons: 1000 };
    let snapshots = Some(directory.join("snapshots"));
    let setup = Setup { access: Access::Loopback, limits, file_bytes: 1 << 20, snapshots };
    let host = host_with(|builder| {
        builder.coupons(Arc::new(coupons)).tenant_coupons(Arc::new(of_tenants)).admin(setup)
    });
    (host, guard)
}

#[tokio::test]
async fn a_reset_replaces_its_coupons_only_where_that_is_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    let (host, guard) = durable(directory.path()).await;
    host.call("PUT /scenario", r#"{"Scenario":"sale"}"#).await;
    for call in ["POST /reset", "POST /tenants/default/reset"] {
        let refused = host.call(call, "").await;
        assert!(
            refused.starts_with("409") && refused.contains("\"FieldName\":\"Durable\""),
            "{refused}"
        );
        assert!(host.call("GET /coupons/A1", "").await.starts_with("200"));
    }
    assert_eq!(host.call("POST /reset", r#"{"Durable":true}"#).await, "204 ");
    assert!(host.call("GET /coupons/A1", "").await.starts_with("404"));
    assert!(host.call("GET /coupons/S1", "").await.starts_with("200"));
    assert!(host.call("GET /scenario", "").await.contains("start"));
    drop((host, guard));
    let (coupons, _guard) =
        embedded::open(directory.path(), &embedded::Settings::default()).unwrap();
    assert_eq!(coupons.count("2026-01-01T00:00:00".parse().unwrap()).await.unwrap().free, 2);
}

#[tokio::test]
async fn its_snapshots_are_files() {
    let directory = tempfile::tempdir().unwrap();
    let (host, _guard) = durable(directory.path()).await;
    let taken = host.call("POST /snapshots", r#"{"Name":"good"}"#).await;
    assert_eq!(taken, r#"200 {"Result":{"Name":"good","Tenant":"default","Coupons":2}}"#);
    assert!(directory.path().join("snapshots/good.jsonl").is_file());
    assert!(host.call("POST /coupons/A1/void", "").await.starts_with("200"));
    let refused = host.call("POST /snapshots/good/restore", "").await;
    assert!(
        refused.starts_with("409") && refused.contains("\"FieldName\":\"Durable\""),
        "{refused}"
    );
    let durable = r#"{"Durable":true}"#;
    let restored = host.call("POST /snapshots/good/restore", durable).await;
    assert!(restored.contains("\"Durable\":true"), "{restored}");
    assert!(host.call("GET /coupons/A1", "").await.contains("\"Voided\":false"));
    // A tenant in memory takes it, too, and one of memory goes into the store.
    assert!(host.call("POST /snapshots/good/restore?Tenant=shop", "").await.starts_with("200"));
    assert!(host.call("GET /coupons/A1?Tenant=shop", "").await.starts_with("200"));
    assert!(host.call("POST /snapshots?Tenant=new", r#"{"Name":"seed"}"#).await.starts_with("200"));
    assert!(host.call("POST /snapshots/seed/restore", durable).await.starts_with("200"));
    assert!(host.call("GET /coupons/S2", "").await.starts_with("200"));
    assert!(
        host.call("GET /snapshots", "").await.contains(r#"{"Name":"good","Tenant":"default"}"#)
    );
    assert_eq!(host.call("DELETE /snapshots/good", "").await, "204 ");
    assert!(!directory.path().join("snapshots/good.jsonl").exists());
}

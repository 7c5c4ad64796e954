//! Tenants made, copied, reset and dropped.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use super::*;
use crate::store::{
    self, Activate, Activation, Addition, Codes, CouponState, MemoryCoupons, Terms, embedded,
};

const NOON: DateTime<Utc> = DateTime::from_timestamp(1_768_000_000, 0).expect("an instant");
const USER: &str = "1";

/// The tenants of a server with one host, over three coupons, stopped at noon.
async fn tenants(seed: Seed) -> Tenants {
    let coupons = Arc::new(MemoryCoupons::new(&seed.branch("store")));
    add(coupons.as_ref(), "A", 3).await;
    over(coupons, seed)
}

fn over(coupons: Arc<dyn Coupons>, seed: Seed) -> Tenants {
    let accounts = Accounts::new(
        "",
        Sessions::new(Duration::hours(1)),
        Lockout::new(Some(1)),
        Gate::new(4096),
    );
    Tenants::new(Origin { coupons, clock: Clock::frozen_at(NOON), seed, accounts: vec![accounts] })
}

async fn add(coupons: &dyn Coupons, prefix: &str, count: u64) {
    let terms = Terms::new(1, "2030-01-01T00:00:00".parse().expect("an instant"));
    let codes = Codes::list((1..=count).map(|number| number.to_string()));
    let addition =
        Addition { prefix: prefix.to_owned(), codes, terms, state: CouponState::default() };
    coupons.add(addition).await.expect("added");
}

/// Activates a coupon under an id that is drawn.
async fn activate(tenant: &Tenant) -> store::Coupon {
    let (activate_id, at) =
        (tenant.chance(Purpose::ActivateId).guid(), tenant.clock().now().naive_utc());
    let wanted =
        Activate { coupon_type: 1, prefix: "A".to_owned(), activate_id, at, receipt: None };
    match tenant.coupons().activate(wanted).await.expect("a store") {
        Activation::Activated(coupon) => coupon,
        other => panic!("{other:?}"),
    }
}

fn host(tenant: &Tenant) -> &Accounts {
    tenant.accounts(0).expect("one host")
}

/// Somebody signs in; the session's id.
fn sign_in(tenant: &Tenant) -> String {
    let id = host(tenant).new_id();
    host(tenant).sessions.sign_in(&id, USER, "ann", tenant.clock().now());
    id
}

fn is_signed_in(tenant: &Tenant, id: &str) -> bool {
    host(tenant).sessions.user_of(id, tenant.clock().now()).is_some()
}

#[tokio::test]
async fn a_new_tenant_begins_where_the_default_one_began() {
    let tenants = tenants(Seed::from_u64(1)).await;
    let default = tenants.default();
    activate(&default).await;
    let session = sign_in(&default);
    default.clock().advance(Duration::days(1));
    let shop = tenants.create("shop").expect("made");
    assert_eq!(activate(&shop).await.code, "A1");
    assert_eq!(shop.clock().now(), NOON);
    assert!(!is_signed_in(&shop, &session));
    shop.clock().advance(Duration::hours(1));
    assert_eq!(default.clock().now(), NOON + Duration::days(1));
    assert_eq!(tenants.names(), ["default", "shop"]);
    assert!(matches!(tenants.create("shop"), Err(TenantError::Exists(_))));
    assert!(matches!(tenants.create(DEFAULT), Err(TenantError::Exists(_))));
}

#[tokio::test]
async fn a_fork_is_the_same_until_one_of_the_two_changes() {
    let tenants = tenants(Seed::from_u64(1)).await;
    let default = tenants.default();
    let first = activate(&default).await;
    let session = sign_in(&default);
    let failed = Account::User(USER.to_owned());
    assert!(host(&default).lockout.may_try(&failed));
    default.clock().advance(Duration::minutes(10));
    let fork = tenants.fork(DEFAULT, "fork").expect("made");
    assert!(is_signed_in(&fork, &session) && host(&fork).lockout.is_locked(&failed));
    assert_eq!(fork.clock().now(), NOON + Duration::minutes(10));
    let (second, other) = (activate(&default).await, activate(&fork).await);
    assert_eq!((second.code.as_str(), other.code.as_str()), ("A2", "A2"), "each has its own");
    let ids = [first, second, other].map(|coupon| coupon.state.activate_id);
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");
    host(&default).sessions.sign_out(&session);
    host(&default).lockout.succeeded(&failed);
    assert!(is_signed_in(&fork, &session) && host(&fork).lockout.is_locked(&failed));
    assert!(matches!(tenants.fork("nobody", "x"), Err(TenantError::Unknown(_))));
}

#[tokio::test]
async fn rights_that_were_changed_are_the_tenant_s() {
    let tenants = tenants(Seed::from_u64(1)).await;
    let (id, name) = (USER.to_owned(), "ann".to_owned());
    let ann = Arc::new(Identity { id, name, ..Identity::default() });
    host(&tenants.default()).rights.change(&ann, |ann| ann.roles.push("Till".to_owned()));
    let (fork, shop) =
        (tenants.fork(DEFAULT, "fork").expect("made"), tenants.create("shop").expect("made"));
    host(&fork).rights.change(&ann, |ann| ann.roles.push("Admin".to_owned()));
    let roles = |tenant: &Tenant| host(tenant).rights.of(&ann).roles.clone();
    assert_eq!(roles(&tenants.default()), ["Till"]);
    assert_eq!(roles(&fork), ["Till", "Admin"]);
    assert!(roles(&shop).is_empty());
}

#[tokio::test]
async fn a_reset_tenant_is_as_at_the_start_and_draws_the_same_again() {
    for name in [DEFAULT, "shop"] {
        let tenants = tenants(Seed::from_u64(1)).await;
        let before = tenants.get(name).unwrap_or_else(|| tenants.create(name).expect("made"));
        let coupon = activate(&before).await;
        let session = sign_in(&before);
        let failed = Account::User(USER.to_owned());
        assert!(host(&before).lockout.may_try(&failed));
        before.clock().advance(Duration::minutes(10));
        let after = tenants.reset(name).expect("reset");
        assert!(Arc::ptr_eq(&after, &tenants.get(name).expect("there")));
        assert!(!is_signed_in(&after, &session) && !host(&after).lockout.is_locked(&failed));
        assert_eq!(
            (after.clock().now(), before.clock().now()),
            (NOON, NOON),
            "one clock, set back"
        );
        assert_eq!(activate(&after).await, coupon);
        assert_eq!(sign_in(&after), session);
    }
}

#[tokio::test]
async fn what_cannot_be_foreseen_is_not_drawn_again_after_a_reset() {
    let tenants = tenants(Seed::from_os()).await;
    let session = sign_in(&tenants.default());
    assert_ne!(sign_in(&tenants.reset(DEFAULT).expect("reset")), session);
}

#[tokio::test]
async fn no_stream_begins_anew_over_what_it_gave() {
    let tenants = tenants(Seed::from_u64(1)).await;
    let drawn = |tenant: &Tenant| tenant.chance(Purpose::ActivateId).guid();
    let first = drawn(&tenants.fork(DEFAULT, "a").expect("made"));
    tenants.fork("a", "b").expect("made");
    tenants.drop("a").expect("dropped");
    let again = tenants.fork("b", "a").expect("made");
    assert_ne!(drawn(&again), first, "its coupons may have that id");
}

#[tokio::test]
async fn a_tenant_that_is_dropped_is_gone_and_the_default_one_stays() {
    let tenants = tenants(Seed::from_u64(1)).await;
    let shop = tenants.create("shop").expect("made");
    tenants.drop("shop").expect("dropped");
    assert!(tenants.get("shop").is_none());
    assert_eq!(activate(&shop).await.code, "A1", "a request under way ends in it");
    assert!(matches!(tenants.drop("shop"), Err(TenantError::Unknown(_))));
    assert!(matches!(tenants.drop(DEFAULT), Err(TenantError::Default)));
    assert!(matches!(tenants.reset("shop"), Err(TenantError::Unknown(_))));
}

#[tokio::test]
async fn a_durable_store_is_copied_into_memory_but_neither_made_nor_reset() {
    let directory = tempfile::tempdir().expect("a directory");
    let (coupons, guard) =
        embedded::open(directory.path(), &embedded::Settings::default()).expect("a store");
    add(&coupons, "A", 3).await;
    let tenants = over(Arc::new(coupons), Seed::from_u64(1));
    let fork = tenants.fork(DEFAULT, "fork").expect("made");
    assert_eq!(activate(&fork).await.code, "A1");
    assert_eq!(activate(&tenants.default()).await.code, "A1");
    for refused in [tenants.reset(DEFAULT), tenants.reset("fork"), tenants.create("shop")] {
        assert!(matches!(refused, Err(TenantError::Durable)));
    }
    assert_eq!(activate(&tenants.default()).await.code, "A2", "nothing was changed");
    drop((tenants, fork, guard));
}

#[tokio::test]
async fn sessions_of_a_file_end_with_a_reset_and_are_counted_on() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("sessions.jsonl");
    let open = || {
        let sessions = Sessions::open(&path, Duration::hours(1), NOON).expect("opened");
        let accounts = vec![Accounts::new("", sessions, Lockout::new(None), Gate::new(4096))];
        let (coupons, clock) =
            (Arc::new(MemoryCoupons::new(&Seed::from_u64(1))), Clock::frozen_at(NOON));
        Tenants::new(Origin { coupons, clock, seed: Seed::from_u64(1), accounts })
    };
    let first = open();
    let (kept, drawn) = (sign_in(&first.default()), first.default().chance(Purpose::Code).guid());
    drop(first);
    let second = open();
    assert!(is_signed_in(&second.default(), &kept));
    assert_ne!(sign_in(&second.default()), kept);
    assert_ne!(
        second.default().chance(Purpose::Code).guid(),
        drawn,
        "a start draws from its own streams"
    );
    second.reset(DEFAULT).expect("reset");
    drop(second);
    assert!(!is_signed_in(&open().default(), &kept));
}

#[tokio::test]
async fn hosts_of_a_tenant_draw_different_session_ids() {
    let accounts = ["", "shop", "till"].map(|host| {
        Accounts::new(host, Sessions::new(Duration::hours(1)), Lockout::new(None), Gate::new(4096))
    });
    let (coupons, clock) =
        (Arc::new(MemoryCoupons::new(&Seed::from_u64(1))), Clock::frozen_at(NOON));
    let origin = Origin { coupons, clock, seed: Seed::from_u64(1), accounts: accounts.into() };
    let tenants = Tenants::new(origin);
    let fork = tenants.fork(DEFAULT, "fork").expect("made");
    let drawn = [&tenants.default(), &fork].map(|tenant| {
        (0..3).map(|host| tenant.accounts(host).expect("a host").new_id()).collect::<Vec<_>>()
    });
    let mut ids = drawn.concat();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[tokio::test]
async fn a_name_makes_a_tenant_once() {
    let tenants = tenants(Seed::from_u64(1)).await;
    let began = std::time::Instant::now();
    let made = tenants.named("shop").expect("a tenant");
    assert!(began.elapsed() < std::time::Duration::from_millis(50), "{:?}", began.elapsed());
    assert!(Arc::ptr_eq(&made, &tenants.named("shop").expect("the same")));
    assert!(Arc::ptr_eq(&tenants.default(), &tenants.named(DEFAULT).expect("the default one")));
    assert!(matches!(tenants.named("no name").map(drop), Err(TenantError::Name)));
}

#[tokio::test]
async fn the_least_that_is_idle_makes_room_and_what_is_in_use_does_not() {
    let limits = TenantLimits { most: 2, idle: std::time::Duration::ZERO };
    let tenants = tenants(Seed::from_u64(1)).await.limited(limits);
    let used = tenants.named("used").expect("a tenant");
    tenants.named("idle").map(drop).expect("a tenant");
    let other = tenants.named("other").expect("the idle one made room");
    assert_eq!(tenants.names(), [DEFAULT, "other", "used"]);
    assert!(matches!(tenants.named("more").map(drop), Err(TenantError::TooMany(2))));
    drop((used, other));
    tenants.drop_idle();
    assert_eq!(tenants.names(), [DEFAULT]);
}

/// The least of many tries: what else the machine does only adds to it.
#[tokio::test]
async fn a_tenant_is_made_in_less_than_a_millisecond() {
    let tenants = tenants(Seed::from_u64(1)).await.limited(TenantLimits::default());
    let made = (0..50).map(|number| {
        let begun = std::time::Instant::now();
        tenants.create(&format!("t{number}")).expect("made");
        begun.elapsed()
    });
    let least = made.min().unwrap_or_default();
    println!("{least:?}");
    assert!(least < std::time::Duration::from_millis(1), "{least:?}");
}

//! What tenants cost: `cargo bench --bench tenants` prints the least and the median of twenty tries
//! of a reset and of a copy of a tenant with a million coupons, of the first request of a tenant
//! that is made by it, over a socket and without, and the memory of a thousand tenants.
#![allow(clippy::print_stdout, missing_docs, reason = "a bench talks")]

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::{
    Activate, Addition, Codes, CouponState, Coupons, MemoryCoupons, Numbers, Terms,
};
use servicestack_emulator::tenant::{Origin, TenantLimits, Tenants};
use servicestack_emulator::{Builder, Emulator};

const MILLION: u64 = 1_000_000;
const TRIES: usize = 20;
const TENANTS: usize = 1_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for (name, coupons) in [("a range", range()), ("texts", texts())] {
        let coupons: Arc<dyn Coupons> = Arc::new(add(coupons));
        let (clock, seed) = (Clock::system(), Seed::from_u64(1));
        let origin = Origin { coupons, clock, seed, accounts: Vec::new() };
        let tenants = Tenants::new(origin);
        tenants.create("t").expect("a tenant");
        let mut times = Vec::new();
        for _ in 0..TRIES {
            activate_some(&tenants).await;
            times.push(timed(|| drop(black_box(tenants.reset("t").expect("reset")))));
        }
        print(&format!("reset of a million coupons, {name}"), times);
        let copy = |number: usize| drop(tenants.fork("t", &format!("c{number}")).expect("a copy"));
        print(
            &format!("copy of a million coupons, {name}"),
            (0..TRIES).map(|number| timed(|| copy(number))).collect(),
        );
    }
    new_tenants().await;
}

fn range() -> Codes {
    let suffix = String::new();
    Codes::Numbers(Numbers {
        first: 0,
        last: MILLION - 1,
        length: 7,
        fill: '0',
        right: false,
        suffix,
    })
}

/// Codes that are no numbers in a row.
fn texts() -> Codes {
    Codes::list(
        (0..MILLION).map(|number| format!("{:x}z", number.wrapping_mul(0x9E37_79B9) & 0xFFFF_FFFF)),
    )
}

fn add(codes: Codes) -> MemoryCoupons {
    let coupons = MemoryCoupons::new(&Seed::from_u64(1));
    let terms = Terms::new(1, "2099-01-01T00:00:00".parse().expect("an instant"));
    let addition = Addition { prefix: "A".to_owned(), codes, terms, state: CouponState::default() };
    coupons.add_at_once(addition).expect("added");
    coupons
}

async fn activate_some(tenants: &Tenants) {
    let tenant = tenants.get("t").expect("a tenant");
    for _ in 0..1_000 {
        let activate_id = Seed::from_os().guid();
        let at = "2026-01-01T00:00:00".parse().expect("an instant");
        let prefix = "A".to_owned();
        let asked = Activate { coupon_type: 1, prefix, activate_id, at, receipt: None };
        tenant.coupons().activate(asked).await.expect("activated");
    }
}

/// The server with the demo coupons, asked for the coupons of new tenants.
async fn new_tenants() {
    let limits = TenantLimits { most: 10 * TENANTS, idle: Duration::from_secs(3600) };
    let running = Emulator::apex().tenant_limits(limits);
    let running = Builder::start(running).expect("a free port");
    let tenants = running.tenants().clone();
    let times = (0..TRIES).map(|number| timed(|| _ = tenants.named(&format!("n{number}"))));
    print("a new tenant", times.collect());
    let client = reqwest::Client::new();
    let url = format!("{}/Coupons/ByStatus/1.json", running.base_url());
    let ask = async |tenant: String| {
        let request = client.get(&url).basic_auth("demo", Some("demo"));
        let answer = request.header("X-Emulator-Tenant", tenant).send().await.expect("an answer");
        assert!(answer.text().await.expect("a body").contains("Code"));
    };
    ask("n0".to_owned()).await;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for number in 0..TRIES {
        for times in [&mut first, &mut second] {
            let began = Instant::now();
            ask(format!("s{number}")).await;
            times.push(began.elapsed());
        }
    }
    print("first request that names a tenant, over a socket", first);
    print("second request, over a socket", second);
    let before = resident();
    for number in 0..TENANTS {
        ask(format!("m{number}")).await;
    }
    println!(
        "{TENANTS} tenants with the demo coupons, each asked once: {} MiB",
        resident() - before
    );
}

fn timed(act: impl FnOnce()) -> Duration {
    let began = Instant::now();
    act();
    began.elapsed()
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    println!("{what}: least {:?}, median {:?}", times[0], times[times.len() / 2]);
}

/// Resident memory in MiB.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    let kibibytes: usize =
        line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect("a number");
    kibibytes / 1024
}

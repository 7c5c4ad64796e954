//! The engine without a directory.

use std::sync::Arc;

use proptest::test_runner::Config;
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::{Coupons, MemoryCoupons};

use super::cases::Store;
use super::{add, by_code, code, day, model, numbers, wanted};

every_case!(opened);

fn fresh() -> MemoryCoupons {
    MemoryCoupons::new(&Seed::from_u64(7))
}

async fn opened() -> Option<(Store, ())> {
    Some((Arc::new(fresh()), ()))
}

#[test]
fn any_steps_give_what_the_model_gives() {
    let store = fresh();
    model::holds(&tokio::runtime::Runtime::new().unwrap(), &store, Config::default().cases);
}

#[tokio::test]
async fn a_fork_has_a_future_of_its_own() {
    let store = fresh();
    add(&store, numbers("A", 1..=3000)).await;
    code(&store, wanted("A", 1)).await;
    let fork = store.fork().unwrap();
    assert_eq!(code(&store, wanted("A", 2)).await, "A0002");
    add(fork.as_ref(), numbers("B", 1..=10)).await;
    assert_eq!(code(fork.as_ref(), wanted("A2", 3)).await, "A2000");
    assert_eq!(fork.get(by_code("A0002")).await.unwrap().unwrap().state.activate_id, None);
    assert_eq!(store.get(by_code("B0001")).await.unwrap(), None);
    store.reset().await.unwrap();
    assert_eq!(store.count(day(1)).await.unwrap().total(), 0);
    let counts = fork.count(day(1)).await.unwrap();
    assert_eq!((counts.total(), counts.activated), (3010, 2));
}

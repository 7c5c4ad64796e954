//! Calls that learn what comes of their changes before those are durable.

use servicestack_emulator::store::{deferring, early};

use super::opened;

every_case!(opened, within_a_call);

async fn within_a_call(case: impl Future<Output = ()>) {
    deferring(early(case)).await.unwrap();
}

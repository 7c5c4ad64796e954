//! Having the database count its rows when there are many more than before. It would do so by
//! itself, but up to a minute later, and until then it plans every search as if the table were
//! nearly empty: by reading all of it.

use super::database::Database;
use crate::store::Added;

const ANALYZE: [&str; 2] = ["ANALYZE coupon", "ANALYZE coupon_series"];

/// Whether there are twice as many coupons as when it was last counted.
pub(super) fn is_due(added: &Added) -> bool {
    let after = u64::from(added.last_id.unwrap_or(0).unsigned_abs());
    let before = after.saturating_sub(added.inserted);
    after.checked_ilog2() > before.checked_ilog2()
}

/// Does it before the answer to the addition leaves. Other servers than PostgreSQL may not let us,
/// and count by themselves.
pub(super) async fn analyze(database: &Database) {
    for table in ANALYZE {
        let counted = database.run_long(move |client| {
            Box::pin(async move { Ok(client.batch_execute(table).await?) })
        });
        if let Err(error) = counted.await {
            tracing::debug!(%error, "the database does not count its rows now");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_whenever_the_coupons_have_doubled() {
        let due = |last_id, inserted| is_due(&Added { last_id, inserted, ..Added::default() });
        assert!(due(Some(1), 1) && due(Some(2), 1) && due(Some(1_000_000), 1_000_000));
        assert!(!due(Some(3), 1) && !due(Some(1_001_000), 1_000) && !due(None, 0));
    }
}

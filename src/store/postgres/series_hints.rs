//! Counting the emulators that serve from a database.

use super::PostgresCoupons;
use crate::store::StoreError;

const COUNT: &str = "INSERT INTO coupon_starts (one, starts) VALUES (true, 1) \
     ON CONFLICT (one) DO UPDATE SET starts = coupon_starts.starts + 1 RETURNING starts";

impl PostgresCoupons {
    /// Counts one more emulator that serves from this database, and gives how many there were
    /// before. No two get the same number; one is left out when the answer of the database is lost.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] or [`StoreError::Database`].
    pub async fn count_start(&self) -> Result<u64, StoreError> {
        let counted = self.database.run(|client| {
            Box::pin(async move {
                let starts: i64 = client.query_one(COUNT, &[]).await?.try_get(0)?;
                Ok(u64::try_from(starts).unwrap_or(1))
            })
        });
        Ok(counted.await?.saturating_sub(1))
    }
}

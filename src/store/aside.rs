//! Work that takes longer than a look-up, off the threads that serve requests.

use super::state::{Loader, Prepared, Replacement, Salt};
use super::{Addition, Source, StoreError};

/// Runs it where it may take its time.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let ending = |_| StoreError::Stopped("the process is ending".into());
    tokio::task::spawn_blocking(work).await.map_err(ending)?
}

/// Makes an addition ready.
pub(super) async fn prepare(addition: Addition) -> Result<Prepared, StoreError> {
    aside(|| Prepared::of(addition)).await
}

/// Gathers the coupons that are to be in the place of all.
pub(super) async fn gather(source: Source, salt: Salt) -> Result<Replacement, StoreError> {
    aside(move || {
        let mut loader = Loader::new(salt);
        for coupon in source {
            loader.push(coupon.map_err(|why| StoreError::Source(why.into()))?)?;
        }
        Ok(Replacement::of(loader.finish()?))
    })
    .await
}

//! Calls that do other work while the disk takes their changes: what comes of a change is known
//! before it is durable, so its answer can be written meanwhile. The answer waits for the disk;
//! only a service that does nothing else after a change asks to learn of it [`early`].

use std::cell::RefCell;

use super::{Answer, StoreError};

tokio::task_local! {
    /// What the changes of the call that runs wait for.
    static WAITING: RefCell<Vec<Answer<'static, ()>>>;
    /// Set while what runs may learn of its changes before they are durable.
    static EARLY: ();
}

/// Runs a change that ends once it is decided, if it is a part of a call that is [`deferring`];
/// else, as every other change, once it is durable. What the call does until its end must be
/// harmless if the change is not made after all.
pub async fn early<F: Future>(change: F) -> F::Output {
    EARLY.scope((), change).await
}

/// Runs a call, and gives its output when all of its changes are durable, those it learned of
/// [`early`] among them.
///
/// # Errors
/// When a change did not become durable.
pub async fn deferring<F: Future>(call: F) -> Result<F::Output, StoreError> {
    let waiting_call = async {
        let output = call.await;
        all_durable().await.map(|()| output)
    };
    WAITING.scope(RefCell::default(), waiting_call).await
}

/// Returns once the changes that the running call made so far are durable. Those of other calls
/// are when they are known.
///
/// # Errors
/// When a change did not become durable.
pub async fn all_durable() -> Result<(), StoreError> {
    let waiting = WAITING.try_with(RefCell::take).unwrap_or_default();
    for durable in waiting {
        durable.await?;
    }
    Ok(())
}

/// Whether what runs learns of its changes before they are durable.
pub(super) fn is_early() -> bool {
    EARLY.try_with(|()| ()).is_ok() && WAITING.try_with(|_| ()).is_ok()
}

/// Waits until a change is durable; one that is early is waited for at the end of its call.
pub(super) async fn wait_or_defer(durable: Answer<'static, ()>) -> Result<(), StoreError> {
    if is_early() {
        WAITING.with(|waiting| waiting.borrow_mut().push(durable));
        return Ok(());
    }
    // Elsewhere nobody else would wait.
    durable.await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::pin;

    use futures_util::FutureExt as _;
    use tokio::sync::oneshot;

    use super::*;

    /// A change, and what makes it durable.
    fn change() -> (oneshot::Sender<Result<(), StoreError>>, Answer<'static, ()>) {
        let (sender, durable) = oneshot::channel();
        (sender, Box::pin(async { durable.await.expect("kept") }))
    }

    #[tokio::test]
    async fn a_call_goes_on_after_a_change_and_ends_when_it_is_durable() {
        for succeeds in [true, false] {
            let outcome = if succeeds { Ok(()) } else { Err(StoreError::Busy) };
            let ((sender, durable), is_at_its_end) = (change(), Cell::new(false));
            let mut call = pin!(deferring(async {
                early(wait_or_defer(durable)).await.expect("deferred");
                is_at_its_end.set(true);
                7
            }));
            assert!(call.as_mut().now_or_never().is_none());
            assert!(is_at_its_end.get());
            sender.send(outcome).expect("waited for");
            assert_eq!(call.await.ok(), succeeds.then_some(7));
        }
    }

    #[tokio::test]
    async fn what_a_call_changed_can_be_waited_for_within_it() {
        let ((sender, durable), (second, later)) = (change(), change());
        let call = deferring(async {
            early(wait_or_defer(durable)).await.expect("deferred");
            sender.send(Err(StoreError::Busy)).expect("waited for");
            assert!(matches!(all_durable().await, Err(StoreError::Busy)));
            assert!(all_durable().await.is_ok(), "it was said once");
            early(wait_or_defer(later)).await.expect("deferred");
            second.send(Ok(())).expect("waited for");
        });
        assert!(call.await.is_ok());
    }

    /// Waits for a change that becomes durable while it is waited for.
    async fn is_waited_for<F>(wait: impl FnOnce(Answer<'static, ()>) -> F)
    where
        F: Future<Output = Result<(), StoreError>>,
    {
        let (sender, durable) = change();
        let mut waiting = pin!(wait(durable));
        assert!(waiting.as_mut().now_or_never().is_none());
        sender.send(Err(StoreError::Busy)).expect("waited for");
        assert!(matches!(waiting.await, Err(StoreError::Busy)));
        assert!(all_durable().await.is_ok());
    }

    #[tokio::test]
    async fn a_change_that_is_not_early_or_not_of_a_call_is_waited_for_at_once() {
        is_waited_for(wait_or_defer).await;
        is_waited_for(|durable| early(wait_or_defer(durable))).await;
        let call = deferring(async {
            is_waited_for(wait_or_defer).await;
        });
        assert!(call.await.is_ok());
    }
}

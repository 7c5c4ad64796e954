//! Panics of sled over a damaged file or a failing disk, as errors.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is expected: what comes of it is said in a sentence of its own. A
/// process's panic hook may leave out its report.
pub fn expects_panic() -> bool {
    QUIET.get()
}

/// Calls what may panic.
pub(super) fn quietly<T>(call: impl FnOnce() -> T) -> std::thread::Result<T> {
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    QUIET.set(false);
    result
}

/// What was said when it gave up.
pub(super) fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("the storage gave up")
}

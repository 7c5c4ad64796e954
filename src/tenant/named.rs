//! Tenants that exist because a request named them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Tenant;

/// The longest name.
const LONGEST: usize = 64;

/// What bounds the tenants beside the default one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantLimits {
    /// How many there may be; 0 turns them off, and a request names none.
    pub most: usize,
    /// One that nobody used for so long is dropped.
    pub idle: Duration,
}

impl Default for TenantLimits {
    /// A hundred, of an hour.
    fn default() -> Self {
        Self { most: 100, idle: Duration::from_secs(3600) }
    }
}

/// Whether a text can name a tenant: 1 to 64 ASCII letters, digits, `-`, `_` and `.`, not `.` or
/// `..`.
///
/// ```
/// use servicestack_emulator::tenant::is_name;
///
/// assert!(is_name("till-7.test"));
/// assert!(!is_name("../7") && !is_name(".."));
/// ```
pub fn is_name(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_plain) && !matches!(text, "." | "..")
}

/// A tenant and when a request last named it.
pub(super) struct Named {
    pub tenant: Arc<Tenant>,
    made: Instant,
    /// Milliseconds since then.
    used: AtomicU64,
}

impl Named {
    pub fn new(tenant: Arc<Tenant>) -> Self {
        Self { tenant, made: Instant::now(), used: AtomicU64::new(0) }
    }

    /// The tenant, used now.
    pub fn using(&self) -> Arc<Tenant> {
        self.used.store(self.age(), Ordering::Relaxed);
        self.tenant.clone()
    }

    /// Whether nobody used it for so long, and nobody is using it.
    pub fn is_idle(&self, limit: Duration) -> bool {
        let idle = self.age().saturating_sub(self.used.load(Ordering::Relaxed));
        // A request at a time of its own has the parts alone.
        let is_used = Arc::strong_count(&self.tenant) > 1 || self.tenant.is_shared();
        !is_used && u128::from(idle) >= limit.as_millis()
    }

    fn age(&self) -> u64 {
        u64::try_from(self.made.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

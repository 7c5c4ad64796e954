//! How many passwords are verified at the same time, and how many requests may wait for that.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Argon2 takes 19 MiB a password.
const AT_ONCE: usize = 8;

/// What a request that waits takes at least, in bytes.
const LEAST: usize = 4096;

/// The gate before the verification of passwords. Clones are one gate.
#[derive(Clone)]
pub struct Gate {
    running: Arc<Semaphore>,
    /// In units of [`LEAST`].
    waiting: Arc<Semaphore>,
    room: usize,
}

/// The right to verify a password; ends with the value.
pub struct Turn {
    _running: OwnedSemaphorePermit,
    _waiting: OwnedSemaphorePermit,
}

impl Gate {
    /// A gate before which requests with this many bytes of bodies may wait: each of them is kept,
    /// as read, until its password is verified.
    pub fn new(bytes: usize) -> Self {
        let room = (bytes / LEAST).clamp(1, Semaphore::MAX_PERMITS);
        Self {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(room)),
            room,
        }
    }

    /// Waits for a turn; `None` when too many wait already. A body larger than all the room may
    /// wait alone.
    pub async fn turn(&self, body_bytes: usize) -> Option<Turn> {
        let units = (body_bytes / LEAST + 1).min(self.room);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let waiting = self.waiting.clone().try_acquire_many_owned(units).ok()?;
        let running = self.running.clone().acquire_owned().await.ok()?;
        Some(Turn { _running: running, _waiting: waiting })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn more_than_have_room_are_turned_away() {
        let gate = Gate::new(10 * LEAST);
        let large = gate.turn(8 * LEAST).await;
        assert!(large.is_some() && gate.turn(0).await.is_some());
        assert!(gate.turn(8 * LEAST).await.is_none());
        drop(large);
        assert!(gate.turn(usize::MAX).await.is_some(), "the largest alone");
    }
}

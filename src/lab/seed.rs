//! The chance of the emulator.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// The source of every random value. Clones draw from one stream, in the order of their calls.
///
/// ChaCha8, unlike `rand`'s own default, keeps its stream from release to release: a seed noted today draws the same
/// values next year.
///
/// ```
/// use servicestack_emulator::lab::Seed;
///
/// assert_eq!(Seed::from_u64(7).guid(), Seed::from_u64(7).guid());
/// ```
#[derive(Debug, Clone)]
pub struct Seed {
    stream: Arc<Mutex<ChaCha8Rng>>,
}

impl Seed {
    /// The stream of this number, the same on every machine.
    pub fn from_u64(number: u64) -> Self {
        Self::with(ChaCha8Rng::seed_from_u64(number))
    }

    /// The stream of these bytes, the same on every machine. With bytes drawn of another stream it is a branch of it:
    /// what is drawn of the branch does not depend on who else draws of the trunk meanwhile, and can be drawn again.
    ///
    /// ```
    /// use servicestack_emulator::lab::Seed;
    ///
    /// let branch = Seed::from_u64(7).bytes();
    /// assert_eq!(Seed::from_bytes(branch).guid(), Seed::from_bytes(branch).guid());
    /// ```
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self::with(ChaCha8Rng::from_seed(bytes))
    }

    /// A stream nobody can foresee.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for chance")]
    pub fn from_os() -> Self {
        Self::with(ChaCha8Rng::from_rng(&mut rand::rng()))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.stream().fill_bytes(&mut bytes);
        bytes
    }

    /// A random Guid (version 4).
    pub fn guid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// A session id as ServiceStack draws it: base64 of 15 bytes, 20 characters, drawn again while it holds `+` or `/`,
    /// which a cookie or a URL would spoil (spec 04 section 5).
    pub fn session_id(&self) -> String {
        loop {
            let id = STANDARD.encode(self.bytes::<15>());
            if !id.contains(['+', '/']) {
                return id;
            }
        }
    }

    fn with(stream: ChaCha8Rng) -> Self {
        Self { stream: Arc::new(Mutex::new(stream)) }
    }

    /// No code panics while it holds the lock, and a stream cut short is still a stream.
    fn stream(&self) -> MutexGuard<'_, ChaCha8Rng> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

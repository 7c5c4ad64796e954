//! The chance of the emulator.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The source of every random value. Clones draw from one stream, in the order of their calls.
///
/// ChaCha8, unlike `rand`'s own default, keeps its stream from release to release: a seed noted
/// today draws the same values next year.
///
/// ```
/// use servicestack_emulator::lab::Seed;
///
/// assert_eq!(Seed::from_u64(7).guid(), Seed::from_u64(7).guid());
/// ```
#[derive(Debug, Clone)]
pub struct Seed {
    stream: Arc<Mutex<ChaCha8Rng>>,
    repeats: bool,
}

impl Seed {
    /// The stream of this number, the same on every machine.
    pub fn from_u64(number: u64) -> Self {
        Self::with(ChaCha8Rng::seed_from_u64(number), true)
    }

    /// The stream of these bytes, the same on every machine. With bytes drawn of another stream it
    /// is a branch of it: what is drawn of the branch does not depend on who else draws of the
    /// trunk meanwhile, and can be drawn again.
    ///
    /// ```
    /// use servicestack_emulator::lab::Seed;
    ///
    /// let branch = Seed::from_u64(7).bytes();
    /// assert_eq!(Seed::from_bytes(branch).guid(), Seed::from_bytes(branch).guid());
    /// ```
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self::with(ChaCha8Rng::from_seed(bytes), true)
    }

    /// A stream nobody can foresee.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for chance")]
    pub fn from_os() -> Self {
        Self::with(ChaCha8Rng::from_rng(&mut rand::rng()), false)
    }

    /// The stream for a purpose of its own. The same purpose gives the same stream, wherever this
    /// one stands, and other purposes give others.
    ///
    /// ```
    /// use servicestack_emulator::lab::Seed;
    ///
    /// let seed = Seed::from_u64(7);
    /// assert_eq!(seed.branch("shop").guid(), Seed::from_u64(7).branch("shop").guid());
    /// assert_ne!(seed.branch("shop").guid(), seed.branch("till").guid());
    /// ```
    #[must_use]
    pub fn branch(&self, purpose: &str) -> Self {
        let trunk = self.stream().get_seed();
        let bytes = Sha256::new().chain_update(trunk).chain_update(purpose).finalize();
        Self::with(ChaCha8Rng::from_seed(bytes.into()), self.repeats)
    }

    /// The stream of a start over state that was kept from so many before: none of them drew from
    /// it. The first start draws from this one.
    #[must_use]
    pub fn after(&self, starts: u64) -> Self {
        match starts {
            0 => self.clone(),
            starts => self.branch(&format!("after {starts} starts")),
        }
    }

    /// The stream from its beginning, for a state of which nothing is kept. A stream nobody can
    /// foresee is not drawn again but replaced by another.
    #[must_use]
    pub fn anew(&self) -> Self {
        if self.repeats {
            let trunk = self.stream().get_seed();
            Self::with(ChaCha8Rng::from_seed(trunk), true)
        } else {
            Self::from_os()
        }
    }

    /// Whether another process may draw the same values. What is drawn must then be compared with
    /// what exists: the state may be older than the stream.
    pub fn repeats(&self) -> bool {
        self.repeats
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.stream().fill_bytes(&mut bytes);
        bytes
    }

    /// A random number from 0 to 1, 1 not included.
    pub fn fraction(&self) -> f64 {
        // As many bits as the number holds exactly.
        (u64::from_le_bytes(self.bytes()) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A random Guid (version 4).
    pub fn guid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// A session id as ServiceStack draws it: base64 of 15 bytes, 20 characters, drawn again while
    /// it holds `+` or `/`, which a cookie or a URL would spoil
    /// (docs/wire/authentication.md#sessions).
    pub fn session_id(&self) -> String {
        loop {
            let id = STANDARD.encode(self.bytes::<15>());
            if !id.contains(['+', '/']) {
                return id;
            }
        }
    }

    fn with(stream: ChaCha8Rng, repeats: bool) -> Self {
        Self { stream: Arc::new(Mutex::new(stream)), repeats }
    }

    /// No code panics while it holds the lock, and a stream cut short is still a stream.
    fn stream(&self) -> MutexGuard<'_, ChaCha8Rng> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

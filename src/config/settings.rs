//! The effective settings.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Offset as _, Utc};
use serde::Serialize;

use super::cors;
use super::shown::{seed_source, show, show_path, show_some, users};
use super::{
    Bounded, JwtLayer, Layer, LimitsLayer, MikoSettings, Secret, SessionLayer, Text, TlsSettings, UserList,
    demo,
};
use crate::auth::{ApiKey, User};
use crate::http::{Cors, Profile};
use crate::store::postgres::Address;

/// Everything the emulator is told before it starts. Shown by `check-config` in the shape of a settings file.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    /// Address and port to listen on; port 0 for any free one.
    #[serde(serialize_with = "show")]
    pub listen: SocketAddr,
    /// The directory of the state.
    #[serde(serialize_with = "show_path")]
    pub data: PathBuf,
    /// The database of the coupons; without one they are in the directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<Address>,
    /// The host's name on its pages.
    pub title: String,
    /// The ServiceStack that is emulated.
    pub profile: Profile,
    /// Exactly as the recorded host, warts included.
    pub strict: bool,
    /// ServiceStack's debug mode.
    pub debug: bool,
    /// The zone of the host's clock.
    #[serde(serialize_with = "show")]
    pub time_zone: FixedOffset,
    /// Makes random values repeatable.
    pub seed: Option<u64>,
    /// The coupons to begin with.
    #[serde(flatten, serialize_with = "seed_source")]
    pub seed_data: SeedSource,
    /// Which pages of other origins may call.
    #[serde(serialize_with = "cors::show")]
    pub cors: Cors,
    /// HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsSettings>,
    /// What the clock shows.
    pub clock: ClockSettings,
    /// Signed-in sessions.
    pub session: SessionSettings,
    /// JSON Web Tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwt: Option<JwtSettings>,
    /// What a client can make large.
    pub limits: Limits,
    /// MIKO's coupon API.
    pub miko: MikoSettings,
    /// Who may sign in; `None` is the demo user, who is let in on loopback only.
    #[serde(serialize_with = "users", skip_serializing_if = "Option::is_none")]
    pub users: Option<UserList>,
}

/// Where the coupons come from that a store is begun with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SeedSource {
    /// The emulator's own demo data.
    #[default]
    BuiltIn,
    /// A file of the user's.
    File(PathBuf),
    /// No coupons.
    None,
}

/// What the clock shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClockSettings {
    /// The instant at which it stands still.
    #[serde(serialize_with = "show_some")]
    pub frozen_at: Option<DateTime<Utc>>,
}

/// Signed-in sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionSettings {
    /// How long a session lives without use.
    #[serde(serialize_with = "show")]
    pub expiry: Duration,
    /// Wrong passwords in a row that lock a name; `None` never does.
    pub lock_after: Option<u32>,
}

/// JSON Web Tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JwtSettings {
    /// Signs the tokens.
    pub secret: Secret<32>,
    /// How long a token is good.
    #[serde(serialize_with = "show")]
    pub lifetime: Duration,
}

/// What a client can make large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Longest request body in bytes.
    pub body_bytes: usize,
    /// Deepest nesting of a request.
    pub depth: usize,
    /// Most values of a request.
    pub values: usize,
    /// Most coupons of one AddCoupons.
    pub coupons_per_call: u64,
    /// Most requests of one auto-batch (`Op[]`).
    pub batch: usize,
    /// Most values of an answer in one piece: a batch's, or with a list that cannot be sent in parts.
    pub answer_values: usize,
    /// Most changes that wait for the store.
    pub queue: usize,
    /// Bytes of changes in the journal until a checkpoint is written.
    pub journal_bytes: u64,
    /// Most bytes of request bodies that wait for a password to be verified, 4 KiB each at least.
    pub sign_in_bytes: usize,
    /// Most connections to the database.
    pub connections: usize,
    /// Longest time to send a request head.
    #[serde(serialize_with = "show")]
    pub request_timeout: Duration,
    /// Longest time that a client may take none of its answer.
    #[serde(serialize_with = "show")]
    pub write_timeout: Duration,
    /// Longest life of an idle connection.
    #[serde(serialize_with = "show")]
    pub keep_alive: Duration,
    /// Longest time that running requests get when the server stops.
    #[serde(serialize_with = "show")]
    pub shutdown_timeout: Duration,
    /// Most requests under way at once on one HTTP/2 connection.
    pub streams: u32,
    /// Threads that serve requests.
    pub workers: usize,
}

/// The demo user has a password that everybody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "listening on {listen} would let anybody in as demo/demo; name users in a settings file (--config), with password hashes made by hash-password, or listen on 127.0.0.1"
)]
pub struct BeyondLoopback {
    /// The address that was asked for.
    pub listen: SocketAddr,
}

impl Settings {
    /// Gives what the layer does not say its default.
    ///
    /// # Errors
    /// When the demo user would be reachable from other machines.
    pub fn from_layer(layer: Layer) -> Result<Self, BeyondLoopback> {
        let settings = Self {
            listen: layer.listen.map_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 7580)), |text| text.0),
            data: layer.data.unwrap_or_else(|| "data".into()),
            store: layer.store,
            title: layer.title.unwrap_or_else(|| "ApexERPHost".to_owned()),
            profile: layer.profile.unwrap_or_default(),
            strict: layer.strict.unwrap_or_default(),
            debug: layer.debug.unwrap_or_default(),
            time_zone: layer.time_zone.map_or(Utc.fix(), |text| text.0),
            seed: layer.seed.map(Bounded::get),
            seed_data: SeedSource::chosen(layer.seed_data, layer.empty),
            cors: layer.cors.map_or(Cors::Off, |cors| cors.0),
            tls: TlsSettings::from_layer(layer.tls),
            clock: ClockSettings { frozen_at: layer.clock.frozen_at.map(|text| text.0) },
            session: layer.session.into(),
            jwt: JwtSettings::from_layer(layer.jwt),
            limits: layer.limits.into(),
            miko: layer.miko.into(),
            users: layer.users,
        };
        settings.demo_stays_at_home()
    }

    /// The settings as a settings file, without password hashes.
    ///
    /// # Errors
    /// When a name holds what TOML cannot write.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string_pretty(self)
    }

    /// Those who may sign in.
    pub fn effective_users(&self) -> Vec<User> {
        self.users.as_ref().map_or_else(|| vec![demo::user()], |list| list.users.clone())
    }

    /// The secrets that stand for them.
    pub fn api_keys(&self) -> Vec<ApiKey> {
        self.users.as_ref().map(|list| list.api_keys.clone()).unwrap_or_default()
    }

    fn demo_stays_at_home(self) -> Result<Self, BeyondLoopback> {
        let at_home = self.listen.ip().to_canonical().is_loopback();
        if self.users.is_some() || at_home { Ok(self) } else { Err(BeyondLoopback { listen: self.listen }) }
    }
}

/// ServiceStack's own default for sessions and tokens.
const TWO_WEEKS: Duration = Duration::from_secs(14 * 24 * 3600);

impl From<SessionLayer> for SessionSettings {
    fn from(layer: SessionLayer) -> Self {
        Self {
            expiry: layer.expiry.map_or(TWO_WEEKS, |text| text.0),
            lock_after: layer.lock_after.and_then(|limit| u32::try_from(limit.get()).ok()),
        }
    }
}

impl JwtSettings {
    fn from_layer(layer: JwtLayer) -> Option<Self> {
        Some(Self { secret: layer.secret?, lifetime: layer.lifetime.map_or(TWO_WEEKS, |text| text.0) })
    }
}

impl SeedSource {
    fn chosen(file: Option<PathBuf>, empty: Option<bool>) -> Self {
        match (file, empty) {
            (_, Some(true)) => Self::None,
            (Some(file), _) => Self::File(file),
            (None, _) => Self::BuiltIn,
        }
    }
}

impl From<LimitsLayer> for Limits {
    fn from(layer: LimitsLayer) -> Self {
        let seconds = |value: Option<Text<Duration>>, default| {
            value.map_or(Duration::from_secs(default), |text| text.0)
        };
        Self {
            body_bytes: layer.body_bytes.map_or(1 << 20, |bytes| bytes.size()),
            depth: layer.depth.map_or(128, |depth| depth.size()),
            values: layer.values.map_or(500_000, |values| values.size()),
            coupons_per_call: layer.coupons_per_call.map_or(1_000_000, |count| count.get()),
            batch: layer.batch.map_or(1000, |batch| batch.size()),
            answer_values: layer.answer_values.map_or(2_000_000, |values| values.size()),
            queue: layer.queue.map_or(4096, |queue| queue.size()),
            journal_bytes: layer.journal_bytes.map_or(16 << 20, |bytes| bytes.get()),
            sign_in_bytes: layer.sign_in_bytes.map_or(4 << 20, |bytes| bytes.size()),
            connections: layer.connections.map_or(16, |connections| connections.size()),
            request_timeout: seconds(layer.request_timeout, 10),
            write_timeout: seconds(layer.write_timeout, 30),
            keep_alive: seconds(layer.keep_alive, 30),
            shutdown_timeout: seconds(layer.shutdown_timeout, 10),
            streams: layer.streams.map_or(100, |streams| streams.get() as u32),
            workers: layer.workers.map_or_else(processors, |workers| workers.size()),
        }
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

//! One source of settings: what it says, and nothing of what it does not.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;

use super::{Bounded, CorsLayer, DocumentError, MikoLayer, Secret, Text, TlsLayer, UserList, document};
use crate::http::Profile;
use crate::store::postgres::Address;

/// Settings of one source; what it does not say is `None`. The keys of a settings file are these names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layer {
    /// Address and port to listen on; port 0 for any free one.
    pub listen: Option<Text<SocketAddr>>,
    /// The directory of the state.
    pub data: Option<PathBuf>,
    /// A database for the coupons, in the place of the directory.
    pub store: Option<Address>,
    /// The host's name on its pages.
    pub title: Option<String>,
    /// The ServiceStack that is emulated.
    pub profile: Option<Profile>,
    /// Exactly as the recorded host, warts included.
    pub strict: Option<bool>,
    /// ServiceStack's debug mode.
    pub debug: Option<bool>,
    /// The zone of the host's clock.
    pub time_zone: Option<Text<FixedOffset>>,
    /// Makes random values repeatable.
    pub seed: Option<Bounded<0, { i64::MAX as u64 }>>,
    /// A file of coupons to begin with.
    pub seed_data: Option<PathBuf>,
    /// Begin without coupons.
    pub empty: Option<bool>,
    /// Which pages of other origins may call.
    pub cors: Option<CorsLayer>,
    /// HTTPS.
    pub tls: TlsLayer,
    /// What the clock shows.
    pub clock: ClockLayer,
    /// Signed-in sessions.
    pub session: SessionLayer,
    /// JSON Web Tokens.
    pub jwt: JwtLayer,
    /// What a client can make large.
    pub limits: LimitsLayer,
    /// MIKO's coupon API.
    pub miko: MikoLayer,
    /// Who may sign in.
    pub users: Option<UserList>,
}

/// `[clock]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClockLayer {
    /// The instant at which it stands still.
    pub frozen_at: Option<Text<DateTime<Utc>>>,
}

/// `[session]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionLayer {
    /// How long a session lives without use.
    pub expiry: Option<Text<Duration>>,
    /// Wrong passwords in a row that lock a name.
    pub lock_after: Option<Bounded<1, 1_000_000>>,
}

/// `[jwt]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JwtLayer {
    /// Signs the tokens; without it there are none.
    pub secret: Option<Secret<32>>,
    /// How long a token is good.
    pub lifetime: Option<Text<Duration>>,
}

/// `[limits]`. The upper bounds keep the process itself safe: a deeper value would exhaust a thread's stack.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsLayer {
    /// Longest request body.
    pub body_bytes: Option<Bounded<1, { 1 << 30 }>>,
    /// Deepest nesting of a request.
    pub depth: Option<Bounded<1, 256>>,
    /// Most values of a request.
    pub values: Option<Bounded<1, 1_000_000_000>>,
    /// Most coupons of one AddCoupons.
    pub coupons_per_call: Option<Bounded<1, { i32::MAX as u64 }>>,
    /// Most requests of one auto-batch.
    pub batch: Option<Bounded<1, 1_000_000>>,
    /// Most values of an answer in one piece.
    pub answer_values: Option<Bounded<1, 1_000_000_000>>,
    /// Most changes that wait for the store.
    pub queue: Option<Bounded<1, 1_000_000>>,
    /// Bytes of changes in the journal until a checkpoint is written.
    pub journal_bytes: Option<Bounded<1, { 1 << 30 }>>,
    /// Most bytes of request bodies that wait for a password to be verified.
    pub sign_in_bytes: Option<Bounded<4096, { 1 << 30 }>>,
    /// Most connections to the database.
    pub connections: Option<Bounded<1, 10_000>>,
    /// Longest time to send a request head.
    pub request_timeout: Option<Text<Duration>>,
    /// Longest time that a client may take none of its answer.
    pub write_timeout: Option<Text<Duration>>,
    /// Longest life of an idle connection.
    pub keep_alive: Option<Text<Duration>>,
    /// Longest time that running requests get when the server stops.
    pub shutdown_timeout: Option<Text<Duration>>,
    /// Most requests under way at once on one HTTP/2 connection.
    pub streams: Option<Bounded<1, 10_000>>,
    /// Threads that serve requests.
    pub workers: Option<Bounded<1, 1024>>,
}

impl Layer {
    /// Reads a settings file. Its relative paths start at its own directory.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML, or holds an unknown key or a bad value.
    pub fn from_file(path: &Path) -> Result<Self, DocumentError> {
        let layer: Self = document::read_file(path)?;
        if let Some(fault) = layer.contradiction().or_else(|| layer.tls.fault()) {
            return Err(DocumentError {
                file: path.display().to_string(),
                line: None,
                fault: fault.to_owned(),
            });
        }
        let directory = path.parent().unwrap_or(Path::new(""));
        let from_here = |path: PathBuf| directory.join(path);
        Ok(Self {
            data: layer.data.map(from_here),
            seed_data: layer.seed_data.map(from_here),
            tls: layer.tls.within(directory),
            miko: layer.miko.within(directory),
            ..layer
        })
    }

    fn contradiction(&self) -> Option<&'static str> {
        let both = self.empty == Some(true) && self.seed_data.is_some();
        both.then_some("`empty` and `seed_data` contradict each other; remove one")
    }

    /// What this layer says, and beneath it what the other says.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        // One decision in two keys: whoever says one of them has decided.
        let decides = self.seed_data.is_some() || self.empty.is_some();
        let (seed_data, empty) =
            if decides { (self.seed_data, self.empty) } else { (below.seed_data, below.empty) };
        Self {
            listen: self.listen.or(below.listen),
            data: self.data.or(below.data),
            store: self.store.or(below.store),
            title: self.title.or(below.title),
            profile: self.profile.or(below.profile),
            strict: self.strict.or(below.strict),
            debug: self.debug.or(below.debug),
            time_zone: self.time_zone.or(below.time_zone),
            seed: self.seed.or(below.seed),
            seed_data,
            empty,
            cors: self.cors.or(below.cors),
            tls: self.tls.over(below.tls),
            clock: ClockLayer { frozen_at: self.clock.frozen_at.or(below.clock.frozen_at) },
            session: SessionLayer {
                expiry: self.session.expiry.or(below.session.expiry),
                lock_after: self.session.lock_after.or(below.session.lock_after),
            },
            jwt: JwtLayer {
                secret: self.jwt.secret.or(below.jwt.secret),
                lifetime: self.jwt.lifetime.or(below.jwt.lifetime),
            },
            limits: self.limits.over(below.limits),
            miko: self.miko.over(below.miko),
            users: self.users.or(below.users),
        }
    }
}

impl LimitsLayer {
    fn over(self, below: Self) -> Self {
        Self {
            body_bytes: self.body_bytes.or(below.body_bytes),
            depth: self.depth.or(below.depth),
            values: self.values.or(below.values),
            coupons_per_call: self.coupons_per_call.or(below.coupons_per_call),
            batch: self.batch.or(below.batch),
            answer_values: self.answer_values.or(below.answer_values),
            queue: self.queue.or(below.queue),
            journal_bytes: self.journal_bytes.or(below.journal_bytes),
            sign_in_bytes: self.sign_in_bytes.or(below.sign_in_bytes),
            connections: self.connections.or(below.connections),
            request_timeout: self.request_timeout.or(below.request_timeout),
            write_timeout: self.write_timeout.or(below.write_timeout),
            keep_alive: self.keep_alive.or(below.keep_alive),
            shutdown_timeout: self.shutdown_timeout.or(below.shutdown_timeout),
            streams: self.streams.or(below.streams),
            workers: self.workers.or(below.workers),
        }
    }
}

//! The flags that are settings. Each is an environment variable too.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args};
use servicestack_emulator::config::{
    Bounded, ClockLayer, Layer, MikoLayer, Settings, Text, Textual, TlsLayer,
};

use servicestack_emulator::store::postgres::Address;

use super::failure::Failure;

/// Reads `--store` here and not by clap, which would show the password in its refusal.
pub fn store_address(url: Option<&str>) -> Result<Option<Address>, Failure> {
    url.map(str::parse).transpose().map_err(|error| {
        Failure::Mendable(format!(
            "--store (SSE_STORE) is no database: {error}; write postgres://user@host/database"
        ))
    })
}

#[derive(Debug, Args)]
pub struct SettingsArgs {
    /// Address and port to listen on; port 0 for any free one [default: 127.0.0.1:7580]
    #[arg(long, env = "SSE_LISTEN", value_name = "ADDRESS", value_parser = SocketAddr::read)]
    listen: Option<SocketAddr>,
    /// Directory of the coupons, made if there is none [default: data]
    #[arg(long, env = "SSE_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Database of the coupons instead of the directory: PostgreSQL or one that speaks its protocol, for several
    /// emulators over one state
    #[arg(long, env = "SSE_STORE", value_name = "URL", hide_env_values = true)]
    store: Option<String>,
    /// Settings file (TOML); docs/settings.md shows every key
    #[arg(long, env = "SSE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer exactly as the recorded host, warts included; docs/compatibility.md lists the differences
    #[arg(long, env = "SSE_STRICT", value_name = "BOOL", value_parser = BoolishValueParser::new(),
          num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, action = ArgAction::Set)]
    strict: Option<bool>,
    /// Coupons to begin with (TOML, or JSON in a file *.json) instead of the built-in demo coupons; codes that exist
    /// are left as they are
    #[arg(long, env = "SSE_SEED_DATA", value_name = "FILE")]
    seed_data: Option<PathBuf>,
    /// Begin without coupons
    #[arg(long, env = "SSE_EMPTY", value_name = "BOOL", value_parser = BoolishValueParser::new(),
          num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, action = ArgAction::Set)]
    empty: Option<bool>,
    /// What MIKO's API at /restapi knows: distributors, products, clients (TOML, or JSON in a file *.json) [default: a
    /// built-in demo set]; docs/miko.md shows every key
    #[arg(long, env = "SSE_MIKO_DATA", value_name = "FILE")]
    miko_data: Option<PathBuf>,
    /// Serve HTTPS with a certificate of its own, made at the first start and kept in the data directory
    #[arg(long, env = "SSE_TLS", value_name = "BOOL", value_parser = BoolishValueParser::new(),
          num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true, action = ArgAction::Set)]
    tls: Option<bool>,
    /// Let time stand still, e.g. at 2026-03-01T12:00:00Z
    #[arg(long, env = "SSE_FROZEN_AT", value_name = "INSTANT", value_parser = DateTime::<Utc>::read)]
    frozen_at: Option<DateTime<Utc>>,
    /// Draw the same ids in every run
    #[arg(long, env = "SSE_SEED", value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
}

impl SettingsArgs {
    /// The effective settings: these flags over the settings file over the defaults.
    pub fn settings(&self) -> Result<Settings, Failure> {
        self.settings_over(Layer::default())
    }

    /// The effective settings over those of a host's own.
    pub fn settings_over(&self, below: Layer) -> Result<Settings, Failure> {
        Ok(Settings::from_layer(self.layers()?.over(below))?)
    }

    /// What these flags and the settings file say.
    pub fn layers(&self) -> Result<Layer, Failure> {
        if self.empty == Some(true) && self.seed_data.is_some() {
            let sentence = "--empty and --seed-data (SSE_EMPTY and SSE_SEED_DATA) contradict each other; give one of them";
            return Err(Failure::Mendable(sentence.to_owned()));
        }
        let file = self.config.as_deref().map(Layer::from_file).transpose()?.unwrap_or_default();
        Ok(self.layer()?.over(file))
    }

    /// What `--strict` says.
    pub fn strict(&self) -> Option<bool> {
        self.strict
    }

    fn layer(&self) -> Result<Layer, Failure> {
        Ok(Layer {
            store: store_address(self.store.as_deref())?,
            listen: self.listen.map(Text),
            data: self.data.clone(),
            strict: self.strict,
            seed: self.seed.and_then(Bounded::new),
            seed_data: self.seed_data.clone(),
            empty: self.empty,
            tls: TlsLayer { self_made: self.tls, ..TlsLayer::default() },
            miko: MikoLayer { data: self.miko_data.clone(), ..MikoLayer::default() },
            clock: ClockLayer { frozen_at: self.frozen_at.map(Text) },
            ..Layer::default()
        })
    }
}

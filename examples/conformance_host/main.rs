//! The host of the recordings, to be run by hand: all operations of
//! `fixtures/conformance/contract.json`.
//!
//! `cargo run --release --example conformance_host -- --listen 127.0.0.1:7800 [--tolerant] [--debug] [--no-auth]`
//!
//! `--modern` answers as 8.x and 10.x, `--modern --endpoints` so with endpoint routing. Beyond the
//! recordings, `--api-key KEY` and `--token-secret SECRET` let the user `test` in by key and by JWT.
//! `--modern --features query` is another host: that of the recordings of AutoQuery and CRUD,
//! `fixtures/hosts/query`; `--features events` that of server events, `fixtures/hosts/events`;
//! `--features auth`, `lock`, `apikey`, `jwt`, `jwtn` and `keys` those of sign-in, keys and tokens;
//! `--features valid`, `other`, `cors` and `files` those of rules, caching, CORS and uploads;
//! `--identity cookies`, `jwt`, `redirects` and `basic` those of ASP.NET Core Identity.
//! `--variant NAME` is the recorded host with one setting changed, by
//! `fixtures/settings/variants.toml`.

mod features;
mod services;
mod variants;

use std::net::SocketAddr;

use clap::Parser;
use features::Feature;
use servicestack_emulator::auth::{ApiKey, Tokens};
use servicestack_emulator::host::{Behaviour, Profile};
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Builder, Emulator};

/// Serves the operations of the conformance recordings.
#[derive(Parser)]
struct Flags {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:7800")]
    listen: SocketAddr,
    /// Forgive what the recorded host does not.
    #[arg(long)]
    tolerant: bool,
    /// Say more in 404 and 403 texts.
    #[arg(long)]
    debug: bool,
    /// Answer as a host of 8.x or 10.x on .NET: camelCase, `/api/{Op}`.
    #[arg(long)]
    modern: bool,
    /// With endpoint routing and System.Text.Json, as new projects of 10.x have it.
    #[arg(long, requires = "modern")]
    endpoints: bool,
    /// Leave out the authentication plug-in: no sign-in, no cookies.
    #[arg(long)]
    no_auth: bool,
    /// A secret that stands for the user `test`.
    #[arg(long)]
    api_key: Option<String>,
    /// Issue JWTs signed with this secret at sign-in.
    #[arg(long)]
    token_secret: Option<String>,
    /// Serve the recorded host of this feature instead.
    #[arg(long, requires = "modern")]
    features: Option<Feature>,
    /// Serve the recorded host with this setting changed: a name of
    /// `fixtures/settings/variants.toml`.
    #[arg(long, conflicts_with_all = ["features", "identity"])]
    variant: Option<String>,
    /// Serve the recorded host of this variant of ASP.NET Core Identity instead.
    #[arg(long, requires = "modern", conflicts_with = "features")]
    identity: Option<Variant>,
}

/// A recorded host of 10.x with ASP.NET Core Identity.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Variant {
    /// The default project.
    Cookies,
    /// Tokens beside the cookie.
    Jwt,
    /// Without DisableRedirectsForApis.
    Redirects,
    /// Basic credentials sign in.
    Basic,
}

impl Variant {
    /// Its folder, and a file of settings over those of the folder.
    fn host(self) -> (&'static str, Option<&'static str>) {
        let over = match self {
            Self::Cookies => None,
            Self::Jwt => Some("jwt.toml"),
            Self::Redirects => Some("redirects.toml"),
            Self::Basic => Some("basic.toml"),
        };
        ("identity", over)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let flags = Flags::parse();
    let running = builder(flags)?.start()?;
    tracing_subscriber::fmt().init();
    tracing::info!("listening on {}", running.base_url());
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}

/// The host that the flags name.
fn builder(flags: Flags) -> anyhow::Result<Builder> {
    if let Some(feature) = flags.features {
        return Ok(feature.host(flags.endpoints)?.listen(flags.listen));
    }
    if let Some(variant) = flags.identity {
        let (name, over) = variant.host();
        return Ok(features::folder(name, over, false)?.listen(flags.listen));
    }
    let profile = if flags.modern { Profile::Modern } else { Profile::Classic };
    if let Some(variant) = &flags.variant {
        return Ok(variants::builder(variant, profile, !flags.tolerant)?.listen(flags.listen));
    }
    let edition = profile.edition();
    let edition = if flags.endpoints { edition.with_endpoints() } else { edition };
    let behaviour = Behaviour {
        dialect: Dialect {
            strict: !flags.tolerant,
            assembly: Some("hosts".into()),
            ..Dialect::default()
        },
        debug: flags.debug,
        edition,
        ..Behaviour::default()
    };
    let contract = match flags.endpoints {
        true => services::routable_contract()?,
        false => services::contract()?,
    };
    let mut builder = Emulator::builder(contract)
        .listen(flags.listen)
        .behaviour(behaviour)
        .services(services::register);
    if !flags.no_auth {
        let user = services::test_user()?;
        let keys = flags.api_key.map(|key| ApiKey {
            key,
            user_id: Some(user.id.clone()),
            ..ApiKey::default()
        });
        builder = builder.api_keys(keys.into_iter().collect()).users(vec![user]);
    }
    if let Some(secret) = flags.token_secret {
        builder = builder.tokens(Tokens::new(secret.as_bytes(), chrono::Duration::hours(1)));
    }
    Ok(builder)
}

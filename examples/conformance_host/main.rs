//! The host of the recordings, to be run by hand: all operations of `fixtures/conformance/contract.json`.
//!
//! `cargo run --release --example conformance_host -- --listen 127.0.0.1:7800 [--tolerant] [--debug] [--no-auth]`

mod services;

use std::net::SocketAddr;

use clap::Parser;
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Emulator, http::Manners};

/// Serves the operations of the conformance recordings.
#[derive(Parser)]
struct Flags {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:7800")]
    listen: SocketAddr,
    /// Forgive what the recorded host does not.
    #[arg(long)]
    tolerant: bool,
    /// Tell more in 404 and 403 texts.
    #[arg(long)]
    debug: bool,
    /// Leave out the authentication plug-in: no sign-in, no cookies.
    #[arg(long)]
    no_auth: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let flags = Flags::parse();
    let manners = Manners {
        dialect: Dialect { strict: !flags.tolerant, ..Dialect::default() },
        debug: flags.debug,
        ..Manners::default()
    };
    let mut builder = Emulator::builder(services::contract()?)
        .listen(flags.listen)
        .manners(manners)
        .services(services::register);
    if !flags.no_auth {
        builder = builder.users(vec![services::test_user()?]);
    }
    let running = builder.start()?;
    tracing_subscriber::fmt().init();
    tracing::info!("listening on {}", running.base_url());
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}

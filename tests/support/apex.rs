//! A started ApexERPHost with an empty store.

use std::net::SocketAddr;
use std::sync::Arc;

use servicestack_emulator::auth::{User, hash_password};
use servicestack_emulator::hosts::apex;
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::Coupons;
use servicestack_emulator::{Builder, Emulator, Running};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running host and the directory of its store.
pub struct Apex {
    running: Running,
    coupons: Arc<dyn Coupons>,
    _directory: tempfile::TempDir,
}

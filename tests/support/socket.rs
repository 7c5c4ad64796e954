//! Bytes over a connection of their own.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends bytes and reads until the server closes, which must be soon: what came, and how it ended.
pub async fn exchange(address: SocketAddr, bytes: &[u8]) -> (Vec<u8>, io::Result<()>) {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(bytes).await.expect("it reads");
    let mut came = Vec::new();
    let reading = stream.read_to_end(&mut came);
    let end = tokio::time::timeout(Duration::from_secs(20), reading).await.expect("it closes");
    (came, end.map(drop))
}

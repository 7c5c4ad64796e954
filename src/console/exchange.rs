//! A request to this server over its own socket: bytes out, bytes in.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};

/// How many bytes of an answer the console reads.
const MOST_BYTES: u64 = 1024 * 1024;

/// How long the server may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The answer as it came: status line, headers, body.
    pub received: Vec<u8>,
    /// From the first byte sent to the first byte received.
    pub first_byte: Duration,
    /// From the first byte sent to the last one received.
    pub total: Duration,
    /// There was more than the console reads.
    pub cut: bool,
}

/// Sends a request that ends its connection, and reads the answer. Blocks.
///
/// # Errors
/// The server cannot be reached, or breaks off before its first byte.
pub fn exchange(address: SocketAddr, encrypted: bool, request: &[u8]) -> io::Result<Exchange> {
    let address = reachable(address);
    let socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    match encrypted {
        false => talk(socket, request),
        true => talk(StreamOwned::new(client(address)?, socket), request),
    }
}

fn talk(mut stream: impl Read + Write, request: &[u8]) -> io::Result<Exchange> {
    let started = Instant::now();
    stream.write_all(request)?;
    stream.flush()?;
    let mut received = vec![0; 16 * 1024];
    let length = stream.read(&mut received)?;
    received.truncate(length);
    let first_byte = started.elapsed();
    let read = stream.take(MOST_BYTES).read_to_end(&mut received);
    // A server that ends TLS without saying so has said all it wanted.
    match read {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
        _ => {}
    }
    let cut = received.len() as u64 > MOST_BYTES;
    Ok(Exchange { received, first_byte, total: started.elapsed(), cut })
}

/// An address that listens everywhere is reached on loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn client(address: SocketAddr) -> io::Result<ClientConnection> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(OwnServer(provider)))
        .with_no_client_auth();
    let name = ServerName::IpAddress(address.ip().into());
    ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)
}

/// Takes any certificate: the address is this process's own, and the certificate is for another name than loopback.
#[derive(Debug)]
struct OwnServer(Arc<CryptoProvider>);

impl ServerCertVerifier for OwnServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

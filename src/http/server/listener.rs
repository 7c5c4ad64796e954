//! From a listener to connections, and from each of them to the protocol that its client speaks.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_server::{GracefulShutdownSignal, Server};
use actix_service::{Service, fn_factory, fn_service};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::service::RequestService;
use super::socket::Socket;
use super::tap::Tap;
use super::{Shared, http1, http2};
use crate::http::Connection;

/// The beginning of an HTTP/2 connection without TLS.
const HTTP_2_PREFACE: &[u8; 12] = b"PRI * HTTP/2";

/// The same in TLS's negotiation of a protocol.
const HTTP_2: &[u8] = b"h2";

/// Starts the workers.
pub fn listen(
    shared: Arc<Shared>,
    listener: TcpListener,
    tls: Option<rustls::ServerConfig>,
) -> io::Result<Server> {
    let address = listener.local_addr()?;
    let tls = tls.map(|mut config| {
        config.alpn_protocols = vec![HTTP_2.to_vec(), b"http/1.1".to_vec()];
        TlsAcceptor::from(Arc::new(config))
    });
    let builder = Server::build()
        .workers(shared.limits.workers)
        .shutdown_timeout(shared.limits.shutdown_timeout.as_secs())
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let door = Listener { shared, address, tls, stopping, opened: Arc::default() };
    let server = builder.listen("http", listener, move || {
        let door = door.clone();
        fn_factory(move || worker(door.clone()))
    })?;
    Ok(server.run())
}

/// What serves the connections of one thread.
async fn worker(door: Listener) -> Result<impl Service<TcpStream, Response = (), Error = ()>, ()> {
    let scheme = if door.tls.is_some() { "https" } else { "http" };
    let (shared, address) = (Arc::clone(&door.shared), door.address);
    let service = Rc::new(RequestService { shared, address, scheme });
    Ok(fn_service(move |stream: TcpStream| {
        let (door, service) = (door.clone(), Rc::clone(&service));
        async move {
            let (number, peer) =
                (door.opened.fetch_add(1, Ordering::Relaxed), stream.peer_addr().ok());
            match door.accept(stream, number, peer).await {
                Some((tap, Protocol::Http1)) => {
                    http1::serve(tap, Connection { number, peer }, service, door.stopping).await;
                }
                Some((tap, Protocol::Http2)) => {
                    http2::serve(
                        tap,
                        Connection { number, peer },
                        service,
                        door.stopping.notified(),
                    )
                    .await;
                }
                None => {}
            }
            Ok(())
        }
    }))
}

enum Protocol {
    Http1,
    Http2,
}

/// Where connections come in.
#[derive(Clone)]
struct Listener {
    shared: Arc<Shared>,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    stopping: GracefulShutdownSignal,
    /// How many connections came.
    opened: Arc<AtomicU64>,
}

impl Listener {
    /// A connection with the protocol that its client speaks; `None` when that does not come out in
    /// time.
    async fn accept(
        &self,
        stream: TcpStream,
        number: u64,
        peer: Option<SocketAddr>,
    ) -> Option<(Tap, Protocol)> {
        let limit = self.shared.limits.request_timeout;
        // What is written is whole: it need not wait for more.
        drop(stream.set_nodelay(true));
        match timeout(limit, self.protocol(stream)).await {
            Ok(Ok((socket, protocol))) => {
                Some((Tap::new(socket, number, Arc::clone(&self.shared.wire)), protocol))
            }
            Ok(Err(error)) => {
                tracing::debug!(connection = number, %error, "closed before a request came");
                None
            }
            Err(_) => {
                let peer = peer.map(tracing::field::display);
                tracing::info!(connection = number, peer, "closed: nothing came within {limit:?}");
                None
            }
        }
    }

    async fn protocol(&self, stream: TcpStream) -> io::Result<(Socket, Protocol)> {
        let Some(tls) = &self.tls else { return plain(stream).await };
        let stream = tls.accept(stream).await?;
        let protocol = match stream.get_ref().1.alpn_protocol() {
            Some(HTTP_2) => Protocol::Http2,
            _ => Protocol::Http1,
        };
        Ok((Socket::Tls(Box::new(stream)), protocol))
    }
}

/// Without TLS the first bytes decide.
async fn plain(stream: TcpStream) -> io::Result<(Socket, Protocol)> {
    let mut first = [0; HTTP_2_PREFACE.len()];
    stream.peek(&mut first).await?;
    let protocol = if first == *HTTP_2_PREFACE { Protocol::Http2 } else { Protocol::Http1 };
    Ok((Socket::Plain(stream), protocol))
}

//! The place that every byte of a connection passes, both ways, as it is on the wire below TLS's encryption.
//!
//! It numbers connections, shows their bytes to an observer and ends those whose client takes nothing.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::Wire;
use super::socket::Socket;

/// Who is shown the bytes of every connection as they travel. It is called by the thread that serves the connection and
/// must not wait for anybody.
pub trait WireObserver: Send + Sync {
    /// These bytes came on a connection of this number.
    fn received(&self, connection: u64, bytes: &[u8]);

    /// These bytes went out.
    fn sent(&self, connection: u64, bytes: &[u8]);
}

/// A connection, and who watches it.
pub struct Tap {
    socket: Socket,
    connection: u64,
    wire: Arc<Wire>,
    /// Since the client takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Tap {
    pub fn new(socket: Socket, connection: u64, wire: Arc<Wire>) -> Self {
        Self { socket, connection, wire, stalled: None }
    }

    /// How the server speaks.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    fn observe_sent(&self, bufs: &[IoSlice<'_>], mut count: usize) {
        let Some(observer) = &self.wire.observer else { return };
        for buf in bufs {
            let piece = &buf[..buf.len().min(count)];
            observer.sent(self.connection, piece);
            count -= piece.len();
        }
    }

    /// The client takes nothing at the moment; an error when that lasts.
    fn stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let limit = self.wire.write_timeout;
        let timer = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        ready!(timer.as_mut().poll(cx));
        tracing::warn!(connection = self.connection, "closed: the client took nothing for {limit:?}");
        Poll::Ready(io::ErrorKind::TimedOut.into())
    }
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.socket).poll_read(cx, buf))?;
        if let Some(observer) = &self.wire.observer {
            observer.received(self.connection, &buf.filled()[before..]);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Tap {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(buf)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.socket).poll_write_vectored(cx, bufs) {
            Poll::Pending => self.stall(cx).map(Err),
            Poll::Ready(written) => {
                self.stalled = None;
                self.observe_sent(bufs, *written.as_ref().unwrap_or(&0));
                Poll::Ready(written)
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.socket).poll_flush(cx) {
            Poll::Pending => self.stall(cx).map(Err),
            ready => ready,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.socket).poll_shutdown(cx) {
            Poll::Pending => self.stall(cx).map(Err),
            ready => ready,
        }
    }
}

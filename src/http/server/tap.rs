//! The place that every byte of a connection passes, both ways, as it is on the wire below TLS's
//! encryption.
//!
//! It shows them to an observer, carries out deliveries and ends connections whose client takes
//! nothing.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::Wire;
use super::socket::Socket;
use crate::http::delivery::garbage;
use crate::http::{Delivery, Sent};

/// It is shown the bytes of every connection as they travel. It is called by the thread that
/// serves the connection and must not wait for anybody.
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
    /// What becomes of what is written.
    delivery: Delivery,
    /// Until a throttled answer goes on.
    pausing: Option<Pin<Box<Sleep>>>,
    /// What left of the answer under way, where an observer keeps it.
    sent: Option<Sent>,
}

impl Tap {
    pub fn new(socket: Socket, connection: u64, wire: Arc<Wire>) -> Self {
        let (delivery, sent) = (Delivery::Whole, None);
        Self { socket, connection, wire, stalled: None, delivery, pausing: None, sent }
    }

    /// Says what becomes of what is written from now on.
    pub fn deliver(&mut self, delivery: Delivery) {
        self.delivery = delivery;
        if self.wire.keeps > 0 {
            self.sent.get_or_insert_default().clear();
        }
    }

    /// Whether a body that is streamed is to end in the middle of its first piece.
    pub fn cuts_body(&self) -> bool {
        self.delivery == Delivery::CutBody
    }

    /// What left since then, where an observer keeps it.
    pub fn sent(&mut self) -> Option<&mut Sent> {
        self.sent.as_mut()
    }

    /// Lets the other end find a reset connection in the place of an end.
    pub fn reset(&self) {
        self.socket.reset();
    }

    fn observe_sent(&mut self, bufs: &[IoSlice<'_>], mut count: usize) {
        if self.wire.observer.is_none() && self.sent.is_none() {
            return;
        }
        for buf in bufs {
            let piece = &buf[..buf.len().min(count)];
            self.wire.observer.iter().for_each(|observer| observer.sent(self.connection, piece));
            self.sent.iter_mut().for_each(|sent| sent.add(piece, self.wire.keeps));
            count -= piece.len();
        }
    }

    /// Writes, and shows what was written.
    fn write(&mut self, cx: &mut Context<'_>, bufs: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let socket = Pin::new(&mut self.socket);
        // The system does less for one piece.
        let written = match bufs {
            [one] => socket.poll_write(cx, one),
            several => socket.poll_write_vectored(cx, several),
        };
        match written {
            Poll::Pending => self.stall(cx).map(Err),
            Poll::Ready(written) => {
                self.stalled = None;
                self.observe_sent(bufs, *written.as_ref().unwrap_or(&0));
                Poll::Ready(written)
            }
        }
    }

    /// Writes other than whole.
    fn write_badly(
        &mut self,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let bytes = bufs.iter().map(|buf| &buf[..]).find(|buf| !buf.is_empty()).unwrap_or_default();
        match self.delivery {
            // The others are measured, or done where the body is known.
            Delivery::Whole | Delivery::Close | Delivery::CutHead | Delivery::CutBody => {
                self.write(cx, bufs)
            }
            Delivery::Garbage => self.write(cx, &[IoSlice::new(&garbage(bytes.len()))]),
            Delivery::Reset => {
                self.socket.reset();
                Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
            }
            Delivery::Truncate(0) => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            Delivery::Truncate(left) => {
                let piece = &bytes[..bytes.len().min(left)];
                let written = ready!(self.write(cx, &[IoSlice::new(piece)]))?;
                self.delivery = Delivery::Truncate(left - written);
                Poll::Ready(Ok(written))
            }
            Delivery::Throttle { bytes_per_second } => {
                if let Some(pause) = &mut self.pausing {
                    ready!(pause.as_mut().poll(cx));
                    self.pausing = None;
                }
                let piece = &bytes[..bytes.len().min(Delivery::step(bytes_per_second))];
                let written = ready!(self.write(cx, &[IoSlice::new(piece)]))?;
                let pause = Duration::from_micros(Delivery::pause_us(bytes_per_second));
                self.pausing = Some(Box::pin(tokio::time::sleep(pause)));
                Poll::Ready(Ok(written))
            }
        }
    }

    /// The client takes nothing at the moment; an error when that lasts.
    fn stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let limit = self.wire.write_timeout;
        let timer = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        ready!(timer.as_mut().poll(cx));
        tracing::warn!(
            connection = self.connection,
            "closed: the client took nothing for {limit:?}"
        );
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
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(buf)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.delivery == Delivery::Whole {
            this.write(cx, bufs)
        } else {
            this.write_badly(cx, bufs)
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

//! An HTTP/1 connection as the HTTP library sees it: requests that it can read, one at a time, and in the place of the
//! heads that it writes those of the host.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::connection::Connection;
use super::inbound::Inbound;
use super::outbound::{NewHead, Outbound, Passing};
use super::tap::Tap;

/// How long a client that is told to go may go on sending. A connection closed at once would take back what was
/// answered.
const LINGER: Duration = Duration::from_secs(2);

/// A connection between tap and library.
pub struct Http1Stream {
    tap: Tap,
    connection: Rc<Connection>,
    inbound: Inbound,
    outbound: Outbound,
    /// The task of the connection, when it waits for an answer to leave.
    waiting: Option<Waker>,
    /// Since a head is awaited.
    awaiting: Option<Pin<Box<Sleep>>>,
    lingering: Option<Pin<Box<Sleep>>>,
}

impl Http1Stream {
    pub fn new(tap: Tap, connection: Rc<Connection>) -> Self {
        let inbound = Inbound::new(Rc::clone(&connection), tap.wire().profile);
        let outbound = Outbound::Between;
        Self { tap, connection, inbound, outbound, waiting: None, awaiting: None, lingering: None }
    }

    /// What both ends of the library know of one another.
    pub fn connection(&self) -> &Rc<Connection> {
        &self.connection
    }

    /// Goes on from a head, or a part of a body, that left.
    fn passed(&mut self, mut passing: Passing, bytes: &[u8]) {
        // Only what belongs to the body was offered.
        let taken = passing.body.take(bytes);
        debug_assert_eq!(taken, Ok(bytes.len()));
        if !passing.body.is_done() {
            self.outbound = Outbound::Body(passing);
            return;
        }
        self.outbound = Outbound::Between;
        if passing.interim {
            return;
        }
        if passing.by_library {
            let (connection, status) = (self.connection.number, passing.status);
            tracing::warn!(connection, status, "the HTTP library refused a request by itself");
        }
        self.inbound.answered(passing.closes);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    /// Nothing comes at the moment; whether there is something to read all the same, as the head is late.
    fn poll_late_head(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.inbound.awaits_head() {
            return Poll::Pending;
        }
        let limit = self.tap.wire().request_timeout;
        let timer = self.awaiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        ready!(timer.as_mut().poll(cx));
        self.inbound.give_up();
        Poll::Ready(())
    }

    fn write_head(&mut self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let Outbound::Head(head) = &mut self.outbound else {
                return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
            };
            let body = offered(&head.next, &buf[head.replaced..]);
            let unsent = head.text.len() - head.sent;
            let bufs = [IoSlice::new(&head.text[head.sent..]), IoSlice::new(body)];
            let written = ready!(Pin::new(&mut self.tap).poll_write_vectored(cx, &bufs))?;
            if written == 0 {
                return Poll::Ready(Ok(0));
            }
            if written >= unsent {
                let (taken, next) = (head.replaced + written - unsent, head.next.clone());
                let body = &buf[head.replaced..taken];
                self.passed(next, body);
                return Poll::Ready(Ok(taken));
            }
            head.sent += written;
        }
    }

    fn write_body(&mut self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let Outbound::Body(passing) = &self.outbound else {
            return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
        };
        let passing = passing.clone();
        let written = ready!(Pin::new(&mut self.tap).poll_write(cx, offered(&passing, buf)))?;
        self.passed(passing, &buf[..written]);
        Poll::Ready(Ok(written))
    }

    /// Reads what nobody wants until the client is done.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let timer = self.lingering.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER)));
        let mut unread = [0; 4096];
        while timer.as_mut().poll(cx).is_pending() {
            let mut buf = ReadBuf::new(&mut unread);
            match ready!(Pin::new(&mut self.tap).poll_read(cx, &mut buf)) {
                Ok(()) if !buf.filled().is_empty() => {}
                _ => break,
            }
        }
        Poll::Ready(())
    }
}

/// What of these bytes belongs to a body.
fn offered<'b>(passing: &Passing, bytes: &'b [u8]) -> &'b [u8] {
    let length = passing.body.clone().take(bytes).unwrap_or(bytes.len());
    &bytes[..length]
}

impl AsyncRead for Http1Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if this.inbound.give(buf) || this.inbound.is_over() {
                return Poll::Ready(Ok(()));
            }
            if this.inbound.has_next() {
                this.waiting = Some(cx.waker().clone());
            }
            if this.inbound.is_full() {
                return Poll::Pending;
            }
            let before = buf.filled().len();
            if Pin::new(&mut this.tap).poll_read(cx, buf)?.is_pending() {
                ready!(this.poll_late_head(cx));
                continue;
            }
            let is_read = this.inbound.accept(buf, before);
            if !this.inbound.awaits_head() {
                this.awaiting = None;
            }
            if is_read {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

impl AsyncWrite for Http1Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if matches!(this.outbound, Outbound::Between) {
            // The library writes heads whole.
            let Some(head) = NewHead::of(buf, || this.connection.take_head()) else {
                return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
            };
            this.tap.deliver(head.delivery);
            this.outbound = Outbound::Head(head);
        }
        match this.outbound {
            Outbound::Head(_) => this.write_head(cx, buf),
            _ => this.write_body(cx, buf),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tap).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.lingering.is_none() {
            ready!(Pin::new(&mut this.tap).poll_shutdown(cx))?;
        }
        if this.inbound.leaves_unread() {
            ready!(this.poll_linger(cx));
        }
        Poll::Ready(Ok(()))
    }
}

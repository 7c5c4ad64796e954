//! The answers of an HTTP/1 connection on their way out.

use std::future::poll_fn;
use std::io::{self, IoSlice, Write as _};
use std::mem;
use std::pin::Pin;
use std::task::Poll;

use futures_util::StreamExt;
use tokio::io::AsyncWrite;

use super::answer_head::Frame;
use super::inbound::Inbound;
use super::tap::Tap;
use crate::http::{Body, Pieces};

/// A body of so many bytes is copied behind its head: one piece is sent for less than two.
const SHORT: usize = 4 * 1024;

/// Sends an answer: its head, and as much of its body as `frame` says.
///
/// # Errors
/// When the connection breaks, or the body cannot be made to its end.
pub async fn send(tap: &mut Tap, mut head: Vec<u8>, body: Body, frame: Frame) -> io::Result<()> {
    after_others().await;
    match body {
        Body::Streamed(pieces) if frame.has_body => streamed(tap, head, pieces, frame).await,
        Body::Whole(bytes) if frame.has_body && bytes.len() > SHORT => {
            write(tap, &[&head, &bytes]).await
        }
        Body::Whole(bytes) if frame.has_body => {
            head.extend_from_slice(&bytes);
            write(tap, &[&head]).await
        }
        _ => write(tap, &[&head]).await,
    }
}

/// Lets the other connections of this thread make their answers first, so that all leave one after the other. A client
/// that waits for several is woken once then, which is the dearest part of a write.
async fn after_others() {
    let mut is_our_turn = false;
    poll_fn(|cx| {
        if mem::replace(&mut is_our_turn, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The first piece leaves with the head.
async fn streamed(
    tap: &mut Tap,
    mut before: Vec<u8>,
    mut pieces: Pieces,
    frame: Frame,
) -> io::Result<()> {
    while let Some(piece) = pieces.next().await {
        let piece = piece.inspect_err(|_| tap.reset())?;
        send_piece(tap, &mut before, &piece, frame).await?;
    }
    send_end(tap, &before, frame).await
}

/// Sends pieces until there are no more, or the client is gone.
///
/// # Errors
/// When the connection breaks, also from the other end.
pub async fn live(
    inbound: &mut Inbound<Tap>,
    mut before: Vec<u8>,
    mut pieces: Pieces,
    frame: Frame,
) -> io::Result<()> {
    loop {
        let next = poll_fn(|cx| match pieces.as_mut().poll_next(cx) {
            Poll::Ready(piece) => Poll::Ready(piece),
            Poll::Pending => {
                inbound.poll_gone(cx).map(|()| Some(Err(io::ErrorKind::ConnectionAborted.into())))
            }
        });
        let Some(piece) = next.await else { break };
        send_piece(&mut inbound.stream, &mut before, &piece?, frame).await?;
    }
    send_end(&mut inbound.stream, &before, frame).await
}

/// Sends what comes before a piece, and the piece.
async fn send_piece(
    tap: &mut Tap,
    before: &mut Vec<u8>,
    piece: &[u8],
    frame: Frame,
) -> io::Result<()> {
    if piece.is_empty() {
        return Ok(());
    }
    if tap.cuts_body() {
        let size = if frame.is_chunked { format!("{:X}\r\n", piece.len()) } else { String::new() };
        write(tap, &[before, size.as_bytes(), &piece[..piece.len() / 2]]).await?;
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    if frame.is_chunked {
        write!(before, "{:X}\r\n", piece.len())?;
        write(tap, &[before, piece, b"\r\n"]).await?;
    } else {
        write(tap, &[before, piece]).await?;
    }
    before.clear();
    Ok(())
}

async fn send_end(tap: &mut Tap, before: &[u8], frame: Frame) -> io::Result<()> {
    let end: &[u8] = if frame.is_chunked { b"0\r\n\r\n" } else { b"" };
    write(tap, &[before, end]).await
}

/// Sends all of these.
///
/// # Errors
/// When the connection breaks.
pub async fn write(tap: &mut Tap, parts: &[&[u8]]) -> io::Result<()> {
    let mut slices = [IoSlice::new(b""); 3];
    slices.iter_mut().zip(parts).for_each(|(slice, part)| *slice = IoSlice::new(part));
    let mut left = &mut slices[..parts.len()];
    IoSlice::advance_slices(&mut left, 0);
    while !left.is_empty() {
        let written = poll_fn(|cx| Pin::new(&mut *tap).poll_write_vectored(cx, left)).await?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        IoSlice::advance_slices(&mut left, written);
    }
    poll_fn(|cx| Pin::new(&mut *tap).poll_flush(cx)).await
}

//! The answers of an HTTP/1 connection on their way out.

use std::future::poll_fn;
use std::io::{self, IoSlice, Write as _};
use std::pin::Pin;

use futures_util::StreamExt;
use tokio::io::AsyncWrite;

use super::answer_head::Frame;
use super::tap::Tap;
use crate::http::{Body, Pieces};

/// Sends an answer: its head, and as much of its body as `frame` says.
///
/// # Errors
/// When the connection breaks, or the body cannot be made to its end.
pub async fn send(tap: &mut Tap, head: &[u8], body: Body, frame: Frame) -> io::Result<()> {
    match body {
        Body::Streamed(pieces) if frame.has_body => streamed(tap, head, pieces, frame).await,
        Body::Whole(bytes) if frame.has_body => write(tap, &[head, &bytes]).await,
        _ => write(tap, &[head]).await,
    }
}

/// The first piece leaves with the head.
async fn streamed(tap: &mut Tap, head: &[u8], mut pieces: Pieces, frame: Frame) -> io::Result<()> {
    let mut before = head.to_vec();
    while let Some(piece) = pieces.next().await {
        let piece = piece.inspect_err(|_| tap.reset())?;
        if piece.is_empty() {
            continue;
        }
        if frame.is_chunked {
            write!(before, "{:X}\r\n", piece.len())?;
            write(tap, &[&before, &piece, b"\r\n"]).await?;
        } else {
            write(tap, &[&before, &piece]).await?;
        }
        before.clear();
    }
    let end: &[u8] = if frame.is_chunked { b"0\r\n\r\n" } else { b"" };
    write(tap, &[&before, end]).await
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

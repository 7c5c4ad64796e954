//! The answer: a bare array of codes, made while it is sent.

use std::io;

use bytes::Bytes;
use futures_util::stream;

use crate::http::Body;

/// Codes that are sent in one piece. An answer that is no longer has a `Content-Length`.
const PIECE: usize = 1000;

/// `["…","…"]`. Codes hold nothing that JSON would escape.
pub fn array(codes: impl Iterator<Item = String> + Send + 'static, count: usize) -> Body {
    let pieces = Pieces { codes, begun: false, ended: false };
    if count < PIECE {
        return Body::Whole(pieces.collect::<Vec<_>>().concat().into_bytes());
    }
    let pieces = pieces.map(|piece| io::Result::Ok(Bytes::from(piece)));
    Body::Streamed(Box::pin(stream::iter(pieces)))
}

/// The text of the array, piece by piece.
struct Pieces<I> {
    codes: I,
    begun: bool,
    ended: bool,
}

impl<I: Iterator<Item = String>> Iterator for Pieces<I> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if self.ended {
            return None;
        }
        let mut piece = String::new();
        for _ in 0..PIECE {
            let Some(code) = self.codes.next() else {
                piece.push_str(if self.begun { "]" } else { "[]" });
                self.ended = true;
                break;
            };
            piece.push_str(if self.begun { ",\"" } else { "[\"" });
            piece.push_str(&code);
            piece.push('"');
            self.begun = true;
        }
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    #[tokio::test]
    async fn long_and_short_answers_are_the_same_json() {
        for count in [0, 1, 2, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let codes: Vec<_> = (0..count).map(|number| number.to_string()).collect();
            let text = match array(codes.clone().into_iter(), count) {
                Body::Whole(bytes) => bytes,
                Body::Streamed(pieces) | Body::Live(pieces) => {
                    pieces.map(|piece| piece.expect("no error")).collect::<Vec<_>>().await.concat()
                }
            };
            assert_eq!(serde_json::from_slice::<Vec<String>>(&text).expect("JSON"), codes);
        }
    }
}

//! The text written so far, and where it goes.

use crate::error::Result;
use crate::lex;
use std::io;

/// Where text goes in the end.
pub trait Target {
    /// Takes what has been written so far, if it can, and says how much room it wants to have for
    /// more.
    ///
    /// # Errors
    /// When it fails.
    fn take(&mut self, text: &[u8]) -> Result<Option<usize>>;

    /// Takes all of the text, the first `len` of the bytes.
    ///
    /// # Errors
    /// When it fails.
    fn finish(&mut self, bytes: &mut Vec<u8>, len: usize) -> Result<()>;
}

impl Target for &mut String {
    fn take(&mut self, _: &[u8]) -> Result<Option<usize>> {
        Ok(None)
    }

    fn finish(&mut self, bytes: &mut Vec<u8>, len: usize) -> Result<()> {
        const WHOLE: &str = "text is made of whole strings";
        if self.is_empty() && self.capacity() < len {
            bytes.truncate(len);
            **self = String::from_utf8(std::mem::take(bytes)).expect(WHOLE);
        } else {
            self.push_str(std::str::from_utf8(bytes.get(..len).unwrap_or_default()).expect(WHOLE));
        }
        Ok(())
    }
}

/// Any `io::Write`.
pub(super) struct Stream<W>(pub W);

impl<W: io::Write> Target for Stream<W> {
    fn take(&mut self, text: &[u8]) -> Result<Option<usize>> {
        self.0.write_all(text)?;
        Ok(Some(PIECE))
    }

    fn finish(&mut self, bytes: &mut Vec<u8>, len: usize) -> Result<()> {
        Ok(self.0.write_all(bytes.get(..len).unwrap_or_default())?)
    }
}

/// A stream gets its text in pieces of this size, unless one string is longer.
const PIECE: usize = 8 * 1024;
/// So much room is made at a time: little enough to be in the cache still when it is written.
const AHEAD: usize = 2000;

/// Text on its way. Behind it there is room that has been set to zero: small pieces are put into it
/// by copies of fixed size, which are cheaper than appending to a string.
pub(super) struct Out<T> {
    bytes: Vec<u8>,
    /// So many of them are text.
    len: usize,
    target: T,
}

impl<T: Target> Out<T> {
    pub fn new(target: T) -> Self {
        Self { bytes: Vec::new(), len: 0, target }
    }

    /// Has `write` put at most `N` bytes of ASCII, or of whole characters, and say how many.
    #[inline(always)]
    pub fn fill<const N: usize>(
        &mut self,
        write: impl FnOnce(&mut [u8; N]) -> usize,
    ) -> Result<()> {
        if self.bytes.len() - self.len < N {
            self.make_room(N)?;
        }
        if let Some(room) = self.bytes.get_mut(self.len..).and_then(<[u8]>::first_chunk_mut) {
            self.len += write(room);
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self, wanted: usize) -> Result<()> {
        let more = match self.target.take(self.bytes.get(..self.len).unwrap_or_default())? {
            Some(room) => {
                self.len = 0;
                room
            }
            None => self.len.clamp(128, AHEAD),
        };
        let more = more.max(wanted);
        self.bytes.resize(self.bytes.len().max(self.len + more), 0);
        Ok(())
    }

    /// Appends a piece of any length.
    #[inline]
    pub fn put(&mut self, text: &str) -> Result<()> {
        if text.len() <= 16 {
            self.fill::<16>(|room| short(room, text.as_bytes()))
        } else {
            self.put_long(text)
        }
    }

    #[inline(never)]
    fn put_long(&mut self, text: &str) -> Result<()> {
        if self.bytes.len() - self.len < text.len() {
            self.make_room(text.len())?;
        }
        if let Some(room) = self.bytes.get_mut(self.len..self.len + text.len()) {
            room.copy_from_slice(text.as_bytes());
            self.len += text.len();
        }
        Ok(())
    }

    /// Appends one character of ASCII.
    #[inline]
    pub fn put_byte(&mut self, byte: u8) -> Result<()> {
        self.fill::<1>(|room| {
            *room = [byte];
            1
        })
    }

    /// Appends a point and the digits of up to three decimals, which are not all zero.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "digits")]
    pub fn put_thousandths(&mut self, thousandths: u64) -> Result<()> {
        let [a, b, c] =
            [thousandths / 100, thousandths / 10 % 10, thousandths % 10].map(|digit| digit as u8);
        self.fill::<4>(|room| {
            *room = [b'.', b'0' + a, b'0' + b, b'0' + c];
            match (b, c) {
                (0, 0) => 2,
                (_, 0) => 3,
                _ => 4,
            }
        })
    }

    /// Appends a name and its colon, with a comma in front if wanted, and gives the length of it
    /// all.
    #[inline(always)]
    pub fn put_name(&mut self, comma: bool, name: &str) -> Result<usize> {
        if name.len() > 16 {
            return self.put_long_name(comma, name);
        }
        self.fill::<18>(|room| {
            room[0] = b',';
            let start = usize::from(comma);
            let behind = room.get_mut(start..).and_then(<[u8]>::first_chunk_mut);
            let end = start + behind.map_or(0, |room| short(room, name.as_bytes()));
            if let Some(colon) = room.get_mut(end) {
                *colon = b':';
            }
            end + 1
        })?;
        Ok(usize::from(comma) + name.len() + 1)
    }

    #[inline(never)]
    fn put_long_name(&mut self, comma: bool, name: &str) -> Result<usize> {
        let length = usize::from(comma) + name.len() + 1;
        if self.bytes.len() - self.len < length {
            self.make_room(length)?;
        }
        if comma {
            self.put_byte(b',')?;
        }
        self.put_long(name)?;
        self.put_byte(b':')?;
        Ok(length)
    }

    /// Forgets the last bytes, if nothing has been written behind them: the name of a member that
    /// is null.
    pub fn take_back(&mut self, length: usize) {
        self.len -= length;
    }

    /// Appends a string if it needs no quotes; whether it did not.
    #[inline]
    pub fn put_plain(&mut self, text: &str) -> Result<bool> {
        let plain = lex::is_plain(text.as_bytes());
        if plain {
            self.put(text)?;
        }
        Ok(plain)
    }

    /// Hands everything over.
    pub fn finish(&mut self) -> Result<()> {
        self.target.finish(&mut self.bytes, std::mem::take(&mut self.len))
    }
}

/// Copies at most 16 bytes by two words that overlap, and gives their number.
#[inline]
fn short(room: &mut [u8; 16], text: &[u8]) -> usize {
    let length = text.len().min(16);
    if let (Some(head), Some(tail)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        room[..8].copy_from_slice(head);
        room[length - 8..length].copy_from_slice(tail);
    } else if let (Some(head), Some(tail)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        room[..4].copy_from_slice(head);
        room[length - 4..length].copy_from_slice(tail);
    } else {
        for (to, from) in room.iter_mut().zip(text) {
            *to = *from;
        }
    }
    length
}

//! UTF-16 read as UTF-8.

use std::io::{self, Read};

/// Which byte of a unit comes first.
#[derive(Clone, Copy)]
pub enum Order {
    /// The low one.
    Little,
    /// The high one.
    Big,
}

/// Reads UTF-16 and gives UTF-8; a unit without its other half is an error.
pub struct Utf16<R> {
    reader: R,
    order: Order,
    /// UTF-8 that has not been given yet.
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Utf16<R> {
    /// The text of a reader.
    pub fn new(reader: R, order: Order) -> Self {
        Self { reader, order, ready: Vec::new(), given: 0 }
    }

    /// The next unit; nothing at the end.
    fn unit(&mut self) -> io::Result<Option<u16>> {
        let mut bytes = Vec::with_capacity(2);
        (&mut self.reader).take(2).read_to_end(&mut bytes)?;
        match (bytes.as_slice(), self.order) {
            ([], _) => Ok(None),
            ([low, high], Order::Little) | ([high, low], Order::Big) => {
                Ok(Some(u16::from_be_bytes([*high, *low])))
            }
            _ => Err(broken()),
        }
    }

    /// The next characters, some thousand at most.
    fn refill(&mut self) -> io::Result<()> {
        (self.given, self.ready) = (0, Vec::with_capacity(4096));
        while self.ready.len() < 4092 {
            let Some(first) = self.unit()? else { return Ok(()) };
            let pair = if (0xD800..0xDC00).contains(&first) { self.unit()? } else { None };
            let mut characters = char::decode_utf16([first].into_iter().chain(pair));
            let character = characters.next().and_then(Result::ok).ok_or_else(broken)?;
            self.ready.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(())
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the text is UTF-16 with half a character in it")
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.refill()?;
        }
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

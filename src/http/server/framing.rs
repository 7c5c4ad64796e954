//! Where a message's body ends (RFC 9112 section 6.3), found from its bytes alone.

/// What is still to come of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framing {
    /// So many bytes.
    Length(u64),
    /// Chunks, up to and with the trailer.
    Chunked(Chunks),
}

/// A place within chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chunks {
    /// Before the first digit of a size.
    #[default]
    Begin,
    /// Within a size; the value so far.
    Size(u64),
    /// After a size's digits; no more may come.
    Blank(u64),
    /// Within an extension, which means nothing here.
    Extension(u64),
    /// Before the line feed after a size.
    SizeEnd(u64),
    /// So many bytes of a chunk are to come.
    Data(u64),
    DataCr,
    DataLf,
    /// At the beginning of a line after the last chunk.
    Last,
    Trailer,
    TrailerLf,
    LastLf,
    Done,
}

/// Chunks that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenChunks;

impl Framing {
    /// Whether nothing is to come.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Length(0) | Self::Chunked(Chunks::Done))
    }

    /// How long the rest is, where that is known.
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Length(left) => Some(*left),
            Self::Chunked(_) => None,
        }
    }

    /// Adds to `body` what the front of `bytes` holds of it, and returns how many bytes were read.
    ///
    /// # Errors
    /// When chunks are malformed.
    pub fn read(&mut self, bytes: &[u8], body: &mut Vec<u8>) -> Result<usize, BrokenChunks> {
        match self {
            Self::Length(left) => Ok(read_some(left, bytes, body)),
            Self::Chunked(place) => {
                let mut read = 0;
                while read < bytes.len() && *place != Chunks::Done {
                    read += place.step(&bytes[read..], body)?;
                }
                Ok(read)
            }
        }
    }
}

/// Reads as many bytes as are left.
fn read_some(left: &mut u64, bytes: &[u8], body: &mut Vec<u8>) -> usize {
    let read = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
    body.extend_from_slice(&bytes[..read]);
    *left -= read as u64;
    read
}

impl Chunks {
    /// Goes on over the first byte, or over as much of a chunk's data as there is; `bytes` is not
    /// empty.
    fn step(&mut self, bytes: &[u8], body: &mut Vec<u8>) -> Result<usize, BrokenChunks> {
        if let Self::Data(left) = self {
            let read = read_some(left, bytes, body);
            if *left == 0 {
                *self = Self::DataCr;
            }
            return Ok(read);
        }
        *self = self.after(bytes[0]).ok_or(BrokenChunks)?;
        Ok(1)
    }

    fn after(self, byte: u8) -> Option<Self> {
        let digit = char::from(byte).to_digit(16).map(u64::from);
        match (self, byte) {
            (Self::Begin, _) => digit.map(Self::Size),
            (Self::Size(size), _) if digit.is_some() => {
                Some(Self::Size(size.checked_mul(16)? + digit?))
            }
            (Self::Size(size) | Self::Blank(size), b' ' | b'\t') => Some(Self::Blank(size)),
            (Self::Size(size) | Self::Blank(size), b';') => Some(Self::Extension(size)),
            (Self::Size(size) | Self::Blank(size) | Self::Extension(size), b'\r') => {
                Some(Self::SizeEnd(size))
            }
            (Self::Extension(size), b'\t' | b' '..=b'~' | 0x80..) => Some(Self::Extension(size)),
            (Self::SizeEnd(0), b'\n') => Some(Self::Last),
            (Self::SizeEnd(size), b'\n') => Some(Self::Data(size)),
            (Self::DataCr, b'\r') => Some(Self::DataLf),
            (Self::DataLf, b'\n') => Some(Self::Begin),
            (Self::Last, b'\r') => Some(Self::LastLf),
            (Self::LastLf, b'\n') => Some(Self::Done),
            (Self::Trailer, b'\r') => Some(Self::TrailerLf),
            (Self::TrailerLf, b'\n') => Some(Self::Last),
            (Self::Last | Self::Trailer, b'\n') => None,
            (Self::Last | Self::Trailer, _) => Some(Self::Trailer),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHUNKS: &[u8] =
        b"4\r\ndata\r\n1A;name=value\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: x\r\n\r\n";

    #[test]
    fn chunks_end_at_the_same_byte_however_they_are_cut() {
        for cut in 0..=CHUNKS.len() {
            let (mut framing, mut body) = (Framing::Chunked(Chunks::default()), Vec::new());
            assert_eq!(framing.read(&CHUNKS[..cut], &mut body), Ok(cut));
            assert_eq!(framing.is_done(), cut == CHUNKS.len());
            let rest = [&CHUNKS[cut..], b"GET / HTTP/1.1"].concat();
            assert_eq!(framing.read(&rest, &mut body), Ok(CHUNKS.len() - cut));
            assert!(framing.is_done());
            assert_eq!(body, b"dataabcdefghijklmnopqrstuvwxyz");
        }
    }

    #[test]
    fn malformed_chunks_are_refused() {
        for bytes in [
            "\r\n",
            "x\r\n",
            "4\ndata",
            "4 4\r\n",
            "4\r\ndataX",
            "0\r\n\n",
            "FFFFFFFFFFFFFFFFF\r\n",
        ] {
            let read = Framing::Chunked(Chunks::default()).read(bytes.as_bytes(), &mut Vec::new());
            assert_eq!(read, Err(BrokenChunks), "{bytes:?}");
        }
    }

    #[test]
    fn a_length_takes_no_more_than_its_bytes() {
        let (mut framing, mut body) = (Framing::Length(5), Vec::new());
        assert_eq!((framing.read(b"abc", &mut body), framing.is_done()), (Ok(3), false));
        assert_eq!((framing.read(b"defg", &mut body), framing.is_done()), (Ok(2), true));
        assert_eq!(body, b"abcde");
    }
}

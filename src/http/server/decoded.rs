//! Bodies sent with a `Content-Encoding`, decoded within the limit: a small body may become a large
//! one.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::body::BodyRefusal;

/// Why a body could not be decoded is the client's fault, whichever way.
const BROKEN: &str = "the body is not encoded as its Content-Encoding says";

/// Undoes the encoding of a body; at most `limit` bytes come out.
///
/// The recorded host knows `gzip` and `deflate`, in small letters and alone, and takes no notice of
/// anything else. Brotli is undone where the body is brotli, for the clients of newer hosts.
pub fn decode(body: Vec<u8>, encoding: &str, limit: usize) -> Result<Vec<u8>, BodyRefusal> {
    match encoding.trim() {
        "gzip" => read(MultiGzDecoder::new(body.as_slice()), limit),
        "deflate" if is_zlib(&body) => read(ZlibDecoder::new(body.as_slice()), limit),
        "deflate" => read(DeflateDecoder::new(body.as_slice()), limit),
        "br" => match read(brotli::Decompressor::new(body.as_slice(), 4096), limit) {
            Err(BodyRefusal::Broken(_)) => Ok(body),
            decoded => decoded,
        },
        _ => Ok(body),
    }
}

/// `deflate` is zlib by RFC 9110, and .NET sends it bare.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn read(decoder: impl Read, limit: usize) -> Result<Vec<u8>, BodyRefusal> {
    let mut decoded = Vec::new();
    let more = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let length = decoder
        .take(more)
        .read_to_end(&mut decoded)
        .map_err(|_: io::Error| BodyRefusal::Broken(BROKEN.to_owned()))?;
    if length > limit { Err(BodyRefusal::TooLong(limit)) } else { Ok(decoded) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn every_encoding_gives_the_body_back() {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::fast());
        deflate.write_all(b"{A:1}").expect("memory");
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(b"{A:1}").expect("memory");
        let mut brotli = Vec::new();
        brotli::CompressorWriter::new(&mut brotli, 4096, 5, 22)
            .write_all(b"{A:1}")
            .expect("memory");
        let sent = [
            ("gzip", gzip(b"{A:1}")),
            ("deflate", deflate.finish().expect("memory")),
            ("deflate", zlib.finish().expect("memory")),
            ("br", brotli),
        ];
        for (encoding, body) in sent {
            assert_eq!(
                decode(body, encoding, 100).ok().as_deref(),
                Some(&b"{A:1}"[..]),
                "{encoding}"
            );
        }
    }

    #[test]
    fn what_the_host_does_not_know_is_left_alone() {
        for encoding in ["", "identity", "GZIP", "x-gzip", "gzip, gzip", "br, br", "br", "utf-8"] {
            let body = decode(b"{A:1}".to_vec(), encoding, 100);
            assert_eq!(body.ok().as_deref(), Some(&b"{A:1}"[..]), "{encoding}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![b' '; 10_000_000]);
        assert!(bomb.len() < 20_000);
        assert!(matches!(decode(bomb, "gzip", 1000), Err(BodyRefusal::TooLong(1000))));
        assert!(matches!(decode(b"no gzip".to_vec(), "gzip", 1000), Err(BodyRefusal::Broken(_))));
    }
}

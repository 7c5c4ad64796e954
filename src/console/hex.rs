//! Bytes as people read them in hexadecimal.

use std::fmt::Write;

/// The first bytes, sixteen a line: place, hexadecimal, ASCII.
pub(super) fn dump(bytes: &[u8], most: usize) -> String {
    let shown = &bytes[..bytes.len().min(most)];
    let mut out = String::with_capacity(shown.len() * 5);
    for (line, chunk) in shown.chunks(16).enumerate() {
        let pairs: Vec<String> = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
        let ascii: String = chunk
            .iter()
            .map(
                |byte| {
                    if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' }
                },
            )
            .collect();
        let _ = writeln!(out, "{:08x}  {:<47}  {ascii}", line * 16, pairs.join(" "));
    }
    if bytes.len() > most {
        let _ = writeln!(out, "… and {} bytes more", bytes.len() - most);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_tell_place_bytes_and_letters() {
        let text = super::dump(b"HTTP/1.1 200 OK\r\n\xC3\xBC", 18);
        assert_eq!(
            text,
            "00000000  48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d  HTTP/1.1 200 OK.\n\
             00000010  0a c3                                            ..\n… and 1 bytes more\n"
        );
    }
}

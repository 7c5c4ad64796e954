//! Which names files and locations may have.

/// Names that Windows takes for devices, whatever comes behind a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The longest that file systems take, in bytes.
const LONGEST: usize = 255;

/// Whether a text can be the name of a file everywhere: one segment, no device, nothing that a
/// system drops or reads in another way.
pub fn is_file_name(name: &str) -> bool {
    let has_forbidden = name.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c));
    let is_trimmed = name.trim() == name && !name.ends_with('.');
    !name.is_empty() && name.len() <= LONGEST && !has_forbidden && is_trimmed && !is_device(name)
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let is_port = |port: &str| {
        let number = stem.strip_prefix(port);
        number.is_some_and(|number| {
            number.chars().count() == 1 && number.contains(|c: char| "0123456789¹²³".contains(c))
        })
    };
    DEVICES.contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}

/// Whether a text can be the name of a location: part of an address and of a path.
pub fn is_location_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=64).contains(&name.len()) && name.bytes().all(is_letter) && !is_device(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_segment_that_every_system_takes_for_a_file() {
        for name in ["a.txt", "Отчёт 1.pdf", ".hidden", "console.txt", "com10", "a..b", "..a"]
        {
            assert!(is_file_name(name), "{name}");
        }
        let long = "x".repeat(256);
        for name in [
            "",
            ".",
            "..",
            "../a",
            "..\\a",
            "/etc/passwd",
            "a/b",
            "C:\\a.txt",
            "a.txt:stream",
            "a\0.txt",
            "a\n.txt",
            "CON",
            "con.txt",
            "NUL",
            "nul.tar.gz",
            "Com1.txt",
            "LPT9",
            "COM¹",
            "aux .txt",
            " a",
            "a ",
            "a.",
            "a?b",
            long.as_str(),
        ] {
            assert!(!is_file_name(name), "{name:?}");
        }
    }

    #[test]
    fn a_location_is_a_word() {
        assert!(is_location_name("docs"));
        for name in ["", "..", "a/b", ".incoming", "nul", "a.b"] {
            assert!(!is_location_name(name), "{name}");
        }
    }
}

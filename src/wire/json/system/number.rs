//! The grammar of numbers.

use super::fault::Fault;

/// A digit is wanted behind a sign or a point.
const EXPECTED_DIGIT: &str = "Expected a digit ('0'-'9')";

/// Where the number ends that begins at `start`.
pub(super) fn end(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    let scan = Scan { bytes };
    let begin = if bytes[start] == b'-' { scan.signed(start + 1)? } else { start };
    let mut at = match bytes[begin] {
        b'0' => begin + 1,
        _ => scan.digits(begin),
    };
    match bytes.get(at) {
        Some(b'.') => {
            at = scan.fraction(at + 1)?;
            match bytes.get(at) {
                Some(b'e' | b'E') => {}
                Some(byte) if !is_delimiter(*byte) => {
                    let is = "an invalid end of a number. Expected 'E' or 'e'.";
                    return Err(Fault::character(at, *byte, is));
                }
                _ => return Ok(at),
            }
        }
        Some(b'e' | b'E') => {}
        Some(byte @ b'0'..=b'9') => {
            let digit = char::from(*byte);
            return Err(Fault::new(at, format!("Invalid leading zero before '{digit}'.")));
        }
        _ => return scan.delimited(at),
    }
    let sign = at + 1;
    let begin = match bytes.get(sign) {
        Some(b'+' | b'-') => scan.signed(sign + 1)?,
        _ => scan.signed(sign)?,
    };
    scan.delimited(scan.digits(begin))
}

/// A number ends here, as long as something follows it that may.
pub(super) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b'/')
}

/// What must not stand behind a number.
pub(super) fn bad_end(at: usize, byte: u8) -> Fault {
    Fault::character(at, byte, "an invalid end of a number. Expected a delimiter.")
}

struct Scan<'a> {
    bytes: &'a [u8],
}

impl Scan<'_> {
    fn digits(&self, at: usize) -> usize {
        at + self.bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// A digit behind a sign, or behind the letter of an exponent.
    fn signed(&self, at: usize) -> Result<usize, Fault> {
        self.digit(at, "a sign character ('+' or '-')")
    }

    fn fraction(&self, at: usize) -> Result<usize, Fault> {
        self.digit(at, "a decimal point ('.')").map(|at| self.digits(at))
    }

    fn digit(&self, at: usize, behind: &str) -> Result<usize, Fault> {
        match self.bytes.get(at) {
            Some(byte) if byte.is_ascii_digit() => Ok(at),
            Some(byte) => {
                let is = format!(
                    "invalid within a number, immediately after {behind}. {EXPECTED_DIGIT}."
                );
                Err(Fault::character(at, *byte, &is))
            }
            None => {
                Err(Fault::new(at, format!("{EXPECTED_DIGIT}, but instead reached end of data.")))
            }
        }
    }

    fn delimited(&self, at: usize) -> Result<usize, Fault> {
        match self.bytes.get(at) {
            Some(byte) if !is_delimiter(*byte) => Err(bad_end(at, *byte)),
            _ => Ok(at),
        }
    }
}

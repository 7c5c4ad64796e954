//! `System.Single` and `System.Double` in XML.

use super::{number, trimmed};
use crate::scalar::{Dialect, ScalarError, float};

/// Reads a double: a number, `INF`, `-INF` or `NaN`.
///
/// # Errors
/// As [`float::read_f64`].
///
/// ```
/// use jsv_codec::scalar::xml::float;
///
/// assert_eq!(float::read_f64(" 1e3 "), Ok(1000.0));
/// assert_eq!(float::read_f64("INF"), Ok(f64::INFINITY));
/// assert!(float::read_f64("Infinity").is_err());
/// assert!(float::read_f64("1,000").is_err());
/// ```
pub fn read_f64(text: &str) -> Result<f64, ScalarError> {
    float::read_f64(in_jsv(text)?)
}

/// Reads a single; see [`read_f64`].
///
/// # Errors
/// As [`float::read_f32`].
///
/// ```
/// assert_eq!(jsv_codec::scalar::xml::float::read_f32("-INF"), Ok(f32::NEG_INFINITY));
/// ```
pub fn read_f32(text: &str) -> Result<f32, ScalarError> {
    float::read_f32(in_jsv(text)?)
}

fn in_jsv(text: &str) -> Result<&str, ScalarError> {
    match trimmed(text) {
        "INF" => Ok("Infinity"),
        "-INF" => Ok("-Infinity"),
        "NaN" => Ok("NaN"),
        text => number(text, true),
    }
}

/// Appends a double. Classic: as .NET Framework's format "R" has it, with fifteen digits where
/// these are enough to read it back, with seventeen otherwise. Modern: the shortest digits that read
/// back the same.
///
/// ```
/// use jsv_codec::{Dialect, scalar::xml::float::write_f64};
///
/// let text = |n, dialect| { let mut out = String::new(); write_f64(n, dialect, &mut out); out };
/// assert_eq!(text(1.0 / 3.0, Dialect::Classic), "0.33333333333333331");
/// assert_eq!(text(1.0 / 3.0, Dialect::Modern), "0.3333333333333333");
/// assert_eq!(text(f64::NEG_INFINITY, Dialect::Modern), "-INF");
/// ```
pub fn write_f64(value: f64, dialect: Dialect, out: &mut String) {
    if value.is_infinite() {
        return out.push_str(infinity(value > 0.0));
    }
    if dialect == Dialect::Modern {
        return float::write_f64_shortest(value, out);
    }
    let start = out.len();
    float::write_f64(value, out);
    if !value.is_nan() && out[start..].parse() != Ok(value) {
        out.truncate(start);
        float::write_f64_exact(value, out);
    }
}

/// Appends a single; see [`write_f64`]. Classic: as in JSV but for its infinities.
///
/// ```
/// use jsv_codec::{Dialect, scalar::xml::float::write_f32};
///
/// let text = |n, dialect| { let mut out = String::new(); write_f32(n, dialect, &mut out); out };
/// assert_eq!(text(f32::INFINITY, Dialect::Classic), "INF");
/// assert_eq!(text(f32::MAX, Dialect::Classic), "3.40282347E+38");
/// assert_eq!(text(f32::MAX, Dialect::Modern), "3.4028235E+38");
/// ```
pub fn write_f32(value: f32, dialect: Dialect, out: &mut String) {
    match dialect {
        _ if value.is_infinite() => out.push_str(infinity(value > 0.0)),
        Dialect::Classic => float::write_f32(value, out),
        Dialect::Modern => float::write_f32_shortest(value, out),
    }
}

const fn infinity(positive: bool) -> &'static str {
    if positive { "INF" } else { "-INF" }
}

#[cfg(test)]
mod tests {
    use super::write_f64;
    use crate::scalar::Dialect;

    #[test]
    fn as_recorded() {
        for (number, expected) in [
            (1.0 / 3.0, "0.33333333333333331"),
            (0.068_417_030_200_003_52, "0.068417030200003517"),
            (45_219.203_339_942_23, "45219.203339942229"),
            (6.088_444_063_286_867e-6, "6.0884440632868666E-06"),
            (-7.867_555_208_661_189, "-7.8675552086611891"),
            (0.1, "0.1"),
            (1e21, "1E+21"),
            (1e-5, "1E-05"),
            (f64::MAX, "1.7976931348623157E+308"),
            (1_234_567_890_123_456.0, "1234567890123456"),
            (f64::NAN, "NaN"),
        ] {
            let mut out = String::new();
            write_f64(number, Dialect::Classic, &mut out);
            assert_eq!(out, expected);
        }
    }
}

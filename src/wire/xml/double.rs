//! Doubles in XML: .NET Framework's format "R".

use jsv_codec::scalar::float;

/// Appends a finite number with fifteen digits where these are enough to read it back, with
/// seventeen otherwise.
pub(super) fn write(number: f64, out: &mut String) {
    let start = out.len();
    float::write_f64(number, out);
    if out[start..].parse() == Ok(number) {
        return;
    }
    out.truncate(start);
    let text = format!("{number:.16e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let negative = digits.starts_with('-');
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    out.push_str(if negative { "-" } else { "" });
    layout(digits.trim_end_matches('0'), exponent.parse().unwrap_or_default(), out);
}

/// Digits with a point behind the first one, times a power of ten.
fn layout(digits: &str, exponent: i32, out: &mut String) {
    let count = i32::try_from(digits.len()).unwrap_or_default();
    match exponent {
        17.. | ..=-6 => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let sign = if exponent < 0 { '-' } else { '+' };
            out.push_str(&format!("{first}{point}{rest}E{sign}{:02}", exponent.abs()));
        }
        -5..=-1 => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
            out.push_str(digits);
        }
        _ if exponent >= count - 1 => {
            out.push_str(digits);
            out.extend(std::iter::repeat_n('0', (exponent + 1 - count).unsigned_abs() as usize));
        }
        _ => {
            let (whole, fraction) = digits.split_at(exponent.unsigned_abs() as usize + 1);
            out.push_str(&format!("{whole}.{fraction}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    fn check(number: f64, expected: &str) {
        let mut out = String::new();
        write(number, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn as_recorded() {
        check(1.0 / 3.0, "0.33333333333333331");
        check(0.06841703020000352, "0.068417030200003517");
        check(45219.20333994223, "45219.203339942229");
        check(6.088444063286867e-06, "6.0884440632868666E-06");
        check(-7.867555208661189, "-7.8675552086611891");
        check(0.1, "0.1");
        check(1e21, "1E+21");
        check(1e-5, "1E-05");
        check(f64::MAX, "1.7976931348623157E+308");
        check(1_234_567_890_123_456.0, "1234567890123456");
    }
}

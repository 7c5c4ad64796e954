//! Digits laid out as .NET lays out a number.

/// .NET's format "G": plain notation while the exponent lies between -5 and `precision`, else
/// `1.5E+20`.
pub(super) fn general(
    value: f64,
    precision: i32,
    scientific: impl FnOnce() -> String,
    out: &mut String,
) {
    if value.is_nan() {
        return out.push_str("NaN");
    }
    if value.is_infinite() {
        return out.push_str(if value > 0.0 { "Infinity" } else { "-Infinity" });
    }
    if value == 0.0 {
        return out.push('0');
    }
    let text = scientific();
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if mantissa.starts_with('-') {
        out.push('-');
    }
    let digits: String = mantissa.bytes().filter(u8::is_ascii_digit).map(char::from).collect();
    let digits = digits.trim_end_matches('0');
    if exponent > -5 && exponent < precision {
        plain(digits, exponent, out);
    } else {
        exponential(digits, exponent, out);
    }
}

fn plain(digits: &str, exponent: i32, out: &mut String) {
    let Ok(whole) = usize::try_from(exponent + 1) else {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
        return out.push_str(digits);
    };
    if whole == 0 {
        out.push_str("0.");
        return out.push_str(digits);
    }
    let (head, tail) = digits.split_at(whole.min(digits.len()));
    out.push_str(head);
    out.extend(std::iter::repeat_n('0', whole - head.len()));
    if !tail.is_empty() {
        out.push('.');
        out.push_str(tail);
    }
}

fn exponential(digits: &str, exponent: i32, out: &mut String) {
    let (head, tail) = digits.split_at(1);
    out.push_str(head);
    if !tail.is_empty() {
        out.push('.');
        out.push_str(tail);
    }
    out.push_str(if exponent < 0 { "E-" } else { "E+" });
    if exponent.abs() < 10 {
        out.push('0');
    }
    out.push_str(itoa::Buffer::new().format(exponent.unsigned_abs()));
}

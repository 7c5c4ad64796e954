//! `System.TimeSpan` in XML: exact durations of XML Schema, where JSV's go through a number of
//! seconds.

use super::trimmed;
use crate::scalar::ScalarError;
use crate::scalar::duration::{DAY, HOUR, MINUTE, SECOND, part, ticks_of};

/// Appends `[-]PnDTnHnMn.nS` without the parts that are zero; `PT0S` for nothing at all. `ticks` are
/// 100 ns each.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::xml::duration::write(i64::MAX, &mut out);
/// assert_eq!(out, "P10675199DT2H48M5.4775807S");
/// ```
pub fn write(ticks: i64, out: &mut String) {
    if ticks == 0 {
        return out.push_str("PT0S");
    }
    out.push_str(if ticks < 0 { "-P" } else { "P" });
    let [day, hour, minute, second] = [DAY, HOUR, MINUTE, SECOND].map(i64::unsigned_abs);
    let total = ticks.unsigned_abs();
    part(total / day, 'D', out);
    let rest = total % day;
    if rest == 0 {
        return;
    }
    out.push('T');
    part(rest / hour, 'H', out);
    part(rest % hour / minute, 'M', out);
    let (seconds, fraction) = (rest % minute / second, rest % second);
    match fraction {
        0 => part(seconds, 'S', out),
        _ => {
            out.push_str(format!("{seconds}.{fraction:07}").trim_end_matches('0'));
            out.push('S');
        }
    }
}

/// Reads `[-]P[nY][nM][nD][T[nH][nM][n[.n]S]]` in ticks of 100 ns: a year has 365 days, a month 30.
///
/// # Errors
/// [`ScalarError::Format`], also for what no time span can hold.
///
/// ```
/// use jsv_codec::scalar::xml::duration::read;
///
/// assert_eq!(read("-PT0.0000001S"), Ok(-1));
/// assert_eq!(read("P1Y"), read("P365D"));
/// assert!(read("01:00:00").is_err());
/// ```
pub fn read(text: &str) -> Result<i64, ScalarError> {
    exact(trimmed(text)).ok_or(ScalarError::Format)
}

fn exact(text: &str) -> Option<i64> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let rest = rest.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (days, times) = match rest.split_once('T') {
        Some((days, times)) => (days, Some(times).filter(|times| !times.is_empty())?),
        None => (rest, ""),
    };
    let days = parts(days, &[('Y', 365 * DAY), ('M', 30 * DAY), ('D', DAY)])?;
    let times = parts(times, &[('H', HOUR), ('M', MINUTE), ('S', SECOND)])?;
    let total = days.checked_add(times)?;
    i64::try_from(if negative { -total } else { total }).ok()
}

/// The sum of numbers with these units behind them, in this order, each at most once. Only seconds
/// have a fraction.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<i128> {
    let mut total = 0_i128;
    for (letter, unit) in units {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let Some(rest) = text[end..].strip_prefix(*letter) else { continue };
        let (whole, fraction) = match text[..end].split_once('.') {
            Some((whole, fraction)) if *letter == 'S' && digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (&text[..end], ""),
        };
        let count: i128 = whole.parse().ok()?;
        let count = count.checked_mul((*unit).into())?;
        total = total.checked_add(count)?.checked_add(ticks(fraction).into())?;
        text = rest;
    }
    text.is_empty().then_some(total)
}

/// Digits behind the point as ticks; what is finer is rounded.
fn ticks(fraction: &str) -> i64 {
    let eighth = fraction.as_bytes().get(7).unwrap_or(&b'0');
    ticks_of(fraction) + i64::from(*eighth >= b'5')
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    fn check(text: &str, ticks: i64) {
        assert_eq!(read(text), Ok(ticks), "{text}");
        let mut out = String::new();
        write(ticks, &mut out);
        assert_eq!(out, text);
    }

    #[test]
    fn written_and_read_back() {
        check("PT0S", 0);
        check("P1D", 864_000_000_000);
        check("P1DT2H3M4.5S", 937_845_000_000);
        check("-PT0.0000001S", -1);
        check("P10675199DT2H48M5.4775807S", i64::MAX);
        check("-P10675199DT2H48M5.4775808S", i64::MIN);
    }

    #[test]
    fn years_months_and_nonsense() {
        assert_eq!(read("P1Y"), read("P365D"));
        assert_eq!(read("P1M"), read("P30D"));
        assert_eq!(read("P1Y2M3DT4H"), read("P428DT4H"));
        for text in [
            "",
            "P",
            "-P",
            "PT",
            "P1",
            "1D",
            "P1H",
            "PT1D",
            "P1DT",
            "PT1.5H",
            "PT1.2.3S",
            "PT1.S",
            "P-1D",
            "P99999999999D",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

//! Faults as one text says them: `afterCommit=reset`, `answer=latency:200ms, accept=status:503`.

use super::act::{Act, Cut, LostSession};
use super::latency::Latency;
use super::preset;
use super::wanted::Part;

/// The acts that a text can say, for sentences.
const ACTS: &str = "reset, close, head, body, garbage, stale, duplicate, session, status:503, \
                    latency:200ms, throttle:1000";

/// The faults of a request header: points with acts, or presets, separated by commas.
///
/// ```
/// use servicestack_emulator::lab::fault::{Act, Cut, Point, parts_of};
///
/// let parts = parts_of("afterCommit=reset")?;
/// assert_eq!((parts[0].point, &parts[0].act), (Point::AfterCommit, &Act::cut(Cut::Reset)));
/// assert!(parts_of("afterCommit=explode").is_err());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// What is wrong with the first that cannot be read.
pub fn parts_of(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        match one.split_once('=') {
            Some((point, said)) => parts.push(Part {
                point: point.trim().parse()?,
                act: act(said.trim())?,
                probability: 1.0,
            }),
            None => parts.extend(preset::read(one)?.parts),
        }
    }
    if parts.is_empty() {
        return Err("names no fault; write one such as afterCommit=reset".to_owned());
    }
    Ok(parts)
}

/// An act: `reset`, `status:503`.
pub(super) fn act(text: &str) -> Result<Act, String> {
    let (name, value) = text
        .split_once(':')
        .map_or((text, None), |(name, value)| (name.trim(), Some(value.trim())));
    let number = |value: &str| value.parse().map_err(|_| format!("{value} is no number"));
    Ok(match (name, value) {
        ("reset", None) | ("cut", Some("reset")) => Act::cut(Cut::Reset),
        ("close", None) | ("cut", Some("close")) => Act::cut(Cut::Close),
        ("head", None) | ("cut", Some("head")) => Act::cut(Cut::Head),
        ("body", None) | ("cut", Some("body")) => Act::cut(Cut::Body),
        ("garbage", None) => Act { garbage: true, ..Act::default() },
        ("stale", None) => Act { stale: true, ..Act::default() },
        ("duplicate", None) => Act { duplicate: true, ..Act::default() },
        ("session", None | Some("lost")) => {
            Act { session: Some(LostSession::Lost), ..Act::default() }
        }
        ("status", Some(status)) => {
            Act::status(status.parse().map_err(|_| format!("{status} is no status"))?)
        }
        ("latency", Some(time)) => Act { latency: Some(Latency::read(time)?), ..Act::default() },
        ("throttle", Some(bytes)) => Act { throttle: Some(number(bytes)?), ..Act::default() },
        _ => return Err(format!("nobody knows what `{text}` does; there is {ACTS}")),
    })
}

//! Faults with names that people say.

use std::time::Duration;

use super::Point;
use super::act::{Act, Cut, Failure};
use super::latency::{Latency, time};
use super::wanted::Part;

/// How presets are written.
pub const PRESETS: [&str; 4] = ["timeout-after-commit", "flaky", "slow-3g", "outage:30s"];

/// What a name stands for.
pub(super) struct Preset {
    pub parts: Vec<Part>,
    /// From when it is set it is in force for so long; always, where there is none.
    pub lasts: Option<Duration>,
}

/// The preset of a name.
pub(super) fn read(name: &str) -> Result<Preset, String> {
    let parts = match name.split_once(':') {
        Some(("outage", span)) => {
            let lasts = time(span)?;
            let seconds = lasts.as_secs().clamp(1, u64::from(u32::MAX));
            let parts = vec![unavailable(u32::try_from(seconds).unwrap_or(u32::MAX), 1.0)];
            return Ok(Preset { parts, lasts: Some(lasts) });
        }
        None if name == "timeout-after-commit" => vec![never_answered()],
        None if name == "flaky" => flaky(),
        None if name == "slow-3g" => vec![slow_3g()],
        _ => {
            let known = PRESETS.join(", ");
            return Err(format!("there is no preset {name}; the presets are {known}"));
        }
    };
    Ok(Preset { parts, lasts: None })
}

/// The change is durable, and whoever waits for the answer gives up first.
fn never_answered() -> Part {
    let latency = Some(Latency::Fixed(Duration::from_secs(60)));
    let act = Act { latency, ..Act::cut(Cut::Close) };
    Part { point: Point::AfterCommit, act, probability: 1.0 }
}

/// One of ten is refused, one of twenty loses its answer, and all take a while.
fn flaky() -> Vec<Part> {
    let latency = Latency::LogNormal { median: Duration::from_millis(50), sigma: 0.8 };
    vec![
        unavailable(1, 0.1),
        Part { point: Point::AfterCommit, act: Act::cut(Cut::Reset), probability: 0.05 },
        Part {
            point: Point::Answer,
            act: Act { latency: Some(latency), ..Act::default() },
            probability: 1.0,
        },
    ]
}

/// As browsers' developer tools slow a connection: 400 ms, and 400 kbit/s.
fn slow_3g() -> Part {
    let latency = Some(Latency::Fixed(Duration::from_millis(400)));
    let act = Act { latency, throttle: Some(50_000), ..Act::default() };
    Part { point: Point::Answer, act, probability: 1.0 }
}

fn unavailable(retry_after: u32, probability: f64) -> Part {
    let retry_after = Some(retry_after);
    let failure = Failure { status: 503, code: None, message: None, retry_after };
    let act = Act { status: Some(failure), ..Act::default() };
    Part { point: Point::Accept, act, probability }
}

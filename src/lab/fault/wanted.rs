//! A fault, checked.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Act, FaultDocument, Point, Window, preset};

/// What happens at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Where.
    pub point: Point,
    /// What.
    pub act: Act,
    /// How likely, from 0 to 1.
    pub probability: f64,
}

/// A fault, and which exchanges meet it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What it is called.
    pub name: String,
    /// The operation; all of them without one.
    pub operation: Option<String>,
    /// The user; everybody without one.
    pub user: Option<String>,
    /// The tenant; all of them without one.
    pub tenant: Option<String>,
    /// What happens.
    pub parts: Vec<Part>,
    /// How often it may happen to a tenant.
    pub times: Option<u64>,
    /// When.
    pub window: Option<Window>,
}

/// What bounds faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultLimits {
    /// The longest time that an exchange waits.
    pub longest: Duration,
    /// The most that calls may set in a tenant.
    pub most: usize,
}

impl Default for FaultLimits {
    /// Five minutes, a hundred.
    fn default() -> Self {
        Self { longest: Duration::from_secs(300), most: 100 }
    }
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{member}`: {sentence}")]
pub struct Wrong {
    /// The member, `do.status`.
    pub member: String,
    /// A sentence without its subject.
    pub sentence: String,
}

impl Wrong {
    /// Of a member.
    pub fn of(member: &str, sentence: impl Into<String>) -> Self {
        Self { member: member.to_owned(), sentence: sentence.into() }
    }
}

impl Fault {
    /// The fault of a document that is set now.
    ///
    /// # Errors
    /// The first member that cannot be.
    pub fn of(
        name: &str,
        document: &FaultDocument,
        now: DateTime<Utc>,
        limits: FaultLimits,
    ) -> Result<Self, Wrong> {
        let probability = document.probability.unwrap_or(1.0);
        if !(0.0..=1.0).contains(&probability) {
            let sentence = format!("{probability} is not between 0 and 1");
            return Err(Wrong::of("probability", sentence));
        }
        if document.times == Some(0) {
            return Err(Wrong::of("times", "is at least 1"));
        }
        let (mut parts, lasts) = parts(document)?;
        for part in &mut parts {
            part.act.check(limits.longest)?;
            part.probability *= probability;
        }
        let window = match (&document.between, lasts) {
            (Some(_), Some(_)) => {
                return Err(Wrong::of("between", "excludes an outage, which has its own time"));
            }
            (Some(ends), None) => Some(window(ends)?),
            (None, Some(lasts)) => {
                let lasts = TimeDelta::from_std(lasts).unwrap_or(TimeDelta::MAX);
                Some(Window::of(now, lasts))
            }
            (None, None) => None,
        };
        Ok(Self {
            name: name.to_owned(),
            operation: document.operation.clone(),
            user: document.user.clone(),
            tenant: document.tenant.clone(),
            parts,
            times: document.times,
            window,
        })
    }
}

fn parts(document: &FaultDocument) -> Result<(Vec<Part>, Option<Duration>), Wrong> {
    match (&document.preset, document.point, &document.act) {
        (Some(name), None, None) => {
            let preset = preset::read(name).map_err(|sentence| Wrong::of("preset", sentence))?;
            Ok((preset.parts, preset.lasts))
        }
        (Some(_), Some(_), _) => Err(Wrong::of("point", "excludes `preset`; give one")),
        (Some(_), None, Some(_)) => Err(Wrong::of("do", "excludes `preset`; give one")),
        (None, Some(point), Some(act)) => {
            Ok((vec![Part { point, act: act.clone(), probability: 1.0 }], None))
        }
        (None, None, _) => {
            let names = Point::ALL.map(Point::name).join(", ");
            Err(Wrong::of("point", format!("is missing; the points are {names}")))
        }
        (None, Some(_), None) => {
            Err(Wrong::of("do", "is missing; write one such as { cut = \"reset\" }"))
        }
    }
}

fn window(ends: &[String]) -> Result<Window, Wrong> {
    match ends {
        [from, to] => Window::read(from, to).map_err(|sentence| Wrong::of("between", sentence)),
        _ => Err(Wrong::of("between", format!("has two ends, not {}", ends.len()))),
    }
}

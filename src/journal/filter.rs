//! Which exchanges are looked for.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::{Entry, Session, bound};

/// Which exchanges are looked for: those that all of its conditions hold for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The operation, in any case.
    pub operation: Option<String>,
    /// The verb as sent, in any case.
    pub verb: Option<String>,
    /// The beginning of the path, in any case.
    pub path: Option<String>,
    /// Statuses.
    pub status: Option<StatusRange>,
    /// The ErrorCode.
    pub error_code: Option<String>,
    /// The name of the user, in any case.
    pub user: Option<String>,
    /// The session: its label, or its id.
    pub session: Option<String>,
    /// The number of the connection.
    pub connection: Option<u64>,
    /// The first instant.
    pub from: Option<DateTime<Utc>>,
    /// The last instant.
    pub to: Option<DateTime<Utc>>,
    /// What the request or the answer holds, as it is shown: secrets are masked there.
    pub text: Option<String>,
    /// Members of the request DTO, of a batch of one of them, by their paths.
    pub members: Vec<(String, Json)>,
    /// Only what came after this number.
    pub after: Option<u64>,
    /// Only what came before this number: for the next page.
    pub before: Option<u64>,
    /// How many are wanted at most.
    pub take: Option<usize>,
}

impl Filter {
    /// Whether all conditions hold for an exchange, its place in the journal aside.
    pub fn takes(&self, entry: &Entry) -> bool {
        let is_alike = |wanted: &Option<String>, found: Option<&str>| {
            wanted
                .as_deref()
                .is_none_or(|wanted| found.is_some_and(|found| found.eq_ignore_ascii_case(wanted)))
        };
        is_alike(&self.operation, entry.operation.as_deref())
            && is_alike(&self.verb, Some(&entry.verb))
            && is_alike(&self.user, entry.user.as_deref())
            && is_alike(&self.error_code, entry.error_code.as_deref())
            && self.path.as_ref().is_none_or(|start| begins_with(entry.path(), start))
            && self.status.as_ref().is_none_or(|range| range.0.contains(&entry.status))
            && self.connection.is_none_or(|number| number == entry.connection)
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at <= to)
            && self.session.as_ref().is_none_or(|wanted| is_session(entry, wanted))
            && self.text.as_ref().is_none_or(|text| holds(entry, text.as_bytes()))
            && self.takes_members(entry)
    }

    /// What does not hold for an exchange: `Prefix: CD instead of AB`.
    pub fn differences(&self, entry: &Entry) -> Vec<String> {
        let conditions = self.conditions().into_iter();
        let unmet = conditions.filter(|(_, _, one)| !one.takes(entry));
        unmet
            .map(|(name, wanted, one)| {
                let found = match one.members.first() {
                    Some((path, _)) => member_of(path, entry),
                    None => found_of(&name, entry),
                };
                let found = found.unwrap_or_else(|| "nothing".to_owned());
                format!("{name}: {found} instead of {wanted}")
            })
            .collect()
    }

    /// Each condition by name and value, as a filter of its own.
    fn conditions(&self) -> Vec<(String, String, Self)> {
        let mut all = Vec::new();
        let mut one = |name: &str, wanted: Option<String>, filter: Self| {
            all.extend(wanted.map(|wanted| (name.to_owned(), wanted, filter)));
        };
        let none = Self::default;
        let (operation, verb, path) =
            (self.operation.clone(), self.verb.clone(), self.path.clone());
        one("operation", operation.clone(), Self { operation, ..none() });
        one("verb", verb.clone(), Self { verb, ..none() });
        one("path", path.clone(), Self { path, ..none() });
        let status = self.status.clone();
        one("status", status.as_ref().map(ToString::to_string), Self { status, ..none() });
        let (error_code, user) = (self.error_code.clone(), self.user.clone());
        one("error code", error_code.clone(), Self { error_code, ..none() });
        one("user", user.clone(), Self { user, ..none() });
        let (session, connection) = (self.session.clone(), self.connection);
        one("session", session.clone(), Self { session, ..none() });
        one("connection", connection.map(|n| n.to_string()), Self { connection, ..none() });
        let text = self.text.clone();
        one("text", text.clone(), Self { text, ..none() });
        for (name, value) in &self.members {
            let members = vec![(name.clone(), value.clone())];
            one(name, Some(text_of(value)), Self { members, ..none() });
        }
        all
    }

    fn takes_members(&self, entry: &Entry) -> bool {
        let holds = |(path, wanted): &(String, Json), members: &Json| {
            bound::at(members, path).is_some_and(|found| is_equal(wanted, found))
        };
        let takes = |bound: &super::Bound| {
            let members = Json::Object(bound.members());
            self.members.iter().all(|one| holds(one, &members))
        };
        self.members.is_empty() || entry.requests().iter().any(takes)
    }
}

/// What it says: `ActivateCoupon with status 200 and Prefix AB`.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.as_deref().unwrap_or("an exchange"))?;
        let conditions =
            self.conditions().into_iter().filter(|(_, _, one)| one.operation.is_none());
        for (place, (name, wanted, _)) in conditions.enumerate() {
            write!(f, "{}{name} {wanted}", if place == 0 { " with " } else { " and " })?;
        }
        Ok(())
    }
}

fn found_of(name: &str, entry: &Entry) -> Option<String> {
    match name {
        "operation" => entry.operation.clone(),
        "verb" => Some(entry.verb.clone()),
        "path" => Some(entry.path().to_owned()),
        "status" => Some(entry.status.to_string()),
        "error code" => entry.error_code.clone(),
        "user" => entry.user.clone(),
        "session" => entry.session.as_ref().map(Session::label),
        "connection" => Some(entry.connection.to_string()),
        _ => None,
    }
}

/// Most exchanges do not hold it, masked or not.
fn holds(entry: &Entry, text: &[u8]) -> bool {
    [&entry.request, &entry.answer].into_iter().any(|message| {
        let is_there = |bytes: &[u8]| memchr::memmem::find(bytes, text).is_some();
        is_there(message.unmasked()) && is_there(&message.bytes())
    })
}

fn member_of(path: &str, entry: &Entry) -> Option<String> {
    entry.requests().iter().find_map(|bound| bound.member(path)).map(|found| text_of(&found))
}

fn begins_with(path: &str, start: &str) -> bool {
    path.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

fn is_session(entry: &Entry, wanted: &str) -> bool {
    let is_wanted = |session: &Session| session.id() == wanted || session.label() == wanted;
    entry.session.as_ref().is_some_and(is_wanted)
}

/// Whether a member is what is looked for: a scalar by its text, as it may come from a query
/// string; of an object the members that are named; of a list each item.
pub fn is_equal(wanted: &Json, found: &Json) -> bool {
    match (wanted, found) {
        (Json::Object(wanted), Json::Object(found)) => wanted.iter().all(|(name, wanted)| {
            let mut alike = found.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            alike.any(|(_, found)| is_equal(wanted, found))
        }),
        (Json::Array(wanted), Json::Array(found)) => {
            wanted.len() == found.len()
                && wanted.iter().zip(found).all(|(wanted, found)| is_equal(wanted, found))
        }
        (Json::Object(_) | Json::Array(_), _) | (_, Json::Object(_) | Json::Array(_)) => false,
        (wanted, found) => is_scalar_equal(&text_of(wanted), &text_of(found)),
    }
}

/// Numbers by their value: `1.50` is `1.5`.
fn is_scalar_equal(wanted: &str, found: &str) -> bool {
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    wanted == found
        || matches!((wanted, found), ("true" | "True", "true") | ("false" | "False", "false"))
        || matches!((number(wanted), number(found)), (Some(one), Some(other)) if one == other)
}

fn text_of(scalar: &Json) -> String {
    match scalar {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// Statuses: `404`, `4xx`, `400-499`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRange(pub RangeInclusive<u16>);

/// A text that names no statuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("statuses are written 404, 4xx or 400-499")]
pub struct NoStatus;

impl FromStr for StatusRange {
    type Err = NoStatus;

    fn from_str(text: &str) -> Result<Self, NoStatus> {
        let status = |text: &str| text.trim().parse().ok().filter(|n| (100..=999).contains(n));
        let text = text.trim();
        let range = match text.to_ascii_lowercase().strip_suffix("xx") {
            Some(class) => class
                .parse()
                .ok()
                .filter(|class| (1..=9).contains(class))
                .map(|class: u16| class * 100..=class * 100 + 99),
            None => match text.split_once('-') {
                Some((from, to)) => status(from).zip(status(to)).map(|(from, to)| from..=to),
                None => status(text).map(|one| one..=one),
            },
        };
        range.filter(|range| !range.is_empty()).map(Self).ok_or(NoStatus)
    }
}

impl fmt::Display for StatusRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.start(), self.0.end()) {
            (one, last) if one == last => write!(f, "{one}"),
            (first, last) => write!(f, "{first}-{last}"),
        }
    }
}

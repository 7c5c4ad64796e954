//! Which exchanges a call wants.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::admin::refused::wrong;
use crate::journal::Filter;
use crate::service::ServiceError;

/// The conditions of all operations; each has those that its contract names.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Wanted {
    pub operation: Option<String>,
    pub request: Option<BTreeMap<String, Option<String>>>,
    pub verb: Option<String>,
    pub path: Option<String>,
    pub status: Option<String>,
    pub error_code: Option<String>,
    pub user: Option<String>,
    pub session: Option<String>,
    pub text: Option<String>,
    pub connection: Option<i64>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub after: Option<i64>,
    pub before: Option<i64>,
    pub take: Option<i32>,
    pub form: Option<String>,
    pub times: Option<i32>,
    /// In ticks of 100 ns.
    pub timeout: Option<i64>,
    pub tenant: Option<String>,
}

impl Wanted {
    /// The conditions as a filter.
    ///
    /// # Errors
    /// 400 with the member that makes no sense.
    pub fn filter(&self) -> Result<Filter, ServiceError> {
        let status = given(&self.status).map(|text| text.parse());
        let status = status.transpose().map_err(|error: crate::journal::NoStatus| {
            wrong(400, "Status", "Status", error.to_string())
        })?;
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(wrong(400, "EmptyRange", "To", "To is before From"));
        }
        let members = self.request.iter().flatten();
        Ok(Filter {
            operation: given(&self.operation),
            verb: given(&self.verb),
            path: given(&self.path),
            status,
            error_code: given(&self.error_code),
            user: given(&self.user),
            session: given(&self.session),
            text: given(&self.text),
            connection: number("Connection", self.connection)?,
            from: self.from,
            to: self.to,
            members: members.map(|(path, text)| (path.clone(), value_of(text))).collect(),
            after: number("After", self.after)?,
            before: number("Before", self.before)?,
            take: None,
        })
    }
}

/// An empty text is none.
pub fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// A number that may not be less than 0.
pub fn number<N: TryInto<M>, M>(
    member: &str,
    number: Option<N>,
) -> Result<Option<M>, ServiceError> {
    let sentence = || format!("{member} is less than 0");
    let of_one =
        |one: N| one.try_into().map_err(|_| wrong(400, "InclusiveBetween", member, sentence()));
    number.map(of_one).transpose()
}

/// A number between two.
pub fn between(
    member: &str,
    number: Option<i32>,
    (least, preset, most): (i32, i32, i32),
) -> Result<usize, ServiceError> {
    let number = number.unwrap_or(preset);
    if !(least..=most).contains(&number) {
        let sentence = format!("{member} is from {least} to {most}");
        return Err(wrong(400, "InclusiveBetween", member, sentence));
    }
    Ok(usize::try_from(number).unwrap_or_default())
}

/// A list or an object is JSON; everything else is the text of a scalar.
fn value_of(text: &Option<String>) -> Value {
    let text = text.as_deref().unwrap_or_default();
    let json = text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten();
    json.unwrap_or_else(|| Value::String(text.to_owned()))
}

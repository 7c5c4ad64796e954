//! `POST /restapi/v1/getWillBeExpiredProducts`: subscriptions that end between two days, both
//! included.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::Miko;
use super::answer;
use super::fields::{Fields, read_body};
use super::refusal::Refusal;
use crate::http::{Answer, Request};

/// With `TRIALS` `"true"` trials are returned too.
pub fn answer(miko: &Miko, request: &Request) -> Result<Answer, Refusal> {
    let body = read_body(request).map_err(Refusal::bare)?;
    let fields = Fields::new(&body, "", true);
    let (from, to) = (day(&fields, "DATE_FROM")?, day(&fields, "DATE_TO")?);
    let trials = match fields.text("TRIALS").map_err(Refusal::bare)?.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Refusal::BareBadRequest),
    };
    let ends =
        miko.directory.subscriptions.iter().filter(|one| {
            (from..=to).contains(&one.expired.0.date_naive()) && (trials || !one.trial)
        });
    answer::ok(&miko.settings, &ends.collect::<Vec<_>>())
}

fn day(fields: &Fields<'_>, name: &str) -> Result<NaiveDate, Refusal> {
    let text = fields.text(name).map_err(Refusal::bare)?.unwrap_or(Cow::Borrowed(""));
    text.parse().map_err(|_| Refusal::BareBadRequest)
}

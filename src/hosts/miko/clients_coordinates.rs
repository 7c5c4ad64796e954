//! `POST /restapi/v1/clientscoordinates`: where the clients are that use one of some features.

use super::Miko;
use super::answer;
use super::fields::{Fields, read_body};
use super::refusal::Refusal;
use crate::http::{Answer, Request};

/// `features` is a JSON array inside a text.
pub fn answer(miko: &Miko, request: &Request) -> Result<Answer, Refusal> {
    let body = read_body(request).map_err(Refusal::bare)?;
    let features = Fields::new(&body, "", false).text("features").map_err(Refusal::bare)?;
    let features: Vec<i64> = features
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or(Refusal::BareBadRequest)?;
    let uses_one = |used: &[i64]| used.iter().any(|feature| features.contains(feature));
    let clients = miko.directory.clients.iter().filter(|client| uses_one(&client.features));
    answer::ok(&miko.settings, &clients.collect::<Vec<_>>())
}

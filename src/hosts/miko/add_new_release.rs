//! `POST /restapi/v1/addNewRelease`: what MIKO's publishing action calls. A release is checked and
//! logged, not kept: no call of this API returns releases.

use serde_json::json;

use super::Miko;
use super::answer;
use super::fields::{Fields, read_body};
use super::refusal::Refusal;
use crate::http::{Answer, Request};

/// The newer action looks for `"status":"ok"`, the older one for the word success.
pub fn answer(miko: &Miko, request: &Request) -> Result<Answer, Refusal> {
    let body = read_body(request)?;
    let fields = Fields::new(&body, "", true);
    let required =
        |name: &str| fields.text(name)?.ok_or_else(|| Refusal::bad(format!("{name} is required")));
    let (guid, version) = (required("GUID")?, required("VERSION")?);
    tracing::info!(%guid, %version, "a release was published");
    answer::ok(&miko.settings, &json!({ "status": "ok", "message": "success" }))
}

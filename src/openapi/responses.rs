//! What comes back.

use serde_json::json;

use super::Call;
use super::samples::Samples;
use super::schema::Schemas;
use super::shape::{Map, MediaType, Response};
use crate::contract::TypeRef;
use crate::wire::Format;

/// Refusals that every operation shares.
pub(super) fn shared(schemas: &Schemas<'_>) -> Vec<(String, Response)> {
    let error = TypeRef::Dto(schemas.contract.error_response());
    let content = |description| Response {
        description: Some(description),
        content: Map(super::SAMPLED.map(|format| media_type(schemas, &error, format)).to_vec()),
        ..Response::default()
    };
    let bare = |description| Response { description: Some(description), ..Response::default() };
    let challenge = json!({ "schema": { "type": "string" }, "description": "How to sign in." });
    let unauthorised = Response {
        headers: Map(vec![("WWW-Authenticate".to_owned(), challenge)]),
        ..bare("Not signed in; no body. Wrong credentials have one.")
    };
    vec![
        (
            "BadRequest".to_owned(),
            content("A value cannot be read, or breaks a rule: `ResponseStatus.Errors` names it."),
        ),
        ("Unauthorized".to_owned(), unauthorised),
        (
            "Forbidden".to_owned(),
            bare("Signed in, but without the role or permission; the reason phrase names it."),
        ),
        (
            "Error".to_owned(),
            content("Any other error, in the operation's own answer or an ErrorResponse."),
        ),
    ]
}

/// The responses of a call, by status.
pub(super) fn of(
    schemas: &Schemas<'_>,
    samples: &Samples<'_>,
    call: &Call<'_>,
    formats: &[Format],
    protected: bool,
) -> Map<Response> {
    let good = match &call.operation.response {
        None => (
            "204",
            Response {
                description: Some("Done; the answer has no content."),
                ..Response::default()
            },
        ),
        Some(ty) => ("200", answer(schemas, samples, ty, formats)),
    };
    let refusals: &[(&str, &str)] = if protected {
        &[
            ("400", "BadRequest"),
            ("401", "Unauthorized"),
            ("403", "Forbidden"),
            ("default", "Error"),
        ]
    } else {
        &[("400", "BadRequest"), ("default", "Error")]
    };
    let refusals = refusals.iter().map(|(status, name)| ((*status).to_owned(), reference(name)));
    Map(std::iter::once((good.0.to_owned(), good.1)).chain(refusals).collect())
}

fn answer(
    schemas: &Schemas<'_>,
    samples: &Samples<'_>,
    ty: &TypeRef,
    formats: &[Format],
) -> Response {
    let raw = matches!(ty, TypeRef::Scalar(_));
    let examples = if raw { vec![None; formats.len()] } else { samples.of(ty, formats) };
    let content = formats.iter().zip(examples).map(|(format, example)| {
        let (name, media) = media_type(schemas, ty, *format);
        (name, MediaType { example: example.filter(|_| *format != Format::Json), ..media })
    });
    Response {
        description: Some(if raw { "The value, sent as it is." } else { "The answer." }),
        content: Map(content.collect()),
        ..Response::default()
    }
}

pub(super) fn media_type(
    schemas: &Schemas<'_>,
    ty: &TypeRef,
    format: Format,
) -> (String, MediaType) {
    (format.media_type().to_owned(), MediaType { schema: schemas.of_type(ty), example: None })
}

fn reference(name: &str) -> Response {
    Response { reference: Some(format!("#/components/responses/{name}")), ..Response::default() }
}

//! Calls as operation objects.

use std::collections::{HashMap, HashSet};

use super::names::plain;
use super::parameters::parameters;
use super::property::paragraphs;
use super::samples::{SAMPLED, Samples};
use super::schema::Schemas;
use super::shape::{Map, MediaType, Operation, RequestBody};
use super::{Call, CallStyle, DocumentOptions, Names, markdown, responses, security};
use crate::contract::{Contract, Dto, TypeRef};
use crate::wire::Format;

/// What calls are listed under, in order of first appearance.
pub(super) fn tags(calls: &[Call<'_>]) -> Vec<String> {
    let mut seen = HashSet::new();
    calls.iter().flat_map(Call::groups).filter(|tag| seen.insert(tag.clone())).collect()
}

/// All calls, by path and verb.
pub(super) fn paths(
    contract: &Contract,
    options: &DocumentOptions<'_>,
    schemas: &Schemas<'_>,
    calls: &[Call<'_>],
) -> Map<Map<Operation>> {
    let samples = Samples::new(contract, options.dialect);
    let mut ids = Ids::of(calls);
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut paths: Vec<(String, Map<Operation>)> = Vec::new();
    for call in calls {
        let path = call.path.text(|name| format!("{{{name}}}"));
        let place = *places.entry(path.clone()).or_insert(paths.len());
        if place == paths.len() {
            paths.push((path, Map::default()));
        }
        let operation = operation(options, schemas, &samples, call, ids.next(call));
        paths[place].1.0.push((call.verb.to_ascii_lowercase(), operation));
    }
    Map(paths)
}

/// `ActivateCoupon`; with the verb where there are several ways of calling it.
struct Ids<'c> {
    ways: HashMap<&'c str, usize>,
    given: Names,
}

impl<'c> Ids<'c> {
    fn of(calls: &[Call<'c>]) -> Self {
        let mut ways: HashMap<&str, usize> = HashMap::new();
        calls.iter().for_each(|call| *ways.entry(call.operation.name.as_str()).or_default() += 1);
        Self { ways, given: Names::default() }
    }

    fn next(&mut self, call: &Call<'_>) -> String {
        let name = &call.operation.name;
        match self.ways.get(name.as_str()) {
            Some(2..) => self.given.claim(&plain(&format!("{name}_{}", capitalised(call.verb)))),
            _ => self.given.claim(&plain(name)),
        }
    }
}

fn capitalised(verb: &str) -> String {
    format!("{}{}", &verb[..1], verb[1..].to_ascii_lowercase())
}

fn operation(
    options: &DocumentOptions<'_>,
    schemas: &Schemas<'_>,
    samples: &Samples<'_>,
    call: &Call<'_>,
    operation_id: String,
) -> Operation {
    let security = security::of(call.operation, options.sign_in);
    let formats: &[Format] =
        if call.style == CallStyle::Endpoint { &[Format::Json] } else { &SAMPLED };
    let dto = schemas.contract.dto(call.operation.request);
    Operation {
        operation_id,
        tags: call.groups(),
        summary: summary(call),
        description: description(call, dto),
        parameters: parameters(schemas, call),
        request_body: call.has_body().then(|| body(schemas, samples, call, formats)).flatten(),
        responses: responses::of(schemas, samples, call, formats, !security.is_empty()),
        security,
    }
}

/// The operation's name, which is what people search for, and what its route says of itself.
fn summary(call: &Call<'_>) -> String {
    let reported = call.route.and_then(|route| route.summary.as_deref()).unwrap_or_default();
    if reported.is_empty() {
        call.operation.name.clone()
    } else {
        format!("{} — {reported}", call.operation.name)
    }
}

fn description(call: &Call<'_>, dto: &Dto) -> String {
    let notes = call.route.and_then(|route| route.notes.as_deref());
    let texts = [dto.description.as_deref(), dto.notes.as_deref(), notes];
    let texts = texts.into_iter().flatten().map(markdown);
    paragraphs(texts.chain([security::rights(call.operation)]))
}

/// The body in every format; none for a request whose members all stand in the path.
fn body(
    schemas: &Schemas<'_>,
    samples: &Samples<'_>,
    call: &Call<'_>,
    formats: &[Format],
) -> Option<RequestBody> {
    let dto = schemas.contract.dto(call.operation.request);
    let in_body = |name: &str| !call.path.fills(name);
    let members = || dto.members.iter().filter(|member| !member.hidden);
    if !members().any(|member| in_body(&member.name)) {
        return None;
    }
    let ty = TypeRef::Dto(call.operation.request);
    let whole = members().all(|member| in_body(&member.name));
    let schema = if whole {
        schemas.of_type(&ty)
    } else {
        schemas.object(dto, |member| in_body(&member.name))
    };
    let examples = samples.of(&ty, formats);
    let content = formats.iter().zip(examples).map(|(format, example)| {
        let example = example.filter(|_| *format != Format::Json);
        (format.media_type().to_owned(), MediaType { schema: schema.clone(), example })
    });
    let required = !schema.required.is_empty() || (whole && has_required(schemas, dto));
    Some(RequestBody { required, content: Map(content.collect()) })
}

fn has_required(schemas: &Schemas<'_>, dto: &Dto) -> bool {
    !schemas.object(dto, |_| true).required.is_empty()
}

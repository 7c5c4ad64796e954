//! `/types/*`: the contract as source text and as documents.

use super::{JSON, VERSION, page};
use crate::host::{Feature, Host, TenantHost, Version};
use crate::http::{Answer, Request, as_service, base_url};
use crate::pages;
use crate::types::{self, Language, Options, Reference};
use crate::wire::{Format, JsonDialect};

/// The languages of this host.
pub fn languages(host: &Host) -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| page::has_language(host, *language))
}

/// The contract as source text, by the options of the query.
pub fn types_of(host: &TenantHost<'_>, request: &Request, language: Language) -> Answer {
    let base_url = base_url(host, request);
    let text =
        types::generate(&host.parts.contract, language, &reference(host, request, &base_url));
    as_service(host, request, Answer::of(200, language.content_type(), text))
}

/// A document that the host makes by a service: it begins a session and depends on `Accept`
/// (recorded: topics E12 to E14). A strict host shows it as a page to clients that do not ask for
/// JSON, as the recorded one does.
pub fn document(host: &TenantHost<'_>, request: &Request, json: &str) -> Answer {
    as_service(host, request, written(host, request, json))
}

/// The same without a session.
pub fn written(host: &TenantHost<'_>, request: &Request, json: &str) -> Answer {
    let as_page = host.strict()
        && !request.path().ends_with(".json")
        && !asks_for_json(request)
        && shows_pages(host, request);
    match as_page {
        true => Answer::of(200, Format::Html.content_type(), pages::document(json)),
        false => Answer::of(200, JSON, json.to_owned()),
    }
}

/// Whether the host's serializer of JSON has no way to write ServiceStack's own documents.
pub fn are_unserializable(host: &Host) -> bool {
    host.strict() && host.parts.behaviour.dialect.json == JsonDialect::DataContract
}

/// What the host answers then, with the charset twice (recorded of both versions).
pub fn unserializable(host: &TenantHost<'_>, request: &Request) -> Answer {
    const BODY: &str = r#"{"ResponseStatus":{"ErrorCode":"InvalidDataContractException","Message":"Type 'ServiceStack.MetadataTypesConfig' cannot be serialized. Consider marking it with the DataContractAttribute attribute, and marking all of its members you want serialized with the DataMemberAttribute attribute. Alternatively, you can ensure that the type is public and has a parameterless constructor - all public members of the type will then be serialized, and no attributes will be required.","StackTrace":null,"Errors":[],"Meta":null}}"#;
    let content_type = format!("{JSON}; charset=utf-8");
    as_service(host, request, Answer::of(500, content_type, BODY))
}

/// Whether somebody who does not ask for JSON is shown a page.
fn shows_pages(host: &Host, request: &Request) -> bool {
    let config = host.config();
    let mut accepted = request.headers.all("accept");
    config.enable_auto_html_responses
        && !config.lacks(Feature::Html)
        && (config.default_format() == Format::Html
            || accepted.any(|line| line.contains(Format::Html.media_type())))
}

/// `?format=` comes before `Accept`, where HTML comes before JSON in the host's own order.
fn asks_for_json(request: &Request) -> bool {
    if let Some(format) = request.query.get("format") {
        return format.eq_ignore_ascii_case(Format::Json.name());
    }
    let asks = |ty: &str| {
        let mut entries = request.headers.all("accept").flat_map(|line| line.split(','));
        entries.any(|entry| entry.trim_start().starts_with(ty))
    };
    asks("application/json") && !asks("text/html")
}

/// What a generator needs to know besides the contract.
pub fn reference<'a>(host: &TenantHost<'_>, request: &Request, base_url: &'a str) -> Reference<'a> {
    let pairs = request.query.pairs();
    let options = pairs.filter_map(|(name, value)| Some((name?.to_owned(), value.to_owned())));
    Reference {
        base_url,
        date: host.now().naive_utc(),
        version: VERSION,
        options: Options::new(options),
        camel_case: host.version() == Version::V10,
        header: true,
    }
}

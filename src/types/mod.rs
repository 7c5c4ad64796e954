//! `/types/{language}`: the DTOs of a contract as source text ("Add ServiceStack Reference",
//! docs/wire/types.md#languages).
//!
//! Every text starts with a header of options, from which tools repeat the query when they update a
//! file. What the languages share is written once: which DTOs a text holds (`selection`), what they
//! are made of (`generator`), how types and names are spelled (`words`, `names`), attributes and
//! comments (`doc`), and what kin share (`dotnet`, `jvm`, `javascript`, `flat`).

mod csharp;
mod dart;
mod doc;
mod dotnet;
mod flat;
mod fsharp;
mod generator;
mod go;
mod header;
mod java;
mod javascript;
mod jvm;
mod kotlin;
mod language;
mod mjs;
mod names;
mod options;
mod php;
mod python;
mod rust;
mod selection;
mod swift;
mod syntax;
mod typescript;
mod vbnet;

pub use language::Language;
pub(crate) use names::{camel_case, identifier, quoted, single_quoted};
pub use options::Options;
pub(crate) use python::{member as python_member, wire_member as python_wire_member};

use chrono::NaiveDateTime;

use crate::contract::{Contract, Operation};

/// `/types`: where each language is, as JSON (docs/wire/types.md#languages).
pub fn index(base_url: &str, languages: impl Iterator<Item = Language>) -> String {
    let names = ["metadata"].into_iter().chain(languages.map(Language::name));
    let places = names.map(|name| (name.to_owned(), format!("{base_url}/types/{name}").into()));
    serde_json::Value::Object(places.collect()).to_string()
}

/// What a text is made for.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// Where the host lives, as its clients see it.
    pub base_url: &'a str,
    /// When, for the header.
    pub date: NaiveDateTime,
    /// The version of ServiceStack that the host pretends to be, as `5.91`.
    pub version: &'a str,
    /// What the caller asked for.
    pub options: Options,
    /// Members in camelCase, as hosts of .NET Core write them.
    pub camel_case: bool,
    /// With the header of options.
    pub header: bool,
}

/// The DTOs of a contract in a language. Content type: [`Language::content_type`].
pub fn generate(contract: &Contract, language: Language, reference: &Reference<'_>) -> String {
    match language {
        Language::CSharp => csharp::generate(contract, reference),
        Language::FSharp => fsharp::generate(contract, reference),
        Language::VbNet => vbnet::generate(contract, reference),
        Language::TypeScript => typescript::classes(contract, reference),
        Language::TypeScriptD => typescript::declarations(contract, reference),
        Language::Mjs => mjs::generate(contract, reference),
        Language::Dart => dart::generate(contract, reference),
        Language::Swift => swift::generate(contract, reference),
        Language::Java => java::generate(contract, reference),
        Language::Kotlin => kotlin::generate(contract, reference),
        Language::Python => python::generate(contract, reference),
        Language::Php => php::generate(contract, reference),
        Language::Go => go::generate(contract, reference),
        Language::Rust => rust::generate(contract, reference),
    }
}

/// The DTOs of one operation, without the header: what its page shows.
pub fn of_operation(
    contract: &Contract,
    operation: &Operation,
    language: Language,
    reference: &Reference<'_>,
) -> String {
    let include = ("IncludeTypes".to_owned(), format!("{}.*", operation.name));
    let without = ("AddServiceStackTypes".to_owned(), "False".to_owned());
    let reference =
        Reference { options: Options::new([include, without]), header: false, ..reference.clone() };
    generate(contract, language, &reference).trim().to_owned()
}

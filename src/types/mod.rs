//! `/types/{language}`: the DTOs of a contract as source text ("Add ServiceStack Reference", spec 06 sections 1 and 7).
//!
//! Every text starts with a header of options, from which tools repeat the query when they update a file.

mod csharp;
mod doc;
mod header;
mod names;
mod options;
mod python;
mod selection;
mod typescript;

pub(crate) use names::{identifier, quoted, single_quoted};
pub use options::Options;
pub(crate) use python::member as python_member;

use chrono::NaiveDateTime;

use crate::contract::Contract;

/// A language with a generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// C#, for `ServiceStack.Client`.
    CSharp,
    /// TypeScript classes, for `@servicestack/client`.
    TypeScript,
    /// TypeScript declarations.
    TypeScriptD,
    /// Python dataclasses, for the client `servicestack`. Not part of 5.9.1, but of newer hosts.
    Python,
}

impl Language {
    /// All of them, in the order in which `/types` lists them.
    pub const ALL: [Self; 4] = [Self::CSharp, Self::TypeScript, Self::TypeScriptD, Self::Python];

    /// The last part of its path: `csharp`, `typescript`, `typescript.d`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CSharp => "csharp",
            Self::TypeScript => "typescript",
            Self::TypeScriptD => "typescript.d",
            Self::Python => "python",
        }
    }

    /// The language of a path's last part, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name().eq_ignore_ascii_case(name))
    }
}

/// `/types`: where each language is, as JSON (spec 06 section 1).
pub fn index(base_url: &str) -> String {
    let names = ["metadata"].into_iter().chain(Language::ALL.map(Language::name));
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
}

/// The DTOs of a contract in a language. Content type: `text/plain`.
pub fn generate(contract: &Contract, language: Language, reference: &Reference<'_>) -> String {
    match language {
        Language::CSharp => csharp::generate(contract, reference),
        Language::TypeScript => typescript::classes(contract, reference),
        Language::TypeScriptD => typescript::declarations(contract, reference),
        Language::Python => python::generate(contract, reference),
    }
}

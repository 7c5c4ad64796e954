//! The vectors of ServiceStack 10.1.5 on .NET 10: values written and texts read by the server's own
//! formats, each as a host or the library alone has them.
//!
//! `MODERN_VECTORS=path cargo test --test wire modern -- --nocapture` compares another file of that
//! form and shows what is different, `SYSTEM_JSON_VECTORS=path` one of System.Text.Json;
//! `MODERN_VECTORS_LEFT=path` writes its names, in the form of the
//! lists of exceptions, without reasons.

mod contract;
mod left;
mod query;
mod system;
mod text;
mod value;

use std::{fs, io::Read as _};

use flate2::read::GzDecoder;
use jsv_codec::jsconfig::Defaults;
use serde::Deserialize;
use serde_json::Value as Json;
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    edition::Profile,
    value::Value,
    wire::{self, Dialect, Format, Typed},
};

/// A line of a file.
#[derive(Deserialize)]
struct Vector {
    #[serde(rename = "type")]
    type_name: String,
    /// `host`, `lib` or `system`.
    s: String,
    /// The format of a text that was read; none for a value that was written.
    r: Option<String>,
    /// What stands in `?jsconfig=`.
    j: Option<String>,
    v: Option<Json>,
    text: Option<String>,
    json: Option<String>,
    csv: Option<String>,
    /// The query string that a client makes of a value.
    qs: Option<String>,
    json_of_result: Option<String>,
    jsv_of_result: Option<String>,
    /// The class.
    c: String,
}

/// A comparison of one vector: what it is called, its class, what is expected, what came.
struct Outcome {
    name: String,
    class: String,
    expected: String,
    actual: String,
}

/// The vectors of a file and a contract of all their types.
struct Vectors {
    vectors: Vec<Vector>,
    contract: Contract,
    types: Vec<String>,
}

impl Vectors {
    /// A fixture.
    fn open(name: &str) -> Self {
        let mut text = String::new();
        let path = format!("fixtures/jsv/{name}");
        GzDecoder::new(fs::File::open(path).expect("the fixture"))
            .read_to_string(&mut text)
            .expect("it is compressed");
        Self::read(&text)
    }

    fn read(text: &str) -> Self {
        let read = |line| serde_json::from_str(line).expect("each line is a vector");
        let vectors: Vec<Vector> = text.lines().map(read).collect();
        let mut types: Vec<String> =
            vectors.iter().map(|vector| vector.type_name.clone()).collect();
        for value in vectors.iter().filter_map(|vector| vector.v.as_ref()) {
            contract::types_within(value, &mut types);
        }
        types.sort_unstable();
        types.dedup();
        let is_system = vectors.iter().any(|vector| vector.s == "system");
        Self { contract: contract::of(&types, is_system), vectors, types }
    }

    fn ty(&self, name: &str) -> TypeRef {
        let place = self.types.iter().position(|known| known == name).expect("it was collected");
        crate::hosts::root(&self.contract, place)
    }

    /// The value that a vector describes; none for one that no `Value` holds.
    fn value(&self, vector: &Vector) -> Option<Value> {
        let described = value::Described { contract: &self.contract, ty: &|name| self.ty(name) };
        described.value(&self.ty(&vector.type_name), vector.v.as_ref().unwrap_or(&Json::Null))
    }

    fn written(&self, format: Format, vector: &Vector, dialect: &Dialect) -> String {
        let ty = self.ty(&vector.type_name);
        match self.value(vector) {
            Some(value) => self.shown(format, &ty, &value, dialect),
            None => "no value holds this".to_owned(),
        }
    }

    fn shown(&self, format: Format, ty: &TypeRef, value: &Value, dialect: &Dialect) -> String {
        let typed = Typed { contract: &self.contract, ty, value };
        wire::write(format, &typed, dialect).unwrap_or_else(|error| format!("!{error}"))
    }

    /// What is read of a text, shown in another format.
    fn read_and_shown(
        &self,
        from: Format,
        to: Format,
        vector: &Vector,
        dialect: &Dialect,
    ) -> String {
        let ty = self.ty(&vector.type_name);
        let text = vector.text.as_deref().unwrap_or_default();
        match wire::read(from, &self.contract, &ty, text.as_bytes(), dialect) {
            Ok(Value::Null) => "<null>".to_owned(),
            Ok(value) => self.shown(to, &ty, &value, dialect),
            Err(error) => format!("!{error}"),
        }
    }
}

impl Vector {
    fn outcome(&self, what: &str, expected: &str, actual: String) -> Outcome {
        let text = self.text.clone().or_else(|| self.v.as_ref().map(Json::to_string));
        let settings = self.j.as_deref().unwrap_or_default();
        let name =
            format!("{what} {} {} {settings} {}", self.s, self.type_name, text.unwrap_or_default());
        Outcome { name, class: self.c.clone(), expected: expected.to_owned(), actual }
    }

    /// The dialect of a host of this kind, in strict mode.
    fn dialect(&self) -> Dialect {
        let edition = Profile::Modern.edition();
        let mut dialect =
            Dialect { strict: true, text: edition.version.text(), ..Dialect::default() };
        dialect.js.include_default_enums =
            Some(self.s != "system" && Defaults::of(dialect.text).include_enums);
        if self.s != "lib" {
            dialect.js.text_case = edition.version.text_case();
        }
        if let Some(settings) = &self.j {
            dialect.js = dialect.js.with(settings);
        }
        dialect
    }
}

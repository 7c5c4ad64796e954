//! How a host speaks.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{FixedOffset, Offset, Utc};
use jsv_codec::MemberNames;

use super::{JsConfig, PropertyConvention, text};
use crate::{
    contract::{Contract, Dto, Member, TypeName, TypeRef},
    value::Value,
};

/// The library that reads and writes a host's JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JsonDialect {
    /// ServiceStack.Text: `\/Date(ms)\/`, and a very forgiving reader.
    #[default]
    ServiceStack,
    /// System.Text.Json, as a host with endpoint routing sets it up: ISO 8601, and a strict reader.
    System,
    /// DataContractJsonSerializer, which .NET has brought along from the beginning; it writes alone.
    DataContract,
}

impl JsonDialect {
    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceStack => "servicestack",
            Self::System => "system",
            Self::DataContract => "datacontract",
        }
    }
}

/// What the formats need to know besides the value.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// The host's own zone: local and unspecified times are printed with it.
    pub zone: FixedOffset,
    /// Exactly as ServiceStack 5.9.1, including its bugs; otherwise blanks and a final newline in
    /// JSV are forgiven.
    pub strict: bool,
    /// The scalars and the text rules of this generation of ServiceStack.Text.
    pub text: jsv_codec::Dialect,
    /// The library of its JSON.
    pub json: JsonDialect,
    /// How deep values may nest.
    pub max_depth: usize,
    /// How many values one body may become: items, entries and the members of every object.
    pub max_values: usize,
    /// The host's settings of ServiceStack.Text, or what a caller asked for by `?jsconfig=`.
    pub js: JsConfig,
    /// The .NET assembly of its DTOs, as `__type` names it; their namespace where nobody knows.
    pub assembly: Option<Arc<str>>,
}

impl Default for Dialect {
    /// A tolerant .NET Framework host in UTC, 128 levels, half a million values.
    fn default() -> Self {
        Self {
            zone: Utc.fix(),
            strict: false,
            text: jsv_codec::Dialect::default(),
            json: JsonDialect::default(),
            max_depth: 128,
            max_values: 500_000,
            js: JsConfig::default(),
            assembly: None,
        }
    }
}

impl Dialect {
    /// The dialect of newer hosts: as the default, with camelCase names in JSON and JSV.
    pub fn modern() -> Self {
        Self {
            js: JsConfig { text_case: MemberNames::CamelCase, ..JsConfig::default() },
            ..Self::default()
        }
    }

    /// A member's name as JSON, JSV and CSV write it. `[DataMember(Name)]` is never cased.
    pub(crate) fn member_name<'a>(&self, member: &'a Member) -> Cow<'a, str> {
        if member.renamed {
            Cow::Borrowed(&member.name)
        } else {
            self.js.text_case.spell(&member.name)
        }
    }

    /// A class with its assembly, as `__type` names it.
    pub(crate) fn type_name(&self, dto: &Dto) -> String {
        let TypeName { namespace, name, .. } = &dto.type_name;
        let assembly = match self.assembly.as_deref() {
            _ if namespace == "ServiceStack" => assembly_of_service_stack(name),
            Some(assembly) => assembly,
            None => namespace,
        };
        format!("{namespace}.{name}, {assembly}")
    }

    /// The place of the member that a text names.
    pub(super) fn place_of(&self, dto: &Dto, name: &str) -> Option<usize> {
        let found = dto.place_of(name);
        if found.is_some() || !self.reads_leniently() {
            return found;
        }
        dto.place_of(&name.replace(['_', '-'], ""))
    }

    /// Whether `_` and `-` in names are passed over: 10.x does so by itself, too, where it writes
    /// snake_case (recorded).
    fn reads_leniently(&self) -> bool {
        let writes_snake_case = self.js.text_case == MemberNames::SnakeCase;
        self.js.property_convention == PropertyConvention::Lenient
            || (writes_snake_case && self.text == jsv_codec::Dialect::Modern)
    }

    /// Whether the host writes nothing for an object within so many others: it knows a depth of 50,
    /// the outermost one not counted.
    pub(super) fn cuts_off(&self, objects: usize) -> bool {
        let preset = self.strict.then_some(50);
        self.js.max_depth.or(preset).is_some_and(|most| objects > most as usize)
    }

    /// Whether a member is left out for having its type's default.
    pub(super) fn leaves_out(&self, contract: &Contract, ty: &TypeRef, value: &Value) -> bool {
        let leaves_out = |is_enum| self.js.defaults(self.text).leaves_out(self.text, is_enum);
        (leaves_out(false) || leaves_out(true))
            && *value == contract.default_value(ty)
            && leaves_out(text::enum_members(contract, ty).is_some())
    }
}

/// Where ServiceStack's own DTOs are: what every client reads in one assembly, those of its
/// operations in another (recorded of both versions).
fn assembly_of_service_stack(name: &str) -> &'static str {
    match name {
        "ResponseStatus" | "ResponseError" | "ErrorResponse" => "ServiceStack.Interfaces",
        _ => "ServiceStack.Client",
    }
}

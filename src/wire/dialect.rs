//! How a host speaks.

use std::borrow::Cow;

use chrono::{FixedOffset, Offset, Utc};
use jsv_codec::MemberNames;

use super::{JsConfig, text};
use crate::{
    contract::{Contract, Member, TypeRef},
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

    /// Whether the host writes nothing for an object within so many others: it knows a depth of 50,
    /// the outermost one not counted.
    pub(super) fn cuts_off(&self, objects: usize) -> bool {
        self.strict && objects > 50
    }

    /// Whether a member is left out for having its type's default.
    pub(super) fn leaves_out(&self, contract: &Contract, ty: &TypeRef, value: &Value) -> bool {
        self.js.exclude_defaults
            && !(self.js.include_default_enums && text::enum_members(contract, ty).is_some())
            && *value == contract.default_value(ty)
    }
}

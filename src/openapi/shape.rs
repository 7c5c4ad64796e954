//! The shape of an OpenAPI 3.0.3 document, as far as a contract fills it.

use serde::{Serialize, Serializer};
use serde_json::{Number, Value as Json};

/// Names and what they stand for, in order.
#[derive(Debug, Clone)]
pub(super) struct Map<T>(pub Vec<(String, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Map<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// All that does not depend on where a host is reached.
#[derive(Serialize)]
pub(super) struct Rest {
    pub tags: Vec<Tag>,
    /// By path template; each holds its operations by verb, lower case.
    pub paths: Map<Map<Operation>>,
    pub components: Components,
}

#[derive(Serialize)]
pub(super) struct Tag {
    pub name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components {
    pub schemas: Map<Schema>,
    pub responses: Map<Response>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub security_schemes: Map<Json>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub operation_id: String,
    pub tags: Vec<String>,
    pub summary: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<RequestBody>,
    pub responses: Map<Response>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Map<Vec<String>>>,
}

#[derive(Serialize)]
pub(super) struct Parameter {
    pub name: String,
    #[serde(rename = "in")]
    pub place: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub required: bool,
    /// Lists travel as one value, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explode: Option<bool>,
    pub schema: Schema,
}

#[derive(Serialize)]
pub(super) struct RequestBody {
    pub required: bool,
    pub content: Map<MediaType>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct MediaType {
    pub schema: Schema,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// A response, or a reference to one of the components.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Response {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'static str>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub headers: Map<Json>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub content: Map<MediaType>,
}

/// A schema, or a reference to one of the components.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_properties: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Json>,
}

impl<T: PartialEq> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Schema {
    /// Nothing but a type.
    pub fn of(kind: &'static str) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    /// A type with a format.
    pub fn formatted(kind: &'static str, format: &'static str) -> Self {
        Self { format: Some(format), ..Self::of(kind) }
    }

    /// A reference to one of the components.
    pub fn named(name: &str) -> Self {
        Self { reference: Some(format!("#/components/schemas/{name}")), ..Self::default() }
    }

    /// The same, open to further words: beside a reference they would count for nothing.
    pub fn opened(self) -> Self {
        if self.reference.is_some() { Self { all_of: vec![self], ..Self::default() } } else { self }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

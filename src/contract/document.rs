//! The shape of a `/types/metadata` document (docs/wire/types.md#document), as hosts write it and
//! as this one does.
//!
//! Hosts of .NET Framework write PascalCase, those of .NET Core camelCase: names are read without
//! regard to case. A `null` is the same as an absent member.

use serde::{Deserialize, Serialize};

use super::any_case;
use super::count;
use super::misspelt::Misspelt;
use super::{ContractError, Limits, Remark};

/// Reads a document or, from `/metadata/app.json`, the document within it.
///
/// # Errors
/// No JSON, too large, or a member of the wrong type.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ContractError> {
    if bytes.len() > limits.bytes {
        return Err(ContractError::TooLarge { what: "bytes", limit: limits.bytes });
    }
    count::within(bytes, limits.values)?;
    let json =
        serde_json::from_slice(bytes).map_err(|error| ContractError::Json(error.to_string()))?;
    let mut misspelt = Misspelt::default();
    let mut document: Document = any_case::read(json, &mut misspelt)?;
    if let Some(api) = document.api.take() {
        document = Document { app: document.app, plugins: document.plugins, ..*api };
    }
    document.misspelt = misspelt.into_remarks();
    if document.operations.is_empty() && document.types.is_empty() {
        return Err(ContractError::Empty);
    }
    // An operation brings two types at most; each is copied before all are counted.
    if document.types.len() + document.operations.len() > limits.types {
        return Err(ContractError::TooLarge { what: "types", limit: limits.types });
    }
    Ok(document)
}

/// A whole document, or the `api` of `/metadata/app.json` with its `app`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Document {
    #[serde(skip_serializing)]
    pub app: Option<App>,
    #[serde(skip_serializing)]
    pub plugins: Option<Plugins>,
    #[serde(skip_serializing)]
    pub api: Option<Box<Document>>,
    #[serde(skip_serializing)]
    pub config: Option<Config>,
    pub namespaces: Vec<String>,
    pub types: Vec<Type>,
    pub operations: Vec<OperationType>,
    /// Members that are likely meant for others.
    #[serde(skip)]
    pub misspelt: Vec<Remark>,
}

/// What `/metadata/app.json` says of the host itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct App {
    pub base_url: Option<String>,
    pub service_name: Option<String>,
}

/// What `/metadata/app.json` says of the host's plug-ins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Plugins {
    pub loaded: Vec<String>,
    pub auth: Option<AuthPlugin>,
    pub files_upload: Option<UploadsPlugin>,
}

/// What it says of uploaded files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct UploadsPlugin {
    pub locations: Vec<UploadsLocation>,
}

/// Where files go, as it says it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct UploadsLocation {
    pub name: String,
    pub read_access_role: Option<String>,
    pub write_access_role: Option<String>,
    pub allow_extensions: Vec<String>,
    pub allow_operations: Option<String>,
    pub max_file_count: Option<u64>,
    pub min_file_bytes: Option<u64>,
    pub max_file_bytes: Option<u64>,
}

/// What it says of sign-in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct AuthPlugin {
    pub identity_auth: Option<serde_json::Value>,
}

impl Document {
    /// Whether people sign in by ASP.NET Core Identity.
    pub fn has_identity(&self) -> bool {
        let auth = self.plugins.as_ref().and_then(|plugins| plugins.auth.as_ref());
        auth.is_some_and(|auth| auth.identity_auth.is_some())
    }

    /// Adds types, and those operations that are wanted by their names.
    pub fn add(&mut self, other: Self, is_wanted: impl Fn(&str) -> bool) {
        let operations = other.operations.into_iter();
        self.operations.extend(operations.filter(|own| is_wanted(&own.request.name)));
        self.types.extend(other.types);
    }

    /// Whether the host lists a plug-in.
    pub fn has_plugin(&self, name: &str) -> bool {
        self.plugins.iter().flat_map(|plugins| &plugins.loaded).any(|loaded| loaded == name)
    }
}

/// Settings of the code generators; only the address matters to an importer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Config {
    pub base_url: Option<String>,
}

/// `MetadataType`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Type {
    pub name: String,
    #[serde(alias = "TypeNamespace")]
    pub namespace: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub generic_args: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherits: Option<Name>,
    pub implements: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub is_nested: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_enum: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_enum_int: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_interface: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_abstract: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_contract: Option<DataContract>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyType>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enum_names: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enum_values: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enum_member_values: Vec<Option<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enum_descriptions: Vec<Option<String>>,
}

/// `MetadataTypeName`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Name {
    pub name: String,
    #[serde(alias = "TypeNamespace")]
    pub namespace: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub generic_args: Vec<String>,
}

/// `MetadataDataContract`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct DataContract {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// `MetadataDataMember`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct DataMember {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emit_default_value: Option<bool>,
}

/// `MetadataPropertyType`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct PropertyType {
    pub name: String,
    #[serde(rename = "Type")]
    pub type_name: String,
    #[serde(skip_serializing_if = "is_false")]
    pub is_value_type: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_system_type: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_enum: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub is_primary_key: bool,
    #[serde(rename(serialize = "TypeNamespace"), alias = "TypeNamespace")]
    pub namespace: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub generic_args: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_member: Option<DataMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_type: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub is_required: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowable_values: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowable_min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowable_max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_to: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

/// `MetadataAttribute`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Attribute {
    pub name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constructor_args: Vec<PropertyType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub args: Option<Vec<PropertyType>>,
}

/// `MetadataOperationType`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct OperationType {
    pub request: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Type>,
    pub actions: Vec<String>,
    pub returns_void: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_type: Option<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_model: Option<Name>,
    pub requires_auth: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub requires_api_key: bool,
    pub required_roles: Vec<String>,
    pub requires_any_role: Vec<String>,
    pub required_permissions: Vec<String>,
    pub requires_any_permission: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// `MetadataRoute`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RouteType {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verbs: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

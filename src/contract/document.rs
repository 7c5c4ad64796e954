//! The shape of a `/types/metadata` document (spec 06 section 2), as hosts write it and as this one does.
//!
//! Hosts of .NET Framework write PascalCase, those of .NET Core camelCase: names are read without regard to case.
//! A `null` is the same as an absent member.

use serde::{Deserialize, Serialize};

use super::any_case;
use super::{ContractError, Limits};

/// Reads a document or, from `/metadata/app.json`, the document within it.
///
/// # Errors
/// No JSON, too large, or a member of the wrong type.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ContractError> {
    if bytes.len() > limits.bytes {
        return Err(ContractError::TooLarge { what: "bytes", limit: limits.bytes });
    }
    let json = serde_json::from_slice(bytes).map_err(|error| ContractError::Json(error.to_string()))?;
    let mut document: Document = any_case::read(json)?;
    if let Some(api) = document.api.take() {
        document = Document { app: document.app, ..*api };
    }
    if document.operations.is_empty() && document.types.is_empty() {
        return Err(ContractError::Empty);
    }
    Ok(document)
}

/// A whole document, or the `api` of `/metadata/app.json` with its `app`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Document {
    pub app: Option<App>,
    pub api: Option<Box<Document>>,
    pub config: Option<Config>,
    pub namespaces: Vec<String>,
    pub types: Vec<Type>,
    pub operations: Vec<OperationType>,
}

/// What `/metadata/app.json` tells of the host itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct App {
    pub base_url: Option<String>,
    pub service_name: Option<String>,
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
    pub generic_args: Vec<String>,
    pub inherits: Option<Name>,
    pub implements: Vec<Name>,
    pub description: Option<String>,
    pub notes: Option<String>,
    pub is_nested: bool,
    pub is_enum: bool,
    pub is_enum_int: bool,
    pub is_interface: bool,
    pub is_abstract: bool,
    pub data_contract: Option<DataContract>,
    pub properties: Vec<PropertyType>,
    pub attributes: Vec<Attribute>,
    pub enum_names: Vec<String>,
    pub enum_values: Vec<String>,
    pub enum_member_values: Vec<Option<String>>,
    pub enum_descriptions: Vec<Option<String>>,
}

/// `MetadataTypeName`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Name {
    pub name: String,
    #[serde(alias = "TypeNamespace")]
    pub namespace: String,
    pub generic_args: Vec<String>,
}

/// `MetadataDataContract`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct DataContract {
    pub name: Option<String>,
    pub namespace: Option<String>,
}

/// `MetadataDataMember`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct DataMember {
    pub name: Option<String>,
    pub order: Option<i32>,
    pub is_required: Option<bool>,
    pub emit_default_value: Option<bool>,
}

/// `MetadataPropertyType`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct PropertyType {
    pub name: String,
    #[serde(rename = "Type")]
    pub type_name: String,
    #[serde(alias = "TypeNamespace")]
    pub namespace: String,
    pub generic_args: Vec<String>,
    pub is_value_type: bool,
    pub is_enum: bool,
    pub is_primary_key: bool,
    pub value: Option<String>,
    pub description: Option<String>,
    pub data_member: Option<DataMember>,
    pub param_type: Option<String>,
    pub display_type: Option<String>,
    pub is_required: bool,
    pub allowable_values: Vec<String>,
    pub allowable_min: Option<i64>,
    pub allowable_max: Option<i64>,
    pub attributes: Vec<Attribute>,
}

/// `MetadataAttribute`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Attribute {
    pub name: String,
    pub constructor_args: Vec<PropertyType>,
    pub args: Vec<PropertyType>,
}

/// `MetadataOperationType`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct OperationType {
    pub request: Type,
    pub response: Option<Type>,
    pub actions: Vec<String>,
    pub method: Option<String>,
    pub returns_void: bool,
    pub return_type: Option<Name>,
    pub routes: Vec<RouteType>,
    pub requires_auth: bool,
    pub required_roles: Vec<String>,
    pub requires_any_role: Vec<String>,
    pub required_permissions: Vec<String>,
    pub requires_any_permission: Vec<String>,
    pub tags: Vec<String>,
}

/// `MetadataRoute`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RouteType {
    pub path: String,
    pub verbs: Option<String>,
    pub notes: Option<String>,
    pub summary: Option<String>,
}

//! The object that says which answer is given when: one type for files, and for calls that set
//! stubs.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::tree::Node;
use crate::autoquery::Action;
use crate::lab::fault::Act;

/// The stub of an operation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Where the schema is, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// For people.
    pub description: Option<String>,
    /// What requests must be, by member, in ServiceStack's own words: `NotEmpty`,
    /// `InclusiveBetween(1,120)`. Members of an object are `Address.City`, of the objects in a
    /// list `Lines[].Quantity`, the items of a list `Tags[]`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Rules>")]
    pub validate: BTreeMap<String, Part>,
    /// What calls must be: `IsAuthenticated`, `HasRole(Admin)`, `ApiKey`. It takes the place of
    /// protection of the contract that cannot be checked.
    #[schemars(with = "Option<Vec<OneRule>>")]
    pub requires: Option<Vec<Part>>,
    /// Answers to GETs stay the same for a while, as ServiceStack's CacheResponse keeps them.
    pub cache: Option<CacheDocument>,
    /// The answers: the first one whose conditions hold is given. Without any, the operation's own
    /// service answers.
    #[serde(default)]
    pub answer: Vec<AnswerDocument>,
}

/// For how long, and for whom, answers to GETs stay the same.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CacheDocument {
    /// How long: `60s`, `10m`.
    pub duration: String,
    /// How long clients may keep them; without it they are told nothing.
    pub max_age: Option<String>,
    /// The rest of Cache-Control: `public, must-revalidate`.
    pub control: Option<String>,
    /// true: each user has answers of their own.
    #[serde(default)]
    pub by_user: bool,
    /// Requests with other values of these headers have answers of their own.
    #[serde(default)]
    pub by_headers: Vec<String>,
}

/// A rule with more than its validator.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleDocument {
    /// Validators: `NotEmpty`, `[NotNull,Length(3,5)]`.
    pub validator: Option<String>,
    /// A condition, of which `it` is the member and `dto` the request: `it == null || it.isOdd()`.
    pub condition: Option<String>,
    /// The ErrorCode in the place of the validator's.
    pub code: Option<String>,
    /// The message in the place of the validator's; `{PropertyName}` and the like are filled in.
    pub message: Option<String>,
    /// The HTTP status; of `requires` alone.
    pub status: Option<u16>,
    /// Requests with these verbs alone are checked: `["POST", "PUT"]`.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Requests of which this condition holds are checked: `dto.Type == 'card'`.
    pub when: Option<String>,
    /// true: of several validators the first broken one alone is reported.
    #[serde(default)]
    pub stop: bool,
    /// true: texts that differ in case alone are equal; of `Equal` and `NotEqual`.
    #[serde(default)]
    pub any_case: bool,
    /// The member's name in messages.
    pub name: Option<String>,
    /// The field that is to blame, in the place of the member.
    pub field: Option<String>,
    /// Meta of the field error, in the place of the validator's.
    pub meta: Option<BTreeMap<String, String>>,
}

/// The rules of a member, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema is made of it")]
enum Rules {
    One(OneRule),
    Several(Vec<OneRule>),
    /// Of the members of an object, or of each object in a list.
    Nested(BTreeMap<String, Rules>),
}

/// One rule, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema is made of it")]
enum OneRule {
    Validators(String),
    Whole(Box<RuleDocument>),
}

impl Document {
    /// The JSON Schema of the object, by which editors complete and check.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Document).to_value()
    }
}

/// One answer. It says one of `answer`, `body`, `body_file`, `base64`, `error`, `echo`, `sequence`,
/// `records`, `service`, or nothing but a status.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDocument {
    /// By which a request can choose it: `X-Emulator-Answer: NAME`.
    pub name: Option<String>,
    /// Members of the request, and `verb`, `path`, `headers`, `query`, `cookies`, `user`, `role`,
    /// `tenant`, `scenario`, `call`, `expression`: all of them must hold.
    pub when: Option<Part>,
    /// It is given so many times, once or more.
    pub times: Option<u64>,
    /// A value of the operation's response type, with templates.
    pub answer: Option<Part>,
    /// The status; 200, or 204 without a body.
    pub status: Option<u16>,
    /// The reason phrase in the place of the status's own; a template.
    pub reason: Option<Part>,
    /// Further headers; their values are templates.
    #[serde(default)]
    pub headers: BTreeMap<String, Part>,
    /// The content type of `body`, `body_file`, `base64`; a template.
    pub content_type: Option<Part>,
    /// ETag, with or without quotes: who has it is answered with 304. A template.
    pub etag: Option<Part>,
    /// Last-Modified, an instant: `2026-03-01T12:00:00Z`. A template.
    pub last_modified: Option<Part>,
    /// How long clients may keep it: `30s`, `10m`.
    pub max_age: Option<String>,
    /// The rest of Cache-Control: `public, must-revalidate`; a template.
    pub cache_control: Option<Part>,
    /// true: it is compressed where the client takes that, as by CompressResponse.
    #[serde(default)]
    pub compress: bool,
    /// true: a client may have a part of its bytes; of `body`, `body_file`, `base64` and the
    /// echoed body.
    #[serde(default)]
    pub ranges: bool,
    /// The name under which a browser saves its bytes, of which a client may have a part; a
    /// template.
    pub download: Option<Part>,
    /// Cookies; their values are templates.
    #[serde(default)]
    pub cookies: BTreeMap<String, Part>,
    /// A text that is sent as it is; a template.
    pub body: Option<Part>,
    /// A file beside this one whose bytes are sent.
    pub body_file: Option<String>,
    /// Bytes in base64; a template.
    pub base64: Option<Part>,
    /// An error in the host's own shape.
    pub error: Option<ErrorDocument>,
    /// Sends the request back.
    pub echo: Option<Echo>,
    /// Values of the response type that are given in turn; the last one is given again.
    pub sequence: Option<Vec<Part>>,
    /// What becomes of rows, and the answer that AutoQuery gives then.
    pub records: Option<RecordsDocument>,
    /// true: the operation's own service answers.
    #[serde(default)]
    pub service: bool,
    /// What is remembered.
    pub set: Option<SetDocument>,
    /// Sends server events when the answer is given: one, or a list of them.
    #[schemars(with = "Option<PublishSchema>")]
    pub publish: Option<Part>,
    /// How long the answer waits: `200ms`, `3s`.
    pub delay: Option<String>,
    /// What goes wrong on the way to the client, once the operation is done: an object or a text as
    /// `do` of a fault, `reset`, `{ cut = "body" }`. Not with `error`.
    pub fault: Option<Act>,
    /// Adds a user to the tenant. A name or an address that is taken is the host's own error.
    pub register: Option<PersonDocument>,
    /// Signs a user in, whom the settings need not list: a name, a person, or `true` for the one
    /// that `register` adds.
    #[schemars(with = "Option<LoginSchema>")]
    pub login: Option<Part>,
    /// Gives roles and permissions to a user.
    pub assign: Option<RightsDocument>,
    /// Takes roles and permissions from a user.
    pub unassign: Option<RightsDocument>,
    /// What ends: the caller's session, or the token of the request, or else the one that was
    /// issued last.
    pub revoke: Option<RevokeDocument>,
}

/// A server event. Without a recipient all get it. Texts are templates.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishDocument {
    /// To those who listen to this channel; with another recipient, to them if they do.
    pub channel: Option<Part>,
    /// To the user of this id.
    pub user: Option<Part>,
    /// To the user of this name.
    pub user_name: Option<Part>,
    /// To the session of this id.
    pub session: Option<Part>,
    /// To the subscription of this id.
    pub subscription: Option<Part>,
    /// What clients dispatch by: `cmd.say`.
    pub selector: Option<Part>,
    /// `say` for the selector `cmd.say`.
    pub op: Option<Part>,
    /// The value; its texts are templates, its names are sent as they stand.
    pub json: Option<Part>,
}

/// Events, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema is made of it")]
enum PublishSchema {
    One(Box<PublishDocument>),
    Several(Vec<PublishDocument>),
}

/// A user. Texts are templates.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDocument {
    /// The id; a new number for `register`, the user's or the name for `login`.
    pub id: Option<Part>,
    /// The name.
    pub name: Option<Part>,
    /// DisplayName.
    pub display_name: Option<Part>,
    /// Email address.
    pub email: Option<Part>,
    /// The password; of `register` alone.
    pub password: Option<Part>,
    /// Roles: a list, or a text whose value is one.
    pub roles: Option<Part>,
    /// Permissions, likewise.
    pub permissions: Option<Part>,
    /// The session outlives the browser; of `login` alone.
    #[serde(default)]
    pub remember: bool,
}

/// Rights of a user. Texts are templates.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RightsDocument {
    /// The user's name or email address.
    pub user: Part,
    /// Roles: a list, or a text whose value is one.
    pub roles: Option<Part>,
    /// Permissions, likewise.
    pub permissions: Option<Part>,
}

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RevokeDocument {
    /// The caller's session.
    Session,
    /// The token of the request, or else the one that was issued last.
    Token,
}

/// Who is signed in, for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema is made of it")]
enum LoginSchema {
    Name(String),
    Registered(bool),
    Person(Box<PersonDocument>),
}

/// An error as `ResponseStatus` carries it. Texts are templates.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorDocument {
    /// HTTP status, 500 by default.
    pub status: Option<u16>,
    /// ErrorCode.
    pub code: Part,
    /// Message.
    pub message: Option<Part>,
    /// Field errors.
    #[serde(default)]
    pub errors: Vec<FieldErrorDocument>,
    /// Further values.
    #[serde(default)]
    pub meta: BTreeMap<String, Part>,
}

/// One field error.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldErrorDocument {
    /// The member.
    pub field: Option<Part>,
    /// ErrorCode.
    pub code: Part,
    /// Message.
    pub message: Option<Part>,
    /// Further values.
    pub meta: Option<BTreeMap<String, Part>>,
}

/// What an operation does with the rows of a type.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsDocument {
    /// The type.
    #[serde(rename = "in")]
    pub class: String,
    /// What.
    #[serde(rename = "do")]
    pub action: Action,
    /// The member of the request that is the row's key; that of its name by default.
    pub key: Option<String>,
}

/// What is sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Echo {
    /// Members of the request, by their names, in the response type.
    Request,
    /// The bytes of the body.
    Body,
}

/// What an answer changes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDocument {
    /// The state of the scenario.
    pub scenario: Option<Part>,
    /// Variables by their names; a text that is one expression keeps the value's type.
    #[serde(default)]
    pub variables: BTreeMap<String, Part>,
}

/// A value whose type the contract gives, or a text with templates.
#[derive(Debug, Clone)]
pub struct Part(pub(super) Node);

impl JsonSchema for Part {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

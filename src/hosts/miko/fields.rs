//! The fields of a JSON object, read with the types they are documented to have. A fault names its
//! field.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::http::Request;

/// A request body that is a JSON object. Of a key that comes twice the last one counts.
///
/// A body without a content type is read; UTF-8 with a byte order mark is too, because 1C writes
/// it.
pub fn read_body(request: &Request) -> Result<Map<String, Value>, Refusal> {
    let media_type = request.content_type();
    if !(media_type.is_empty() || media_type == "application/json" || media_type.ends_with("+json"))
    {
        return Err(Refusal::bad("Content-Type must be application/json"));
    }
    let bytes = request.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&request.body);
    let text =
        str::from_utf8(bytes).map_err(|_| Refusal::bad("Request body must be JSON in UTF-8"))?;
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::bad("Request body must be a JSON object")),
        Err(error) => Err(Refusal::bad(format!("Request body must be JSON: {error}"))),
    }
}

/// Fields of one object. `null` and the empty text count as absent.
pub struct Fields<'v> {
    object: &'v Map<String, Value>,
    /// What comes before a field's name, e.g. `products[0].`.
    place: String,
    /// Take `"1"` for 1 and 1 for `"1"`.
    loose: bool,
}

impl<'v> Fields<'v> {
    pub fn new(object: &'v Map<String, Value>, place: impl Into<String>, loose: bool) -> Self {
        Self { object, place: place.into(), loose }
    }

    /// Where a field stands, for messages.
    pub fn place_of(&self, name: &str) -> String {
        format!("{}{name}", self.place)
    }

    /// A field that is there.
    pub fn get(&self, name: &str) -> Option<&'v Value> {
        self.object.get(name).filter(|value| !(value.is_null() || value.as_str() == Some("")))
    }

    pub fn text(&self, name: &str) -> Result<Option<Cow<'v, str>>, Refusal> {
        self.read(name, "a string", |value| match value {
            Value::String(text) => Some(Cow::Borrowed(text.as_str())),
            Value::Number(number) if self.loose => Some(Cow::Owned(number.to_string())),
            _ => None,
        })
    }

    pub fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.read(name, "an integer", |value| match value {
            Value::String(text) if self.loose => text.trim().parse().ok(),
            value => value.as_i64(),
        })
    }

    pub fn list(&self, name: &str) -> Result<Option<&'v [Value]>, Refusal> {
        self.read(name, "an array", |value| value.as_array().map(Vec::as_slice))
    }

    fn read<T>(
        &self,
        name: &str,
        kind: &str,
        read: impl FnOnce(&'v Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(Refusal::bad(format!("{} must be {kind}", self.place_of(name)))),
        }
    }
}

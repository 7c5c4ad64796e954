//! Members of requests that take files: `[UploadTo("docs")]`.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::change::{may_write, taken};
use super::host::{files, location};
use super::{content_type, path_of, stored};
use crate::contract::{Contract, TypeRef};
use crate::service::{Caller, ServiceError, UploadedFile, admit};
use crate::tenant::Tenant;
use crate::uploads::{Files, NewFile, Uploads};
use crate::value::{Object, Value};

/// Files that are stored once nothing else refuses their request.
pub struct Pending {
    files: Arc<Files>,
    new: Vec<NewFile>,
}

impl Pending {
    /// Stores all of them.
    ///
    /// # Errors
    /// No room, or the disk refuses: then none of them is.
    pub async fn store(self, now: DateTime<Utc>) -> Result<(), ServiceError> {
        stored(self.files, self.new, now).await
    }
}

/// Gives members the paths of the files whose parts are called as they are; all other files go to
/// the first location (recorded). Nothing is stored yet.
///
/// # Errors
/// Where one of them is not taken: the host's words.
pub fn of_members(
    (uploads, contract, members): (&Uploads, &Contract, &[(usize, String)]),
    (tenant, caller): (&Tenant, Option<&Arc<Caller>>),
    request: &mut Object,
    sent: Vec<UploadedFile>,
) -> Result<Pending, ServiceError> {
    let files = files(uploads, tenant)?;
    let declared = &contract.dto(request.dto).members;
    let count = sent.len();
    let mut new = Vec::with_capacity(count);
    let mut of_place: BTreeMap<usize, Vec<NewFile>> = BTreeMap::new();
    for file in sent {
        let is_its =
            |(place, _): &&(usize, String)| declared[*place].name.eq_ignore_ascii_case(&file.name);
        let member = members.iter().find(is_its);
        let first = || uploads.locations.first();
        let location = match member {
            Some((_, name)) => location(uploads, name)?,
            None => first().ok_or_else(|| ServiceError::not_found("Unknown upload location"))?,
        };
        admit(&location.write, caller)?;
        may_write(location, files.has(&location.name, &file.file_name))?;
        let file = taken(location, file, count)?;
        if let Some((place, _)) = member {
            of_place.entry(*place).or_default().push(file.clone());
        }
        new.push(file);
    }
    for (place, files) in of_place {
        request.members[place] = value(contract, &declared[place].ty, &files);
    }
    Ok(Pending { files, new })
}

/// A list has all files, everything else the last one.
fn value(contract: &Contract, ty: &TypeRef, files: &[NewFile]) -> Value {
    match ty {
        TypeRef::List(_, item) => {
            Value::List(files.iter().map(|file| one(contract, item, file)).collect())
        }
        ty => files.last().map_or(Value::Null, |file| one(contract, ty, file)),
    }
}

/// The path, or an object with what is known of the file.
fn one(contract: &Contract, ty: &TypeRef, file: &NewFile) -> Value {
    let path = path_of(file);
    let TypeRef::Dto(class) = ty else { return Value::String(path) };
    let mut object = contract.new_object(*class);
    for (member, value) in contract.dto(*class).members.iter().zip(&mut object.members) {
        let known = match member.name.to_ascii_lowercase().as_str() {
            "filename" => Value::String(file.name.clone()),
            "filepath" => Value::String(path.clone()),
            "contenttype" => Value::String(content_type::of_name(&file.name).to_owned()),
            "contentlength" => Value::Int(i64::try_from(file.bytes.len()).unwrap_or(i64::MAX)),
            _ => continue,
        };
        *value = known;
    }
    Value::Object(object)
}

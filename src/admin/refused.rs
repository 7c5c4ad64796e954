//! Refusals with the member that is to blame.

use crate::service::{FieldError, ServiceError, WholeError};
use crate::store::StoreError;
use crate::stub::{Mistake, NotSet};
use crate::tenant::TenantError;

/// A refusal for which a member is to blame.
pub fn wrong(status: u16, code: &str, member: &str, message: impl Into<String>) -> ServiceError {
    let (code, message) = (code.to_owned(), message.into());
    let field = FieldError {
        code: code.clone(),
        field: Some(member.to_owned()),
        message: message.clone(),
        meta: None,
    };
    let errors = vec![field];
    ServiceError::Whole(Box::new(WholeError {
        status,
        code,
        message,
        errors,
        ..WholeError::default()
    }))
}

/// What a tenant was refused for, by the member that names it.
pub fn of_tenant(error: &TenantError, member: &str) -> ServiceError {
    let (status, code) = match error {
        TenantError::Store(error) => return of_store(error.clone()),
        TenantError::Exists(_) => (409, "TenantExists"),
        TenantError::Unknown(_) => (404, "NoSuchTenant"),
        TenantError::NoSnapshot(_) => (404, "NoSuchSnapshot"),
        TenantError::Name => (400, "TenantName"),
        TenantError::TooMany(_) | TenantError::TooManySnapshots(_) => (503, "TenantLimit"),
        TenantError::Default => (400, "DefaultTenant"),
        TenantError::Durable => (409, "Durable"),
        TenantError::Records(_) => (503, "Records"),
    };
    wrong(status, code, member, error.to_string())
}

/// What the store refuses. Only sentences that the caller can act on are sent.
pub fn of_store(error: StoreError) -> ServiceError {
    let (status, code) = match &error {
        StoreError::NoCopies => (409, "NoCopies"),
        StoreError::Source(_) => (400, "Coupons"),
        _ => return error.into(),
    };
    ServiceError::http(status, code, error.to_string())
}

/// Why a stub was not set: a mistake names the member of the file, where its sentence does.
pub fn of_stub(error: &NotSet) -> ServiceError {
    match error {
        NotSet::Operation(sentence) => wrong(404, "NoSuchOperation", "Operation", sentence.clone()),
        NotSet::TooMany(_) => wrong(503, "StubLimit", "Operation", error.to_string()),
        NotSet::Mistake(mistake) => of_mistake(mistake, "StubMistake"),
    }
}

/// A mistake in a text: which member of it, in which line.
pub fn of_mistake(mistake: &Mistake, code: &str) -> ServiceError {
    let line = mistake.line.map(|line| ("Line".to_owned(), Some(line.to_string())));
    let field = FieldError {
        code: code.to_owned(),
        field: Some(member_of(&mistake.reason).unwrap_or("Text").to_owned()),
        message: mistake.reason.clone(),
        meta: line.map(|line| vec![line]),
    };
    let (code, message) = (field.code.clone(), mistake.to_string());
    let errors = vec![field];
    ServiceError::Whole(Box::new(WholeError {
        status: 400,
        code,
        message,
        errors,
        ..WholeError::default()
    }))
}

/// The path with which a sentence begins: "`answer[0].when`: …".
fn member_of(sentence: &str) -> Option<&str> {
    sentence.strip_prefix('`')?.split('`').next()
}

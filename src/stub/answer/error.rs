//! An error in the host's own shape.

use crate::service::{FieldError, ServiceError, WholeError};
use crate::stub::scope::{Scope, TemplateError};
use crate::stub::template::Text;

/// The texts of an error.
#[derive(Debug, Clone)]
pub(in crate::stub) struct ErrorTexts {
    pub status: u16,
    pub code: Text,
    pub message: Text,
    pub errors: Vec<FieldTexts>,
    pub meta: Vec<(String, Text)>,
}

/// The texts of a field error.
#[derive(Debug, Clone)]
pub(in crate::stub) struct FieldTexts {
    pub field: Option<Text>,
    pub code: Text,
    pub message: Text,
    pub meta: Option<Vec<(String, Text)>>,
}

impl ErrorTexts {
    /// The error, with these headers.
    pub fn error(
        &self,
        scope: &Scope<'_>,
        headers: Vec<(String, String)>,
    ) -> Result<ServiceError, TemplateError> {
        let meta = |(name, text): &(String, Text)| Ok((name.clone(), text.render(scope)?));
        Ok(ServiceError::Whole(Box::new(WholeError {
            status: self.status,
            code: self.code.render(scope)?,
            message: self.message.render(scope)?,
            errors: self.errors.iter().map(|field| field.error(scope)).collect::<Result<_, _>>()?,
            meta: self.meta.iter().map(meta).collect::<Result<_, _>>()?,
            headers,
        })))
    }
}

impl FieldTexts {
    fn error(&self, scope: &Scope<'_>) -> Result<FieldError, TemplateError> {
        let meta = |(name, text): &(String, Text)| Ok((name.clone(), Some(text.render(scope)?)));
        Ok(FieldError {
            code: self.code.render(scope)?,
            field: self.field.as_ref().map(|text| text.render(scope)).transpose()?,
            message: self.message.render(scope)?,
            meta: self.meta.as_ref().map(|texts| texts.iter().map(meta).collect()).transpose()?,
        })
    }
}

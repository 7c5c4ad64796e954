//! HTTPS: `[tls]` with a certificate and its key, or with `self_made = true`.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[tls]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TlsSettings {
    /// Serve HTTPS with a certificate of its own, made at the first start and kept in the data
    /// directory.
    #[schemars(extend("x-flag" = "tls"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub self_made: bool,
    /// The certificate chain in PEM form, the host's own first.
    #[schemars(extend("format" = "path"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Its key in PEM form.
    #[schemars(extend("format" = "path"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
}

/// Where the certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {
    /// Files of the user's.
    Files {
        /// The certificate chain.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
    },
    /// Made at the first start and kept in the data directory.
    SelfMade,
}

impl TlsSettings {
    /// The certificate to serve with; `None` is HTTP.
    pub fn certificate(&self) -> Option<Certificate> {
        match (&self.certificate, &self.key, self.self_made) {
            (Some(certificate), Some(key), _) => {
                Some(Certificate::Files { certificate: certificate.clone(), key: key.clone() })
            }
            (_, _, true) => Some(Certificate::SelfMade),
            _ => None,
        }
    }

    /// What is wrong within one source.
    pub(super) fn fault(&self) -> Option<&'static str> {
        match (self.self_made, &self.certificate, &self.key) {
            (_, Some(_), None) => Some("`tls.key` is missing beside `tls.certificate`"),
            (_, None, Some(_)) => Some("`tls.certificate` is missing beside `tls.key`"),
            (true, Some(_), _) => {
                Some("`tls.self_made` and `tls.certificate` contradict each other; remove one")
            }
            _ => None,
        }
    }
}

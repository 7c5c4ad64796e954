//! HTTPS: `[tls]` with a certificate and its key, or with `self_made = true`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// `[tls]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TlsLayer {
    /// A certificate for localhost, made at the first start and kept.
    pub self_made: Option<bool>,
    /// The certificate chain in PEM form, the host's own first.
    pub certificate: Option<PathBuf>,
    /// Its key in PEM form.
    pub key: Option<PathBuf>,
}

/// Where the certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum TlsSettings {
    /// Files of the user's.
    Files {
        /// The certificate chain.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
    },
    /// Made at the first start and kept in the data directory.
    SelfMade {
        /// Always true.
        self_made: bool,
    },
}

impl TlsLayer {
    /// What is wrong within one layer.
    pub(super) fn fault(&self) -> Option<&'static str> {
        match (self.self_made, &self.certificate, &self.key) {
            (_, Some(_), None) => Some("`tls.key` is missing beside `tls.certificate`"),
            (_, None, Some(_)) => Some("`tls.certificate` is missing beside `tls.key`"),
            (Some(true), Some(_), _) => {
                Some("`tls.self_made` and `tls.certificate` contradict each other; remove one")
            }
            _ => None,
        }
    }

    /// Relative paths start at this directory.
    pub(super) fn within(self, directory: &Path) -> Self {
        let from_here = |path: PathBuf| directory.join(path);
        Self { certificate: self.certificate.map(from_here), key: self.key.map(from_here), ..self }
    }

    /// One decision in three keys: whoever says one of them has decided.
    pub(super) fn over(self, below: Self) -> Self {
        let decides = self.self_made.is_some() || self.certificate.is_some() || self.key.is_some();
        if decides { self } else { below }
    }
}

impl TlsSettings {
    pub(super) fn from_layer(layer: TlsLayer) -> Option<Self> {
        match layer {
            TlsLayer { certificate: Some(certificate), key: Some(key), .. } => {
                Some(Self::Files { certificate, key })
            }
            TlsLayer { self_made: Some(true), .. } => Some(Self::SelfMade { self_made: true }),
            _ => None,
        }
    }
}

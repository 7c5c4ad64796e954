//! TLS to the database, as its URL asks for it.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::unverified;

/// Makes the connections; with a root certificate only to a server that it vouches for. Without one
/// `sslmode=require` hides the talk from listeners and checks nobody, as PostgreSQL defines it.
pub(super) fn connector(root_certificate: Option<&Path>) -> Result<MakeRustlsConnect, String> {
    let config = match root_certificate {
        Some(path) => verified(roots(path)?),
        None => unverified::client(),
    };
    config.map(MakeRustlsConnect::new).map_err(|error| error.to_string())
}

fn verified(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn roots(path: &Path) -> Result<RootCertStore, String> {
    let reported =
        |why: String| format!("the certificates in {} cannot be used: {why}", path.display());
    let mut roots = RootCertStore::empty();
    let certificates =
        CertificateDer::pem_file_iter(path).map_err(|error| reported(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| reported(error.to_string()))?;
        roots.add(certificate).map_err(|error| reported(error.to_string()))?;
    }
    if roots.is_empty() { Err(reported("there is none".to_owned())) } else { Ok(roots) }
}

//! TLS: a certificate of the user's, or one made by ourselves.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where the certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// PEM files of certificate chain and key.
    Files {
        /// The chain, the host's own certificate first.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
    },
    /// Made for `localhost` at the first start and kept in this directory, so that a client can be
    /// set up to trust it.
    SelfMade(PathBuf),
    /// Made for `localhost` at each start and kept nowhere.
    Passing,
}

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("the file {path} for TLS cannot be used: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// A file holds something else.
    #[error("the file {path} holds no {what} in PEM form")]
    Pem {
        /// The file.
        path: PathBuf,
        /// What was expected.
        what: &'static str,
    },
    /// Certificate and key do not fit, or the certificate cannot be made.
    #[error("TLS cannot be set up: {0}")]
    Unfit(String),
}

impl Tls {
    /// The configuration of the server.
    ///
    /// # Errors
    /// When the files cannot be used.
    pub fn config(&self) -> Result<ServerConfig, TlsError> {
        let (chain, key) = self.chain_and_key()?;
        let unfit = |error: rustls::Error| TlsError::Unfit(error.to_string());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unfit)?;
        builder.with_no_client_auth().with_single_cert(chain, key).map_err(unfit)
    }

    fn chain_and_key(
        &self,
    ) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), TlsError> {
        match self {
            Self::Files { certificate, key } => read(certificate, key),
            Self::SelfMade(directory) => {
                let (certificate, key) = self_made(directory)?;
                read(&certificate, &key)
            }
            Self::Passing => {
                let CertifiedKey { cert, signing_key } = make()?;
                let key = PrivateKeyDer::try_from(signing_key.serialize_der());
                Ok((
                    vec![cert.der().clone()],
                    key.map_err(|error| TlsError::Unfit(error.to_owned()))?,
                ))
            }
        }
    }
}

fn read(
    certificate: &Path,
    key: &Path,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), TlsError> {
    let no_certificate = || TlsError::Pem { path: certificate.to_owned(), what: "certificate" };
    let chain: Vec<_> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|_| no_certificate())?;
    if chain.is_empty() {
        return Err(no_certificate());
    }
    let key = PrivateKeyDer::from_pem_file(key)
        .map_err(|_| TlsError::Pem { path: key.to_owned(), what: "private key" })?;
    Ok((chain, key))
}

fn make() -> Result<CertifiedKey<rcgen::KeyPair>, TlsError> {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    rcgen::generate_simple_self_signed(names).map_err(|error| TlsError::Unfit(error.to_string()))
}

fn self_made(directory: &Path) -> Result<(PathBuf, PathBuf), TlsError> {
    let (certificate, key) = (directory.join("tls-certificate.pem"), directory.join("tls-key.pem"));
    if !certificate.exists() || !key.exists() {
        let CertifiedKey { cert, signing_key } = make()?;
        fs::create_dir_all(directory)
            .map_err(|reason| TlsError::File { path: directory.to_owned(), reason })?;
        write_private(&key, &signing_key.serialize_pem())?;
        fs::write(&certificate, cert.pem())
            .map_err(|reason| TlsError::File { path: certificate.clone(), reason })?;
    }
    Ok((certificate, key))
}

/// A key is for its owner alone.
fn write_private(path: &Path, text: &str) -> Result<(), TlsError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written =
        options.open(path).and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|reason| TlsError::File { path: path.to_owned(), reason })
}

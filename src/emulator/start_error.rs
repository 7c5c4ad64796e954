//! Why an emulator did not start.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::http::PathTaken;
use crate::http::server::TlsError;
use crate::service::validation::UnknownMember;
use crate::store::StoreError;
use crate::stub::Mistake;

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A rule speaks of a member that its request does not have.
    #[error(transparent)]
    Rules(#[from] UnknownMember),
    /// The address is taken or not this machine's.
    #[error(
        "cannot listen on {address}: {reason}; choose another address with --listen, or port 0 for any free one"
    )]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The system's words.
        reason: io::Error,
    },
    /// A route that ASP.NET Core does not take; a tolerant host serves it.
    #[error(
        "with endpoint routing a host does not start with the route {route} of {operation}: write {{**Name}} for {{Name*}}, or leave strict mode"
    )]
    Unroutable {
        /// The operation.
        operation: String,
        /// Its route.
        route: String,
    },
    /// A role is required of an operation that the contract does not have.
    #[error("the contract has no operation {0}, of which a role is required")]
    UnknownOperation(String),
    /// Everybody in the network could change everything.
    #[error(
        "the admin API would be open to everybody who reaches {address}: set admin.key, or leave it off"
    )]
    AdminKey {
        /// The address to listen on.
        address: SocketAddr,
    },
    /// A site would hide what the server has at its base path.
    #[error(transparent)]
    Path(#[from] PathTaken),
    /// The directory of the sessions or of uploaded files cannot be made or read.
    #[error("cannot use the directory {path}: {reason}")]
    Directory {
        /// The directory.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// The records cannot be opened.
    #[error(transparent)]
    Records(#[from] StoreError),
    /// A fault of a file cannot be used.
    #[error(transparent)]
    Faults(#[from] Mistake),
    /// The certificate cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The file of the sessions cannot be used.
    #[error("cannot open the sessions in {path}: {reason}; make the file writable or move it away")]
    Sessions {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// Another emulator has the file of the sessions open.
    #[error(
        "the sessions in {path} are in use by another emulator; give each a directory of its own"
    )]
    SessionsInUse {
        /// The file.
        path: PathBuf,
    },
}

impl StartError {
    pub(super) fn of_sessions(path: &Path, reason: io::Error) -> Self {
        let path = path.to_owned();
        match reason.kind() {
            io::ErrorKind::ResourceBusy => Self::SessionsInUse { path },
            _ => Self::Sessions { path, reason },
        }
    }
}

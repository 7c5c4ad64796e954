//! Why a command ends early: one sentence, and whether the user can mend it.

use std::fmt;
use std::io;
use std::process::ExitCode;

use servicestack_emulator::StartError;
use servicestack_emulator::config::{DocumentError, SettingsFault};
use servicestack_emulator::store::StoreError;
use servicestack_emulator::store::transfer::SnapshotError;

/// The end of a command that did not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Something the user can mend: exit code 2.
    Mendable(String),
    /// Anything else: exit code 1.
    Other(String),
    /// Reading or writing failed: exit code 1.
    Io(io::Error),
}

impl Failure {
    /// The process's exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Mendable(_) => ExitCode::from(2),
            Self::Other(_) | Self::Io(_) => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mendable(sentence) | Self::Other(sentence) => formatter.write_str(sentence),
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        Self::Mendable(error.to_string())
    }
}

impl From<SettingsFault> for Failure {
    fn from(error: SettingsFault) -> Self {
        Self::Mendable(error.to_string())
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Path(taken) => Self::Mendable(format!(
                "{taken}: rename its folder, or give it a `listen` of its own"
            )),
            other => Self::Mendable(other.to_string()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Locked { .. }
            | StoreError::Directory { .. }
            | StoreError::Damaged { .. }
            | StoreError::Format { .. }
            | StoreError::OldDirectory { .. }
            | StoreError::Unreachable { .. }
            | StoreError::Database { .. }
            | StoreError::Full { .. }
            | StoreError::Source(_) => Self::Mendable(error.to_string()),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Store(error) => error.into(),
            other => Self::Mendable(other.to_string()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

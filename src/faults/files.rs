//! The faults of a folder: all files are good, or none is used.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::reading::{self, LONGEST, Operations};
use crate::lab::Clock;
use crate::lab::fault::{Fault, FaultLimits};
use crate::stub::{Mistake, Notation};
use crate::watched;

/// A fault of a file.
#[derive(Debug, Clone)]
pub struct FileFault {
    /// The fault.
    pub fault: Fault,
    /// What it is counted under.
    pub(super) key: String,
    /// The file.
    pub file: PathBuf,
    /// As it was written.
    pub text: String,
    /// How it is written.
    pub notation: Notation,
}

/// The faults of a folder `faults`, which hold in all tenants.
pub struct FaultFiles {
    folder: PathBuf,
    /// The host's name.
    host: String,
    operations: Operations,
    limits: FaultLimits,
    /// By which an outage begins.
    clock: Clock,
    faults: RwLock<Arc<[FileFault]>>,
    any: AtomicBool,
    mistake: RwLock<Option<Mistake>>,
}

impl FaultFiles {
    /// Reads a folder; without the folder there are none. `host` is the name of the host that they
    /// are of, beside the operations that they may name.
    ///
    /// # Errors
    /// The first mistake.
    pub fn open(
        folder: &Path,
        (host, operations): (&str, Operations),
        clock: Clock,
        limits: FaultLimits,
    ) -> Result<Arc<Self>, Mistake> {
        let files = Self {
            folder: folder.to_owned(),
            host: host.to_owned(),
            operations,
            limits,
            clock,
            faults: RwLock::default(),
            any: AtomicBool::new(false),
            mistake: RwLock::default(),
        };
        files.reload()?;
        Ok(Arc::new(files))
    }

    /// Reads the folder again and gives how many faults there are now. With a mistake those stay
    /// that were in force.
    ///
    /// # Errors
    /// The first mistake.
    pub fn reload(&self) -> Result<usize, Mistake> {
        let read = self.read();
        *self.mistake.write().unwrap_or_else(PoisonError::into_inner) =
            read.as_ref().err().cloned();
        let faults = read?;
        let count = faults.len();
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = faults.into();
        self.any.store(count > 0, Ordering::Release);
        Ok(count)
    }

    /// The host that they are of.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Where they are read from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether there are any.
    pub fn is_any(&self) -> bool {
        self.any.load(Ordering::Acquire)
    }

    /// All of them, in the order of their files.
    pub fn all(&self) -> Arc<[FileFault]> {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Why the folder was not taken when it was last read.
    pub fn mistake(&self) -> Option<Mistake> {
        self.mistake.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn read(&self) -> Result<Vec<FileFault>, Mistake> {
        let failed = |error: std::io::Error| self.mistake_of(&self.folder, format!("{error}"));
        let files = watched::files(&self.folder).map_err(failed)?;
        files.into_iter().map(|path| self.fault(path)).collect()
    }

    fn fault(&self, file: PathBuf) -> Result<FileFault, Mistake> {
        let end = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
        let notation = match end.parse() {
            Ok(notation @ (Notation::Toml | Notation::Json)) => notation,
            _ => {
                let sentence = "a fault's name ends in .toml or .json".to_owned();
                return Err(self.mistake_of(&file, sentence));
            }
        };
        let text = text(&file).map_err(|error| self.mistake_of(&file, error))?;
        let fault = {
            let (now, known) = (self.clock.now(), (self.limits, &self.operations));
            reading::read(&file, notation, &text, now, known)?
        };
        let key = format!("file/{}/{}", self.host, fault.name);
        Ok(FileFault { fault, key, file, text, notation })
    }

    fn mistake_of(&self, file: &Path, reason: String) -> Mistake {
        Mistake { file: file.to_owned(), line: None, reason }
    }
}

impl FileFault {
    /// What a tenant counts it under.
    pub fn key(&self) -> &str {
        &self.key
    }
}

fn text(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|f| f.take(LONGEST as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|_| "is no UTF-8".to_owned())
}

//! Files that are made in memory.

use std::io::{self, Write};

use super::refused::of_store;
use crate::service::ServiceError;
use crate::store::transfer::{Form, export};
use crate::store::{Coupons, StoreError};

/// A file in memory that does not grow beyond a limit.
pub struct Bounded {
    bytes: Vec<u8>,
    room: usize,
}

impl Bounded {
    /// An empty file that may have so many bytes.
    pub fn new(room: usize) -> Self {
        Self { bytes: Vec::new(), room }
    }
}

/// Why a file is not made.
pub fn too_large(room: usize) -> ServiceError {
    ServiceError::http(413, "TooLarge", sentence(room))
}

fn sentence(room: usize) -> String {
    format!(
        "the file would be longer than {room} bytes; take a snapshot, or stop the emulator and use \
         `coupons export --data`"
    )
}

/// All coupons as the text of a file.
pub async fn exported(
    coupons: &dyn Coupons,
    form: Form,
    file: Bounded,
) -> Result<String, ServiceError> {
    let written = export(coupons, form, file, |_| ()).await;
    let (_, file) = written.map_err(|error| match error {
        StoreError::Snapshot(why) => ServiceError::http(413, "TooLarge", why.to_string()),
        other => of_store(other),
    })?;
    Ok(String::from_utf8_lossy(&file.bytes).into_owned())
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.room {
            return Err(io::Error::other(sentence(self.room)));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

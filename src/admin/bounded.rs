//! Files that are made in memory.

use std::io::{self, Write};

use super::refused::of_store;
use crate::service::ServiceError;
use crate::store::transfer::{Form, export};
use crate::store::{Coupons, StoreError};

/// A file in memory that does not grow beyond a limit.
struct Bounded {
    bytes: Vec<u8>,
    room: usize,
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

/// All coupons as the text of a file, if it is no longer than so many bytes.
pub async fn exported(
    coupons: &dyn Coupons,
    form: Form,
    room: usize,
) -> Result<String, ServiceError> {
    let file = Bounded { bytes: Vec::new(), room };
    let written = export(coupons, form, file, |_| ()).await;
    let (_, file) = written.map_err(|error| match error {
        StoreError::Snapshot(why) => ServiceError::http(413, "TooLarge", why.to_string()),
        other => of_store(other),
    })?;
    let text = String::from_utf8(file.bytes);
    Ok(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
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

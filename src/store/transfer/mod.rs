//! Coupons as a file: to move them from one engine to another, to keep them, to look at them
//! elsewhere.
//!
//! Two forms with the same members, named as the host names them: JSON lines and CSV. Both begin
//! with a line that names the form and end with a line that says how many coupons there are and
//! the SHA-256 of all bytes before it, so that a file that was cut or changed is refused. Both are
//! written and read one coupon at a time.
//!
//! A file is the state at one moment: activations repeated after an import get the same coupon as
//! before.

mod row;
mod seal;
mod snapshots;

use std::io::{BufRead, Write};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use self::row::Row;
use self::seal::{Sealed, Sealing};
use super::{Coupon, Coupons, StoreError};

pub use snapshots::{SnapshotError, Snapshots};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values with a line of names.
    Csv,
}

/// A name that is no form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no form {0}; the forms are jsonl and csv")]
pub struct UnknownForm(String);

/// By the name a file ends with: `jsonl` or `csv`.
///
/// ```
/// use servicestack_emulator::store::transfer::Form;
/// assert_eq!("csv".parse(), Ok(Form::Csv));
/// assert!("xlsx".parse::<Form>().is_err());
/// ```
impl FromStr for Form {
    type Err = UnknownForm;

    fn from_str(name: &str) -> Result<Self, UnknownForm> {
        match name {
            "jsonl" => Ok(Form::JsonLines),
            "csv" => Ok(Form::Csv),
            other => Err(UnknownForm(other.to_owned())),
        }
    }
}

/// Writes all coupons of a store and gives back how many there were. `progress` is called with the
/// number written so far. The writer of the store writes the file, so `out` must not wait for
/// anybody: a file, not a connection.
///
/// # Errors
/// [`StoreError::Snapshot`] if `out` fails, or an error of the store.
pub async fn export<W: Write + Send + 'static>(
    store: &dyn Coupons,
    form: Form,
    out: W,
    mut progress: impl FnMut(u64) + Send + 'static,
) -> Result<(u64, W), StoreError> {
    let failed = |error: std::io::Error| StoreError::Snapshot(error.to_string().into());
    let file = Sealing::begin(out, form).map_err(failed)?;
    let file = Arc::new(Mutex::new(Some(file)));
    let sink = Arc::clone(&file);
    let count = store.snapshot(Box::new(move |coupon| {
        let mut file = sink.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = file.as_mut() else { return Ok(()) };
        file.write(&Row::from(coupon))?;
        progress(file.count());
        Ok(())
    }));
    let count = count.await?;
    let file = file.lock().unwrap_or_else(PoisonError::into_inner).take();
    let file = file.ok_or_else(|| StoreError::Snapshot("it is gone".into()))?;
    Ok((count, file.end().map_err(failed)?))
}

/// Puts the coupons of a file in the place of all, or changes nothing, and gives back how many
/// there are now. The file itself says its form.
///
/// # Errors
/// [`StoreError::Source`] with the line if the file is not whole or makes no sense, or an error
/// of the store.
pub async fn import<R: BufRead + Send + 'static>(
    store: &dyn Coupons,
    input: R,
    mut progress: impl FnMut(u64) + Send + 'static,
) -> Result<u64, StoreError> {
    let rows = Sealed::open(input).map_err(|why| StoreError::Source(why.into()))?;
    let mut read = 0;
    let coupons = rows.map(move |row| {
        read += 1;
        progress(read);
        row.and_then(|(line, row)| {
            Coupon::try_from(row).map_err(|why| format!("line {line}: {why}"))
        })
    });
    store.replace(Box::new(coupons)).await
}

//! Files and the standard input, with a progress bar where somebody waits for a large file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::failure::Failure;

/// From this size on a file takes long enough to be told of.
const LARGE: u64 = 10 * 1024 * 1024;

/// Opens a file, or the standard input for `-`.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let unreadable = |error: io::Error| Failure::Mendable(format!("cannot read {}: {error}", path.display()));
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size < LARGE || !io::stderr().is_terminal() {
        return Ok(Box::new(BufReader::new(file)));
    }
    let bar = ProgressBar::new(size).with_style(style());
    Ok(Box::new(BufReader::new(bar.wrap_read(file))))
}

fn style() -> ProgressStyle {
    let template = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

//! Files that go to an emulator and come from it.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::print;

/// The bytes of a file; `-` is the standard input.
pub fn read_file(file: &Path) -> Result<Vec<u8>, Failure> {
    if file != Path::new("-") {
        return fs::read(file).map_err(|error| at(file, &error));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file and says so; `-` is the standard output.
pub fn write_file(file: &Path, text: &str, what: &str) -> Result<(), Failure> {
    if file == Path::new("-") {
        return print(text);
    }
    fs::write(file, text).map_err(|error| at(file, &error))?;
    print(&format!("exported {what} to {}\n", file.display()))
}

fn at(file: &Path, error: &io::Error) -> Failure {
    Failure::Mendable(format!("{}: {error}", file.display()))
}

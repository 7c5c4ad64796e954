//! What README and docs show works: commands are run, settings are read, links lead somewhere.

mod block;
mod console;
mod examples;
mod proofs;
mod prose;
mod settings;

use std::fs;
use std::path::{Path, PathBuf};

/// A page of the documentation.
struct Page {
    /// Its path from the root of the repository.
    path: String,
    text: String,
}

impl Page {
    fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path)).unwrap();
        Self { path: path.to_owned(), text }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README.md, that of the example host, and all of docs/.
fn pages() -> Vec<Page> {
    let mut pages = vec![Page::read("README.md"), Page::read("examples/hosts/shop/README.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for entry in entries {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "md") {
                pages.push(Page::read(entry.strip_prefix(root()).unwrap().to_str().unwrap()));
            }
        }
    }
    pages
}

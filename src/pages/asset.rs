//! Style and scripts of the pages. They are files, so that browsers keep them and pages need no
//! inline code.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// A file that pages refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Its name below `/ui/assets/`.
    pub name: &'static str,
    /// Its content type.
    pub content_type: &'static str,
    /// Its text.
    pub text: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

const ASSETS: [Asset; 6] = [
    Asset { name: "metadata.css", content_type: CSS, text: include_str!("assets/metadata.css") },
    Asset { name: "console.css", content_type: CSS, text: include_str!("assets/console.css") },
    Asset { name: "login.js", content_type: SCRIPT, text: include_str!("assets/login.js") },
    Asset { name: "search.js", content_type: SCRIPT, text: include_str!("assets/search.js") },
    Asset { name: "journal.js", content_type: SCRIPT, text: include_str!("assets/journal.js") },
    Asset { name: "console.js", content_type: SCRIPT, text: include_str!("assets/console.js") },
];

/// Changes with every change of any file, so that browsers may keep what they have.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all: String = ASSETS.iter().map(|asset| asset.text).collect();
    hex::encode(&Sha256::digest(all)[..6])
});

/// The file of this name.
pub fn asset(name: &str) -> Option<Asset> {
    ASSETS.into_iter().find(|asset| asset.name == name)
}

/// Where a file is.
pub(super) fn url(base_url: &str, name: &str) -> String {
    format!("{base_url}/ui/assets/{name}?v={}", *VERSION)
}

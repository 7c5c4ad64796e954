//! The header that tools look for and read back.

use std::fmt::Write;

use super::Reference;
use super::names::lines;

/// How a language opens and ends a comment, and what hides an option in it.
pub(super) struct Comment {
    pub open: &'static str,
    pub hidden: &'static str,
    pub close: &'static str,
}

/// `/* … */` with hidden options behind `//`.
pub(super) const SLASHES: Comment = Comment { open: "/* ", hidden: "//", close: "*/\n" };

/// Writes the header: the options that were given, and the others with their defaults, hidden.
pub(super) fn write(
    out: &mut String,
    reference: &Reference<'_>,
    comment: &Comment,
    options: &[(&str, &str)],
) {
    let Comment { open, hidden, close } = comment;
    let date = reference.date.format("%Y-%m-%d %H:%M:%S");
    // No text in the header may end the comment, in whatever language.
    let base_url = harmless(reference.base_url);
    let _ = write!(
        out,
        "{open}Options:\nDate: {date}\nVersion: {}\n\
         Tip: To override a DTO option, remove \"{hidden}\" prefix before updating\nBaseUrl: {base_url}\n\n",
        reference.version,
    );
    for (name, default) in options {
        let _ = match reference.options.text(name) {
            Some(given) => writeln!(out, "{name}: {}", harmless(given)),
            None => writeln!(out, "{hidden}{name}: {default}"),
        };
    }
    out.push_str(close);
}

fn harmless(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join(" ").replace("*/", "* /").replace('"', "'").replace('\\', "/")
}

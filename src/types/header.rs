//! The header that tools look for and read back.

use std::fmt::Write;

use super::Reference;
use super::names::lines;

/// How a language opens and ends a comment, and what hides an option in it.
pub(super) struct Comment {
    pub open: &'static str,
    /// What every line after the first begins with.
    pub line: &'static str,
    pub hidden: &'static str,
    pub close: &'static str,
    /// Comments hold comments: none may begin within.
    pub nests: bool,
}

/// `/* … */` with hidden options behind `//`.
pub(super) const SLASHES: Comment =
    Comment { open: "/* ", line: "", hidden: "//", close: "*/\n", nests: false };

/// The same where comments nest.
pub(super) const NESTING_SLASHES: Comment = Comment { nests: true, ..SLASHES };

/// Writes the header: the options that were given, and the others with their defaults, hidden.
pub(super) fn write(
    out: &mut String,
    reference: &Reference<'_>,
    comment: &Comment,
    options: &[(&str, &str)],
) {
    if !reference.header {
        return;
    }
    let Comment { open, line, hidden, close, .. } = comment;
    let date = reference.date.format("%Y-%m-%d %H:%M:%S");
    let base_url = harmless(reference.base_url, comment);
    let _ = write!(
        out,
        "{open}Options:\n{line}Date: {date}\n{line}Version: {}\n\
         {line}Tip: To override a DTO option, remove \"{hidden}\" prefix before updating\n{line}BaseUrl: {base_url}\n{line}\n",
        reference.version,
    );
    for (name, default) in options {
        let _ = match reference.options.text(name) {
            Some(given) => writeln!(out, "{line}{name}: {}", harmless(given, comment)),
            None => writeln!(out, "{line}{hidden}{name}: {default}"),
        };
    }
    out.push_str(close);
}

/// No text in the header may end the comment, in whatever language.
fn harmless(text: &str, comment: &Comment) -> String {
    let line = lines(text).collect::<Vec<_>>().join(" ");
    let line = line.replace("*/", "* /").replace("*)", "* )").replace('"', "'").replace('\\', "/");
    if comment.nests { line.replace("/*", "/ *").replace("(*", "( *") } else { line }
}

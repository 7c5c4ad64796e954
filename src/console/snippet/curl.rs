//! A call as a command line of curl.

use crate::console::Call;

/// For a POSIX shell.
pub(super) fn text(call: &Call<'_>, url: &str) -> String {
    let mut parts = vec![format!("curl -i -X {} {}", quoted(&call.verb), quoted(url))];
    parts.extend(
        call.headers
            .iter()
            .map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {value}")))),
    );
    if let Some(body) = &call.body {
        parts.push(format!("--data-raw {}", quoted(body)));
    }
    parts.join(" \\\n  ")
}

fn quoted(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "/:._-".contains(c);
    if !text.is_empty() && text.chars().all(bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

//! A call as the source text of other tools.
//!
//! A body in JSON that came from the form becomes a call of the language's ServiceStack client with
//! the DTOs of `/types/{language}`; anything else is sent as it stands by what the language has for
//! HTTP.

mod csharp;
mod curl;
mod python;
mod typescript;

use super::{BodyFormat, Call, Console};
use crate::wire::Format;

/// A source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What people call the language.
    pub title: &'static str,
    /// The text.
    pub text: String,
}

/// The call in every language.
pub fn snippets(console: &Console<'_>, call: &Call<'_>) -> Vec<Snippet> {
    let url = format!("{}{}", console.origin, call.target);
    let typed = !call.raw && matches!(call.body_format, BodyFormat::Wire(Format::Json));
    let base = format!("{}{}", console.origin, console.context.base_url);
    let texts = if typed {
        [
            typescript::typed(console, call, &base),
            python::typed(console, call, &base),
            csharp::typed(console, call, &base),
        ]
    } else {
        [typescript::plain(call, &url), python::plain(call, &url), csharp::plain(call, &url)]
    };
    let [typescript, python, csharp] = texts;
    vec![
        Snippet { title: "curl", text: curl::text(call, &url) },
        Snippet { title: "TypeScript", text: typescript },
        Snippet { title: "Python", text: python },
        Snippet { title: "C#", text: csharp },
    ]
}

/// A name as the last words of a comment: on one line, whatever it holds.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}

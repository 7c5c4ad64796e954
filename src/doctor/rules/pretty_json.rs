//! Sends JSON with white space where JSV is read.

use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;

use crate::doctor::{About, Case, Each};
use crate::wire::Format;

pub const RULE: Each = Each {
    about: &About {
        name: "pretty-json",
        title: "Sends JSON with white space where JSV is read",
        source: "Lists and objects in addresses and forms, and JSV bodies, are read by splitting: a quoted name behind white space is not found, and a text keeps the white space before it (docs/wire/jsv.md).",
        remedy: "Write them without white space, or send a JSON body.",
    },
    look,
};

/// A name, text, list or object behind white space.
static SPACED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"[{\[,:]\s+["{\[]"#).expect("it is tested"));

fn look(case: &Case<'_>) -> Option<String> {
    let is_jsv = case.notation() == Some(Format::Jsv);
    let body = if is_jsv { case.text() } else { "" };
    let form = if case.is_form() { case.text() } else { "" };
    let values = [case.query(), form].into_iter().flat_map(|text| text.split('&'));
    let values = values.filter_map(|pair| Some(plain(pair.split_once('=')?.1)));
    let is_pretty = |text: &String| text.starts_with(['{', '[']) && SPACED.is_match(text);
    values.chain([body.to_owned()]).any(|text| is_pretty(&text)).then(|| {
        format!("{} sends a list or an object with white space between its parts", case.call())
    })
}

fn plain(value: &str) -> String {
    percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned()
}

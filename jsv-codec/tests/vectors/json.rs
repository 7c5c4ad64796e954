//! The JSON in the recordings: as ServiceStack writes it, which is not always JSON (`1E+15`,
//! `NaN`).

use jsv_codec::Dialect;
use jsv_codec::scalar::date_time::DateTime;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

pub fn read(text: &str) -> Json {
    let mut rest = text;
    let json = value(&mut rest);
    assert!(rest.is_empty(), "behind the value: {rest}");
    json
}

fn value(rest: &mut &str) -> Json {
    match rest.as_bytes().first().copied().unwrap_or_default() {
        b'"' => Json::Text(string(rest)),
        b'[' => Json::List(sequence(rest, ']', value)),
        b'{' => Json::Object(sequence(rest, '}', |rest| {
            let key = string(rest);
            *rest = rest.strip_prefix(':').expect("colon");
            (key, value(rest))
        })),
        _ => {
            let end = rest.find([',', ']', '}']).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            *rest = tail;
            match word {
                // Some null items are written as nothing.
                "null" | "" => Json::Null,
                "true" | "false" => Json::Bool(word == "true"),
                number => Json::Number(number.to_owned()),
            }
        }
    }
}

fn sequence<T>(rest: &mut &str, close: char, one: impl Fn(&mut &str) -> T) -> Vec<T> {
    let mut items = Vec::new();
    *rest = &rest[1..];
    let mut more = !rest.starts_with(close);
    while more {
        items.push(one(rest));
        more = rest.starts_with(',');
        *rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    *rest = &rest[1..];
    items
}

/// serde_json takes the escapes off; the string ends at the first quote that is not escaped.
fn string(rest: &mut &str) -> String {
    let bytes = rest.as_bytes();
    let mut end = 1;
    while bytes[end] != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let (text, tail) = rest.split_at(end + 1);
    *rest = tail;
    serde_json::from_str(text).expect("a JSON string")
}

/// Appends `"\/Date(…)\/"`.
pub fn write_date(date: &DateTime, zone: chrono::FixedOffset, dialect: Dialect, out: &mut String) {
    let mut text = String::new();
    dialect.write_date_timestamp(date, zone, &mut text);
    out.push_str(&format!("\"{}\"", text.replace('/', "\\/")));
}

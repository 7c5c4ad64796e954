//! The reader goes forward; ServiceStack cuts (docs/wire/jsv.md). Here is the cutting, literally,
//! and both must make the same of any text.

use jsv_codec::quote::unquote;
use jsv_codec::raw::RawText;
use jsv_codec::{ErrorKind, Options, from_str_with, list};
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

type Cut<'a, T> = Result<T, &'static str>;
const INDEX: &str = "IndexOutOfRange";
const START: &str = "NotAnObject";
const ALONE: &str = "ArgumentOutOfRange";

fn quoted(s: &[u8], i: &mut usize) {
    *i += 1;
    while *i < s.len() {
        if s[*i] == b'"' {
            let doubled = s.get(*i + 1) == Some(&b'"');
            *i += 1;
            if !doubled {
                return;
            }
        }
        *i += 1;
    }
    *i = s.len();
}

fn balanced(s: &[u8], i: &mut usize) {
    let (open, close) = if s[*i] == b'{' { (b'{', b'}') } else { (b'[', b']') };
    let (mut depth, mut quotes) = (1, false);
    loop {
        *i += 1;
        if *i >= s.len() || depth == 0 {
            return;
        }
        match s[*i] {
            b'"' => quotes = !quotes,
            b if !quotes && b == open => depth += 1,
            b if !quotes && b == close => depth -= 1,
            _ => {}
        }
    }
}

fn eat_key<'a>(s: &'a str, i: &mut usize) -> Cut<'a, &'a str> {
    let (start, bytes) = (*i, s.as_bytes());
    match bytes.get(start) {
        None => return Err(INDEX),
        Some(b'"') => quoted(bytes, i),
        Some(b'{') => balanced(bytes, i),
        Some(_) => {
            *i = start + 1 + bytes[start + 1..].iter().position(|b| *b == b':').ok_or(INDEX)?
        }
    }
    Ok(&s[start..*i])
}

fn eat_value<'a>(s: &'a str, i: &mut usize) -> Cut<'a, &'a str> {
    let (start, bytes) = (*i, s.as_bytes());
    if start > s.len() {
        return Err(INDEX);
    }
    match bytes.get(start) {
        None | Some(b',' | b'}') => return Ok(""),
        Some(b'"') => quoted(bytes, i),
        Some(b'{' | b'[') => balanced(bytes, i),
        Some(_) => {
            let rest = &bytes[start + 1..];
            *i = start
                + 1
                + rest.iter().position(|b| matches!(b, b',' | b'}')).unwrap_or(rest.len());
        }
    }
    Ok(&s[start..*i])
}

/// One character, whatever it is.
fn skip(s: &str, i: &mut usize) {
    *i += s[(*i).min(s.len())..].chars().next().map_or(1, char::len_utf8);
}

fn empty_map(s: &str) -> bool {
    s.strip_prefix('{')
        .is_some_and(|rest| matches!(rest.trim_start().bytes().next(), None | Some(b'}')))
}

#[derive(Debug, PartialEq, Clone)]
enum Tree {
    Text(String),
    Absent,
    Null,
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// What to read a text as.
#[derive(Debug, Clone)]
enum Shape {
    Raw,
    Members(Box<Shape>),
    Entries(Box<Shape>),
    List(&'static str, Box<Shape>),
}

fn cut(shape: &Shape, s: &str) -> Cut<'static, Tree> {
    let result = match shape {
        Shape::Raw => Ok(Tree::Text(s.to_owned())),
        Shape::Members(of) => members(of, s),
        Shape::Entries(of) => entries(of, s),
        Shape::List(rules, of) => elements(rules, of, s),
    };
    result.map_err(|e| [START, ALONE].into_iter().find(|known| *known == e).unwrap_or(INDEX))
}

fn members<'a>(of: &Shape, s: &'a str) -> Cut<'a, Tree> {
    let mut read = Vec::new();
    if s.is_empty() || empty_map(s) {
        return Ok(Tree::Object(read));
    }
    if !s.starts_with('{') {
        return Err(START);
    }
    let mut i = 1;
    while i < s.len() {
        let key = eat_key(s, &mut i)?.trim();
        if i >= s.len() {
            return Err(INDEX);
        }
        skip(s, &mut i);
        let value = eat_value(s, &mut i)?;
        read.push((key.to_owned(), cut(of, value)?));
        if i != s.len() {
            skip(s, &mut i);
        }
    }
    Ok(Tree::Object(read))
}

fn entries<'a>(of: &Shape, s: &'a str) -> Cut<'a, Tree> {
    let mut read = Vec::new();
    if s.is_empty() || empty_map(s) {
        return Ok(Tree::Object(read));
    }
    if s.starts_with('}') || s.trim_matches([' ', '\n']).is_empty() {
        return Ok(Tree::Object(read));
    }
    let mut i = usize::from(s.starts_with('{'));
    while i < s.len() {
        let key = eat_key(s, &mut i)?;
        if i >= s.len() {
            return Err(INDEX);
        }
        skip(s, &mut i);
        let value = eat_value(s, &mut i)?;
        let key = unquote(key);
        read.push((key.into_owned(), cut(of, value)?));
        if matches!(s.as_bytes().get(i), Some(b',' | b'}')) {
            i += 1;
        }
    }
    Ok(Tree::Object(read))
}

fn strip(s: &str) -> &str {
    let s = s.trim();
    let inner = match s.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(|_| true).unwrap_or_default(),
        None => s,
    };
    inner.trim_start()
}

fn elements<'a>(rules: &str, of: &Shape, s: &'a str) -> Cut<'a, Tree> {
    let mut read = Vec::new();
    if s.trim() == "[" {
        return Err(ALONE);
    }
    if s.trim().is_empty() && !s.is_empty() {
        return Err(INDEX);
    }
    let s = if rules == list::STRING_ARRAY { strip(strip(s)) } else { strip(s) };
    let objects = s.starts_with('{') && [list::GENERIC, list::ARRAY].contains(&rules);
    let mut i = 0;
    while i < s.len() {
        let value = eat_value(s, &mut i)?;
        let empty = value.is_empty();
        let absent = empty && rules == list::GENERIC && !objects;
        if objects {
            read.push(cut(of, value)?);
            if rules == list::GENERIC || matches!(s.as_bytes().get(i), Some(b',' | b'}')) {
                skip(s, &mut i);
            }
            continue;
        }
        let ate = matches!(s.as_bytes().get(i), Some(b',' | b'}'));
        i += usize::from(ate);
        let last = ate && i == s.len();
        if !absent {
            read.push(cut(of, value)?);
        }
        if (last && rules != list::INTEGERS) || absent {
            read.push(Tree::Absent);
        }
    }
    Ok(Tree::List(read))
}

struct Seed<'s>(&'s Shape);

impl<'de> serde::de::DeserializeSeed<'de> for Seed<'_> {
    type Value = Tree;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        match self.0 {
            Shape::Raw => deserializer.deserialize_newtype_struct(jsv_codec::raw::TOKEN, self),
            Shape::Members(_) => deserializer.deserialize_struct("T", &[], self),
            Shape::Entries(_) => deserializer.deserialize_map(self),
            Shape::List(rules, _) => deserializer.deserialize_newtype_struct(rules, self),
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Tree;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Absent)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let Shape::List(_, of) = self.0 else { unreachable!() };
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(Seed(of))? {
            elements.push(element);
        }
        Ok(Tree::List(elements))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let (Shape::Members(of) | Shape::Entries(of)) = self.0 else { unreachable!() };
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<String>()? {
            entries.push((key, access.next_value_seed(Seed(of))?));
        }
        Ok(Tree::Object(entries))
    }
}

fn read(shape: &Shape, text: &str) -> Result<Tree, &'static str> {
    serde::de::DeserializeSeed::deserialize(Seed(shape), strict(text)).map_err(|e| match e.kind() {
        ErrorKind::NotAnObject { .. } => START,
        ErrorKind::IndexOutOfRange => INDEX,
        ErrorKind::Scalar { reason: jsv_codec::scalar::ScalarError::Alone, .. } => ALONE,
        other => panic!("{other:?}"),
    })
}

/// An element that is absent in a list of objects or lists reads as nothing inside.
fn nothing(tree: Tree) -> Tree {
    match tree {
        Tree::Absent | Tree::Null => Tree::Null,
        Tree::List(elements) if elements.is_empty() => Tree::Null,
        Tree::Object(entries) if entries.is_empty() => Tree::Null,
        Tree::Text(text) if text.is_empty() => Tree::Null,
        Tree::List(elements) => Tree::List(elements.into_iter().map(nothing).collect()),
        Tree::Object(entries) => {
            Tree::Object(entries.into_iter().map(|(k, v)| (k, nothing(v))).collect())
        }
        text => text,
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    let rules = prop_oneof![Just(list::GENERIC), Just(list::ARRAY), Just(list::STRING_ARRAY)];
    Just(Shape::Raw).prop_recursive(4, 4, 1, move |inner| {
        prop_oneof![
            inner.clone().prop_map(|of| Shape::Members(Box::new(of))),
            inner.clone().prop_map(|of| Shape::Entries(Box::new(of))),
            (rules.clone(), inner).prop_map(|(rules, of)| Shape::List(rules, Box::new(of))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_text_is_read_as_it_would_be_cut(shape in shapes(), text in r#"[{}\[\],:"a \n]{0,24}"#) {
        prop_assert_eq!(read(&shape, &text).map(nothing), cut(&shape, &text).map(nothing), "{}", text);
    }

    #[test]
    fn nearly_regular_text_is_read_as_it_would_be_cut(
        shape in shapes(),
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", "a:", "b:{", "c:[", "x", "\"q\"", "\"a\"\"b\"", "\"", ":", "},", "],", "é",
            ]),
            0..16,
        ),
    ) {
        let text = format!("{{a:{}", parts.concat());
        prop_assert_eq!(read(&shape, &text).map(nothing), cut(&shape, &text).map(nothing), "{}", text);
        let text = format!("[{}", parts.concat());
        prop_assert_eq!(read(&shape, &text).map(nothing), cut(&shape, &text).map(nothing), "{}", text);
    }
}

#[test]
fn raw_text_is_untouched() {
    let raw = RawText::deserialize(strict("\"a\"b")).unwrap();
    assert_eq!(raw.0, "\"a\"b");
    assert_eq!(from_str_with::<String>("\"a\"\"\"", &Options::strict()).unwrap(), "a\"");
}

fn strict(text: &str) -> jsv_codec::Deserializer<'_> {
    jsv_codec::Deserializer::with(text, &Options::strict())
}

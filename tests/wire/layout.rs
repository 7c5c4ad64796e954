//! Every valid text, laid out or not, gives the same value, and no part of one gives half a string.

use proptest::prelude::*;
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::{Object, Value},
    wire::{self, Dialect, Format, ReadError, Typed, xml},
};

use crate::hosts;

const MODES: [bool; 2] = [true, false];

struct Types {
    contract: Contract,
    node: TypeRef,
    rows: TypeRef,
}

fn types() -> Types {
    let contract = hosts::vectors(&["Node".to_owned(), "List<P>".to_owned()]);
    let (node, rows) = (hosts::root(&contract, 0), hosts::root(&contract, 1));
    Types { contract, node, rows }
}

fn read(
    types: &Types,
    ty: &TypeRef,
    format: Format,
    text: &str,
    strict: bool,
) -> Result<Value, ReadError> {
    wire::read(
        format,
        &types.contract,
        ty,
        text.as_bytes(),
        &Dialect { strict, ..Dialect::default() },
    )
}

fn object(types: &Types, name: &str, members: Vec<Value>) -> Value {
    Value::Object(Object { dto: types.contract.find_dto(name).expect("the class"), members })
}

/// A tree of strings without a contract: it becomes a `Node`.
#[derive(Debug, Clone)]
struct Tree {
    name: String,
    next: Option<Box<Tree>>,
    kids: Vec<Tree>,
}

impl Tree {
    fn value(&self, types: &Types) -> Value {
        let next = self.next.as_ref().map_or(Value::Null, |next| next.value(types));
        let kids = self.kids.iter().map(|kid| kid.value(types)).collect();
        object(types, "Node", vec![Value::String(self.name.clone()), next, Value::List(kids)])
    }
}

/// Characters that notations quarrel about, and others. U+200B alone is an empty text to the host.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\\[\\]{}:,\"\\\\/ a1\u{e9}\u{1F600}<&>']{0,8}",
        "[a-z]{1,6}",
        "[^\\p{C}\u{200B}]{0,6}",
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = text().prop_map(|name| Tree { name, next: None, kids: Vec::new() });
    leaf.prop_recursive(4, 12, 3, |inner| {
        let next = prop::option::of(inner.clone().prop_map(Box::new));
        (text(), next, prop::collection::vec(inner, 0..3)).prop_map(|(name, next, kids)| Tree {
            name,
            next,
            kids,
        })
    })
}

fn rows(types: &Types, given: &[(i32, String)]) -> Value {
    let row = |(number, text): &(i32, String)| {
        object(types, "P", vec![Value::Int((*number).into()), Value::String(text.clone())])
    };
    Value::List(given.iter().map(row).collect())
}

/// All strings within a value.
fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::List(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(object) => object.members.iter().for_each(|member| strings(member, found)),
        _ => {}
    }
}

/// Reads every proper beginning of a text: an error, or a value of whole strings.
fn check_cuts(types: &Types, ty: &TypeRef, format: Format, text: &str, whole: &Value) {
    let mut known = Vec::new();
    strings(whole, &mut known);
    for (at, _) in text.char_indices() {
        for strict in MODES {
            let Ok(value) = read(types, ty, format, &text[..at], strict) else { continue };
            let mut found = Vec::new();
            strings(&value, &mut found);
            let halves: Vec<_> = found.iter().filter(|text| !known.contains(text)).collect();
            assert!(halves.is_empty(), "{} {}: {halves:?}", format.name(), &text[..at]);
        }
    }
}

/// Reads every proper beginning of a JSV text: an error, or whole strings but for one. It begins as
/// a whole one does: the host takes what stands in front of the end of the text, less one character
/// if a quote is open (recorded).
fn check_jsv_cuts(types: &Types, text: &str, whole: &Value) {
    let mut known = Vec::new();
    strings(whole, &mut known);
    for (at, _) in text.char_indices() {
        for strict in MODES {
            let Ok(value) = read(types, &types.node, Format::Jsv, &text[..at], strict) else {
                continue;
            };
            let mut found = Vec::new();
            strings(&value, &mut found);
            found.retain(|text| !known.contains(text));
            let begins = |half: &&str| known.iter().any(|whole| whole.starts_with(half));
            assert!(
                found.len() <= 1 && found.iter().all(begins),
                "strict {strict} {}: {found:?}",
                &text[..at]
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn json_is_the_same_on_one_line_and_on_many(tree in tree()) {
        let types = types();
        let value = tree.value(&types);
        let compact = hosts::write(Format::Json, &types.contract, &types.node, &value, &Dialect::default());
        let indented = wire::readable(Format::Json, &compact).expect("it is not deep");
        let windows = indented.replace('\n', "\r\n");
        for text in [&compact, &indented, &windows] {
            for strict in MODES {
                prop_assert_eq!(&read(&types, &types.node, Format::Json, text, strict), &Ok(value.clone()));
            }
        }
        check_cuts(&types, &types.node, Format::Json, &compact, &value);
        check_cuts(&types, &types.node, Format::Json, &indented, &value);
    }

    #[test]
    fn jsv_is_read_as_it_was_written(tree in tree()) {
        let types = types();
        let value = tree.value(&types);
        let text = hosts::write(Format::Jsv, &types.contract, &types.node, &value, &Dialect::default());
        for strict in MODES {
            prop_assert_eq!(&read(&types, &types.node, Format::Jsv, &text, strict), &Ok(value.clone()));
        }
        check_jsv_cuts(&types, &text, &value);
    }

    /// JSV has no layout of its own, blanks are text: a tolerant host reads that of JSON, a strict
    /// one takes it for text.
    #[test]
    fn jsv_bodies_may_be_json_on_many_lines(tree in tree()) {
        let types = types();
        let value = tree.value(&types);
        let write = |format| hosts::write(format, &types.contract, &types.node, &value, &Dialect::default());
        let json = wire::readable(Format::Json, &write(Format::Json)).expect("it is not deep");
        prop_assert_eq!(&read(&types, &types.node, Format::Jsv, &json, false), &Ok(value.clone()));
    }

    #[test]
    fn xml_is_the_same_on_one_line_and_on_many(tree in tree()) {
        let types = types();
        let value = tree.value(&types);
        let dialect = Dialect::default();
        let compact = hosts::write(Format::Xml, &types.contract, &types.node, &value, &dialect);
        let typed = Typed { contract: &types.contract, ty: &types.node, value: &value };
        let indented = xml::write_indented(&typed, &dialect).expect("it can be written");
        for text in [&compact, &indented] {
            prop_assert_eq!(&read(&types, &types.node, Format::Xml, text, true), &Ok(value.clone()));
            for (at, _) in text.char_indices().skip(1) {
                prop_assert!(read(&types, &types.node, Format::Xml, &text[..at], true).is_err(), "{}", &text[..at]);
            }
        }
    }

    /// A cell ends where the text ends, so the last row alone may be short of something.
    #[test]
    fn csv_is_the_same_with_either_line_end(given in prop::collection::vec((any::<i32>(), "[a-z,\"\u{e9} ]{1,6}"), 1..4)) {
        let types = types();
        let value = rows(&types, &given);
        let text = hosts::write(Format::Csv, &types.contract, &types.rows, &value, &Dialect::default());
        for text in [&text, &text.replace("\r\n", "\n")] {
            prop_assert_eq!(&read(&types, &types.rows, Format::Csv, text, true), &Ok(value.clone()));
            for (at, _) in text.char_indices() {
                let Ok(Value::List(items)) = read(&types, &types.rows, Format::Csv, &text[..at], true) else { continue };
                let whole = items.len().saturating_sub(1);
                prop_assert_eq!(&Value::List(items[..whole].to_vec()), &rows(&types, &given[..whole]));
            }
        }
    }
}

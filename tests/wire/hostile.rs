//! Bodies made to hurt: every one is answered, quickly, and none panics.

use proptest::prelude::*;
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::Value,
    wire::{self, Dialect, Format, ReadError},
};

use crate::hosts;

const READABLE: [Format; 4] = [Format::Json, Format::Jsv, Format::Xml, Format::Csv];
const MEBIBYTE: usize = 1 << 20;
const LARGE: usize = 1 << 18;

fn read(format: Format, type_name: &str, body: &str, strict: bool) -> Result<Value, ReadError> {
    let contract = hosts::vectors(&[type_name.to_owned()]);
    let ty = hosts::root(&contract, 0);
    wire::read(format, &contract, &ty, body.as_bytes(), &Dialect { strict, ..Dialect::default() })
}

fn nested(open: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + &close.repeat(levels)
}

#[test]
fn depth_is_limited_in_every_format() {
    let json = nested("{\"Next\":", "}", 129);
    let jsv = nested("{Next:", "}", 129);
    let xml = format!(
        "<Node xmlns=\"http://schemas.datacontract.org/2004/07/V\">{}</Node>",
        nested("<Next>", "</Next>", 129)
    );
    for (format, body) in [(Format::Json, json), (Format::Jsv, jsv), (Format::Xml, xml)] {
        let error = read(format, "Node", &body, true).expect_err("it is too deep");
        assert_eq!(
            error.to_string(),
            "SerializationException: Nested deeper than 128 levels",
            "{}",
            format.name()
        );
    }
}

#[test]
fn what_nobody_reads_may_not_be_deep_either_in_json_and_xml() {
    let json = format!("{{\"Zzz\":{}}}", nested("[", "]", MEBIBYTE / 2));
    assert!(read(Format::Json, "Node", &json, false).is_err());
    let xml = format!(
        "<Node xmlns=\"http://schemas.datacontract.org/2004/07/V\">{}",
        "<a>".repeat(MEBIBYTE / 3)
    );
    assert!(read(Format::Xml, "Node", &xml, false).is_err());
}

#[test]
fn values_are_limited_in_every_format() {
    let json = format!("[{}]", "{},".repeat(MEBIBYTE / 3));
    let jsv = json.clone();
    let csv = "X\n".repeat(MEBIBYTE / 2);
    let xml = format!(
        "<ArrayOfNode xmlns=\"http://schemas.datacontract.org/2004/07/V\">{}</ArrayOfNode>",
        "<Node/>".repeat(MEBIBYTE / 4)
    );
    for (format, body) in
        [(Format::Json, json), (Format::Jsv, jsv), (Format::Csv, csv), (Format::Xml, xml)]
    {
        let error = read(format, "List<Node>", &body, true).expect_err("it is too much");
        assert_eq!(
            error.to_string(),
            "SerializationException: More than 500000 values",
            "{}",
            format.name()
        );
    }
}

/// A refusal is not taken for a member that does not convert.
#[test]
fn no_member_swallows_a_refusal() {
    let json = format!("{{\"Kids\":[{}]}}", "{},".repeat(MEBIBYTE / 3));
    let jsv = format!("{{Kids:[{}]}}", "{},".repeat(MEBIBYTE / 3));
    assert!(read(Format::Json, "Node", &json, true).is_err());
    assert!(read(Format::Jsv, "Node", &jsv, true).is_err());
}

#[test]
fn entities_are_not_expanded() {
    let bomb =
        "<!DOCTYPE Node [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><Node>&b;</Node>";
    let error = read(Format::Xml, "Node", bomb, true).expect_err("it has a DTD");
    assert!(error.message.contains("CData elements not valid at top level"), "{error}");
    let unknown = "<Node xmlns=\"http://schemas.datacontract.org/2004/07/V\"><N>&b;</N></Node>";
    let error = read(Format::Xml, "Node", unknown, true).expect_err("nobody declared it");
    assert!(error.message.ends_with("Reference to undeclared entity 'b'."), "{error}");
}

/// Text that looks different at every level, or has no end: reading it must stay linear.
#[test]
fn large_bodies_take_no_time_to_speak_of() {
    let bodies = [
        "{".repeat(LARGE),
        "\"".repeat(LARGE),
        "\\".repeat(LARGE),
        "[\"".repeat(LARGE / 2),
        "{\"N\":\"".repeat(LARGE / 6),
        format!("{{{}}}", "A\"{".repeat(LARGE / 3)),
        nested("{\"Next\":", "}", 100).replace("}}", &format!("}}{}}}", "{\"".repeat(LARGE / 300))),
        format!("{{{}}}", "\"Zzz\":1,".repeat(LARGE / 8)),
        format!("<a {}/>", "xmlns:a=\"b\" ".repeat(LARGE / 12)),
        format!("<a {}/>", (0..LARGE / 12).map(|i| format!("a{i}=\"\" ")).collect::<String>()),
        format!("{}\n{}", ",".repeat(LARGE / 2), ",".repeat(LARGE / 2)),
    ];
    for (index, body) in bodies.iter().enumerate() {
        for format in READABLE {
            for type_name in
                ["Node", "List<Node>", "Dictionary<String,Node>", "List<String>", "String"]
            {
                let start = std::time::Instant::now();
                _ = read(format, type_name, body, true);
                _ = read(format, type_name, body, false);
                // Milliseconds when optimised; a quadratic reading would take minutes.
                assert!(
                    start.elapsed().as_secs() < 20,
                    "{} {type_name} {index}: {:?}",
                    format.name(),
                    start.elapsed()
                );
            }
        }
    }
}

fn contract_and_types() -> (Contract, Vec<TypeRef>) {
    let names = [
        "Node",
        "List<Node>",
        "Dictionary<String,Int32>",
        "List<String>",
        "T1<DateTime>",
        "HashSet<Int32>",
    ];
    let contract = hosts::vectors(&names.map(str::to_owned));
    let types = (0..names.len()).map(|index| hosts::root(&contract, index)).collect();
    (contract, types)
}

proptest! {
    /// Any bytes are read or refused; what is read can be written in every format that has a place
    /// for it.
    #[test]
    fn anything_is_answered(body in "[{}\\[\\]\",:\\\\<>/=&;#A-Zadt0-9 \n\r\u{FEFF}é😀\u{200B}]{0,60}", strict: bool) {
        let (contract, types) = contract_and_types();
        let dialect = Dialect { strict, ..Dialect::default() };
        for (format, ty) in READABLE.into_iter().flat_map(|format| types.iter().map(move |ty| (format, ty))) {
            if let Ok(value) = wire::read(format, &contract, ty, body.as_bytes(), &dialect) {
                for to in READABLE {
                    _ = hosts::write(to, &contract, ty, &value, &dialect);
                }
            }
        }
    }

    /// What JSON, JSV and XML write they read back, whatever the strings are.
    #[test]
    fn strings_survive(text in "[^\r]{0,40}", key in "[^\r]{1,20}") {
        let contract = hosts::vectors(&["Node".to_owned(), "Dictionary<String,String>".to_owned()]);
        let dialect = Dialect { strict: true, ..Dialect::default() };
        let node = hosts::root(&contract, 0);
        let TypeRef::Dto(id) = node else { unreachable!("Node is a class") };
        let mut object = contract.new_object(id);
        object.members[0] = Value::String(text.clone());
        let map = Value::Dictionary(vec![(Value::String(key), Value::String(text))]);
        for (ty, value) in [(node, Value::Object(object)), (hosts::root(&contract, 1), map)] {
            for format in [Format::Json, Format::Jsv, Format::Xml] {
                let written = hosts::write(format, &contract, &ty, &value, &dialect);
                if written.starts_with('!') {
                    prop_assert!(format == Format::Xml, "{written}");
                    continue;
                }
                let back = wire::read(format, &contract, &ty, written.as_bytes(), &dialect);
                prop_assert_eq!(back.as_ref(), Ok(&value), "{}", written);
            }
        }
    }
}

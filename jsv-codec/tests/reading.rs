//! Reading by type: what serde asks for, and what the splitter makes of odd text
//! (docs/wire/jsv.md).

use jsv_codec::raw::RawText;
use jsv_codec::{Deserializer, Error, ErrorKind, Mode, Options, from_str_with};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, Visitor};
use std::collections::BTreeMap;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(non_snake_case)]
struct Sample {
    A: Option<String>,
    B: Option<i32>,
    C: Option<Vec<String>>,
    D: Option<Sub>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(non_snake_case)]
struct Sub {
    X: Option<String>,
}

fn a(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn sample(text: &str) -> Sample {
    from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What this file is about: as ServiceStack reads.
fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    from_str_with(text, &Options::strict())
}

fn tolerant() -> Options {
    Options { mode: Mode::Tolerant, ..Options::default() }
}

#[test]
fn reads_the_worked_examples() {
    let both = Sample { A: a("x"), B: Some(1), ..Sample::default() };
    for text in [
        "{A:x,B:1}",
        "{a:x,b:1}",
        "{A:x,B:1",
        "{A:x, B:1}",
        "{A:x,\nB:1}",
        "{Zzz:{q:[1,{}]},A:x,B:1}",
    ] {
        assert_eq!(sample(text), both, "{text}");
    }
    assert_eq!(sample("{}"), Sample::default());
    assert_eq!(sample("{ }"), Sample::default());
    for (text, expected) in [
        ("{A: x}", " x"),
        ("{ A:x}", "x"),
        ("{A:x:y}", "x:y"),
        ("{A:x\"y,B:1}", "x\"y"),
        ("{A:{X:1},B:2}", "{X:1}"),
        ("{A:[1,2],B:2}", "[1,2]"),
        ("{A:null}", "null"),
        ("{A:'x'}", "'x'"),
        ("{A:a\\nb}", "a\\nb"),
        ("{A:\"\"}", ""),
    ] {
        assert_eq!(sample(text).A.as_deref(), Some(expected), "{text}");
    }
    assert_eq!(sample("{A:,B:1}"), Sample { B: Some(1), ..Sample::default() });
    assert_eq!(sample("{A:\"x\"y,B:1}"), Sample { A: a("x"), ..Sample::default() });
    assert_eq!(sample("{\"A\":\"x\"}"), Sample::default());
    let nested = sample("{D:{X:1},C:[a,\"b,c\"]}");
    assert_eq!(
        (nested.D.unwrap().X, nested.C.unwrap()),
        (a("1"), vec!["a".to_owned(), "b,c".to_owned()])
    );
    assert_eq!(sample("{C:a}").C.unwrap(), ["a"]);
    assert_eq!(sample("{C:\"a,b\"}").C.unwrap(), ["a,b"]);
}

#[test]
fn fails_where_service_stack_fails() {
    for text in
        ["{A:x,}", "{A:x}}", "{A:x}\n", "{A}", "{A:1}{A:2}", "{A:\"a\"b}", "{A:'a,b'}", "{A:a}b}"]
    {
        let error = from_str::<Sample>(text).unwrap_err();
        assert_eq!(error.exception(), Some("IndexOutOfRangeException"), "{text}");
    }
    for text in [" {A:x}", "A:x", "[]"] {
        let error = from_str::<Sample>(text).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::NotAnObject { expected: "Sample", .. }),
            "{text}: {error}"
        );
    }
}

#[test]
fn dictionaries_keep_blanks_and_lose_quotes() {
    let read = |text| from_str::<BTreeMap<String, String>>(text).unwrap();
    let one = |k: &str, v: &str| BTreeMap::from([(k.to_owned(), v.to_owned())]);
    assert_eq!(read("{ k:v}"), one(" k", "v"));
    assert_eq!(read("{\"a\"\"b\":v}"), one("a\"b", "v"));
    assert_eq!(read("{\"\":v}"), one("", "v"));
    assert_eq!(read("k:v"), one("k", "v"));
    assert_eq!(read("{k:v,k:w}"), one("k", "w"));
    let garbage = read("{a:\"x\"y,b:1}");
    assert_eq!(garbage, BTreeMap::from([("a".into(), "x".into()), ("y,b".into(), "1".into())]));
}

#[test]
fn lists_take_what_is_there() {
    let strings = |text| from_str::<Vec<Option<String>>>(text).unwrap();
    assert_eq!(strings("[a,,b]"), [a("a"), None, a("b")]);
    assert_eq!(strings("[a,]"), [a("a"), None]);
    assert_eq!(strings("[,]"), [None, None]);
    assert_eq!(strings("a,b"), [a("a"), a("b")]);
    assert_eq!(strings("[[a],b]"), [a("[a]"), a("b")]);
    assert_eq!(strings("[ a ]"), [a("a ")]);
    assert_eq!(strings("[a}b]"), [a("a"), a("b")]);
    assert_eq!(strings("[\"a\" ,\"b\"]"), [a("a"), a(" "), a("b")]);
    assert_eq!(strings("[a"), []);
    assert_eq!(from_str::<Vec<i32>>("[1, 2,]").unwrap(), [1, 2]);
    assert_eq!(from_str::<Vec<Sub>>("[{X:1},]").unwrap().len(), 1);
    assert_eq!(from_str::<Vec<Vec<u8>>>("[[1,2],[],[3]]").unwrap(), [vec![1, 2], vec![], vec![3]]);
    assert_eq!(from_str::<(u8, String)>("[1,a]").unwrap(), (1, "a".to_owned()));
}

#[test]
fn odd_text_inside_containers_is_cut_as_service_stack_cuts_it() {
    // The list swallows the brace, for only brackets count while a list is cut.
    let both = sample("{C:[}],B:1}");
    assert_eq!((both.C.unwrap().len(), both.B), (2, Some(1)));
    // Inside an object that has to be cut first, the brace ends the object.
    type Nested = BTreeMap<String, BTreeMap<String, RawText<'static>>>;
    let text: &'static str = "{Z:{A:[}],B:1}}";
    let read: Result<Nested, _> = from_str(text);
    assert!(read.is_err(), "{read:?}");
}

/// Keeps what can be read and forgets the rest, as ServiceStack does.
struct Lenient;

impl<'de> Visitor<'de> for Lenient {
    type Value = Vec<(String, Option<u8>)>;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            members.push((name, map.next_value_seed(Picky).ok()));
        }
        Ok(members)
    }
}

/// Reads a number, or the first element of a list whose second is a number, and leaves the rest
/// unread.
struct Picky;

impl<'de> DeserializeSeed<'de> for Picky {
    type Value = u8;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<u8, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Picky {
    type Value = u8;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<u8, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<u8, A::Error> {
        let first = list.next_element()?.unwrap_or(0);
        list.next_element::<u8>()?;
        Ok(first)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<u8, A::Error> {
        map.next_key::<String>()?;
        map.next_value()
    }
}

#[test]
fn goes_on_behind_a_member_that_failed() {
    let text =
        "{A:1,B:x,C:[1,{y:[2,3]},4],D:{q:{r:[z]}},E:[5,6,7,8],F:{k:9,l:{m:1}},G:\"a,b\",H:2}";
    let members =
        Deserializer::with(text, &Options::strict()).deserialize_struct("T", &[], Lenient).unwrap();
    let values: Vec<_> = members.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let expected = [
        ("A", Some(1)),
        ("B", None),
        ("C", None),
        ("D", None),
        ("E", Some(5)),
        ("F", Some(9)),
        ("G", None),
        ("H", Some(2)),
    ];
    assert_eq!(values, expected);
}

#[test]
fn goes_on_behind_an_element_that_failed() {
    struct Count;
    impl<'de> Visitor<'de> for Count {
        type Value = Vec<Option<u8>>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list")
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(
            self,
            mut list: A,
        ) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            loop {
                match list.next_element_seed(Picky) {
                    Ok(None) => return Ok(values),
                    Ok(Some(value)) => values.push(Some(value)),
                    Err(_) => values.push(None),
                }
            }
        }
    }
    for (text, expected) in [
        ("[1,x,{a:[b]},2]", vec![Some(1), None, None, Some(2)]),
        ("[[1,2,3],[x,[y,{z:1}]],3]", vec![Some(1), None, Some(3)]),
        ("[{k:1,l:2},{k:x},{k:3}]", vec![Some(1), None, Some(3)]),
    ] {
        assert_eq!(
            Deserializer::with(text, &Options::strict()).deserialize_seq(Count).unwrap(),
            expected,
            "{text}"
        );
        let inside = format!("[{text},{text}]");
        let nested: Vec<RawText> = from_str(&inside).unwrap();
        assert_eq!(nested, [RawText(text.into()), RawText(text.into())]);
    }
}

#[test]
fn raw_text_tells_null_empty_quoted_and_nested_apart() {
    let members: BTreeMap<String, RawText> =
        from_str("{a:,b:\"\",c:\"x\",d:x,e:{f:1},g:[1]}").unwrap();
    let texts: Vec<&str> = members.values().map(|raw| &*raw.0).collect();
    assert_eq!(texts, ["", "\"\"", "\"x\"", "x", "{f:1}", "[1]"]);
}

#[test]
fn errors_know_their_place() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, non_snake_case)]
    struct Root {
        Result: BTreeMap<String, Vec<Row>>,
    }
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, non_snake_case)]
    struct Row {
        SCount: f64,
    }
    let error =
        from_str::<Root>("{Result:{Prods:[{SCount:1},{\nSCount:2},{SCount:x}]}}").unwrap_err();
    assert_eq!(error.path(), "Result.Prods[2].SCount", "{error}");
    assert_eq!((error.offset(), error.line(), error.column()), (Some(47), 2, 19), "{error}");
    assert_eq!(error.exception(), Some("FormatException"));
}

#[test]
fn depth_is_limited() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let error = from_str::<serde::de::IgnoredAny>(&deep);
    assert!(error.is_ok(), "what nobody looks into may be deep");
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Nest(Vec<Nest>);
    assert!(matches!(from_str::<Nest>(&deep).unwrap_err().kind(), ErrorKind::TooDeep));
    assert!(from_str::<Nest>(&deep[72..328]).is_ok());
}

#[test]
fn tolerant_reads_layout_and_json() {
    let read = |text| from_str_with::<Sample>(text, &tolerant());
    let text = "\n{ \"A\" : \"x\\n\\\"y\\u0416\", \"B\": 1 ,\n \"C\" : [ \"a\" , \"b,c\" ], \"D\" : { \"X\" : null } , }\n";
    let expected = Sample {
        A: a("x\n\"yЖ"),
        B: Some(1),
        C: Some(vec!["a".to_owned(), "b,c".to_owned()]),
        D: Some(Sub { X: None }),
    };
    assert_eq!(read(text).unwrap(), expected);
    assert_eq!(read("{A:x,B:1}\n").unwrap(), Sample { A: a("x"), B: Some(1), ..Sample::default() });
    assert_eq!(read("{A: x}").unwrap().A, a(" x"), "blanks are data");
    let text = "{\n  \"A\": true,\n  \"B\": 2\n}\n";
    assert_eq!(read(text).unwrap(), Sample { A: a("true"), B: Some(2), ..Sample::default() });
    assert_eq!(
        read("{\n\tA:x\n,\n\tB:1\n}").unwrap(),
        Sample { A: a("x"), B: Some(1), ..Sample::default() }
    );
    assert_eq!(from_str_with::<String>(" ab", &tolerant()).unwrap(), " ab");
    assert_eq!(from_str_with::<String>(" ab \n", &tolerant()).unwrap(), " ab");
    assert_eq!(from_str_with::<Vec<i32>>("[ 1 ,\n 2 ]\n", &tolerant()).unwrap(), [1, 2]);
}

#[test]
fn enums_go_by_name_in_any_case() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum Shape {
        Dot,
        Circle(u8),
        Box { w: u8, h: u8 },
        Line(u8, u8),
    }
    assert_eq!(from_str::<Shape>("dot").unwrap(), Shape::Dot);
    assert_eq!(
        from_str::<Vec<Shape>>("[{Circle:2},{box:{w:1,h:2}},Dot,{Line:[1,2]}]").unwrap(),
        [Shape::Circle(2), Shape::Box { w: 1, h: 2 }, Shape::Dot, Shape::Line(1, 2)]
    );
    assert!(from_str::<Shape>("star").is_err());
}

#[test]
fn json_is_known_by_quotes_that_jsv_would_not_put() {
    use jsv_codec::{Value, jsv};
    let read = |text| jsv_codec::from_str::<Value>(text).unwrap();
    assert_eq!(read("[\"a\\nb\", null]"), jsv!(["a\nb", null]));
    assert_eq!(read("[\"x,y\", \"a\\\"b,c\", null, true]"), jsv!(["x,y", "a\"b,c", null, true]));
    assert_eq!(read("{\"a\\\"b\": { \"c\\n\": \"{\\\"}\" }}"), jsv!({ "a\"b": { "c\n": "{\"}" } }));
    assert_eq!(read("{ \"1\": null, \"b\": false }"), jsv!({ "1": null, "b": false }));
    let raw: BTreeMap<String, RawText> =
        jsv_codec::from_str("{\"a\": {\"b\": \"}\\\"\"}, \"c\": [1]}").unwrap();
    assert_eq!(&*raw["a"].0, "{\"b\": \"}\\\"\"}");
    // Where names are bare, quotes are only more than JSV needs.
    assert_eq!(
        read("{A:[\"C:\\temp\",\"x\\n\",null]}"),
        jsv!({ "A": ["C:\\temp", "x\\n", "null"] })
    );
    // JSV's own quotes and look-alikes are none.
    assert_eq!(read("[\"a,b\",null,\" x\",\"7\",a\\n]"), jsv!(["a,b", "null", " x", "7", "a\\n"]));
}

#[test]
fn the_standard_mode_refuses_what_service_stack_would_drop_or_make_up() {
    use jsv_codec::Value;
    for (text, offset, expected) in [
        ("{A:\"x", 5, "`}`"),
        ("[1,2", 4, "`]`"),
        ("[1,[2,3]", 7, "`]`"),
        ("[{A:1},{B:[2}]", 13, "`]`"),
        ("{A:{B:1}", 8, "`}`"),
        ("{A:[1,2}", 8, "`]`"),
        ("[\"a]", 3, "a closing quote"),
        ("{A:\"x\"y,B:1}", 6, "a comma or `}`"),
        ("[\"a\" \"b\"]", 5, "a comma or `]`"),
        ("[{A:1}x{A:2}]", 6, "a comma or `]`"),
        ("[a}b]", 2, "a comma or `]`"),
        ("{\"A,\"b:1}", 5, "a colon"),
        ("\"a,\"b", 4, "the end of the text"),
    ] {
        let error = jsv_codec::from_str::<Value>(text).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Expected(what) if *what == expected),
            "{text}: {error}"
        );
        assert_eq!(error.offset(), Some(offset), "{text}: {error}");
        assert!(
            from_str_with::<Value>(text, &tolerant()).is_ok() || text.starts_with("\"a"),
            "{text}"
        );
    }
    for text in
        ["{A:1}\n", "[1,2]\r\n", "{\n  A:1,\n  B:[\n    1\n  ],\n}\n", "\u{FEFF}{A:1}", "x\n", ""]
    {
        assert!(jsv_codec::from_str::<Value>(text).is_ok(), "{text}");
    }
    assert!(jsv_codec::from_str::<BTreeMap<String, String>>("A:1").is_err());
    // A comma behind the last element is layout where a line breaks.
    assert_eq!(jsv_codec::from_str::<Vec<String>>("[\n  a,\n  b,\n]").unwrap(), ["a", "b"]);
    assert_eq!(jsv_codec::from_str::<Vec<Option<String>>>("[a,]").unwrap(), [a("a"), None]);
}

/// A list of numbers, or nothing where it is none.
#[derive(Debug, Default, PartialEq)]
struct Numbers(Vec<i32>);

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Vec::deserialize(deserializer).unwrap_or_default()))
    }
}

#[test]
fn goes_on_behind_a_list_without_brackets_that_failed() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(default)]
    #[allow(non_snake_case)]
    #[derive(Default)]
    struct Row {
        N: Numbers,
        A: i32,
    }
    let rows = |text: String| -> Vec<i32> {
        from_str::<Vec<Row>>(&text).unwrap().into_iter().map(|row| row.A).collect()
    };
    for list in ["x", "[x]", "1", "[1]", "\"\""] {
        assert_eq!(rows(format!("[{{N:{list}}},{{A:3}}]")), [0, 3], "{list}");
        assert_eq!(rows(format!("[{{A:2,N:{list}}},{{N:{list},A:3}}]")), [2, 3], "{list}");
        assert_eq!(rows(format!("{{N:{list}}},")), [0], "{list}");
    }
}

//! Regular text is read in a quicker way. Whatever that way takes, the way that knows all rules
//! must read alike: `from_str` has both, `Deserializer` the second alone.

use jsv_codec::raw::RawText;
use jsv_codec::{Deserializer, Dialect, Mode, Options, Value, from_str_with, list};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::{Deserializer as _, IgnoredAny, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sample<'a> {
    a: Option<String>,
    ab: Option<i64>,
    #[serde(default, borrow)]
    b: Vec<Option<&'a str>>,
    c: Option<Box<Sample<'a>>>,
    #[serde(default)]
    d: BTreeMap<String, Vec<u8>>,
    #[serde(default)]
    e: bool,
    #[serde(default)]
    f: f64,
    g: Option<Shape>,
    #[serde(default)]
    h: (i8, u64),
    #[serde(default)]
    i: char,
    #[serde(default)]
    j: f32,
    #[serde(borrow)]
    k: Option<RawText<'a>>,
    l: Option<()>,
    #[serde(default)]
    m: i128,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Dot,
    Circle(u8),
    Box { w: u8, h: u8 },
    Pair(u8, String),
}

/// A visitor that goes on after errors, and one that leaves a list early.
#[derive(Debug, PartialEq)]
struct Lenient(Vec<Option<u8>>);
#[derive(Debug, PartialEq)]
struct First(Option<u8>);

struct GoesOn;
impl<'de> Visitor<'de> for GoesOn {
    type Value = Lenient;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Lenient, A::Error> {
        let read = std::iter::from_fn(|| match list.next_element() {
            Ok(element) => element.map(Some),
            Err(_) => Some(None),
        });
        Ok(Lenient(read.collect()))
    }
}

struct Leaves;
impl<'de> Visitor<'de> for Leaves {
    type Value = First;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<First, A::Error> {
        Ok(First(list.next_element()?))
    }
}

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(GoesOn)
    }
}

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Leaves)
    }
}

/// Other collections than a `List<string>`.
#[derive(Debug, PartialEq)]
struct Kind<const K: usize>(Lenient);
const KINDS: [&str; 5] =
    [list::INTEGERS, list::GENERIC, list::ARRAY, list::STRING_ARRAY, list::STRINGS];

impl<'de, const K: usize> Deserialize<'de> for Kind<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(KINDS[K], GoesOn).map(Self)
    }
}

fn options() -> Vec<Options> {
    let mut all = Vec::new();
    for mode in [Mode::Standard, Mode::Tolerant, Mode::Strict, Mode::Json] {
        for dialect in [Dialect::Classic, Dialect::Modern] {
            all.push(Options { mode, dialect, max_depth: 6, ..Options::default() });
        }
    }
    all.push(Options { infer: false, ..Options::default() });
    all.push(Options::lossless());
    all
}

fn alike<'a, T: Deserialize<'a> + Debug>(text: &'a str, options: &Options) {
    let both: Result<T, _> = from_str_with(text, options);
    let second = T::deserialize(Deserializer::with(text, options));
    match (&both, &second) {
        // As text, for NaN is not itself.
        (Ok(a), Ok(b)) => assert_eq!(format!("{a:?}"), format!("{b:?}"), "{text:?} {options:?}"),
        (Err(a), Err(b)) => {
            assert_eq!(
                (a.message(), a.offset()),
                (b.message(), b.offset()),
                "{text:?} {options:?}"
            );
        }
        _ => panic!("{text:?} {options:?}: {both:?}, {second:?}"),
    }
}

fn all_alike(text: &str) {
    for options in options() {
        alike::<Value>(text, &options);
        alike::<Vec<Value>>(text, &options);
        alike::<Sample<'_>>(text, &options);
        alike::<Vec<Sample<'_>>>(text, &options);
        alike::<Vec<Option<String>>>(text, &options);
        alike::<Vec<String>>(text, &options);
        alike::<Vec<Vec<i32>>>(text, &options);
        alike::<Vec<f64>>(text, &options);
        alike::<BTreeMap<String, String>>(text, &options);
        alike::<BTreeMap<i32, Option<Shape>>>(text, &options);
        alike::<(u8, Option<String>)>(text, &options);
        alike::<Lenient>(text, &options);
        alike::<First>(text, &options);
        alike::<BTreeMap<String, Lenient>>(text, &options);
        alike::<Vec<First>>(text, &options);
        alike::<Vec<Kind<0>>>(text, &options);
        alike::<Kind<0>>(text, &options);
        alike::<Vec<Kind<1>>>(text, &options);
        alike::<Kind<1>>(text, &options);
        alike::<Vec<Kind<2>>>(text, &options);
        alike::<Kind<2>>(text, &options);
        alike::<Vec<Kind<3>>>(text, &options);
        alike::<Kind<3>>(text, &options);
        alike::<Vec<Kind<4>>>(text, &options);
        alike::<Kind<4>>(text, &options);
        let _ = from_str_with::<IgnoredAny>(text, &options);
    }
}

#[test]
fn texts_with_something_odd() {
    for text in [
        "{}",
        "[]",
        "[ ]",
        "{ }",
        "[[]]",
        "[{}]",
        "[{},]",
        "[{},x]",
        "[x,{}]",
        "[1,]",
        "[a,]",
        "[,]",
        "[,a]",
        "[a,,b]",
        "[a b]",
        "[ a]",
        "[a ]",
        "[a, b]",
        "{A: x}",
        "{A:x }",
        "{A :x}",
        "{ A:x}",
        "{A:x,}",
        "{A:}",
        "{A:,Ab:1}",
        "{A:\"\"}",
        "{A:\"a,b\"}",
        "{A:\"a\"\"b\"}",
        "{\"A\":x}",
        "{\"A,b\":x}",
        "[\"a\"]",
        "[\"a,b\"]",
        "[\"\"]",
        "[\"\",\"a\"]",
        "{A:[\"a\"]}",
        "[\u{a0}a]",
        "[a\u{a0}]",
        "[Привет]",
        "[\u{200b}]",
        "[a\u{200b}]",
        "{A:\u{200b}}",
        "[1,2]\n",
        " [1]",
        "[1] x",
        "\u{b}[1]",
        "[1]\u{b}",
        "[1]]",
        "[1}",
        "{A:1]",
        "{A:1",
        "[1",
        "[\"1",
        "{a:1,AB:2,aB:3}",
        "{A,b:1}",
        "{A:1,,B:2}",
        "{G:Dot}",
        "{G:dot}",
        "{G:{Circle:1}}",
        "{G:{Circle:1},E:True}",
        "{G:{Circle:1,Dot:2}}",
        "{G:{Box:{w:1,h:2}}}",
        "{G:{Pair:[1,x]}}",
        "{G:{Pair:[1,x,y]}}",
        "{G:{}}",
        "{G:None}",
        "{H:[1,2]}",
        "{H:[1,2,3]}",
        "{H:[1]}",
        "{K:[a,{b:c}]}",
        "{K:\"a\"\"\"}",
        "{L:}",
        "{L:{}}",
        "{F:1.5E+20}",
        "{F:1e5,Ab:+5}",
        "{Ab:12345678901234567890}",
        "{F:-0}",
        "{M:170141183460469231731687303715884105727}",
        "[[[[[[1]]]]]]",
        "[[[[[[[1]]]]]]]",
        "{C:{C:{C:{C:{C:{C:{}}}}}}}",
        "{Z:[{b:1,c:[x,\"y,\"]}],A:1}",
        "[1,x,3]",
        "[1,[2],3]",
        "{A:[1,x,3]}",
        "[[1,2],[3]]",
        "{a:[1,,2],b:[1,,2]}",
        "{a:[1,2],b:[x]}",
        "[null]",
        "{A:null}",
        "{A:x\n,Ab:1}",
        "{A:\r\nx}",
        "[\n1,\n2\n]",
        "\u{feff}[1]",
        "{E:true,I:xy}",
        "{E: True,I:x}",
        "{I:\u{1F600}}",
    ] {
        all_alike(text);
    }
}

fn text() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        8 => "[a-c]{1,3}", 4 => "-?[0-9]{1,4}", 2 => "[0-9]{1,3}\\.[0-9]{1,3}", 1 => "True|False|null|Dot|NaN|1E\\+5",
        1 => "\"[a,\\[]{0,3}\"", 1 => "\"a\"\"b\"", 1 => Just(String::new()), 1 => "[ a\u{a0}\u{200b}я\n]{1,3}",
    ];
    let name = prop_oneof![8 => "[A-M]", 1 => "[a-m]", 1 => "Ab", 1 => "\"[A-C,]{1,2}\"", 1 => "[0-9a, ]{1,2}"];
    let value = scalar.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name.clone(), inner), 0..4).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.iter().map(|(k, v)| format!("{k}:{v}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    });
    // Now and then something is put where it does not belong.
    let noise = prop::option::weighted(0.3, ("[\\[\\]{}\",: \nx]", any::<prop::sample::Index>()));
    (value, noise).prop_map(|(mut text, noise)| {
        if let Some((noise, at)) = noise {
            let places: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            text.insert_str(*at.get(&places), &noise);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in text()) {
        all_alike(&text);
    }
}

/// Objects share what they have in common; none may come out with the keys of another.
fn objects() -> impl Strategy<Value = String> {
    let name = prop_oneof![6 => "[a-d]", 2 => "[a-z]", 1 => "[a-c]{2,3}"];
    let entries = prop::collection::vec((name, "[0-9]{0,2}"), 0..12);
    prop::collection::vec(entries, 0..30).prop_map(|objects| {
        let object = |entries: &Vec<(String, String)>| {
            let entries: Vec<String> = entries.iter().map(|(k, v)| format!("{k}:{v}")).collect();
            format!("{{{}}}", entries.join(","))
        };
        format!("[{}]", objects.iter().map(object).collect::<Vec<_>>().join(","))
    })
}

proptest! {
    #[test]
    fn objects_with_much_in_common(text in objects()) {
        alike::<Value>(&text, &Options::default());
    }
}

#[test]
fn objects_of_many_names() {
    let object = |from: usize, to: usize| {
        let entries: Vec<String> = (from..to).map(|n| format!("n{n}:{n}")).collect();
        format!("{{{}}}", entries.join(","))
    };
    let long: Vec<String> = (0..70).map(|n| object(0, n)).collect();
    let other: Vec<String> = (0..2_000).map(|n| object(n, n + 2)).collect();
    for objects in [long, other] {
        alike::<Value>(&format!("[{}]", objects.join(",")), &Options::default());
    }
    let many = object(0, 20_000);
    alike::<Value>(&many, &Options::default());
    alike::<Value>(&format!("[{many},{many}]"), &Options::default());
}

#[test]
fn a_deserializer_reads_one_way_only() {
    // So that the tests above compare two ways indeed: only the second knows where a member stands
    // that failed.
    let error = Deserializer::new("[1,x]").deserialize_seq(GoesOn).unwrap();
    assert_eq!(error, Lenient(vec![Some(1), None]));
}

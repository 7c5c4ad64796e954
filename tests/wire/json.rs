//! What JSON readers disagree on: layout, items that are not there, half a body.

use servicestack_emulator::wire::{self, Dialect, Format};

use crate::hosts;

const MODES: [bool; 2] = [true, false];

/// What a text is read as, in JSV.
fn read(ty: &str, text: &str, strict: bool) -> String {
    let contract = hosts::vectors(&[ty.to_owned()]);
    let ty = hosts::root(&contract, 0);
    let dialect = Dialect { strict, ..Dialect::default() };
    match wire::read(Format::Json, &contract, &ty, text.as_bytes(), &dialect) {
        Ok(value) => hosts::write(Format::Jsv, &contract, &ty, &value, &dialect),
        Err(error) => format!("!{}", error.exception),
    }
}

fn check(ty: &str, text: &str, expected: &str) {
    for strict in MODES {
        assert_eq!(read(ty, text, strict), expected, "{ty} from {text}, strict: {strict}");
    }
}

#[test]
fn layout_adds_no_item() {
    check("List<String>", "[\n  \"a\",\n  \"b\"\n]", "[a,b]");
    check("T1<List<String>>", "{\n  \"V\": [ \"a\" ]\n}\n", "{V:[a]}");
    check("List<Boolean>", "[ true ]", "[True]");
    check("List<List<Int32>>", "[\n [ 1,\n 2 ]\n ]", "[[1,2]]");
    check(
        "HashSet<Guid>",
        "[ \"00dfd62c6fb15d15aa03d9030d1c1ce0\" ]",
        "[00dfd62c6fb15d15aa03d9030d1c1ce0]",
    );
    check("List<Nullable<Int32>>", "[ 1, null\n]", "[1,]");
    check("Dictionary<String,List<E1>>", "{\"k\": [ \"A\",\n \"B\" ]\n}", "{k:[A,B]}");
    check("DateTime[]", "[ \"2020-01-02\" ]", "[2020-01-02]");
}

#[test]
fn numbers_in_quotes_are_numbers() {
    check("T1<List<Int32>>", r#"{"V":["1","2"]}"#, "{V:[1,2]}");
    check("Queue<Int32>", r#"["1"]"#, "[1]");
    check("IEnumerable<Int32>", r#"[ "1" , 2 ]"#, "[1,2]");
    check("List<List<Int32>>", r#"[["1"],["2"]]"#, "[[1],[2]]");
}

#[test]
fn items_that_are_not_there_are_defaults() {
    check("T1<List<Int64>>", r#"{"V":[1,null]}"#, "{V:[1,0]}");
    check("List<Int64>", r#"[""]"#, "[0]");
    check("List<Double>", "[,1]", "[0,1]");
    check("List<Decimal>", "[1,,1]", "[1,0,1]");
    check("List<Boolean>", "[null]", "[False]");
    check("List<E1>", "[B,]", "[B,A]");
    check("List<DateTime>", r#"["2020-01-02",null]"#, "[2020-01-02,0001-01-01]");
    check(
        "List<Guid>",
        r#"["",null]"#,
        "[00000000000000000000000000000000,00000000000000000000000000000000]",
    );
    check("Boolean[]", "[null]", "[False]");
    check("Dictionary<String,P>", r#"{"k":null,"m":{"A":1}}"#, "{m:{A:1}}");
    check("Dictionary<String,Boolean>", r#"{"k":null,"m":true}"#, "{k:False,m:True}");
}

#[test]
fn escapes_in_bytes_are_taken_off() {
    check("T1<Byte[]>", r#"{"V":"0hbc7BW\/TKOecQ=="}"#, "{V:0hbc7BW/TKOecQ==}");
    check("T1<Byte[]>", r#"{"V":""}"#, "{}");
}

#[test]
fn a_text_that_ends_inside_a_string_is_refused() {
    check("P", r#"{"B":"abc"#, "!IndexOutOfRangeException");
    check("P", r#"{"B":""#, "!IndexOutOfRangeException");
    check("P", r#"{"B":"abc\"#, "!IndexOutOfRangeException");
    check("P", r#"{"B":"\"}"#, "!IndexOutOfRangeException");
    check("P", r#"{"B":"\u00"}"#, "!IndexOutOfRangeException");
    check("P", r#"{"B":"abc","A"#, "!ArgumentOutOfRangeException");
    check("P", r#"{""#, "!ArgumentOutOfRangeException");
    check("List<String>", r#"["a","b"#, "!IndexOutOfRangeException");
    check("Dictionary<String,String>", r#"{"a":"b"#, "!IndexOutOfRangeException");
    check("P", r#"{"B":"abc","A":1"#, "{A:1,B:abc}");
}

/// .NET clients write `DateTime.MaxValue` so that the host reads year 1: a coupon without end ended
/// long ago.
#[test]
fn a_date_without_end() {
    for text in
        [r#"{"V":"\/Date(253402300800000-0000)\/"}"#, r#"{"V":"\/Date(253402300800000)\/"}"#]
    {
        assert_eq!(read("T1<DateTime>", text, true), "{V:0001-01-01}");
        assert_eq!(read("T1<DateTime>", text, false), "{V:9999-12-31T23:59:59.9999999+00:00}");
        assert_eq!(read("T1<Nullable<DateTime>>", text, true), "{}");
    }
    check("T1<DateTime>", r#"{"V":"\/Date(253402300799999)\/"}"#, "{V:9999-12-31T23:59:59.999Z}");
}

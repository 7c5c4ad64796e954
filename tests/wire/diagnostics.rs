//! What each reader says of the things that it drops.

use servicestack_emulator::contract::{Contract, TypeRef};
use servicestack_emulator::value::Value;
use servicestack_emulator::wire::{self, Diagnostics, Dialect, Format, Reading};

const DOCUMENT: &[u8] = br#"{"types":[
    {"name":"Order","namespace":"Shop","properties":[
        {"name":"Name","type":"String"},
        {"name":"Count","type":"Int32"},
        {"name":"Items","type":"List`1","genericArgs":["Item"]},
        {"name":"Numbers","type":"Int32[]"},
        {"name":"Prices","type":"Dictionary`2","genericArgs":["String","Decimal"]},
        {"name":"Kind","type":"Kind"}]},
    {"name":"Item","namespace":"Shop","properties":[
        {"name":"Amount","type":"Decimal"},{"name":"Since","type":"DateTime"}]},
    {"name":"Kind","namespace":"Shop","isEnum":true,"enumNames":["Small","Large"],"enumValues":["0","1"]}]}"#;

fn contract() -> Contract {
    Contract::read(DOCUMENT).expect("a contract")
}

/// The sentences of a reading, or its error and whom it names.
fn reported(format: Format, text: &str) -> String {
    let (contract, notes) = (contract(), Diagnostics::default());
    let order = TypeRef::Dto(contract.find_dto("Order").expect("it is defined"));
    let dialect = Dialect::default();
    let reading = Reading::from(&dialect).noting(&notes);
    let read = wire::read(format, &contract, &order, text.as_bytes(), reading);
    if let Err(error) = read {
        return format!("{:?}: {}", notes.blamed().unwrap_or_default(), error.message);
    }
    let line = |note: wire::Note| match note.at {
        Some(at) => format!("line {}: {note}", 1 + text[..at].matches('\n').count()),
        None => note.to_string(),
    };
    notes.into_notes().into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn json() {
    let text = r#"{
        "Nme": "a",
        "Count": "many",
        "Items": [{"Amount": 1}, {"Amount": "x",
            "Sinc": null}],
        "Numbers": [1, 2,
            "three"],
        "Prices": {"a": 1, "b": "dear"},
        "Kind": "Lrge",
        "count": 2,
        "Name": {"a": 1}
    }"#;
    let others = ["{Name:1}", "[1]"].map(|text| reported(Format::Json, text));
    insta::assert_snapshot!("json", [reported(Format::Json, text), others.join("\n")].join("\n"));
}

#[test]
fn jsv() {
    let text = "{Nme:a,Count:many,\nItems:[{Amount:1},{Amount:x,Sinc:}],\nNumbers:[1,2,three],Prices:{a:1,b:dear},\
                Kind:Lrge,count:2}";
    insta::assert_snapshot!(
        "jsv",
        [reported(Format::Jsv, text), reported(Format::Jsv, "[1]")].join("\n")
    );
}

#[test]
fn xml() {
    let xml = |inside: &str| {
        format!("<Order xmlns=\"http://schemas.datacontract.org/2004/07/Shop\">{inside}</Order>")
    };
    let text =
        xml("\n<Nme>a</Nme><Items><Item/><Itm><Amount>2</Amount></Itm></Items>\n<Count>1</Count>\
                    <Kind xmlns=\"urn:x\">Large</Kind>");
    let misfit = xml("<Items><Item><Amount>x</Amount></Item></Items>");
    insta::assert_snapshot!(
        "xml",
        [reported(Format::Xml, &text), reported(Format::Xml, &misfit)].join("\n")
    );
}

#[test]
fn csv() {
    let reported = ["Name,Cont\na,1", "Name,Count\na,many"].map(|text| reported(Format::Csv, text));
    insta::assert_snapshot!("csv", reported.join("\n"));
}

/// With notes and without, a text is read alike.
#[test]
fn notes_change_nothing() {
    let contract = contract();
    let order = TypeRef::Dto(contract.find_dto("Order").expect("it is defined"));
    for text in
        ["{\"Count\":1,\"Items\":[{\"Amount\":\"x\"}]}", "{Name:1}", "{\"Numbers\":[1,x]}", "[", ""]
    {
        for format in [Format::Json, Format::Jsv, Format::Csv] {
            let (dialect, notes) = (Dialect::default(), Diagnostics::default());
            let read = |reading: Reading<'_>| {
                wire::read(format, &contract, &order, text.as_bytes(), reading)
            };
            assert_eq!(
                read((&dialect).into()),
                read(Reading::from(&dialect).noting(&notes)),
                "{text}"
            );
        }
    }
}

#[test]
fn notes_are_bounded() {
    let (contract, notes) = (contract(), Diagnostics::default());
    let order = TypeRef::Dto(contract.find_dto("Order").expect("it is defined"));
    let members: Vec<String> = (0..50_000).map(|number| format!("\"X{number}\":1")).collect();
    let text = format!("{{{}}}", members.join(","));
    let dialect = Dialect::default();
    let reading = Reading::from(&dialect).noting(&notes);
    let value = wire::read(Format::Json, &contract, &order, text.as_bytes(), reading);
    assert!(matches!(value, Ok(Value::Object(_))));
    assert_eq!(notes.into_notes().len(), 1000);
}

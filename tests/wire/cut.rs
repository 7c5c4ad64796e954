//! Answers written page by page are, put together, the answer written at once.

use servicestack_emulator::{
    contract::{Contract, DtoKind, TypeRef},
    hosts::apex,
    value::{Object, Value},
    wire::{Dialect, Format, JsConfig, Typed, may_be_cut, write, write_cut},
};

use crate::hosts;

const FORMATS: [Format; 4] = [Format::Json, Format::Jsv, Format::Csv, Format::Xml];

/// An object with a list of these items at a place.
fn with(object: &Object, place: usize, items: Vec<Value>) -> Value {
    let mut object = object.clone();
    object.members[place] = Value::List(items);
    Value::Object(object)
}

fn in_parts(
    format: Format,
    typed: &Typed,
    place: usize,
    pages: &[Vec<Value>],
    dialect: &Dialect,
) -> String {
    let Value::Object(object) = typed.value else { panic!("no object") };
    let cut = |page: &Vec<Value>| {
        let value = with(object, place, page.clone());
        write_cut(format, &Typed { value: &value, ..*typed }, place, dialect)
            .expect("it can be written")
    };
    let first = cut(&pages[0]);
    let mut text = first.text[..first.items.end].to_owned();
    for page in &pages[1..] {
        let cut = cut(page);
        text += cut.separator;
        text += &cut.text[cut.items];
    }
    text + &first.text[first.items.end..]
}

/// Every list of every class of a contract, filled; gives how many there were.
fn compare(contract: &Contract, dialect: &Dialect) -> usize {
    let mut compared = 0;
    for (id, dto) in contract.dtos().filter(|(_, dto)| matches!(dto.kind, DtoKind::Class)) {
        let ty = TypeRef::Dto(id);
        let Value::Object(sample) = contract.sample(&ty) else { continue };
        for (place, member) in dto.members.iter().enumerate() {
            let TypeRef::List(_, of) = &member.ty else { continue };
            let item = contract.sample(of);
            for object in [&sample, &contract.new_object(id)] {
                let value = with(object, place, vec![item.clone(); 6]);
                let typed = Typed { contract, ty: &ty, value: &value };
                let pages = [vec![item.clone(); 3], vec![item.clone()], vec![item.clone(); 2]];
                for format in FORMATS {
                    if !may_be_cut(format, dialect) {
                        continue;
                    }
                    // What cannot be written at once cannot be written in parts.
                    let Ok(whole) = write(format, &typed, dialect) else { continue };
                    let parts = in_parts(format, &typed, place, &pages, dialect);
                    assert_eq!(
                        parts,
                        whole,
                        "{} {} {}",
                        format.name(),
                        dto.type_name.name,
                        member.name
                    );
                    compared += 1;
                }
            }
        }
    }
    compared
}

#[test]
fn parts_make_the_whole() {
    let recorded = hosts::recorded(&[]);
    let apex = apex::contract().expect("the built-in contract");
    for wishes in ["", "eccn", "inv", "edv", "tcid"] {
        let dialect = Dialect { js: JsConfig::default().with(wishes), ..Dialect::default() };
        let compared = compare(&recorded, &dialect) + compare(&apex, &dialect);
        assert!(compared > 200, "{compared} comparisons with jsconfig '{wishes}'");
    }
}

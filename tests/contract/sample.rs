//! Defaults and samples.

use jsv_codec::scalar::date_time::DateTime;
use servicestack_emulator::contract::{Contract, DtoId, TypeRef};
use servicestack_emulator::value::{Object, Value};

fn recorded_c() -> Contract {
    let document = include_bytes!("../../fixtures/conformance/types-metadata-c.json");
    Contract::read(document).expect("a recorded document reads")
}

fn member<'v>(contract: &Contract, object: &'v Object, name: &str) -> &'v Value {
    let members = &contract.dto(object.dto).members;
    let index =
        members.iter().position(|member| member.name == name).unwrap_or_else(|| panic!("{name}"));
    &object.members[index]
}

fn sample(contract: &Contract, dto: DtoId) -> Object {
    let Value::Object(object) = contract.sample(&TypeRef::Dto(dto)) else {
        panic!("a class has a sample")
    };
    object
}

#[test]
fn a_new_object_has_the_defaults_of_dotnet() {
    let contract = recorded_c();
    let big = contract.new_object(contract.operation("Big").unwrap().request);
    let member = |name| member(&contract, &big, name);
    assert_eq!(member("Id"), &Value::Int(0));
    assert_eq!(member("Ul"), &Value::UInt(0));
    assert_eq!(member("C"), &Value::Char(0));
    assert_eq!(member("B"), &Value::Bool(false));
    assert_eq!(member("Color"), &Value::Enum(0));
    assert_eq!(member("Span"), &Value::TimeSpan(0));
    assert!(matches!(member("Kv"), Value::Object(_)), "KeyValuePair is a struct");
    for name in ["When", "NInt", "NColor", "Bytes", "Ls", "Map", "Pair", "O", "Uri", "PostOnly"] {
        assert_eq!(member(name), &Value::Null, "{name}");
    }
}

#[test]
fn a_sample_is_filled_as_the_recorded_pages_are() {
    let contract = recorded_c();
    let big = sample(&contract, contract.operation("Big").unwrap().request);
    let member = |name| member(&contract, &big, name);
    assert_eq!(member("PostOnly"), &Value::String("String".into()));
    assert_eq!(member("NInt"), &Value::Int(0));
    assert_eq!(member("When"), &Value::DateTime(DateTime::MIN));
    assert_eq!(member("Bytes"), &Value::Bytes(vec![0]));
    assert_eq!(
        member("Map2"),
        &Value::Dictionary(vec![(Value::Int(0), Value::List(vec![Value::Int(0)]))])
    );
    for name in ["NColor", "Uri", "Ty"] {
        assert_eq!(member(name), &Value::Null, "{name}");
    }
}

#[test]
fn an_enum_s_sample_is_its_smallest_unsigned_number() {
    let contract = Contract::read(
        br#"{"types":[{"name":"E","isEnum":true,"enumNames":["A","B","C"],"enumValues":["-1","7","3"]}]}"#,
    )
    .unwrap();
    let id = contract.find_dto("E").unwrap();
    assert_eq!(contract.sample(&TypeRef::Dto(id)), Value::Enum(3));
}

#[test]
fn a_node_is_shown_three_times_below_the_root() {
    let contract = Contract::read(
        br#"{"types":[{"name":"Node","properties":[{"name":"Next","type":"Node"}]}]}"#,
    )
    .unwrap();
    let mut depth = 0;
    let mut value = contract.sample(&TypeRef::Dto(contract.find_dto("Node").unwrap()));
    while let Value::Object(object) = value {
        depth += 1;
        value = object.members[0].clone();
    }
    assert_eq!(depth, 4);
}

#[test]
fn a_sample_that_would_double_with_every_level_ends() {
    let level = |i: u32| {
        format!(
            r#"{{"name":"T{i}","properties":[{{"name":"A","type":"T{0}"}},{{"name":"B","type":"T{0}"}}]}}"#,
            i + 1
        )
    };
    let types: Vec<String> = (0..200).map(level).collect();
    let contract =
        Contract::read(format!(r#"{{"types":[{}]}}"#, types.join(",")).as_bytes()).unwrap();
    let sample = contract.sample(&TypeRef::Dto(contract.find_dto("T0").unwrap()));
    assert!(matches!(sample, Value::Object(_)));
}

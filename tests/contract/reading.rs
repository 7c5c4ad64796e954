//! Documents of real hosts become contracts.

use servicestack_emulator::contract::{
    Contract, DtoKind, ListKind, Operation, Scalar, TypeRef, Verbs,
};

fn apex() -> Contract {
    read(include_bytes!("../../fixtures/hosts/apex-erp/contract.json"))
}

fn recorded_c() -> Contract {
    read(include_bytes!("../../fixtures/conformance/types-metadata-c.json"))
}

fn read(document: &[u8]) -> Contract {
    Contract::read(document).expect("a recorded document reads")
}

fn operation<'c>(contract: &'c Contract, name: &str) -> &'c Operation {
    contract.operation(name).unwrap_or_else(|| panic!("{name} is an operation"))
}

fn member_names(contract: &Contract, ty: &TypeRef) -> Vec<String> {
    let TypeRef::Dto(id) = ty else { panic!("{ty:?} is a DTO") };
    contract.dto(*id).members.iter().map(|member| member.name.clone()).collect()
}

fn member_type(contract: &Contract, operation: &str, member: &str) -> TypeRef {
    let request = contract.dto(self::operation(contract, operation).request);
    let member = request.members.iter().find(|own| own.name == member);
    member.unwrap_or_else(|| panic!("{operation} has the member")).ty.clone()
}

#[test]
fn all_operations_of_apex_resolve() {
    let contract = apex();
    let own: Vec<&Operation> =
        contract.operations().iter().filter(|operation| !operation.built_in).collect();
    assert_eq!(own.len(), 72);
    for operation in own {
        let response = operation.response.as_ref().expect("every operation answers");
        let members = member_names(&contract, response);
        assert!(
            members.iter().any(|name| name == "ResponseStatus"),
            "{}: {members:?}",
            operation.name
        );
        assert!(!operation.routes.is_empty());
    }
    assert_eq!(contract.title, "ApexERPHost");
}

#[test]
fn what_no_page_of_apex_defines_is_reported_with_its_path() {
    let contract = apex();
    let remarks: Vec<String> = contract
        .remarks()
        .iter()
        .map(|remark| format!("{} {}", remark.path, remark.message))
        .collect();
    insta::assert_snapshot!(remarks.join("\n"));
}

#[test]
fn calls_find_operations_and_dtos_in_any_case() {
    let contract = apex();
    assert_eq!(operation(&contract, "activatecoupon").name, "ActivateCoupon");
    assert_eq!(operation(&contract, "ACTIVATECOUPON").name, "ActivateCoupon");
    assert!(contract.operation("Nope").is_none());
    let coupon = contract.find_dto("coupon").expect("Coupon is listed");
    assert_eq!(contract.dto(coupon).members.len(), 16);
}

#[test]
fn activate_coupon_is_as_its_page_says() {
    let contract = apex();
    let operation = operation(&contract, "ActivateCoupon");
    assert!(operation.requires_auth);
    assert_eq!(operation.routes[0].path, "/Coupons/Activate");
    assert_eq!(operation.routes[0].verbs, Verbs::Only("PUT".to_owned()));
    assert!(operation.routes[0].verbs.allow("PUT") && !operation.routes[0].verbs.allow("POST"));
    assert_eq!(
        member_type(&contract, "ActivateCoupon", "CouponType"),
        TypeRef::Scalar(Scalar::Int32)
    );
    assert_eq!(
        member_type(&contract, "ActivateCoupon", "ActivateId"),
        TypeRef::Scalar(Scalar::Guid)
    );
    assert_eq!(
        member_names(&contract, operation.response.as_ref().unwrap()),
        ["ResponseStatus", "Result"]
    );
}

#[test]
fn every_spelling_of_a_type_resolves() {
    let contract = recorded_c();
    let scalar = |scalar| Box::new(TypeRef::Scalar(scalar));
    let big = |member| member_type(&contract, "Big", member);
    let list = |kind, item| TypeRef::List(kind, item);
    assert_eq!(big("NInt"), TypeRef::Nullable(scalar(Scalar::Int32)));
    assert_eq!(big("Bytes"), TypeRef::Scalar(Scalar::Bytes));
    assert_eq!(big("As"), list(ListKind::Array, scalar(Scalar::String)));
    assert_eq!(big("Hs"), list(ListKind::Set, scalar(Scalar::Int32)));
    let ints = || Box::new(TypeRef::List(ListKind::List, scalar(Scalar::Int32)));
    assert_eq!(big("Map2"), TypeRef::Dictionary(scalar(Scalar::Int32), ints()));
    assert_eq!(big("LL"), list(ListKind::List, ints()));
    let row = Box::new(list(ListKind::Array, scalar(Scalar::Int32)));
    assert_eq!(big("Jag"), list(ListKind::Array, row));
    let TypeRef::Nullable(color) = big("NColor") else { panic!("Color? is nullable") };
    let TypeRef::Dto(color) = *color else { panic!("Color is an enum") };
    let DtoKind::Enum(color) = &contract.dto(color).kind else { panic!("Color is an enum") };
    let numbers: Vec<(&str, i64)> =
        color.members.iter().map(|member| (member.name.as_str(), member.number)).collect();
    assert_eq!(numbers, [("Red", 0), ("Green", 5), ("Blue", 6)]);
    assert!(contract.remarks().is_empty(), "{:?}", contract.remarks());
}

#[test]
fn generics_are_closed_with_their_arguments() {
    let contract = recorded_c();
    let TypeRef::Dto(pair) = member_type(&contract, "Big", "Pair") else { panic!("Pair is a DTO") };
    let pair = contract.dto(pair);
    assert_eq!(pair.type_name.name, "Pair`2");
    assert_eq!(pair.type_name.generic_args, ["String", "Other"]);
    assert_eq!(pair.definition, contract.find_dto("Pair`2"));
    assert_eq!(pair.members[0].ty, TypeRef::Scalar(Scalar::String));
    assert_eq!(pair.members[1].ty, TypeRef::Dto(contract.find_dto("Other").unwrap()));
    let TypeRef::Dto(pair) = member_type(&contract, "Big", "Kv") else {
        panic!("KeyValuePair is a DTO")
    };
    assert_eq!(contract.dto(pair).members[1].ty, TypeRef::Scalar(Scalar::Int32));
}

#[test]
fn derived_members_come_before_those_of_the_base() {
    let contract = recorded_c();
    let names = member_names(&contract, &TypeRef::Dto(operation(&contract, "Big").request));
    assert_eq!(names.first().map(String::as_str), Some("Id"));
    assert_eq!(names[names.len() - 2..], ["BaseId", "BaseName"]);
}

#[test]
fn a_data_contract_orders_its_members() {
    let contract = read(
        br#"{"types":[{"name":"DC","namespace":"V","dataContract":{},"properties":[
            {"name":"A","type":"Int32","namespace":"System","dataMember":{"name":"a_b","order":2}},
            {"name":"C","type":"String","namespace":"System","dataMember":{"order":1}}]}]}"#,
    );
    let dto = TypeRef::Dto(contract.find_dto("DC").unwrap());
    assert_eq!(member_names(&contract, &dto), ["C", "a_b"]);
}

#[test]
fn old_and_new_documents_say_the_same() {
    let old = read(
        br#"{"Operations":[{"Request":{"Name":"Q","Namespace":"N","Properties":[
            {"Name":"V","Type":"Nullable`1","TypeNamespace":"System","GenericArgs":["Int32"]}]},
            "Actions":["ANY"],"ReturnType":{"Name":"List`1","GenericArgs":["String"]}}]}"#,
    );
    let new = read(
        br#"{"api":{"operations":[{"request":{"name":"Q","namespace":"N","icon":null,"properties":[
            {"name":"V","type":"Nullable`1","namespace":"System","genericArgs":["Int32"],"input":{"id":"x"}}]},
            "actions":["ANY"],"returnType":{"name":"List`1","genericArgs":["String"]}}]},
            "app":{"serviceName":"New"}}"#,
    );
    assert_eq!(operation(&old, "Q"), operation(&new, "Q"));
    assert_eq!(old.dto(operation(&old, "Q").request), new.dto(operation(&new, "Q").request));
    assert_eq!(new.title, "New");
    let strings = TypeRef::List(ListKind::List, Box::new(TypeRef::Scalar(Scalar::String)));
    assert_eq!(operation(&new, "Q").response, Some(strings));
}

#[test]
fn servicestack_s_own_types_and_operations_are_always_there() {
    for document in [
        &include_bytes!("../../fixtures/conformance/types-metadata.json")[..],
        include_bytes!("../../fixtures/conformance/types-metadata-d.json"),
        include_bytes!("../../fixtures/conformance/metadata-app.json"),
    ] {
        let contract = read(document);
        assert!(contract.remarks().is_empty(), "{:?}", contract.remarks());
        let authenticate = operation(&contract, "authenticate");
        assert!(authenticate.built_in);
        let paths: Vec<&str> =
            authenticate.routes.iter().map(|route| route.path.as_str()).collect();
        assert_eq!(paths, ["/auth", "/auth/{provider}"]);
        let status = TypeRef::Dto(contract.response_status());
        let names = ["ErrorCode", "Message", "StackTrace", "Errors", "Meta"];
        assert_eq!(member_names(&contract, &status), names);
        assert_eq!(contract.dto(contract.error_response()).members[0].ty, status);
    }
}

#[test]
fn a_document_cannot_change_what_a_response_status_is() {
    let contract =
        read(br#"{"types":[{"name":"ResponseStatus","namespace":"ServiceStack","isEnum":true}]}"#);
    assert_eq!(contract.dto(contract.response_status()).members.len(), 5);
}

#[test]
fn a_query_response_is_closed_over_its_row() {
    let contract = read(
        br#"{"types":[{"name":"Row","namespace":"N","properties":[{"name":"Id","type":"Int32"}]}],
            "operations":[{"request":{"name":"Rows","namespace":"N",
                "inherits":{"name":"QueryDb`1","namespace":"ServiceStack","genericArgs":["Row"]}},
             "response":{"name":"QueryResponse`1","namespace":"ServiceStack","genericArgs":["T"]},
             "returnType":{"name":"QueryResponse`1","namespace":"ServiceStack","genericArgs":["Row"]}}]}"#,
    );
    let rows = operation(&contract, "Rows");
    let request = member_names(&contract, &TypeRef::Dto(rows.request));
    assert_eq!(request, ["Skip", "Take", "OrderBy", "OrderByDesc", "Include", "Fields", "Meta"]);
    let Some(TypeRef::Dto(response)) = rows.response else { panic!("the response is a DTO") };
    let response = contract.dto(response);
    assert_eq!(response.type_name.generic_args, ["Row"]);
    let row = Box::new(TypeRef::Dto(contract.find_dto("Row").unwrap()));
    assert_eq!(response.members[2].ty, TypeRef::List(ListKind::List, row));
}

#[test]
fn a_class_that_extends_a_collection_is_that_collection() {
    let contract = read(
        br#"{"types":[
            {"name":"Names","namespace":"N","inherits":{"name":"List`1","genericArgs":["String"]}},
            {"name":"Holder","namespace":"N","properties":[{"name":"Names","type":"Names","namespace":"N"}]}]}"#,
    );
    let holder = contract.dto(contract.find_dto("Holder").unwrap());
    let strings = TypeRef::List(ListKind::List, Box::new(TypeRef::Scalar(Scalar::String)));
    assert_eq!(holder.members[0].ty, strings);
}

//! Rules and roles: from a contract's attributes, and from files.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use servicestack_emulator::auth::{ApiKey, User, hash_password};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::host::{Behaviour, Profile};
use servicestack_emulator::stub::Stubs;
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Emulator, Running};

use super::host;
use super::recorded::{Case, Client, cases};

/// What the recorded host checks by code, as files say it.
const FILES: &[(&str, &str)] = &[
    ("VRules.toml", include_str!("recorded/VRules.toml")),
    ("VSets.toml", include_str!("recorded/VSets.toml")),
    ("VWays.toml", include_str!("recorded/VWays.toml")),
    ("VThrow.toml", include_str!("recorded/VThrow.toml")),
];

/// The recorded host `valid`: no authentication, every operation answers `ok`.
fn valid() -> Running {
    let contract = include_bytes!("../../fixtures/conformance/modern/valid.types-metadata.json");
    let contract = Contract::read(contract).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in ["VAttrs", "VTexts", "VType", "VType2"] {
        fs::write(folder.path().join(format!("{name}.json")), r#"{"Result":"ok"}"#).unwrap();
    }
    for (name, text) in FILES {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let stubs = Stubs::open(folder.path(), "valid", &contract, &dialect)
        .unwrap_or_else(|mistake| panic!("{mistake}"));
    let behaviour =
        Behaviour { dialect, edition: Profile::Modern.edition(), ..Behaviour::default() };
    let builder = Emulator::builder(contract).behaviour(behaviour);
    builder.services(|services| _ = services.put_before(Arc::new(stubs))).start().unwrap()
}

/// How many cases are the same, of how many, and those that are not by their causes.
fn replayed(file: &str, host: &Running, cause: impl Fn(&Case) -> Option<&'static str>) -> String {
    let (mut same, mut all, mut waiting) = (0, 0, BTreeMap::<&str, usize>::new());
    let mut unexplained = Vec::new();
    for case in cases(file) {
        all += 1;
        let mut client = Client::of(host.address(), true);
        let found: Vec<String> =
            case.steps.iter().flat_map(|step| client.differences(step)).collect();
        let request = &case.steps.last().unwrap().request;
        match cause(&case) {
            _ if found.is_empty() => same += 1,
            Some(cause) => *waiting.entry(cause).or_default() += 1,
            None => unexplained.push(format!(
                "{} {} {}\n  {}",
                case.topic,
                request.target,
                request.body.as_deref().unwrap_or_default(),
                found.join("\n  ")
            )),
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} of {all} differ:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    let waiting: String =
        waiting.iter().map(|(cause, count)| format!("\n{count} {cause}")).collect();
    format!("{same} of {all} the same{waiting}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attributes_of_a_contract_are_obeyed_as_recorded() {
    let host = valid();
    let report = replayed("validation-attributes.jsonl", &host, |_| None);
    insta::assert_snapshot!(report, @"87 of 87 the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_of_files_are_obeyed_as_recorded() {
    let host = valid();
    let report = replayed("validation-rules.jsonl", &host, |_| None);
    insta::assert_snapshot!(report, @"96 of 96 the same");
}

/// The recorded hosts `auth` and `keys`: three users, and keys of the feature.
fn guarded(contract: &[u8]) -> Running {
    let contract = Contract::read(contract).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for operation in contract.operations().iter().filter(|operation| !operation.built_in) {
        let file = folder.path().join(format!("{}.json", operation.name));
        if operation.name != "WhoAmI" {
            let text = if operation.response_name.as_ref().is_some_and(|name| name.name == "String")
            {
                r#""ok""#
            } else {
                r#"{"Result":"ok"}"#
            };
            fs::write(file, text).unwrap();
        }
    }
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let stubs = Stubs::open(folder.path(), "guarded", &contract, &dialect).unwrap();
    let behaviour =
        Behaviour { dialect, edition: Profile::Modern.edition(), ..Behaviour::default() };
    let user = |id: &str, name: &str, role: Option<&str>, permission: Option<&str>| User {
        id: id.to_owned(),
        name: name.to_owned(),
        display_name: None,
        email: None,
        password_hash: hash_password(name).unwrap(),
        roles: role.into_iter().map(str::to_owned).collect(),
        permissions: permission.into_iter().map(str::to_owned).collect(),
        ..User::default()
    };
    let users = vec![
        User { email: Some("t@t.t".to_owned()), ..user("1", "test", None, None) },
        user("2", "boss", Some("Admin"), None),
        user("3", "mia", Some("Manager"), Some("CanX")),
    ];
    let key = |key: &str| ApiKey {
        key: key.to_owned(),
        user_id: Some("1".to_owned()),
        ..ApiKey::default()
    };
    let builder = Emulator::builder(contract).behaviour(behaviour).users(users);
    let builder = builder.api_keys(vec![key("ak-test0123456789"), key("ak-scoped012345678")]);
    builder.services(|services| _ = services.put_before(Arc::new(stubs))).start().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_call_is_checked_as_recorded() {
    let hosts = [
        (
            "auth",
            guarded(include_bytes!("../../fixtures/conformance/modern/auth.types-metadata.json")),
        ),
        (
            "keys",
            guarded(include_bytes!("../../fixtures/conformance/modern/keys.types-metadata.json")),
        ),
    ];
    let (mut same, mut all) = (0, 0);
    let (mut waiting, mut open) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for case in cases("protection.jsonl") {
        let host = &hosts.iter().find(|(name, _)| *name == case.host).unwrap().1;
        let mut client = Client::of(host.address(), false);
        for step in &case.steps {
            if !step.request.target.starts_with("/v-") {
                client.send(step);
                continue;
            }
            all += 1;
            let found = client.differences(step);
            if found.is_empty() {
                same += 1;
                continue;
            }
            let cause = match case.host.as_str() {
                "keys" => {
                    "wait for keys with scopes, ends and an administrator, and that name nobody"
                }
                _ => panic!("{} {:?}\n  {}", case.topic, step.request, found.join("\n  ")),
            };
            *waiting.entry(cause).or_default() += 1;
            if found.iter().any(|found| found.contains("answered HTTP/1.1 200")) {
                open.push(format!("\nopen: {} {}", case.topic, step.request.target));
            }
        }
    }
    let waiting: String =
        waiting.iter().map(|(cause, count)| format!("\n{count} {cause}")).collect();
    let report = format!("{same} of {all} the same{waiting}{}", open.concat());
    insta::assert_snapshot!(report, @"
    103 of 127 the same
    24 wait for keys with scopes, ends and an administrator, and that name nobody
    open: key as bearer /v-scope
    open: key as bearer /v-auth
    open: key as bearer /v-auth
    ");
}

/// What nobody may call without signing in, in every spelling of documents, and what closes.
#[tokio::test]
async fn no_protection_leaves_an_operation_open() {
    let attribute = |name: &str, args: &str| format!(r#"{{"name":"{name}"{args}}}"#);
    let validator = |text: &str| {
        let arg = format!(r#","args":[{{"name":"Validator","type":"String","value":"{text}"}}]"#);
        attribute("ValidateRequest", &arg)
    };
    let positional = |name: &str, value: &str| {
        let arg =
            format!(r#","constructorArgs":[{{"name":"x","type":"String","value":"{value}"}}]"#);
        attribute(name, &arg)
    };
    let attributes = [
        ("understood", attribute("Authenticate", "")),
        ("understood", attribute("Authorize", "")),
        ("understood", attribute("ValidateIsAuthenticated", "")),
        ("understood", attribute("ValidateIsAdmin", "")),
        ("understood", attribute("ValidateApiKey", "")),
        ("understood", positional("RequiredRole", "Manager")),
        ("understood", positional("RequiredPermission", "CanX")),
        ("understood", positional("ValidateHasRole", "Manager")),
        ("understood", positional("ValidateHasPermission", "CanX")),
        ("understood", validator("IsAuthenticated")),
        ("understood", validator("IsAdmin")),
        ("understood", validator("HasRole(`Manager`)")),
        ("understood", validator("[IsAuthenticated,HasPermission(′CanX′)]")),
        ("understood", positional("RequiresAnyRole", "Manager")),
        ("understood", positional("RequiresAnyPermission", "CanX")),
        ("closed", positional("Authorize", "Policy")),
        ("scoped", positional("ValidateApiKey", "orders:read")),
        ("closed", positional("ValidateHasClaim", "type")),
        ("closed", positional("ValidateHasScope", "all")),
        ("closed", attribute("ValidateAuthSecret", "")),
        ("closed", attribute("ValidateRequest", "")),
        ("closed", attribute("RequireSecure", "")),
        ("closed", positional("Restrict", "Localhost")),
        ("closed", attribute("OurOwnAuthorization", "")),
        ("closed", validator("IsAuthenticated(`jwt`)")),
        ("closed", validator("HasRole(")),
        ("closed", validator("Nope")),
    ];
    let operations: Vec<String> = attributes
        .iter()
        .enumerate()
        .map(|(place, (_, attribute))| {
            format!(
                r#"{{"request":{{"name":"Op{place}","attributes":[{attribute}]}},"routes":[{{"path":"/op{place}"}}],
                "returnType":{{"name":"String"}}}}"#
            )
        })
        .collect();
    let listed = [
        r#""requiresAuth":true"#,
        r#""requiredRoles":["Manager"]"#,
        r#""requiresAnyRole":["Manager"]"#,
        r#""requiredPermissions":["CanX"]"#,
        r#""requiresAnyPermission":["CanX"]"#,
        r#""requiresApiKey":true"#,
    ];
    let listed = listed.iter().enumerate().map(|(place, member)| {
        format!(
            r#"{{"request":{{"name":"Listed{place}"}},"routes":[{{"path":"/listed{place}"}}],{member},
            "returnType":{{"name":"String"}}}}"#
        )
    });
    let open =
        r#"{"request":{"name":"Open"},"routes":[{"path":"/open"}],"returnType":{"name":"String"}}"#;
    let operations: Vec<String> =
        operations.into_iter().chain(listed).chain([open.to_owned()]).collect();
    let document = format!(r#"{{"operations":[{}]}}"#, operations.join(","));
    let host = guarded(document.as_bytes());
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let status = async |path: &str, credentials: Option<&str>| {
        let mut request = client.get(format!("{}{path}?format=json", host.base_url()));
        if let Some(name) = credentials {
            request = request.basic_auth(name, Some(name)).header("X-Api-Key", "ak-test0123456789");
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(status("/open", None).await.0, 200);
    for (place, (kind, attribute)) in attributes.iter().enumerate() {
        let path = format!("/op{place}");
        let refused = if *kind == "closed" { 403 } else { 401 };
        let (anonymous, text) = status(&path, None).await;
        assert_eq!(anonymous, refused, "{attribute} {text}");
        assert_eq!(
            *kind == "closed",
            text.contains("is closed: the emulator cannot check"),
            "{text}"
        );
        let admitted = match *kind {
            "closed" => 403,
            // The key has no scopes.
            "scoped" => 401,
            _ => 200,
        };
        assert_eq!(status(&path, Some("boss")).await.0, admitted, "{attribute}");
    }
    for place in 0..6 {
        let path = format!("/listed{place}");
        assert_eq!(status(&path, None).await.0, 401, "{path}");
        let mia = status(&path, Some("mia")).await;
        assert_eq!(mia.0, 200, "{path} {}", mia.1);
    }
}

/// A host whose file `Hello.toml` says this, with the answer `ok`.
fn checked(rules: &str) -> host::Host {
    host::host(&[("Hello.toml", &format!("{rules}\n[[answer]]\nanswer = {{ Result = 'ok' }}\n"))])
}

#[tokio::test]
async fn rules_of_a_file_are_all_told_in_the_order_of_the_members() {
    let host = checked(
        r#"
        validate = { Names = "NotEmpty", Age = "InclusiveBetween(1,120)", Name = ["NotEmpty", { validator = "Length(3,5)", code = "Odd", message = "{PropertyName} has {TotalLength}" }, { condition = "it != 'root' && dto.Age < 200" }] }
        "#,
    );
    let (status, _, text) =
        host.whole(reqwest::Method::GET, "/hello/a?format=jsv&Age=200", &[], "").await;
    assert_eq!(status, 400);
    insta::assert_snapshot!(text);
    assert!(host.get("/hello/abcd?format=jsv&Age=2&Names=x").await.starts_with("200 {Result:ok"));
    let batch = "[{Name:abcd,Age:2,Names:[x]},{Name:abcd,Age:0,Names:[x]}]";
    let headers = [("content-type", "application/jsv")];
    let answer = host.send(reqwest::Method::POST, "/jsv/reply/Hello[]", &headers, batch).await;
    assert!(answer.contains("AutoBatchIndex:1"), "{answer}");
}

#[tokio::test]
async fn a_file_says_who_may_call() {
    let host = checked(r#"requires = ["IsAuthenticated", "HasRole(Cashier)"]"#);
    let till = "Basic dGlsbDp0aWxs";
    let get = async |host: &host::Host, headers: &[(&str, &str)]| {
        host.send(reqwest::Method::GET, "/hello/a?format=json", headers, "").await
    };
    let refused = get(&host, &[]).await;
    assert!(refused.starts_with("401 ") && refused.contains("Not Authenticated"), "{refused}");
    assert!(get(&host, &[("authorization", till)]).await.starts_with("200 "));
    let host = checked(r#"requires = ["HasRole(Manager)"]"#);
    let refused = get(&host, &[("authorization", till)]).await;
    assert!(refused.starts_with("403 ") && refused.contains("Manager Role Required"), "{refused}");
    let host = checked(
        r#"requires = [{ condition = "dto.Age < 10", status = 409, code = "TooBig", message = "Age is too big" }]"#,
    );
    assert!(get(&host, &[]).await.starts_with("200 "));
    let (status, _, text) =
        host.whole(reqwest::Method::GET, "/hello/a?format=jsv&Age=11", &[], "").await;
    assert_eq!(
        (status, &*text),
        (409, "{ResponseStatus:{ErrorCode:TooBig,Message:Age is too big,Errors:[]}}")
    );
}

#[tokio::test]
async fn without_answers_the_operations_own_service_answers_what_passes() {
    let host = host::host(&[("Hello.json", r#"{"validate":{"Name":"MinimumLength(2)"}}"#)]);
    assert!(host.get("/hello/ab?format=json").await.starts_with("200 {\"Id\":0,"));
    assert!(host.get("/hello/a?format=json").await.starts_with("400 "));
}

#[tokio::test]
async fn a_file_opens_what_the_contract_closes() {
    let document =
        br#"{"operations":[{"request":{"name":"Op","attributes":[{"name":"OurOwnAuthorization"}]},
        "returnType":{"name":"String"}}]}"#;
    let contract = Contract::read(document).unwrap();
    for (text, status) in
        [("[[answer]]\nbody = 'a'\n", 403), ("requires = []\n[[answer]]\nbody = 'a'\n", 200)]
    {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Op.toml"), text).unwrap();
        let stubs = Stubs::open(folder.path(), "op", &contract, &Dialect::default()).unwrap();
        let builder = Emulator::builder(contract.clone());
        let builder = builder.services(|services| _ = services.put_before(Arc::new(stubs)));
        let running = builder.start().unwrap();
        let answer = reqwest::get(format!("{}/json/reply/Op", running.base_url())).await.unwrap();
        assert_eq!(answer.status().as_u16(), status);
    }
}

#[tokio::test]
async fn a_demand_may_be_for_certain_verbs() {
    let host = host::host(&[(
        "Hello.toml",
        "requires = [{ validator = 'IsAuthenticated', verbs = ['PUT', 'DELETE'] }]\n[[answer]]\nbody = 'a'\n",
    )]);
    for (verb, status) in [("GET", "200"), ("POST", "200"), ("PUT", "401"), ("DELETE", "401")] {
        let answer = host.send(verb.parse().unwrap(), "/hello/a?format=json", &[], "").await;
        assert!(answer.starts_with(status), "{verb}: {answer}");
    }
}

/// `dto` is the object that has the member; what is null is not looked into.
#[tokio::test]
async fn rules_of_nested_members_ask_their_own_object() {
    let host = host::host(&[(
        "Hello.toml",
        "[validate]\nNames = 'NotEmpty'\n'Names[]' = 'MaximumLength(3)'\n\
         [validate.Lines]\nText = { validator = 'NotEmpty', when = 'dto.Amount > 1' }\n\
         Amount = 'LessThan(10)'\n[validate.Customer]\nLevel = 'GreaterThan(0)'\n\
         [[answer]]\nbody = 'good'\n",
    )]);
    let json = [("Content-Type", "application/json")];
    let cases: [(&str, &[&str]); 4] = [
        (r#"{"Names":["a"],"Lines":[{"Amount":1},null,{"Amount":2,"Text":"x"}]}"#, &[]),
        (r#"{"Names":["a","long"],"Customer":{}}"#, &["Names[1]", "Customer.Level"]),
        (
            r#"{"Names":["a"],"Lines":[{"Amount":1},{"Amount":12}]}"#,
            &["Lines[1].Text", "Lines[1].Amount"],
        ),
        (r#"{"Names":null,"Lines":null}"#, &["Names"]),
    ];
    for (body, fields) in cases {
        let answer = host.send(reqwest::Method::POST, "/hello/a?format=json", &json, body).await;
        let blamed: Vec<&str> = answer
            .split("\"FieldName\":\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(blamed, fields, "{body}: {answer}");
    }
}

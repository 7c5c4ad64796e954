//! Sign-in made by files: passwords in settings, register, roles, tokens and their end.

use std::fs;

use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::{Client, Method};
use servicestack_emulator::{Emulator, Running};
use tempfile::TempDir;

/// A host folder with two users whose passwords stand in its settings, and a secret for tokens.
struct Shop {
    running: Running,
    client: Client,
    _folder: TempDir,
}

const SETTINGS: &str = r#"
[jwt]
secret = "0123456789abcdef0123456789abcdef"

[[users]]
name = "till"
password = "secret of the till"
roles = ["Cashier"]

[[users]]
name = "boss"
password = "b"
display_name = "Big Boss"
roles = ["Admin"]
"#;

const CONTRACT: &str = r#"{"operations":[
    {"request":{"name":"WhoAmI"},"routes":[{"path":"/whoami"}],
     "response":{"name":"WhoAmIResponse","properties":[{"name":"Id","type":"String"},{"name":"Name","type":"String"},
        {"name":"DisplayName","type":"String"},{"name":"Roles","type":"List`1","genericArgs":["String"]},
        {"name":"Session","type":"String"}]}},
    {"request":{"name":"Secured","attributes":[{"name":"ValidateIsAuthenticated"}]},"routes":[{"path":"/secured"}],
     "returnType":{"name":"String"}},
    {"request":{"name":"Enter","properties":[{"name":"Name","type":"String"},
        {"name":"Roles","type":"List`1","genericArgs":["String"]}]},"routes":[{"path":"/enter"}],"returnType":{"name":"String"}},
    {"request":{"name":"Leave"},"routes":[{"path":"/leave"}]},
    {"request":{"name":"Promote","properties":[{"name":"Name","type":"String"}]},"routes":[{"path":"/promote"}]},
    {"request":{"name":"Demote","properties":[{"name":"Name","type":"String"}]},"routes":[{"path":"/demote"}]},
    {"request":{"name":"CreateJwt","properties":[{"name":"Sub","type":"String"},{"name":"Life","type":"String"},
        {"name":"Roles","type":"List`1","genericArgs":["String"]}]},"routes":[{"path":"/jwt"}],"returnType":{"name":"String"}},
    {"request":{"name":"Revoke"},"routes":[{"path":"/revoke"}]}
]}"#;

const WHO: &str = r#"{"Id":"{{ user.id }}","Name":"{{ user.name }}","DisplayName":"{{ user.displayName }}",
    "Roles":"{{ user.roles }}","Session":"{{ 'one' if session.id else 'none' }}"}"#;

fn shop(stubs: &[(&str, &str)]) -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("contract.json"), CONTRACT).unwrap();
    fs::write(path.join("settings.toml"), SETTINGS).unwrap();
    fs::create_dir(path.join("stubs")).unwrap();
    for (name, text) in [("WhoAmI.json", WHO), ("Secured.json", "\"in\"")].iter().chain(stubs) {
        fs::write(path.join("stubs").join(name), text).unwrap();
    }
    let running = Emulator::folder(path).unwrap().start().unwrap();
    let client = Client::builder().cookie_store(true).build().unwrap();
    Shop { running, client, _folder: folder }
}

impl Shop {
    async fn send(
        &self,
        verb: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, HeaderMap, String) {
        let url = format!("{}{path}", self.running.base_url());
        let mut request = self.client.request(verb, url).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.text().await.unwrap())
    }

    async fn get(&self, path: &str) -> String {
        let (status, _, text) = self.send(Method::GET, path, &[], "").await;
        format!("{status} {text}")
    }

    async fn post(&self, path: &str, body: &str) -> String {
        let headers = [("content-type", "application/json"), ("accept", "application/json")];
        let (status, _, text) = self.send(Method::POST, path, &headers, body).await;
        format!("{status} {text}")
    }

    async fn with_token(&self, path: &str, token: &str) -> String {
        let bearer = format!("Bearer {token}");
        let (status, _, text) =
            self.send(Method::GET, path, &[("authorization", &bearer)], "").await;
        format!("{status} {text}")
    }
}

#[tokio::test]
async fn a_password_in_the_settings_signs_in() {
    let shop = shop(&[]);
    assert_eq!(shop.get("/secured?format=json").await[..3], *"401");
    let wrong = shop.post("/auth/credentials", r#"{"UserName":"till","Password":"b"}"#).await;
    assert!(wrong.starts_with("401 "), "{wrong}");
    let right = r#"{"UserName":"till","Password":"secret of the till"}"#;
    let signed_in = shop.post("/auth/credentials", right).await;
    assert!(signed_in.starts_with("200 ") && signed_in.contains("Cashier"), "{signed_in}");
    assert_eq!(shop.get("/secured?format=json").await, "200 in");
}

#[tokio::test]
async fn an_answer_signs_in_whom_it_names() {
    let shop = shop(&[
        (
            "Enter.toml",
            r#"
            [[answer]]
            when = { Name = "boss" }
            login = "boss"
            answer = "{{ user.name }} {{ user.displayName }} {{ session.id | length }}"

            [[answer]]
            login = { name = "{{ Name }}", id = "77", display_name = "A {{ Name }}", roles = "{{ Roles }}", remember = true }
            answer = "{{ user.id }}"
            "#,
        ),
        ("Leave.toml", "[[answer]]\nrevoke = 'session'\n"),
    ]);
    assert_eq!(shop.get("/whoami?format=jsv").await, "200 {Session:none}");
    let (_, headers, text) = shop.send(Method::GET, "/enter?Name=boss", &[], "").await;
    assert_eq!(text, "boss Big Boss 20");
    let cookies: Vec<&str> =
        headers.get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let names: Vec<&str> = cookies.iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
    assert_eq!(names, ["ss-id", "ss-pid", "ss-opt", "X-UAId"]);
    assert_eq!(
        shop.get("/whoami?format=jsv").await,
        "200 {Id:2,Name:boss,DisplayName:Big Boss,Roles:[Admin],Session:one}"
    );
    assert_eq!(shop.get("/enter?Name=zoe&Roles=A,B").await, "200 77");
    assert_eq!(
        shop.get("/whoami?format=jsv").await,
        "200 {Id:77,Name:zoe,DisplayName:A zoe,Roles:[A,B],Session:one}"
    );
    assert_eq!(shop.get("/auth?format=jsv").await.matches("UserName:zoe").count(), 1);
    assert_eq!(shop.get("/secured?format=json").await, "200 in");
    assert!(shop.get("/leave").await.starts_with("20"));
    assert!(shop.get("/secured?format=json").await.starts_with("401"));
}

#[tokio::test]
async fn users_register_in_their_tenant() {
    let shop = shop(&[(
        "Register.toml",
        r#"
        validate = { UserName = "NotEmpty", Password = "MinimumLength(2)" }

        [[answer]]
        when = { AutoLogin = true }
        register = { name = "{{ UserName }}", password = "{{ Password }}", email = "{{ Email }}", roles = ["Guest"] }
        login = true
        answer = { UserId = "{{ user.id }}", UserName = "{{ UserName }}", SessionId = "{{ session.id }}" }

        [[answer]]
        register = { name = "{{ UserName }}", password = "{{ Password }}", display_name = "{{ DisplayName }}" }
        answer = { UserName = "{{ UserName }}" }
        "#,
    )]);
    let registered = shop
        .post("/register", r#"{"UserName":"ann","Password":"pw","AutoLogin":true,"Email":"a@b"}"#)
        .await;
    assert!(registered.starts_with(r#"200 {"UserId":"3","SessionId":""#), "{registered}");
    assert!(shop.get("/whoami?format=jsv").await.starts_with("200 {Id:3,Name:ann,Roles:[Guest],"));
    for taken in [
        r#"{"UserName":"Ann","Password":"xx"}"#,
        r#"{"UserName":"boss","Password":"xx"}"#,
        r#"{"UserName":"a@B","Password":"xx"}"#,
    ] {
        let refused = shop.post("/register", taken).await;
        assert!(refused.starts_with("400 ") && refused.contains("AlreadyExists"), "{refused}");
    }
    assert!(
        shop.post("/register", r#"{"UserName":"x","Password":"y"}"#)
            .await
            .contains("MinimumLength")
    );
    assert!(
        shop.post("/register", r#"{"UserName":"bob","Password":"pw2"}"#).await.starts_with("200 ")
    );
    let other = Client::new();
    let sign_in = async |name: &str, password: &str| {
        let url = format!("{}/auth/credentials?format=json", shop.running.base_url());
        let body = format!(r#"{{"UserName":"{name}","Password":"{password}"}}"#);
        let request = other.post(url).header("content-type", "application/json").body(body);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(sign_in("bob", "pw2").await, 200);
    assert_eq!(sign_in("a@b", "pw").await, 200);
    assert_eq!(sign_in("bob", "pw").await, 401);
    assert_eq!(sign_in("bob", "").await, 500);
    let tenants = shop.running.tenants();
    let fork = tenants.fork("default", "copy").unwrap();
    tenants.reset("default").unwrap();
    assert_eq!(sign_in("bob", "pw2").await, 401);
    assert_eq!(fork.accounts(0).unwrap().registered.count(), 2);
}

#[tokio::test]
async fn roles_are_given_and_taken_by_answers() {
    let shop = shop(&[
        ("Enter.toml", "[[answer]]\nlogin = '{{ Name }}'\nanswer = 'ok'\n"),
        (
            "Promote.toml",
            "[[answer]]\nassign = { user = '{{ Name }}', roles = ['Manager'], permissions = ['CanX'] }\nstatus = 204\n",
        ),
        (
            "Demote.toml",
            "[[answer]]\nunassign = { user = '{{ Name }}', roles = ['Manager', 'Cashier'] }\n",
        ),
        (
            "AssignRoles.toml",
            "[[answer]]\nwhen = { UserName = 'till' }\nanswer = { AllRoles = ['said by a file'] }\n",
        ),
    ]);
    shop.get("/enter?Name=till").await;
    assert!(shop.get("/promote?Name=till").await.starts_with("204"));
    assert!(shop.get("/whoami?format=jsv").await.contains("Roles:[Cashier,Manager]"));
    assert!(shop.get("/demote?Name=till").await.starts_with("20"));
    assert!(shop.get("/whoami?format=jsv").await.contains("Roles:[]"));
    assert!(shop.get("/promote?Name=nobody").await.starts_with("404"));
    // ServiceStack's own operation, answered by a file, and by itself where the file does not.
    let said = shop.post("/assignroles", r#"{"UserName":"till"}"#).await;
    assert!(said.starts_with("200 ") && said.contains("said by a file"), "{said}");
    let own = shop.post("/assignroles", r#"{"UserName":"boss"}"#).await;
    assert!(own.starts_with("403 ") && own.contains("Invalid Role"), "{own}");
}

#[tokio::test]
async fn the_claims_of_a_token_are_the_session() {
    let shop = shop(&[
        (
            "CreateJwt.json",
            r#""{{ jwt(sub=Sub, name='Tok En', preferred_username='token', roles=Roles, exp=Life) }}""#,
        ),
        ("Revoke.toml", "[[answer]]\nrevoke = 'token'\nstatus = 204\n"),
    ]);
    let token = async |query: &str| shop.get(&format!("/jwt?{query}")).await[4..].to_owned();
    let good = token("Sub=99&Life=1h&Roles=Admin,Tester").await;
    assert_eq!(good.split('.').count(), 3, "{good}");
    assert_eq!(shop.with_token("/secured", &good).await, "200 in");
    assert_eq!(
        shop.with_token("/whoami?format=jsv", &good).await,
        "200 {Id:99,Name:token,DisplayName:Tok En,Roles:[Admin,Tester],Session:one}"
    );
    let expired = token("Sub=99&Life=-5m").await;
    assert!(shop.with_token("/secured?format=json", &expired).await.starts_with("401"));
    assert!(shop.with_token("/whoami?format=jsv", &expired).await.contains("Session:none"));
    let other = good.replace('A', "B");
    assert!(shop.with_token("/secured?format=json", &other).await.starts_with("401"));
    // The token of the request ends; another one goes on.
    let second = token("Sub=5&Life=2030-01-01T00:00:00Z").await;
    assert!(shop.with_token("/revoke", &good).await.starts_with("204"));
    assert!(shop.with_token("/secured?format=json", &good).await.starts_with("401"));
    assert_eq!(shop.with_token("/secured", &second).await, "200 in");
    // Without one, that which was issued last.
    assert!(shop.get("/revoke").await.starts_with("204"));
    assert!(shop.with_token("/secured?format=json", &second).await.starts_with("401"));
    assert!(shop.get("/jwt?Sub=1&Life=soon").await.starts_with("500"));
}

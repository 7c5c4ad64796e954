use insta::assert_snapshot;
use servicestack_emulator::auth::hash_password;
use servicestack_emulator::config::{Layer, Settings};

use super::{fault, layer};

/// A `[[users]]` with these lines beside its password hash.
fn user(lines: &str) -> String {
    format!(
        "[[users]]\n{lines}\npassword_hash = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$w5A9DHj1SU0w5A9DHj1SUw'\n"
    )
}

#[test]
fn users_are_numbered_unless_they_have_an_id() {
    let text = user("name = 'ann'")
        + &user("name = 'bob'\nid = 'b-7'\nroles = ['SysAdmin']\nemail = 'bob@x.ge'");
    let users = Settings::from_layer(layer(&text)).unwrap().effective_users();
    assert_eq!(users.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["1", "b-7"]);
    assert_eq!(users[1].roles, ["SysAdmin"]);
    assert_eq!(users[1].email.as_deref(), Some("bob@x.ge"));
}

#[test]
fn a_hash_made_by_the_command_is_accepted_and_never_shown() {
    let hash = hash_password("s3cret").unwrap();
    let settings =
        Settings::from_layer(layer(&format!("[[users]]\nname = 'ann'\npassword_hash = '{hash}'")))
            .unwrap();
    let shown = settings.to_toml().unwrap();
    assert!(shown.contains("name = \"ann\"") && !shown.contains("argon2"), "{shown}");
}

#[test]
fn what_no_user_may_be() {
    assert_snapshot!(fault("[[users]]\nname = 'ann'"), @"apex.toml, line 1: `users`: ann lacks a `password_hash`, made by the command hash-password, or a `password`");
    assert_snapshot!(fault("[[users]]\nname = 'ann'\npassword = ''"), @"apex.toml, line 3: `users[0].password`: a secret has at least 1 characters");
    assert_snapshot!(fault(&user("name = 'ann'\npassword = 'x'")), @"apex.toml, line 1: `users`: ann has `password` and `password_hash`; remove one");
    assert_snapshot!(fault("[[users]]\nname = 'ann'\npassword_hash = 'secret'"), @"apex.toml, line 3: `users[0].password_hash`: not an argon2 hash: password hash string missing field; make one with the command hash-password");
    assert_snapshot!(fault(&user("name = 'ann'\nid = '1;path=/'")), @r#"apex.toml, line 1: `users`: the id "1;path=/" of ann does not fit into a cookie"#);
    assert_snapshot!(fault("[[users]]\nname = 'ann'\npassword_hash = '$argon2id$v=19$m=8,t=4000000,p=1$c2FsdHNhbHQ$w5A9DHj1SU0w5A9DHj1SUw'"), @"apex.toml, line 3: `users[0].password_hash`: m=8 times t=4000000 is more than 4194304: signing in would take too long; make one with the command hash-password");
    assert_snapshot!(fault(&user("name = ' '")), @"apex.toml, line 1: `users`: the user with id 1 has an empty name");
    assert_snapshot!(fault(&(user("name = 'ann'") + &user("name = 'Ann'"))), @"apex.toml, line 1: `users`: two users sign in as ann");
    assert_snapshot!(fault(&(user("name = 'ann'") + &user("name = 'bob'\nemail = 'ANN'"))), @"apex.toml, line 1: `users`: two users sign in as ann");
    assert_snapshot!(fault(&(user("name = 'ann'\nid = '2'") + &user("name = 'bob'"))), @"apex.toml, line 1: `users`: two users have the id 2");
}

#[test]
fn a_password_may_stand_in_the_settings_where_no_other_machine_signs_in() {
    let text = "[[users]]\nname = 'ann'\npassword = 'secret of ann'\n";
    let settings = Settings::from_layer(layer(text)).unwrap();
    let shown = settings.to_toml().unwrap();
    assert!(shown.contains("name = \"ann\"") && !shown.contains("secret of ann"), "{shown}");
    for open in ["0.0.0.0:80", "[::]:80", "192.0.2.1:80"] {
        let refused = Settings::from_layer(layer(&format!("listen = '{open}'\n{text}")));
        let sentence = refused.unwrap_err().to_string();
        assert!(
            sentence.starts_with(&format!(
                "listening on {open} with the password of ann in the settings; replace `password`"
            )),
            "{sentence}"
        );
    }
    for closed in ["127.0.0.1:80", "[::1]:80"] {
        assert!(Settings::from_layer(layer(&format!("listen = '{closed}'\n{text}"))).is_ok());
    }
}

#[test]
fn a_user_may_sign_in_by_an_email_that_is_the_name_too() {
    let users = layer(&user("name = 'ann@x.ge'\nemail = 'Ann@x.ge'")).settings().users.unwrap();
    assert_eq!(users.users.len(), 1);
}

#[test]
fn api_keys_stand_for_their_user_and_are_not_shown() {
    let text =
        user("name = 'ann'") + &user("name = 'bob'\napi_keys = ['ak-0123456789', 'ak-abcdefghij']");
    let settings = Settings::from_layer(layer(&text)).unwrap();
    let keys = settings.api_keys();
    assert_eq!(
        keys.iter()
            .map(|key| (key.user_id.as_deref().unwrap_or_default(), key.key.as_str()))
            .collect::<Vec<_>>(),
        [("2", "ak-0123456789"), ("2", "ak-abcdefghij")]
    );
    assert!(
        !settings.to_toml().unwrap().contains("ak-") && !format!("{settings:?}").contains("ak-")
    );
    assert_snapshot!(fault(&user("name = 'ann'\napi_keys = ['short']")), @"apex.toml, line 3: `users[0].api_keys[0]`: a secret has at least 8 characters");
    assert_snapshot!(fault(&user("name = 'ann'\napi_keys = ['ak-0123456789', 'ak-0123456789']")), @"apex.toml, line 1: `users`: an API key of the user with id 1 is there twice");
}

#[test]
fn a_key_of_nobody_is_a_fault_with_its_line() {
    let users = user("name = 'ann'\nid = '17'") + &user("name = 'bob'");
    let with = |keys: &str| fault(&format!("{users}\n{keys}"));
    let key = "[[api_keys.keys]]\nkey = 'ak-0123456789'\n";
    assert_snapshot!(with(&format!("{key}user = '17'\n{key}user = 'x'")), @"apex.toml, line 14: `api_keys.keys[1].user`: no user has the id x; the ids are 17, 2");
    assert_snapshot!(with(&format!("{key}user = '71'")), @"apex.toml, line 11: `api_keys.keys[0].user`: no user has the id 71; the ids are 17, 2");
    assert_snapshot!(with(&format!("{key}user = 'Bob'")), @"apex.toml, line 11: `api_keys.keys[0].user`: no user has the id Bob; did you mean 2, the id of bob?");
    assert_snapshot!(with(&format!("{key}{key}user = '2'")), @"apex.toml, line 12: `api_keys.keys[1].key`: this key is there twice");
    let own = user("name = 'ann'\napi_keys = ['ak-0123456789']");
    assert_snapshot!(fault(&format!("{own}{key}")), @"apex.toml, line 6: `api_keys.keys[0].key`: this key is there twice");
    assert!(Layer::from_text("apex.toml", &format!("{users}{key}user = '2'")).is_ok());
}

#[test]
fn users_and_keys_may_stand_in_two_files() {
    let keys = layer("[[api_keys.keys]]\nkey = 'ak-0123456789'\nuser = '2'");
    let two = layer(&(user("name = 'ann'") + &user("name = 'bob'")));
    assert!(Settings::from_layer(keys.clone().over(two)).is_ok());
    let one = layer(&user("name = 'ann'"));
    let refused = Settings::from_layer(keys.clone().over(one)).unwrap_err().to_string();
    assert_snapshot!(refused, @"`api_keys.keys[0].user`: no user has the id 2; the ids are 1");
    assert!(Settings::from_layer(keys).is_err(), "the demo user has another id");
}

#[test]
fn the_secret_of_tokens_is_long_and_never_shown() {
    let settings =
        Settings::from_layer(layer("[jwt]\nsecret = '0123456789abcdef0123456789abcdef'")).unwrap();
    assert_eq!(settings.jwt.secret.as_ref().unwrap().reveal().len(), 32);
    assert!(
        !settings.to_toml().unwrap().contains("0123") && !format!("{settings:?}").contains("0123")
    );
    assert_snapshot!(fault("[jwt]\nsecret = 'short'"), @"apex.toml, line 2: `jwt.secret`: a secret has at least 32 characters");
    assert!(Settings::from_layer(layer("[jwt]\nlifetime = '1h'")).unwrap().jwt.secret.is_none());
}

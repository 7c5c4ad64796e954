//! Protection that a contract names by attributes alone, without its flags.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use servicestack_emulator::config::Layer;

use super::hosted::{Hosted, Protected};
use super::ways::{Call, Way};
use crate::hosts::started_folder;

const FLAGS: [&str; 4] =
    ["requiresAuth", "requiredRoles", "requiresAnyRole", "requiredPermissions"];

/// The host with operations that have these attributes and no flags.
fn with_attributes(host: Hosted, (folder, file): (&str, &str), attributes: &Value) -> Hosted {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts").join(folder);
    let contract = fs::read(fixture.join("contract.json")).expect("a contract");
    let mut contract: Value = serde_json::from_slice(&contract).expect("JSON");
    for operation in contract["operations"].as_array_mut().expect("operations") {
        let name = operation["request"]["name"].as_str().unwrap_or_default().to_owned();
        if let Some(attributes) = attributes.get(&name) {
            let members = operation.as_object_mut().expect("an operation");
            FLAGS.iter().for_each(|flag| _ = members.remove(*flag));
            operation["request"]["attributes"] = attributes.clone();
        }
    }
    let served = tempfile::tempdir().expect("a folder");
    fs::write(served.path().join("contract.json"), contract.to_string()).expect("written");
    fs::copy(fixture.join("settings.toml"), served.path().join("settings.toml")).expect("copied");
    let over = Layer::from_file(&fixture.join(file)).expect("settings");
    let running = started_folder(served.path().to_str().expect("Unicode"), None, over);
    host.served_by(running)
}

fn with_text(name: &str, text: &str) -> Value {
    let list = json!([text]).to_string();
    json!([{ "name": name, "constructorArgs": [{ "name": "x", "type": "String[]", "value": list }] }])
}

fn operation<'h>(host: &'h Hosted, name: &str) -> &'h Protected {
    host.operations.iter().find(|operation| operation.name == name).expect("an operation")
}

/// Each user is let in by what the operation asks for, and nobody without signing in.
async fn is_as_flagged(host: &Hosted, name: &str, ways: &[Way]) {
    let operation = operation(host, name);
    let nobody = host.statuses(operation, &Call::default(), usize::MAX).await;
    assert!(nobody.are_right(false), "{} {name}: {nobody:?}", host.name);
    for way in ways {
        for user in host.users {
            let call = way.call(&host.good(*way, user).await);
            let statuses = host.statuses(operation, &call, usize::MAX).await;
            let may = host.may(user, *way, operation);
            assert!(
                statuses.are_right(may),
                "{} {way:?} {} {name}: {statuses:?}",
                host.name,
                user.name
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attributes_that_filter_mean_what_the_flags_mean() {
    for [auth, role, permission, any] in [
        ["Authenticate", "RequiredRole", "RequiredPermission", "RequiresAnyRole"],
        ["authenticate", "REQUIREDROLE", "requiredPermission", "requiresanyrole"],
        [
            "ServiceStack.AuthenticateAttribute",
            "ServiceStack.RequiredRole",
            "RequiredPermissionAttribute",
            "global::ServiceStack.requiresAnyRoleAttribute",
        ],
    ] {
        let attributes = json!({
            "Secured": [{ "name": auth }], "NeedRole": with_text(role, "Manager"),
            "NeedPerm": with_text(permission, "CanX"), "AnyRole": with_text(any, "Manager"),
        });
        let of = ("keys", "settings.toml");
        let host = with_attributes(Hosted::accounts("keys", "", &[]), of, &attributes);
        // The host of the recordings has these two.
        for name in ["Secured", "NeedRole"] {
            for way in [Way::KeyHeader, Way::BearerKey, Way::SecretHeader, Way::SecretInQuery] {
                let secret = match way {
                    Way::KeyHeader | Way::BearerKey => "ak-admin0123456789",
                    _ => "admin-secret-0123456789",
                };
                let call = way.call(secret);
                let statuses = host.statuses(operation(&host, name), &call, usize::MAX).await;
                assert!(statuses.are_right(false), "{auth} {way:?} {name}: {statuses:?}");
            }
        }
        let of = ("auth", "settings.toml");
        let host = with_attributes(Hosted::accounts("auth", "", &[]), of, &attributes);
        for name in ["Secured", "NeedRole", "NeedPerm", "AnyRole"] {
            is_as_flagged(&host, name, &[Way::SessionCookie, Way::Basic]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_identity_an_administrator_has_no_other_role() {
    let attributes = json!({
        "EmployeeOnly": with_text("RequiredRole", "Employee"),
        "AuthenticateAttr": [{ "name": "Authenticate" }],
    });
    let host = with_attributes(Hosted::identity("jwt", &[]), ("identity", "jwt.toml"), &attributes);
    for name in ["EmployeeOnly", "AuthenticateAttr"] {
        is_as_flagged(&host, name, &[Way::BearerToken]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_in_another_spelling_protects_as_well() {
    for [auth, admin, role, permission] in [
        ["validateIsAuthenticated", "validateIsAdmin", "validatehasrole", "VALIDATEHASPERMISSION"],
        [
            "ValidateIsAuthenticatedAttribute",
            "ServiceStack.ValidateIsAdmin",
            "ServiceStack.validateHasRoleAttribute",
            "global::ServiceStack.ValidateHasPermission",
        ],
    ] {
        let attributes = json!({
            "VAuth": [{ "name": auth }], "VAdmin": [{ "name": admin }],
            "VRole": with_text(role, "Manager"), "VPerm": with_text(permission, "CanX"),
        });
        let of = ("auth", "settings.toml");
        let host = with_attributes(Hosted::accounts("auth", "", &[]), of, &attributes);
        for name in ["VAuth", "VAdmin", "VRole", "VPerm"] {
            is_as_flagged(&host, name, &[Way::SessionCookie]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_sounds_like_protection_and_is_not_known_closes() {
    let attributes = json!({
        "VAuth": [{ "name": "validateSomething" }], "VAdmin": [{ "name": "shop.needsrole" }],
        "VRole": [{ "name": "requiredRole" }], "VPerm": [{ "name": "AUTHFILTERATTRIBUTE" }],
    });
    let of = ("auth", "settings.toml");
    let host = with_attributes(Hosted::accounts("auth", "", &[]), of, &attributes);
    let call = Way::SessionCookie.call(&host.good(Way::SessionCookie, &host.users[1]).await);
    for name in ["VAuth", "VAdmin", "VRole", "VPerm"] {
        let statuses = host.statuses(operation(&host, name), &call, usize::MAX).await;
        assert!(statuses.are_right(false), "{name}: {statuses:?}");
    }
    let open = host.statuses(operation(&host, "Secured"), &call, usize::MAX).await;
    assert!(open.are_right(true), "the control: {open:?}");
}

//! Protection that a contract names by attributes alone, without its flags.

use serde_json::{Value, json};

use super::contracts::named;
use super::hosted::{ADMIN_KEY, ADMIN_SECRET, Hosted};
use super::protected::Protected;
use super::targets::At;
use super::ways::{Call, Way};

const FLAGS: [&str; 5] = [
    "requiresAuth",
    "requiredRoles",
    "requiresAnyRole",
    "requiredPermissions",
    "requiresAnyPermission",
];

/// Names of attributes that filter, and of those that are checked later, as compilers write them
/// and as nobody does.
const FILTERS: [&[&str]; 5] = [
    &["Authenticate", "authenticate", "ServiceStack.AuthenticateAttribute"],
    &["RequiredRole", "REQUIREDROLE", "ServiceStack.RequiredRole"],
    &["RequiredPermission", "requiredPermission", "RequiredPermissionAttribute"],
    &["RequiresAnyRole", "requiresanyrole", "global::ServiceStack.requiresAnyRoleAttribute"],
    &["RequiresAnyPermission", "REQUIRESANYPERMISSION", "ServiceStack.RequiresAnyPermission"],
];
const VALIDATORS: [&[&str]; 4] = [
    &["validateIsAuthenticated", "ValidateIsAuthenticatedAttribute"],
    &["validateIsAdmin", "ServiceStack.ValidateIsAdmin"],
    &["validatehasrole", "ServiceStack.validateHasRoleAttribute"],
    &["VALIDATEHASPERMISSION", "global::ServiceStack.ValidateHasPermission"],
];

/// Gives operations these attributes in the place of their flags.
fn protect(operations: &mut [Value], attributes: &Value) {
    for (name, attributes) in attributes.as_object().expect("operations") {
        let operation = named(operations, name);
        let members = operation.as_object_mut().expect("an operation");
        FLAGS.iter().for_each(|flag| _ = members.remove(*flag));
        operation["request"]["attributes"] = attributes.clone();
    }
}

/// A host with operations that have these attributes and no flags.
fn with_attributes(name: &'static str, attributes: &Value) -> Hosted {
    Hosted::changed(name, "", &[], |operations| protect(operations, attributes))
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
    let nobody = host.statuses(operation, &Call::default(), At::All).await;
    assert!(nobody.are_right(false), "{} {name}: {nobody:?}", host.name);
    for way in ways {
        for user in host.users {
            let call = way.call(&host.good(*way, user).await);
            let statuses = host.statuses(operation, &call, At::All).await;
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

/// Neither the key nor the secret of an administrator opens these.
async fn closed_to_administrators(host: &Hosted, names: &[&str]) {
    for (way, secret) in [
        (Way::KeyHeader, ADMIN_KEY),
        (Way::BearerKey, ADMIN_KEY),
        (Way::SecretHeader, ADMIN_SECRET),
        (Way::SecretInQuery, ADMIN_SECRET),
    ] {
        for name in names {
            let call = way.call(secret);
            let statuses = host.statuses(operation(host, name), &call, At::All).await;
            assert!(statuses.are_right(false), "{way:?} {name}: {statuses:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attributes_that_filter_mean_what_the_flags_mean() {
    for place in 0..FILTERS[0].len() {
        let [auth, role, permission, any, any_permission] =
            FILTERS.map(|spellings| spellings[place]);
        let mut attributes = json!({
            "Secured": [{ "name": auth }], "NeedRole": with_text(role, "Manager"),
        });
        // The host of the recordings has these two.
        let host = with_attributes("keys", &attributes);
        closed_to_administrators(&host, &["Secured", "NeedRole"]).await;
        attributes["NeedPerm"] = with_text(permission, "CanX");
        attributes["AnyRole"] = with_text(any, "Manager");
        attributes["AnyPerm"] = with_text(any_permission, "CanX");
        let host = with_attributes("auth", &attributes);
        for name in ["Secured", "NeedRole", "NeedPerm", "AnyRole", "AnyPerm"] {
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
    let host = Hosted::identity_changed(&[], |operations| protect(operations, &attributes));
    for name in ["EmployeeOnly", "AuthenticateAttr"] {
        is_as_flagged(&host, name, &[Way::BearerToken]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_in_another_spelling_protects_as_well() {
    for place in 0..VALIDATORS[0].len() {
        let [auth, admin, role, permission] = VALIDATORS.map(|spellings| spellings[place]);
        let attributes = json!({
            "VAuth": [{ "name": auth }], "VAdmin": [{ "name": admin }],
            "VRole": with_text(role, "Manager"), "VPerm": with_text(permission, "CanX"),
        });
        let host = with_attributes("auth", &attributes);
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
    let host = with_attributes("auth", &attributes);
    let call = Way::SessionCookie.call(&host.good(Way::SessionCookie, &host.users[1]).await);
    for name in ["VAuth", "VAdmin", "VRole", "VPerm"] {
        let statuses = host.statuses(operation(&host, name), &call, At::All).await;
        assert!(statuses.are_right(false), "{name}: {statuses:?}");
    }
    let open = host.statuses(operation(&host, "Secured"), &call, At::All).await;
    assert!(open.are_right(true), "the control: {open:?}");
}

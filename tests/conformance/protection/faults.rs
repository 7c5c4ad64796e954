//! What can be wrong with a credential.

use super::hosted::Hosted;
use super::signed::User;
use super::ways::Way;

/// Faults of a credential, with the credential.
pub fn faults(host: &Hosted, way: Way, user: &User, good: &str) -> Vec<(&'static str, String)> {
    if way == Way::Basic {
        // Verifying takes its time: each wrong password is one hash.
        return passwords(user);
    }
    let mut faults = vec![
        ("empty", String::new()),
        ("longer", format!("{good}x")),
        ("in capitals", good.to_ascii_uppercase()),
        ("another", "another-0123456789-another".to_owned()),
        ("very long", "x".repeat(7000)),
        (
            "long and in three parts",
            ["x".repeat(2300), "x".repeat(2300), "x".repeat(2300)].join("."),
        ),
    ];
    faults.extend(good.len().checked_sub(1).map(|end| ("cut", good[..end].to_owned())));
    if way.takes_key() {
        for old in ["old-api-key-0123456789", "ak-old0123456789"] {
            faults.push(("expired", old.to_owned()));
        }
        for gone in ["gone-api-key-0123456789", "ak-gone0123456789"] {
            faults.push(("cancelled", gone.to_owned()));
        }
    }
    if way.takes_token() || way == Way::RefreshCookie {
        let kind = if way == Way::RefreshCookie { "JWTR" } else { "JWT" };
        faults.extend(host.signing.forged(kind, user));
    }
    if way == Way::RefreshCookie && host.identity {
        faults.push(("an access token", host.signing.token("JWT", user)));
        faults.push(("one of ServiceStack's own", host.signing.token("JWTR", user)));
    }
    if way == Way::ApplicationCookie {
        faults.push(("a token", host.signing.token("JWT", user)));
        faults.push(("a name", user.name.to_owned()));
        faults.push(("an id", user.id.to_owned()));
    }
    faults
}

/// Right passwords of those who may not sign in are among them.
fn passwords(user: &User) -> Vec<(&'static str, String)> {
    vec![
        ("wrong password", format!("{}:no", user.name)),
        ("empty password", format!("{}:", user.name)),
        ("no password", user.name.to_owned()),
        ("nobody", "nobody:x".to_owned()),
        ("not confirmed", "n@t.t:p@55wOrd".to_owned()),
        ("locked out", "l@t.t:p@55wOrd".to_owned()),
        ("without the second factor", "f@t.t:p@55wOrd".to_owned()),
    ]
}

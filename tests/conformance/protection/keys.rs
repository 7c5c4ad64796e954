//! What the keys of ApiKeysFeature open, and what opens nothing that asks for one.

use super::hosted::{ADMIN_KEY, ADMIN_SECRET, ENDPOINTS, Hosted};
use super::protected::{Asks, OF_ACCOUNTS, Protected};
use super::targets::At;
use super::ways::{WAYS, Way};

/// A key of a user.
const TEST: &str = "ak-test0123456789";
/// One with a scope.
const SCOPED: &str = "ak-scoped012345678";
/// One of nobody.
const NOBODYS: &str = "ak-nobody0123456789";
/// One for a single operation.
const LIMITED: &str = "ak-limited012345678";

/// An operation, and the keys that may call it.
struct Keyed {
    operation: Protected,
    keys: &'static [&'static str],
}

const fn keyed(name: &'static str, route: &'static str, keys: &'static [&'static str]) -> Keyed {
    let verbs = &["POST", "GET"];
    Keyed { operation: Protected { name, route, verbs, asks: Asks::Somebody }, keys }
}

/// Those of the host `keys`.
const BY_SCOPE: &[Keyed] = &[
    keyed("VKey", "/v-key", &[TEST, SCOPED, ADMIN_KEY, NOBODYS]),
    keyed("VScope", "/v-scope", &[SCOPED, ADMIN_KEY]),
    keyed("VLimited", "/v-limited", &[TEST, SCOPED, ADMIN_KEY, NOBODYS, LIMITED]),
];

/// That of the hosts with Identity.
const OF_IDENTITY: &[Keyed] = &[keyed("ApiKeyOnly", "/api-key-only", &[TEST, ADMIN_KEY, NOBODYS])];

/// Every key, those that are good no more, and what is none.
const KEYS: [&str; 13] = [
    TEST,
    SCOPED,
    ADMIN_KEY,
    NOBODYS,
    LIMITED,
    "ak-old0123456789",
    "ak-gone0123456789",
    ADMIN_SECRET,
    "AK-TEST0123456789",
    "ak-test012345678",
    "ak-test01234567890",
    "test0123456789",
    "",
];

/// The ways of the feature: two of one form.
const FEATURE: &[Way] = &[Way::KeyHeader, Way::BearerKey, Way::BearerToken];

/// What was not as it should be, and how many calls were let in.
#[derive(Default)]
struct Judged {
    wrong: Vec<String>,
    let_in: usize,
}

impl Judged {
    async fn ask(
        &mut self,
        host: &Hosted,
        (operation, may): (&Protected, bool),
        (way, secret): (Way, &str),
    ) {
        // At every address where the host takes keys so, at the first ones elsewhere.
        let at = if may || host.ways.contains(&way) { At::All } else { At::First(2) };
        let statuses = host.statuses(operation, &way.call(secret), at).await;
        self.let_in += statuses.let_in();
        if !statuses.are_right(may) {
            let name = operation.name;
            self.wrong.push(format!("{} {way:?} {secret} {name}: {statuses:?}", host.name));
        }
    }

    fn end(self, least: usize) {
        let wrong = &self.wrong;
        assert!(
            wrong.is_empty(),
            "{} are not as they should be:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
        assert!(self.let_in >= least, "{} calls were let in", self.let_in);
    }
}

async fn keys_open_what_they_may(host: &Hosted, operations: &[Keyed], judged: &mut Judged) {
    for way in WAYS {
        for key in KEYS {
            for Keyed { operation, keys } in operations {
                let may = host.ways.contains(&way) && keys.contains(&key);
                judged.ask(host, (operation, may), (way, key)).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_open_what_their_scopes_say_and_nothing_else() {
    for host in [
        Hosted::accounts("keys", "", FEATURE),
        Hosted::accounts("keys with endpoints", ENDPOINTS, FEATURE),
    ] {
        let mut judged = Judged::default();
        keys_open_what_they_may(&host, BY_SCOPE, &mut judged).await;
        for way in WAYS {
            for key in KEYS {
                // A key signs nobody in; that of an administrator and the secret pass attributes.
                let is_admin = match way {
                    Way::KeyHeader | Way::BearerKey | Way::BearerToken => {
                        key == ADMIN_KEY || key == ADMIN_SECRET
                    }
                    Way::SecretHeader | Way::SecretInQuery => key == ADMIN_SECRET,
                    _ => false,
                };
                let there = ["Secured", "NeedRole", "VAuth", "VRole"];
                for operation in OF_ACCOUNTS.iter().filter(|one| there.contains(&one.name)) {
                    let may = is_admin && operation.name.starts_with('V');
                    judged.ask(&host, (operation, may), (way, key)).await;
                }
            }
        }
        // Neither a session nor a password opens what asks for a key.
        let boss = &host.users[1];
        for way in [Way::SessionCookie, Way::Basic] {
            let good = host.good(way, boss).await;
            for Keyed { operation, .. } in BY_SCOPE {
                judged.ask(&host, (operation, false), (way, &good)).await;
            }
            judged.ask(&host, (&OF_ACCOUNTS[0], true), (way, &good)).await;
        }
        judged.end(100);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_identity_keys_open_what_asks_for_them_and_nobody_else_does() {
    for name in ["cookies", "jwt", "redirects", "basic"] {
        let host = Hosted::identity(name, FEATURE);
        let mut judged = Judged::default();
        keys_open_what_they_may(&host, OF_IDENTITY, &mut judged).await;
        let there = ["Secured", "AdminOnly"];
        for operation in host.operations.iter().filter(|one| there.contains(&one.name)) {
            for key in KEYS {
                for way in WAYS {
                    judged.ask(&host, (operation, false), (way, key)).await;
                }
            }
        }
        let admin = &host.users[1];
        for way in WAYS.into_iter().filter(|way| !way.takes_key()) {
            let good = host.good(way, admin).await;
            for Keyed { operation, .. } in OF_IDENTITY {
                judged.ask(&host, (operation, false), (way, &good)).await;
            }
        }
        judged.end(6);
    }
}

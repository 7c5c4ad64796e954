//! What the hosts of the walk protect, and from whom.

/// What an operation asks of its caller.
#[derive(Clone, Copy)]
pub enum Asks {
    Somebody,
    Role(&'static str),
    Permission(&'static str),
    /// An API key, whoever calls.
    Key,
}

/// A protected operation.
#[derive(Clone, Copy)]
pub struct Protected {
    pub name: &'static str,
    pub route: &'static str,
    /// The verbs of its route.
    pub verbs: &'static [&'static str],
    pub asks: Asks,
}

const fn protected(name: &'static str, route: &'static str, asks: Asks) -> Protected {
    Protected { name, route, verbs: &["POST", "GET"], asks }
}

/// Those of the hosts with accounts of ServiceStack's own; the last two are of
/// [`add_further`](super::contracts::add_further).
pub const OF_ACCOUNTS: &[Protected] = &[
    protected("Secured", "/secured", Asks::Somebody),
    protected("NeedRole", "/need-role", Asks::Role("Manager")),
    protected("NeedPerm", "/need-perm", Asks::Permission("CanX")),
    protected("AnyRole", "/any-role", Asks::Role("Manager")),
    protected("VAuth", "/v-auth", Asks::Somebody),
    protected("VRole", "/v-role", Asks::Role("Manager")),
    protected("VAdmin", "/v-admin", Asks::Role("Admin")),
    protected("VPerm", "/v-perm", Asks::Permission("CanX")),
    protected("AnyPerm", "/any-perm", Asks::Permission("CanX")),
    protected("VKey", "/v-key", Asks::Key),
];

/// Those of the hosts with Identity.
pub const OF_IDENTITY: &[Protected] = &[
    protected("Secured", "/secured", Asks::Somebody),
    protected("AuthenticateAttr", "/authenticate-attr", Asks::Somebody),
    protected("AdminOnly", "/admin-only", Asks::Role("Admin")),
    protected("EmployeeOnly", "/employee-only", Asks::Role("Employee")),
    Protected { verbs: &["GET"], ..protected("QueryItems", "/items", Asks::Somebody) },
    protected("ApiKeyOnly", "/api-key-only", Asks::Key),
];

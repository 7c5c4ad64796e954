//! Operations and their routes.

use super::{DtoId, TypeName, TypeRef};

/// One operation: what a client can call.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The request DTO's name; calls find it without regard to case.
    pub name: String,
    /// The request DTO.
    pub request: DtoId,
    /// What it answers; `None` for a void operation.
    pub response: Option<TypeRef>,
    /// The response type as the document names it (`returnType`, else the response DTO).
    pub response_name: Option<TypeName>,
    /// The request DTO implements `IReturnVoid`.
    pub returns_void: bool,
    /// Verbs that the service has methods for, upper case; `ANY` for all.
    pub actions: Vec<String>,
    /// Custom routes in declared order.
    pub routes: Vec<Route>,
    /// Callers must be signed in.
    pub requires_auth: bool,
    /// Callers must show an API key. Which scope it needs, documents do not say.
    pub requires_api_key: bool,
    /// Roles that the caller must all have.
    pub required_roles: Vec<String>,
    /// Roles of which the caller must have one.
    pub requires_any_role: Vec<String>,
    /// Permissions that the caller must all have.
    pub required_permissions: Vec<String>,
    /// Permissions of which the caller must have one.
    pub requires_any_permission: Vec<String>,
    /// Tags, in declared order.
    pub tags: Vec<String>,
    /// The one verb that clients should use (`method` of newer documents).
    pub method: Option<String>,
    /// Its service reads the body itself (`IRequiresRequestStream`): it is not deserialised, and
    /// members come from path and query. Told by a member that is a stream.
    pub raw: bool,
    /// ServiceStack's own: it has its page, but `/types/*` leave it out.
    pub built_in: bool,
    /// Left out of the metadata pages and of `/types/*` (`[ExcludeMetadata]`); calls still work.
    pub hidden: bool,
}

/// A custom route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The template: literals, `{Var}` and a final `{Var*}`.
    pub path: String,
    /// The verbs it answers.
    pub verbs: Verbs,
    /// Shown on the operation page.
    pub summary: Option<String>,
    /// Shown on the operation page.
    pub notes: Option<String>,
}

/// The verbs of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verbs {
    /// Every verb.
    All,
    /// The declared text, upper case (`GET,POST`; separators are kept because pages show them).
    Only(String),
}

impl Verbs {
    /// Whether a request with this verb (upper case) takes the route.
    pub fn allow(&self, verb: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(_) => self.declared().any(|allowed| allowed == verb),
        }
    }

    /// The verbs that the route names, in its order; none for every verb.
    pub fn declared(&self) -> impl Iterator<Item = &str> {
        let list = if let Self::Only(list) = self { list } else { "" };
        list.split([',', ' ']).filter(|verb| !verb.is_empty())
    }
}

/// The verbs that clients call operations with, those that they prefer first.
pub const VERBS: [&str; 5] = ["POST", "PUT", "PATCH", "GET", "DELETE"];

/// Whether clients send the request DTO of this verb as a body.
pub fn has_body(verb: &str) -> bool {
    matches!(verb, "POST" | "PUT" | "PATCH")
}

/// One segment of a route's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathSegment<'r> {
    /// Text, matched without regard to case.
    Literal(&'r str),
    /// `{Name}`: any one segment.
    Variable(&'r str),
    /// `{Name*}`, or as ASP.NET Core has it `{**Name}` or `{*Name}`: all that is left.
    Wildcard(&'r str),
}

impl Route {
    /// The path's segments; empty ones count for nothing.
    pub fn segments(&self) -> impl Iterator<Item = PathSegment<'_>> {
        let parts = self.path.split('/').filter(|part| !part.is_empty());
        parts.map(|part| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => {
                let rest = name.strip_suffix('*').or_else(|| name.strip_prefix("**"));
                let rest = rest.or_else(|| name.strip_prefix('*'));
                rest.map_or(PathSegment::Variable(name), PathSegment::Wildcard)
            }
            None => PathSegment::Literal(part),
        })
    }

    /// Whether it ends in `{Name*}`, with which a host that has endpoint routing does not start.
    pub fn is_unroutable(&self) -> bool {
        self.path.ends_with("*}")
    }

    /// The names of its variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.segments().filter_map(|segment| match segment {
            PathSegment::Literal(_) => None,
            PathSegment::Variable(name) | PathSegment::Wildcard(name) => Some(name),
        })
    }
}

impl Operation {
    /// Whether its service has a method for this verb (upper case).
    pub fn has_method(&self, verb: &str) -> bool {
        self.has_any_method() || self.actions.iter().any(|action| action == verb)
    }

    /// Whether its service has a method for every verb. So it is taken where the document does not
    /// say.
    pub fn has_any_method(&self) -> bool {
        self.actions.is_empty() || self.actions.iter().any(|action| action == "ANY")
    }

    /// The verbs among [`VERBS`] that its service has methods for: in the document's order, where
    /// it names them.
    pub fn verbs(&self) -> Vec<&'static str> {
        if self.has_any_method() {
            return VERBS.to_vec();
        }
        let known = |action: &String| VERBS.into_iter().find(|verb| verb == action);
        self.actions.iter().filter_map(known).collect()
    }

    /// The verbs of one of its routes where a web server routes by verb: those that are declared,
    /// else the one to call it with.
    pub fn endpoint_verbs(&self, route: &Route) -> Verbs {
        match &route.verbs {
            Verbs::All => Verbs::Only(self.preferred_verb().to_owned()),
            own => own.clone(),
        }
    }

    /// The one verb to call it with: the document's, else the first of [`VERBS`] that the document
    /// names.
    pub fn preferred_verb(&self) -> &'static str {
        let reported = VERBS.into_iter().find(|verb| self.method.as_deref() == Some(verb));
        let named =
            || VERBS.into_iter().find(|verb| self.actions.iter().any(|action| action == verb));
        reported.or_else(named).unwrap_or("POST")
    }

    /// Whether it is one of ServiceStack's own that are about users and sessions.
    pub fn is_sign_in(&self) -> bool {
        const NAMES: [&str; 8] = [
            "Authenticate",
            "AuthenticateLogout",
            "AssignRoles",
            "UnAssignRoles",
            "Register",
            "GetAccessToken",
            "GetApiKeys",
            "ConvertSessionToToken",
        ];
        self.built_in && NAMES.contains(&self.name.as_str())
    }

    /// Whether callers must be signed in.
    pub fn is_protected(&self) -> bool {
        let rights = [
            &self.required_roles,
            &self.requires_any_role,
            &self.required_permissions,
            &self.requires_any_permission,
        ];
        self.requires_auth || rights.iter().any(|rights| !rights.is_empty())
    }
}

//! The addresses of an operation, and what is answered there.

use super::protected::Protected;

/// How many addresses are asked at once where each has its turn.
const A_TURN: usize = 2;

/// Which addresses are asked.
#[derive(Clone, Copy)]
pub enum At {
    All,
    First(usize),
    /// Two of them, others at the next turn.
    Turn(usize),
}

impl At {
    /// Those of these that are asked.
    pub fn of(self, targets: Vec<Target>) -> Vec<Target> {
        let count = targets.len();
        match self {
            Self::All => targets,
            Self::First(most) => targets.into_iter().take(most).collect(),
            Self::Turn(turn) => {
                targets.into_iter().cycle().skip(turn * A_TURN % count).take(A_TURN).collect()
            }
        }
    }
}

/// One address of an operation.
#[derive(Clone)]
pub struct Target {
    pub verb: &'static str,
    pub path: String,
    pub body: &'static str,
    /// Whether it is one on this host.
    pub is_there: bool,
}

impl Target {
    fn new(verb: &'static str, path: impl Into<String>, is_there: bool) -> Self {
        let path = path.into();
        let body = if path.ends_with(']') { "[{}]" } else { "{}" };
        Self { verb, path, body, is_there }
    }

    /// Whether a form can be sent there: it is neither a batch nor in an address.
    pub fn takes_form(&self) -> bool {
        self.body != "[{}]" && self.verb != "GET"
    }

    /// Verb and path.
    pub fn address(&self) -> String {
        format!("{} {}", self.verb, self.path)
    }
}

impl Protected {
    /// Its addresses with endpoint routing, or without; those that are not there must be as closed.
    pub fn targets(&self, endpoints: bool) -> Vec<Target> {
        if endpoints { self.endpoints() } else { self.classic() }
    }

    fn classic(&self) -> Vec<Target> {
        let Self { name, route, .. } = *self;
        vec![
            Target::new("POST", route, true),
            Target::new("POST", format!("/api/{name}[]"), true),
            Target::new("POST", format!("/api/{name}"), true),
            Target::new("POST", format!("/api/{name}.csv"), true),
            Target::new("POST", format!("/json/reply/{name}"), true),
            Target::new("GET", route, true),
            Target::new("GET", format!("{route}.xml"), true),
            Target::new("GET", format!("/jsv/reply/{name}"), true),
            Target::new("GET", format!("/csv/reply/{name}"), true),
            Target::new("GET", format!("/xml/reply/{name}"), true),
            Target::new("POST", format!("/json/oneway/{name}"), true),
            Target::new("POST", format!("/json/reply/{name}[]"), true),
        ]
    }

    fn endpoints(&self) -> Vec<Target> {
        let Self { name, route, verbs, .. } = *self;
        let verb = if verbs.contains(&"POST") { "POST" } else { "GET" };
        vec![
            Target::new(verb, route, true),
            Target::new(verb, format!("/api/{name}"), true),
            Target::new("GET", route, verbs.contains(&"GET")),
            Target::new("POST", format!("/api/{name}[]"), false),
            Target::new("GET", format!("/api/{name}.json"), false),
            Target::new("POST", format!("/api/{name}.csv"), false),
            Target::new("POST", format!("/API/{name}"), false),
            Target::new("POST", format!("{route}/"), false),
            Target::new("PUT", format!("/api/{name}"), false),
            Target::new("HEAD", route, false),
            Target::new("POST", format!("/json/reply/{name}"), false),
            Target::new("POST", format!("/jsv/reply/{name}"), false),
            Target::new("POST", format!("/csv/reply/{name}"), false),
            Target::new("POST", format!("/xml/reply/{name}"), false),
        ]
    }
}

/// Address, status, and whether the operation is there.
#[derive(Debug)]
pub struct Statuses(pub Vec<(String, u16, bool)>);

impl Statuses {
    /// Whether these are right for somebody who may, or may not, call.
    pub fn are_right(&self, may: bool) -> bool {
        let is_in = |status: u16| (200..300).contains(&status);
        self.0.iter().all(|(_, status, is_there)| match may {
            true => is_in(*status) || !is_there,
            false => !is_in(*status),
        })
    }

    /// How many were answered.
    pub fn let_in(&self) -> usize {
        self.0.iter().filter(|(_, status, _)| (200..300).contains(status)).count()
    }
}

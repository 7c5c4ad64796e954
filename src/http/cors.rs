//! Cross-origin requests, as ServiceStack's CorsFeature answers them (spec 03 section 3).

use super::{Answer, Request};

/// Which pages of other origins may call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cors {
    /// None: no header is sent, and OPTIONS is a verb like any other (recorded).
    #[default]
    Off,
    /// All, as CorsFeature is preset.
    Any,
    /// These origins, with credentials.
    Origins(Vec<String>),
}

/// CorsFeature's preset, header by header.
const PRESET: [(&str, &str); 3] = [
    ("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD"),
    ("Access-Control-Allow-Headers", "Content-Type"),
    ("Access-Control-Max-Age", "600"),
];

impl Cors {
    /// The answer to a pre-flight: 200, empty, with the headers; nobody need be signed in.
    pub fn preflight(&self, request: &Request) -> Option<Answer> {
        let asks = request.verb == "OPTIONS" && *self != Self::Off;
        asks.then(|| self.mark(request, Answer::empty(200)))
    }

    /// An answer with the headers that this origin may see.
    pub fn mark(&self, request: &Request, answer: Answer) -> Answer {
        let answer = match self {
            Self::Off => return answer,
            Self::Any => answer.header("Access-Control-Allow-Origin", "*"),
            Self::Origins(allowed) => match request.header("origin") {
                Some(origin) if allowed.iter().any(|known| known == origin) => answer
                    .header("Access-Control-Allow-Origin", origin.to_owned())
                    .header("Access-Control-Allow-Credentials", "true"),
                _ => return answer,
            },
        };
        PRESET.iter().fold(answer, |answer, (name, value)| answer.header(*name, *value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(origin: &str) -> Request {
        Request::new("OPTIONS", "/hello", [("origin", origin)].into_iter().collect(), Vec::new())
    }

    fn origins(answer: &Answer) -> Vec<&str> {
        let named = answer.headers.iter().filter(|(name, _)| name == "Access-Control-Allow-Origin");
        named.map(|(_, value)| value.as_ref()).collect()
    }

    #[test]
    fn only_listed_origins_are_let_in() {
        let cors = Cors::Origins(vec!["https://till.example".to_owned()]);
        let known = cors.preflight(&asked("https://till.example")).expect("answered");
        assert_eq!((known.status, origins(&known)), (200, vec!["https://till.example"]));
        let other = cors.preflight(&asked("https://evil.example")).expect("answered");
        assert!(origins(&other).is_empty());
    }

    #[test]
    fn without_the_feature_options_is_a_verb_like_any_other() {
        assert!(Cors::Off.preflight(&asked("https://till.example")).is_none());
    }
}

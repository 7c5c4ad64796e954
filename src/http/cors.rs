//! Cross-origin requests, as ServiceStack's CorsFeature answers them (docs/wire/http.md#headers).

use super::{Answer, Request};
use crate::host::{Cors, CorsFeature};

/// What depends on the host that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorsBehaviour {
    /// Says how long a browser may keep the answer: hosts of 8.x and 10.x do, 5.9.1 does not.
    pub max_age: bool,
    /// Says that an answer for some origins depends on the origin; no host does, and caches mix
    /// them up.
    pub vary: bool,
}

/// CorsFeature's preset.
const METHODS: &str = "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD";
const HEADERS: &str = "Content-Type";
const MAX_AGE: &str = "600";

impl Cors {
    /// The answer to a pre-flight: 200, empty, with the headers; nobody need be signed in.
    pub fn preflight(&self, request: &Request, behaviour: CorsBehaviour) -> Option<Answer> {
        let asks = request.verb == "OPTIONS" && *self != Self::Off;
        asks.then(|| self.mark(request, Answer::empty(200), behaviour))
    }

    /// An answer with the headers that this origin may see.
    pub fn mark(&self, request: &Request, answer: Answer, behaviour: CorsBehaviour) -> Answer {
        let origins = match self {
            Self::Off => return answer,
            Self::Any => None,
            Self::Origins(origins) => Some(origins),
            Self::Feature(feature) => feature.origins.as_ref(),
        };
        let answer = match origins {
            None => answer.header("Access-Control-Allow-Origin", "*"),
            Some(allowed) => {
                let answer = if behaviour.vary { answer.header("Vary", "Origin") } else { answer };
                match request.header("origin") {
                    Some(origin) if allowed.iter().any(|known| known == origin) => answer
                        .header("Access-Control-Allow-Origin", origin.to_owned())
                        .header("Access-Control-Allow-Credentials", "true"),
                    _ => return answer,
                }
            }
        };
        let answer = answer
            .header("Access-Control-Allow-Methods", METHODS)
            .header("Access-Control-Allow-Headers", self.headers());
        if behaviour.max_age { answer.header("Access-Control-Max-Age", MAX_AGE) } else { answer }
    }

    fn headers(&self) -> String {
        match self {
            Self::Feature(CorsFeature { headers, .. }) => headers.join(", "),
            _ => HEADERS.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSIC: CorsBehaviour = CorsBehaviour { max_age: false, vary: false };

    fn preflight_of(origin: &str) -> Request {
        Request::new("OPTIONS", "/hello", [("origin", origin)].into_iter().collect(), Vec::new())
    }

    fn values<'a>(answer: &'a Answer, header: &str) -> Vec<&'a str> {
        let named = answer.headers.iter().filter(|(name, _)| name == header);
        named.map(|(_, value)| value.as_ref()).collect()
    }

    #[test]
    fn only_listed_origins_are_let_in() {
        let cors = Cors::Origins(vec!["https://till.example".to_owned()]);
        let known =
            cors.preflight(&preflight_of("https://till.example"), CLASSIC).expect("answered");
        assert_eq!(
            (known.status, values(&known, "Access-Control-Allow-Origin")),
            (200, vec!["https://till.example"])
        );
        let other =
            cors.preflight(&preflight_of("https://evil.example"), CLASSIC).expect("answered");
        assert!(values(&other, "Access-Control-Allow-Origin").is_empty());
        let apart = cors.preflight(
            &preflight_of("https://evil.example"),
            CorsBehaviour { vary: true, ..CLASSIC },
        );
        assert_eq!(values(&apart.expect("answered"), "Vary"), ["Origin"]);
    }

    #[test]
    fn the_headers_that_pages_may_send_are_a_setting() {
        let preset =
            Cors::Any.preflight(&preflight_of("https://till.example"), CLASSIC).expect("answered");
        assert_eq!(values(&preset, "Access-Control-Allow-Headers"), ["Content-Type"]);
        let headers = vec!["Content-Type".to_owned(), "Authorization".to_owned()];
        let set = Cors::Feature(CorsFeature { origins: None, headers });
        let set = set.preflight(&preflight_of("https://till.example"), CLASSIC).expect("answered");
        assert_eq!(values(&set, "Access-Control-Allow-Headers"), ["Content-Type, Authorization"]);
        assert_eq!(values(&set, "Access-Control-Allow-Origin"), ["*"]);
    }

    #[test]
    fn only_newer_hosts_tell_an_age() {
        let age = |max_age| {
            let behaviour = CorsBehaviour { max_age, ..CLASSIC };
            let answer = Cors::Any
                .preflight(&preflight_of("https://till.example"), behaviour)
                .expect("answered");
            values(&answer, "Access-Control-Max-Age").len()
        };
        assert_eq!((age(false), age(true)), (0, 1));
    }

    #[test]
    fn without_the_feature_options_is_a_verb_like_any_other() {
        assert!(Cors::Off.preflight(&preflight_of("https://till.example"), CLASSIC).is_none());
    }
}

//! Cross-origin requests, as ServiceStack's CorsFeature answers them (docs/wire/http.md#headers).

use std::borrow::Cow;

use super::{Answer, Request};
use crate::host::{Cors, CorsFeature};

/// What depends on the host that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorsBehaviour {
    /// As hosts of 8.x and 10.x: says how long a browser may keep the answer, and all but the
    /// origin to pages of any origin.
    pub newer: bool,
    /// Says that an answer for some origins depends on the origin; no host does, and caches mix
    /// them up.
    pub vary: bool,
    /// ASP.NET Core has every OPTIONS before the feature (recorded of endpoint routing).
    pub routed: bool,
}

/// CorsFeature's preset.
const METHODS: &str = "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD";
const HEADERS: &str = "Content-Type";
const MAX_AGE: &str = "600";

impl Cors {
    /// The answer to a pre-flight: 200, empty, with the headers; nobody need be signed in.
    pub fn preflight(&self, request: &Request, behaviour: CorsBehaviour) -> Option<Answer> {
        let asks = request.verb == "OPTIONS" && *self != Self::Off && !behaviour.routed;
        asks.then(|| self.mark(request, Answer::empty(200), behaviour))
    }

    /// An answer with the headers that this origin may see.
    pub fn mark(&self, request: &Request, answer: Answer, behaviour: CorsBehaviour) -> Answer {
        const PRESET: CorsFeature = CorsFeature {
            origins: None,
            methods: Vec::new(),
            headers: Vec::new(),
            exposed: Vec::new(),
            credentials: None,
            max_age: None,
        };
        match self {
            Self::Off => answer,
            Self::Any => PRESET.mark(None, request, answer, behaviour),
            Self::Origins(origins) => PRESET.mark(Some(origins), request, answer, behaviour),
            Self::Feature(feature) => {
                feature.mark(feature.origins.as_deref(), request, answer, behaviour)
            }
        }
    }
}

impl CorsFeature {
    fn mark(
        &self,
        origins: Option<&[String]>,
        request: &Request,
        answer: Answer,
        behaviour: CorsBehaviour,
    ) -> Answer {
        if behaviour.newer && is_of_web_server(&answer) {
            return answer;
        }
        let origin = request.header("origin");
        let allowed = match origins {
            None => Some("*"),
            Some(origins) => origin.filter(|origin| origins.iter().any(|known| known == origin)),
        };
        let mut answer = match behaviour.vary && origins.is_some() {
            true => answer.header("Vary", "Origin"),
            false => answer,
        };
        match allowed {
            Some(origin) => {
                answer = answer.header("Access-Control-Allow-Origin", origin.to_owned());
            }
            None if !behaviour.newer => return answer,
            None => {}
        }
        if self.credentials.unwrap_or(origins.is_some()) {
            answer = answer.header("Access-Control-Allow-Credentials", "true");
        }
        let or = |words: &[String], preset: &'static str| match words {
            [] => Cow::Borrowed(preset),
            words => Cow::Owned(words.join(", ")),
        };
        answer = answer
            .header("Access-Control-Allow-Methods", or(&self.methods, METHODS))
            .header("Access-Control-Allow-Headers", or(&self.headers, HEADERS));
        if !self.exposed.is_empty() {
            answer = answer.header("Access-Control-Expose-Headers", self.exposed.join(", "));
        }
        match self.max_age {
            Some(seconds) => answer.header("Access-Control-Max-Age", seconds.to_string()),
            None if behaviour.newer => answer.header("Access-Control-Max-Age", MAX_AGE),
            None => answer,
        }
    }
}

/// Whether ASP.NET Core answers by itself (recorded): no operation and no page, or none of this verb.
fn is_of_web_server(answer: &Answer) -> bool {
    match (answer.status, &*answer.headers) {
        (404, []) => true,
        (405, [(name, _)]) => name == "Allow",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSIC: CorsBehaviour = CorsBehaviour { newer: false, vary: false, routed: false };

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
        let set = Cors::Feature(CorsFeature { headers, ..CorsFeature::default() });
        let set = set.preflight(&preflight_of("https://till.example"), CLASSIC).expect("answered");
        assert_eq!(values(&set, "Access-Control-Allow-Headers"), ["Content-Type, Authorization"]);
        assert_eq!(values(&set, "Access-Control-Allow-Origin"), ["*"]);
    }

    #[test]
    fn all_of_the_feature_is_a_setting() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect();
        let cors = Cors::Feature(CorsFeature {
            origins: Some(words("http://till.example")),
            methods: words("GET PUT"),
            exposed: words("X-Shop X-Page"),
            credentials: Some(false),
            max_age: Some(300),
            ..CorsFeature::default()
        });
        let of = |origin, newer| {
            let behaviour = CorsBehaviour { newer, vary: false, routed: false };
            let answer = cors.preflight(&preflight_of(origin), behaviour).expect("answered");
            let headers = answer.headers.iter().map(|(name, value)| {
                format!("{}: {value}\n", name.trim_start_matches("Access-Control-"))
            });
            headers.collect::<String>()
        };
        let rest = "Allow-Methods: GET, PUT\nAllow-Headers: Content-Type\n\
                    Expose-Headers: X-Shop, X-Page\nMax-Age: 300\n";
        assert_eq!(
            of("http://till.example", false),
            format!("Allow-Origin: http://till.example\n{rest}")
        );
        assert_eq!(of("http://evil.example", false), "");
        assert_eq!(of("http://evil.example", true), rest, "recorded of 10.1.5");
    }

    #[test]
    fn only_newer_hosts_tell_an_age() {
        let age = |newer| {
            let behaviour = CorsBehaviour { newer, ..CLASSIC };
            let answer = Cors::Any
                .preflight(&preflight_of("https://till.example"), behaviour)
                .expect("answered");
            values(&answer, "Access-Control-Max-Age").len()
        };
        assert_eq!((age(false), age(true)), (0, 1));
    }

    #[test]
    fn endpoint_routing_has_options_first() {
        let behaviour = CorsBehaviour { newer: true, routed: true, ..CLASSIC };
        assert!(Cors::Any.preflight(&preflight_of("https://till.example"), behaviour).is_none());
        let marked = |answer| {
            Cors::Any.mark(&preflight_of("https://till.example"), answer, behaviour).headers.len()
        };
        assert_eq!(marked(Answer::empty(405).header("Allow", "GET")), 1);
        assert_eq!(marked(Answer::empty(405)), 4);
    }

    #[test]
    fn without_the_feature_options_is_a_verb_like_any_other() {
        assert!(Cors::Off.preflight(&preflight_of("https://till.example"), CLASSIC).is_none());
    }
}

//! Which pages of other origins may call, as a settings file says it: `cors = "any"`, or a list of origins.

use serde::{Deserialize, Serialize, Serializer};

use crate::http::Cors;

/// `cors`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Said")]
pub struct CorsLayer(pub Cors);

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"off\", \"any\", or a list of origins such as [\"https://till.example\"]"
)]
enum Said {
    Word(String),
    Origins(Vec<String>),
}

impl TryFrom<Said> for CorsLayer {
    type Error = String;

    fn try_from(said: Said) -> Result<Self, String> {
        match said {
            Said::Word(word) if word == "off" => Ok(Self(Cors::Off)),
            Said::Word(word) if word == "any" => Ok(Self(Cors::Any)),
            Said::Word(word) => {
                Err(format!("\"{word}\" is neither \"off\" nor \"any\"; origins are written as a list"))
            }
            Said::Origins(origins) => match origins.iter().find(|origin| !is_origin(origin)) {
                Some(bad) => Err(format!(
                    "\"{bad}\" is no origin; one is written as \"https://till.example:8443\", without a path"
                )),
                None => Ok(Self(Cors::Origins(origins))),
            },
        }
    }
}

/// Scheme, host and perhaps port: what browsers send in `Origin`.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '*']))
}

pub(super) fn show<S: Serializer>(cors: &Cors, serializer: S) -> Result<S::Ok, S::Error> {
    match cors {
        Cors::Off => serializer.serialize_str("off"),
        Cors::Any => serializer.serialize_str("any"),
        Cors::Origins(origins) => origins.serialize(serializer),
    }
}

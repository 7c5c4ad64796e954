//! Who listens.

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::queue::Queue;

/// Names and values in order, all of them texts.
pub type Fields = Vec<(&'static str, String)>;

/// The channel of those who name none.
const ANY: &str = "*";

/// A subscriber.
pub(super) struct Subscriber {
    /// The subscription's id.
    pub id: String,
    /// The user's id, or a negative number.
    pub user_id: String,
    /// The user's name, when signed in.
    pub user_name: Option<String>,
    /// The id of the session.
    pub session: String,
    pub picture: &'static str,
    pub channels: Vec<String>,
    pub created: DateTime<Utc>,
    /// When the client last said that it is there.
    pub seen: Instant,
    pub queue: Queue,
}

impl Subscriber {
    pub fn listens_to(&self, channel: &str) -> bool {
        self.channels.iter().any(|own| own == channel)
    }

    /// What others see of it.
    pub fn fields(&self) -> Fields {
        let number = self.user_id.trim_start_matches('-');
        let name = self.user_name.clone().unwrap_or_else(|| format!("user{number}"));
        vec![
            ("profileUrl", self.picture.to_owned()),
            ("channels", self.channels.join(",")),
            ("isAuthenticated", self.user_name.is_some().to_string()),
            ("createdAt", self.created.timestamp_millis().to_string()),
            ("displayName", name),
            ("userId", self.user_id.clone()),
        ]
    }
}

/// The channels of a list, each once and in order; none at all is that of everybody.
pub(super) fn channels_of(named: Vec<String>) -> Vec<String> {
    let channels = distinct(named);
    if channels.is_empty() { vec![ANY.to_owned()] } else { channels }
}

/// Names that are not blank, each once and in order.
pub(super) fn distinct(named: Vec<String>) -> Vec<String> {
    let mut channels: Vec<String> = Vec::with_capacity(named.len().min(16));
    for name in named {
        let name = name.trim();
        if !name.is_empty() && !channels.iter().any(|known| known == name) {
            channels.push(name.to_owned());
        }
    }
    channels
}

/// Fields as a JSON object.
pub(super) fn json_of(fields: &Fields) -> String {
    let member =
        |(name, value): &(&str, String)| format!("\"{name}\":{}", serde_json::json!(value));
    format!("{{{}}}", fields.iter().map(member).collect::<Vec<_>>().join(","))
}

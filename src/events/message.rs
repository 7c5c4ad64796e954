//! What is sent, and to whom.

use super::Refused;
use super::subscriber::Subscriber;

/// The longest name of a channel or selector, in characters.
pub(super) const LONGEST: usize = 200;

/// Who gets a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Everybody.
    All,
    /// Those who listen to this channel.
    Channel(String),
    /// The user of this id.
    User(String),
    /// The user of this name.
    UserName(String),
    /// The session of this id.
    Session(String),
    /// The subscription of this id.
    Subscription(String),
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who gets it.
    pub to: Recipients,
    /// Of them, those alone who listen to this channel.
    pub within: Option<String>,
    /// What clients dispatch by, `cmd.say`; may be empty.
    pub selector: String,
    /// The value, as JSON in one line.
    pub json: String,
}

impl Message {
    /// The event's text. It names the channel that it was sent to (recorded).
    ///
    /// # Errors
    /// A selector or channel that cannot be sent.
    pub(super) fn text(&self) -> Result<String, Refused> {
        check_name(&self.selector)?;
        let Self { selector, json, .. } = self;
        match &self.to {
            Recipients::Channel(_) if selector.contains('@') => Err(Refused::At),
            Recipients::Channel(channel) => {
                check_name(channel)?;
                Ok(format!("{channel}@{selector} {json}"))
            }
            _ => Ok(format!("{selector} {json}")),
        }
    }

    /// Whether a subscriber gets it.
    pub(super) fn is_for(&self, subscriber: &Subscriber) -> bool {
        let is_to = match &self.to {
            Recipients::All => true,
            Recipients::Channel(channel) => subscriber.listens_to(channel),
            Recipients::User(id) => subscriber.user_id == *id,
            Recipients::UserName(name) => subscriber.user_name.as_ref() == Some(name),
            Recipients::Session(id) => !id.is_empty() && subscriber.session == *id,
            Recipients::Subscription(id) => subscriber.id == *id,
        };
        is_to && self.within.as_ref().is_none_or(|channel| subscriber.listens_to(channel))
    }
}

/// Line breaks would begin another line of the stream.
pub(super) fn check_name(name: &str) -> Result<(), Refused> {
    let fits = name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(Refused::Name) }
}

//! Keys of `[api_keys]` that cannot be meant: of a user who is not there, or there twice.

use std::collections::HashSet;

use super::{Settings, document};
use crate::nearest::nearest;

/// What is wrong with one of the keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`api_keys.keys[{place}].{member}`: {fault}")]
pub struct KeyFault {
    /// Its place in the list, from 0.
    place: usize,
    /// The member that is wrong.
    member: &'static str,
    fault: String,
}

impl KeyFault {
    /// The first fault among the keys, as the users of these settings are.
    pub(super) fn of(settings: &Settings) -> Option<Self> {
        let keys = || settings.api_keys.keys.iter().enumerate();
        let users = settings.effective_users();
        let names: Vec<(&str, &str)> =
            users.iter().map(|user| (user.id.as_str(), user.name.as_str())).collect();
        let stray = keys().find_map(|(place, key)| {
            let fault = stray(key.user.as_deref()?, &names)?;
            Some(Self { place, member: "user", fault })
        });
        let of_users = settings.users.iter().flat_map(|list| &list.api_keys);
        let mut known: HashSet<&str> = of_users.map(|key| key.key.as_str()).collect();
        let mut is_new = |key| known.insert(key);
        let twice = keys().find(|(_, key)| !is_new(key.key.reveal()));
        stray.or_else(|| {
            let fault = "this key is there twice".to_owned();
            twice.map(|(place, _)| Self { place, member: "key", fault })
        })
    }

    /// Its line in the settings file that has it.
    pub(super) fn line_in(&self, text: &str) -> Option<usize> {
        document::line_of_member(text, ("api_keys", "keys"), self.place, self.member)
    }
}

/// What is wrong with an id, if no user has it. A name in its place is what people write first.
fn stray(id: &str, users: &[(&str, &str)]) -> Option<String> {
    if users.iter().any(|(known, _)| *known == id) {
        return None;
    }
    let (ids, names) = (users.iter().map(|user| user.0), users.iter().map(|user| user.1));
    let near = nearest(id, ids.clone().chain(names));
    let meant = users.iter().find(|user| [user.0, user.1].map(Some).contains(&near));
    Some(match meant {
        Some((known, _)) if near == Some(known) => {
            format!("no user has the id {id}; did you mean {known}?")
        }
        Some((known, name)) => {
            format!("no user has the id {id}; did you mean {known}, the id of {name}?")
        }
        None => {
            format!("no user has the id {id}; the ids are {}", ids.collect::<Vec<_>>().join(", "))
        }
    })
}

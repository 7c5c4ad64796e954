//! The values of a TOML or JSON text with their places: mistakes name lines.

mod de;
mod json;
mod toml;

use serde::{Deserialize, Serialize};

use super::mistake::Fault;
use crate::nearest::sentence;

/// Deeper texts are taken for a mistake.
const DEEPEST: usize = 64;

/// One value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Node {
    /// Where its line is: the byte of its key, or its own.
    pub at: usize,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    /// As it is spelled: 12.50 is not 12.5.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// In the order of the text, or of TOML's library.
    Table(Vec<(String, Node)>),
}

impl Node {
    /// Reads JSON.
    pub fn of_json(text: &str) -> Result<Self, Fault> {
        json::read(text)
    }

    /// Reads TOML.
    pub fn of_toml(text: &str) -> Result<Self, Fault> {
        toml::read(text)
    }

    /// The kind of value in words.
    pub fn words(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a truth value",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Table(_) => "an object",
        }
    }

    /// The entry of exactly this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Table(entries) => {
                entries.iter().find(|(key, _)| key == name).map(|(_, node)| node)
            }
            _ => None,
        }
    }

    /// The object that it is, by serde; a fault has its path and line.
    pub fn read<'n, T: Deserialize<'n>>(&'n self) -> Result<T, Fault> {
        serde_path_to_error::deserialize(self).map_err(|error| {
            let path = error.path().to_string();
            Fault {
                at: self.place_of(error.path()),
                reason: sentence(&path, &error.inner().to_string()),
            }
        })
    }

    /// The place of the last step of a path that is there.
    fn place_of(&self, path: &serde_path_to_error::Path) -> Option<usize> {
        use serde_path_to_error::Segment;
        let (mut node, mut found) = (self, None);
        for step in path {
            let next = match (step, &node.kind) {
                (Segment::Map { key }, _) => node.get(key),
                (Segment::Seq { index }, Kind::List(items)) => items.get(*index),
                _ => None,
            };
            let Some(next) = next else { break };
            (node, found) = (next, Some(next.at));
        }
        found
    }
}

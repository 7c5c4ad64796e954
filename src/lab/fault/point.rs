//! Where on its way an exchange meets a fault.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point on the way of every exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Point {
    /// The request was read.
    Accept,
    /// The operation is known, and its request is about to be bound.
    BeforeBind,
    /// All checks are passed, and the operation is about to be done. A batch comes here with each
    /// of its requests.
    BeforeCommit,
    /// The operation is done, and a change it made is durable.
    AfterCommit,
    /// The answer is made and is about to leave.
    Answer,
}

impl Point {
    /// All of them, in the order in which an exchange passes them.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Accept, Self::BeforeBind, Self::BeforeCommit, Self::AfterCommit, Self::Answer];

    /// How many there are.
    pub const COUNT: usize = 5;

    /// As files and headers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::BeforeBind => "beforeBind",
            Self::BeforeCommit => "beforeCommit",
            Self::AfterCommit => "afterCommit",
            Self::Answer => "answer",
        }
    }

    /// Whether the operation is done there.
    pub fn is_after_commit(self) -> bool {
        matches!(self, Self::AfterCommit | Self::Answer)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Point {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let of_name = |point: &Self| point.name().eq_ignore_ascii_case(text);
        let names = Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(of_name)
            .ok_or_else(|| format!("there is no point {text}; the points are {names}"))
    }
}

//! From a text to a fault; a mistake names file, line and member.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::contract::Contract;
use crate::lab::fault::{Fault, FaultDocument, FaultLimits, Wrong};
use crate::nearest::nearest;
use crate::stub::{Misread, Mistake, Node, NodeKind, Notation};

/// A longer file is taken for a mistake.
pub(super) const LONGEST: usize = 64 * 1024;

/// The operations that a fault may name.
#[derive(Debug, Clone, Default)]
pub struct Operations {
    /// Their names.
    pub names: Vec<String>,
    /// Whether there are others: a name that is like none of these is taken for one of them then.
    pub others: bool,
}

impl Operations {
    /// All of a host.
    pub fn of(contract: &Contract) -> Self {
        let names = contract.operations().iter().map(|operation| operation.name.clone());
        Self { names: names.collect(), others: false }
    }

    fn check(&self, name: &str) -> Result<(), Wrong> {
        if self.names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Ok(());
        }
        let unknown = format!("there is no operation {name}");
        match nearest(name, self.names.iter().map(String::as_str)) {
            None if self.others => Ok(()),
            None => Err(Wrong::of("operation", unknown)),
            Some(near) => Err(Wrong::of("operation", format!("{unknown}; did you mean {near}?"))),
        }
    }
}

/// The fault of a text that is set now.
///
/// # Errors
/// The first mistake, with its line and member.
pub fn read(
    path: &Path,
    notation: Notation,
    text: &str,
    now: DateTime<Utc>,
    (limits, operations): (FaultLimits, &Operations),
) -> Result<Fault, Mistake> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let text = text.trim_start_matches('\u{feff}');
    let read = fault(&name, notation, text, (now, limits, operations));
    read.map_err(|misread| misread.of(path, text))
}

fn fault(
    name: &str,
    notation: Notation,
    text: &str,
    (now, limits, operations): (DateTime<Utc>, FaultLimits, &Operations),
) -> Result<Fault, Misread> {
    if text.len() > LONGEST {
        return Err(Misread::whole(format!("is longer than {LONGEST} bytes")));
    }
    let node = match notation {
        Notation::Toml => Node::of_toml(text)?,
        Notation::Json => Node::of_json(text)?,
        Notation::Jsv | Notation::Xml => {
            return Err(Misread::whole("a fault is written in toml or json"));
        }
    };
    let document: FaultDocument = node.read()?;
    let known = document.operation.as_deref().map_or(Ok(()), |name| operations.check(name));
    let fault = known.and_then(|()| Fault::of(name, &document, now, limits));
    fault.map_err(|wrong| placed(&node, &wrong))
}

/// At the last step of the member's path that is there.
fn placed(root: &Node, wrong: &Wrong) -> Misread {
    let (mut node, mut at) = (root, None);
    for step in wrong.member.split('.') {
        let Some(next) = node.get(step) else { break };
        (node, at) = (next, Some(next.at));
        if !matches!(next.kind, NodeKind::Table(_)) {
            break;
        }
    }
    Misread { at, reason: wrong.to_string() }
}

//! `publish` of an answer.

use super::Compiler;
use crate::stub::answer::{JsonShape, PublishTexts, ToTexts};
use crate::stub::document::{AnswerDocument, Part, PublishDocument};
use crate::stub::mistake::Fault;
use crate::stub::template::Text;
use crate::stub::tree::{Kind, Node};

impl Compiler<'_> {
    /// The events that an answer sends.
    pub(super) fn publish(
        &mut self,
        document: &AnswerDocument,
        path: &str,
    ) -> Result<Vec<PublishTexts>, Fault> {
        let Some(Part(node)) = &document.publish else { return Ok(Vec::new()) };
        let path = format!("{path}.publish");
        match &node.kind {
            Kind::List(events) => events
                .iter()
                .enumerate()
                .map(|(place, event)| self.event(event, &format!("{path}[{place}]")))
                .collect(),
            Kind::Table(_) => Ok(vec![self.event(node, &path)?]),
            _ => Err(Fault::at(node.at, format!("`{path}` is an object or a list of them"))),
        }
    }

    fn event(&mut self, node: &Node, path: &str) -> Result<PublishTexts, Fault> {
        let document: PublishDocument = node.read().map_err(|inner| Fault {
            at: inner.at.or(Some(node.at)),
            reason: format!("`{path}`: {}", inner.reason),
        })?;
        let (to, within) = self.recipients(&document, node, path)?;
        let selector = match (&document.selector, &document.op) {
            (Some(_), Some(Part(op))) => {
                let reason = format!("`{path}` has both `selector` and `op`; `op` is short for it");
                return Err(Fault::at(op.at, reason));
            }
            (Some(Part(selector)), None) => self.text_of(selector, &format!("{path}.selector"))?,
            (None, Some(Part(op))) => self.command(op, &format!("{path}.op"))?,
            (None, None) => Text::Constant(String::new()),
        };
        let json = match &document.json {
            Some(Part(json)) => self.json(json, &format!("{path}.json"))?,
            None => return Err(Fault::at(node.at, format!("`{path}` lacks `json`"))),
        };
        Ok(PublishTexts { to, within, selector, json })
    }

    /// One recipient, and a channel besides.
    fn recipients(
        &mut self,
        document: &PublishDocument,
        node: &Node,
        path: &str,
    ) -> Result<(ToTexts, Option<Text>), Fault> {
        let PublishDocument { channel, user, user_name, session, subscription, .. } = document;
        let mut named = Vec::new();
        type Kind<'d> = (&'static str, &'d Option<Part>, fn(Text) -> ToTexts);
        let kinds: [Kind<'_>; 4] = [
            ("user", user, ToTexts::User),
            ("user_name", user_name, ToTexts::UserName),
            ("session", session, ToTexts::Session),
            ("subscription", subscription, ToTexts::Subscription),
        ];
        for (name, part, to) in kinds {
            if let Some(Part(node)) = part {
                named.push(to(self.text_of(node, &format!("{path}.{name}"))?));
            }
        }
        let channel = channel.as_ref();
        let channel =
            channel.map(|Part(node)| self.text_of(node, &format!("{path}.channel"))).transpose()?;
        match (named.pop(), named.is_empty(), channel) {
            (_, false, _) => {
                let reason = format!(
                    "`{path}` has several of `user`, `user_name`, `session`, `subscription`"
                );
                Err(Fault::at(node.at, reason))
            }
            (Some(to), _, within) => Ok((to, within)),
            (None, _, Some(channel)) => Ok((ToTexts::Channel(channel), None)),
            (None, _, None) => Ok((ToTexts::All, None)),
        }
    }

    /// The selector of a command.
    fn command(&mut self, node: &Node, path: &str) -> Result<Text, Fault> {
        match &node.kind {
            Kind::Text(op) => self.templates.text(&format!("cmd.{op}"), node.at, path),
            _ => Err(Fault::at(node.at, format!("`{path}` is a text, found {}", node.words()))),
        }
    }

    /// A value of no type: names are as they stand, texts may be templates.
    fn json(&mut self, node: &Node, path: &str) -> Result<JsonShape, Fault> {
        Ok(match &node.kind {
            Kind::Null => JsonShape::Constant("null".to_owned()),
            Kind::Bool(truth) => JsonShape::Constant(truth.to_string()),
            Kind::Number(number) if serde_json::from_str::<serde_json::Number>(number).is_ok() => {
                JsonShape::Constant(number.clone())
            }
            Kind::Number(number) => {
                return Err(Fault::at(node.at, format!("`{path}`: `{number}` is no JSON")));
            }
            Kind::Text(text) => match self.templates.text(text, node.at, path)? {
                Text::Constant(text) => JsonShape::Constant(quoted(&text)),
                text => JsonShape::Text(text, self.line(node)),
            },
            Kind::List(items) => {
                let each = items.iter().enumerate();
                let made = each.map(|(place, item)| self.json(item, &format!("{path}[{place}]")));
                JsonShape::List(made.collect::<Result<_, _>>()?)
            }
            Kind::Table(members) => {
                let made = members.iter().map(|(name, member)| {
                    Ok((quoted(name), self.json(member, &format!("{path}.{name}"))?))
                });
                JsonShape::Object(made.collect::<Result<_, Fault>>()?)
            }
        })
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::json!(text).to_string()
}

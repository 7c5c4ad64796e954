//! What an answer says: one of several members.

use std::fs;
use std::path::Component;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::result::is_raw;
use super::{Compiler, place_of, status};
use crate::autoquery::Access;
use crate::contract::TypeRef;
use crate::stub::answer::{Answer, Copied, ErrorTexts, FieldTexts, OnRecords, Says};
use crate::stub::document::{AnswerDocument, Echo, ErrorDocument, Part, RecordsDocument};
use crate::stub::mistake::Fault;
use crate::stub::shape::Shape;
use crate::stub::template::Text;
use crate::stub::tree::Node;
use crate::value::Value;

/// A longer body is taken for a mistake.
const LONGEST: u64 = 16 * 1024 * 1024;

impl Answer {
    /// An answer to every request.
    pub(in crate::stub) fn always(says: Says) -> Self {
        Self {
            label: "the answer".to_owned(),
            name: None,
            when: Vec::new(),
            times: None,
            says,
            result: None,
            status: None,
            reason: None,
            headers: Vec::new(),
            content_type: None,
            scenario: None,
            variables: Vec::new(),
            publish: Vec::new(),
            delay: None,
            fault: None,
            account: None,
        }
    }
}

/// Whether an answer does something to users and sessions.
fn changes_accounts(document: &AnswerDocument) -> bool {
    let AnswerDocument { register, login, assign, unassign, revoke, .. } = document;
    let changes = [register.is_some(), login.is_some(), assign.is_some(), unassign.is_some()];
    changes.contains(&true) || revoke.is_some()
}

impl Compiler<'_> {
    pub(super) fn says(
        &mut self,
        document: &AnswerDocument,
        node: &Node,
        path: &str,
        key: &str,
    ) -> Result<Says, Fault> {
        let named = [
            ("answer", document.answer.is_some()),
            ("body", document.body.is_some()),
            ("body_file", document.body_file.is_some()),
            ("base64", document.base64.is_some()),
            ("error", document.error.is_some()),
            ("echo", document.echo.is_some()),
            ("sequence", document.sequence.is_some()),
            ("records", document.records.is_some()),
            ("service", document.service),
        ];
        let named: Vec<&str> =
            named.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
        if let [one, other, ..] = named.as_slice() {
            let reason =
                format!("`{path}` says both `{one}` and `{other}`: an answer says one thing");
            return Err(Fault::at(place_of(node, other), reason));
        }
        self.check_company(document, node, path)?;
        match document {
            AnswerDocument { answer: Some(Part(value)), .. } => {
                self.value(value, &format!("{path}.answer"))
            }
            AnswerDocument { body: Some(Part(body)), .. } => {
                self.text_of(body, &format!("{path}.body")).map(Says::Text)
            }
            AnswerDocument { body_file: Some(name), .. } => self.file(name, node, path),
            AnswerDocument { base64: Some(Part(text)), .. } => self.base64(text, path),
            AnswerDocument { error: Some(error), .. } => {
                self.error(error, node, &format!("{path}.error")).map(Says::Error)
            }
            AnswerDocument { echo: Some(echo), .. } => self.echo(*echo, node, path),
            AnswerDocument { sequence: Some(values), .. } => self.sequence(values, node, path, key),
            AnswerDocument { records: Some(records), .. } => self.records(records, node, path),
            AnswerDocument { service: true, .. } => Ok(Says::Service),
            // A void operation answers with nothing anyway.
            AnswerDocument { status: None, .. }
                if !changes_accounts(document) && self.operation().response.is_some() =>
            {
                let reason = format!(
                    "`{path}` says nothing: give it an `answer`, `body`, `error`, `echo`, `sequence`, \
                     `records`, `service` or `status`"
                );
                Err(Fault::at(node.at, reason))
            }
            _ => Ok(Says::Nothing),
        }
    }

    /// Members that mean something only beside certain others.
    fn check_company(
        &self,
        document: &AnswerDocument,
        node: &Node,
        path: &str,
    ) -> Result<(), Fault> {
        let is_raw = is_raw(document);
        let has_head = [
            ("headers", !document.headers.is_empty()),
            ("cookies", !document.cookies.is_empty()),
            ("status", document.status.is_some()),
            ("register", document.register.is_some()),
            ("login", document.login.is_some()),
            ("assign", document.assign.is_some()),
            ("unassign", document.unassign.is_some()),
            ("revoke", document.revoke.is_some()),
        ];
        let alone = |members: &[(&'static str, bool)], what: &str| {
            members.iter().find(|(_, is)| *is).map(|(name, _)| (*name, what.to_owned()))
        };
        let wrong = match document {
            AnswerDocument { content_type: Some(_), .. } if !is_raw => Some((
                "content_type",
                "goes with `body`, `body_file`, `base64` and `echo = \"body\"`".to_owned(),
            )),
            AnswerDocument { error: Some(_), .. } => {
                alone(&has_head[2..], "does not go with `error`")
            }
            AnswerDocument { records: Some(_), .. } => {
                alone(&has_head, "does not go with `records`")
            }
            AnswerDocument { service: true, .. } => alone(&has_head, "does not go with `service`"),
            _ => None,
        };
        match wrong {
            Some((member, reason)) => {
                Err(Fault::at(place_of(node, member), format!("`{path}.{member}` {reason}")))
            }
            None => Ok(()),
        }
    }

    /// A value of the response type.
    pub(super) fn value(&mut self, node: &Node, path: &str) -> Result<Says, Fault> {
        let operation = self.operation();
        let Some(ty) = &operation.response else {
            let reason =
                format!("{} answers nothing: give it a `status` or an `error`", operation.name);
            return Err(Fault::at(node.at, reason));
        };
        let shape = self.shape(node, ty, path)?;
        match shape {
            Shape::Constant(Value::Null) => Err(Fault::at(node.at, "holds no answer")),
            shape => Ok(Says::Value(shape)),
        }
    }

    fn sequence(
        &mut self,
        values: &[Part],
        node: &Node,
        path: &str,
        key: &str,
    ) -> Result<Says, Fault> {
        let mut shapes = Vec::with_capacity(values.len());
        for (place, Part(value)) in values.iter().enumerate() {
            if let Says::Value(shape) = self.value(value, &format!("{path}.sequence[{place}]"))? {
                shapes.push(shape);
            }
        }
        if shapes.is_empty() {
            let at = place_of(node, "sequence");
            return Err(Fault::at(at, format!("`{path}.sequence` has no values")));
        }
        Ok(Says::Sequence(shapes, format!("{key}/sequence")))
    }

    fn records(&self, records: &RecordsDocument, node: &Node, path: &str) -> Result<Says, Fault> {
        let RecordsDocument { class, action, key } = records;
        let (schema, operation) = (self.host.schema(), self.operation());
        let what = (class.as_str(), *action, key.as_deref());
        let service = Access::service(schema, operation, what, self.host.name());
        let at = place_of(node, "records");
        service
            .map(|service| Says::Records(OnRecords(service)))
            .map_err(|reason| Fault::at(at, format!("`{path}.records`: {reason}")))
    }

    fn echo(&self, echo: Echo, node: &Node, path: &str) -> Result<Says, Fault> {
        if echo == Echo::Body {
            return Ok(Says::EchoBody);
        }
        let at = place_of(node, "echo");
        let (contract, operation) = (self.contract(), self.operation());
        let Some(TypeRef::Dto(response)) = &operation.response else {
            let reason =
                format!("`{path}.echo`: {} does not answer with an object", operation.name);
            return Err(Fault::at(at, reason));
        };
        let line = self.line(node);
        Copied::between(contract, operation.request, *response, line).map(Says::Echo).ok_or_else(
            || {
                let class = contract.type_text(&TypeRef::Dto(*response));
                Fault::at(
                    at,
                    format!(
                        "`{path}.echo`: {} and {class} have no member in common",
                        operation.name
                    ),
                )
            },
        )
    }

    fn file(&mut self, name: &str, node: &Node, path: &str) -> Result<Says, Fault> {
        let at = place_of(node, "body_file");
        let is_inside = std::path::Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_inside {
            return Err(Fault::at(
                at,
                format!("`{path}.body_file`: {name} is not in the folder of stubs"),
            ));
        }
        self.files.push(name.to_owned());
        let file = self.folder.join(name);
        let failed =
            |error: std::io::Error| Fault::at(at, format!("`{path}.body_file`: {name}: {error}"));
        if fs::metadata(&file).map_err(failed)?.len() > LONGEST {
            return Err(Fault::at(
                at,
                format!("`{path}.body_file`: {name} is longer than {LONGEST} bytes"),
            ));
        }
        fs::read(&file).map(Says::Bytes).map_err(failed)
    }

    fn base64(&mut self, node: &Node, path: &str) -> Result<Says, Fault> {
        let path = format!("{path}.base64");
        match self.text_of(node, &path)? {
            Text::Constant(text) => STANDARD
                .decode(text.trim())
                .map(Says::Bytes)
                .map_err(|error| Fault::at(node.at, format!("`{path}` is no base64: {error}"))),
            text => Ok(Says::Base64(text, self.line(node))),
        }
    }

    fn error(
        &mut self,
        error: &ErrorDocument,
        node: &Node,
        path: &str,
    ) -> Result<ErrorTexts, Fault> {
        let place = node.get("error").unwrap_or(node);
        let mut errors = Vec::new();
        for (index, field) in error.errors.iter().enumerate() {
            let path = format!("{path}.errors[{index}]");
            errors.push(FieldTexts {
                field: self.optional(field.field.as_ref(), &format!("{path}.field"))?,
                code: self.text_of(&field.code.0, &format!("{path}.code"))?,
                message: self.or_empty(field.message.as_ref(), &format!("{path}.message"))?,
                meta: field.meta.as_ref().map(|meta| self.texts(meta, &path)).transpose()?,
            });
        }
        Ok(ErrorTexts {
            status: status(error.status, 400, place, path)?.unwrap_or(500),
            code: self.text_of(&error.code.0, &format!("{path}.code"))?,
            message: self.or_empty(error.message.as_ref(), &format!("{path}.message"))?,
            errors,
            meta: self.texts(&error.meta, path)?,
        })
    }

    fn optional(&mut self, part: Option<&Part>, path: &str) -> Result<Option<Text>, Fault> {
        part.map(|Part(node)| self.text_of(node, path)).transpose()
    }

    fn or_empty(&mut self, part: Option<&Part>, path: &str) -> Result<Text, Fault> {
        Ok(self.optional(part, path)?.unwrap_or_else(|| Text::Constant(String::new())))
    }

    fn texts(
        &mut self,
        parts: &std::collections::BTreeMap<String, Part>,
        path: &str,
    ) -> Result<Vec<(String, Text)>, Fault> {
        let text = |(name, Part(node)): (&String, &Part)| {
            Ok((name.clone(), self.text_of(node, &format!("{path}.meta.{name}"))?))
        };
        parts.iter().map(text).collect()
    }
}

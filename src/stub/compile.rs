//! From the object of a file to a stub, checked against the contract.

mod account;
mod checks;
mod publish;
mod result;
mod says;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use minijinja::Environment;

use super::answer::{Answer, Says};
use super::document::{AnswerDocument, Document, Part};
use super::host::StubbedHost;
use super::mistake::Fault;
use super::template::{Templates, Text};
use super::tree::{Kind, Node};
use crate::contract::{Contract, Operation, Scalar, TypeRef};
use crate::lab::fault::Act;
use crate::one_line::is_token;
use crate::service::validation::{Checks, SessionUse};
use crate::value::Value;
use crate::wire::Dialect;

/// A scenario, and variables by name.
type Remembered = (Option<Text>, Vec<(String, Text)>);

/// Nobody waits longer for an answer.
const LONGEST_DELAY: Duration = Duration::from_secs(600);

/// The answers of one operation.
pub(super) struct Compiled {
    /// None where the file has no templates.
    pub env: Option<Environment<'static>>,
    pub answers: Vec<Answer>,
    /// Whether somebody asks which call it is.
    pub counts: bool,
    /// Whether a template looks at the request as it came.
    pub sees_request: bool,
    /// What requests must be before they come to an answer.
    pub checks: Option<Arc<Checks>>,
    /// The files that answers send.
    pub files: Vec<String>,
}

/// What a file is compiled with.
pub(super) struct Compiler<'c> {
    pub templates: Templates<'c>,
    pub dialect: &'c Dialect,
    pub counts: bool,
    /// The folder of files that answers name.
    folder: &'c Path,
    /// What counts of this operation are kept under.
    key: String,
    host: &'c StubbedHost,
    checks: Option<Checks>,
    /// The files that answers send.
    files: Vec<String>,
}

impl<'c> Compiler<'c> {
    pub fn new(
        (contract, operation): (&'c Contract, &'c Operation),
        dialect: &'c Dialect,
        (folder, text): (&'c Path, &'c str),
        (count_under, host): (&str, &'c StubbedHost),
    ) -> Self {
        let templates = Templates::new(contract, operation, text);
        let key = format!("{count_under}/{}", operation.name);
        Self {
            templates,
            dialect,
            counts: false,
            folder,
            key,
            host,
            checks: None,
            files: Vec::new(),
        }
    }

    pub fn contract(&self) -> &'c Contract {
        self.templates.contract
    }

    pub fn operation(&self) -> &'c Operation {
        self.templates.operation
    }

    /// Ends with these answers.
    pub fn compiled(mut self, answers: Vec<Answer>) -> Compiled {
        if self.templates.sees_caller {
            self.checks.get_or_insert_default().session = SessionUse::Looks;
        }
        let counts = self.counts || self.templates.sees_call;
        let sees_request = self.templates.sees_request;
        let checks = self.checks.map(Arc::new);
        let (env, files) = (self.templates.env, self.files);
        Compiled { env, answers, counts, sees_request, checks, files }
    }

    /// A file that is the answer itself.
    pub fn plain(&mut self, node: &Node) -> Result<Vec<Answer>, Fault> {
        let says = self.value(node, "")?;
        Ok(vec![Answer::always(says)])
    }

    /// An answer that the host's reader has read: its texts may be templates.
    pub fn read(&mut self, value: Value) -> Result<Vec<Answer>, Fault> {
        let ty = self.operation().response.clone().unwrap_or(TypeRef::Scalar(Scalar::String));
        let shape = self.shape_of(value, &ty, "")?;
        Ok(vec![Answer::always(Says::Value(shape))])
    }

    /// A file that says which answer is given when.
    pub fn document(&mut self, root: &Node) -> Result<Vec<Answer>, Fault> {
        let document: Document = root.read()?;
        self.checks = self.checks_of(&document, root)?;
        let Document { answer, .. } = document;
        if answer.is_empty() && self.checks.is_none() {
            return Err(Fault::whole("`answer` has no answers"));
        }
        let nodes = match root.get("answer").map(|node| &node.kind) {
            Some(Kind::List(nodes)) => nodes.as_slice(),
            _ => &[],
        };
        let mut answers: Vec<Answer> = Vec::with_capacity(answer.len());
        for (place, (document, node)) in answer.into_iter().zip(nodes).enumerate() {
            let made = self.answer(document, node, place)?;
            let named = |known: &&Answer| made.name.is_some() && known.name == made.name;
            if answers.iter().find(named).is_some() {
                return Err(Fault::at(
                    node.at,
                    format!("there are two answers of the name {}", made.label),
                ));
            }
            answers.push(made);
        }
        Ok(answers)
    }

    fn answer(
        &mut self,
        document: AnswerDocument,
        node: &Node,
        place: usize,
    ) -> Result<Answer, Fault> {
        let path = format!("answer[{place}]");
        let label = document.name.clone().unwrap_or_else(|| format!("answer {}", place + 1));
        let key = format!("{}/{label}", self.key);
        let when = match &document.when {
            Some(Part(when)) => self.conditions(when, &format!("{path}.when"))?,
            None => Vec::new(),
        };
        let says = self.says(&document, node, &path, &key)?;
        let mut headers = Vec::new();
        for (name, Part(value)) in &document.headers {
            let path = format!("{path}.headers.{name}");
            is_token(name).then_some(()).ok_or_else(|| {
                Fault::at(value.at, format!("`{path}`: `{name}` is no name of a header"))
            })?;
            headers.push((name.clone(), self.text_of(value, &path)?));
        }
        for (name, Part(value)) in &document.cookies {
            let path = format!("{path}.cookies.{name}");
            if !is_token(name) {
                return Err(Fault::at(
                    value.at,
                    format!("`{path}`: `{name}` is no name of a cookie"),
                ));
            }
            headers.push(("Set-Cookie".to_owned(), self.cookie(name, value, &path)?));
        }
        let (scenario, variables) = self.remembered(&document, &path)?;
        let content_type = document.content_type.as_ref();
        let content_type = content_type
            .map(|Part(text)| self.text_of(text, &format!("{path}.content_type")))
            .transpose()?;
        Ok(Answer {
            label,
            name: document.name.clone(),
            when,
            times: times(document.times, node, &path)?.map(|times| (times, key.clone())),
            says,
            result: self.result(&document, node, &path)?,
            status: status(document.status, 200, node, &path)?,
            reason: self.reason(&document, node, &path)?,
            headers,
            content_type,
            scenario,
            variables,
            publish: self.publish(&document, &path)?,
            delay: delay(document.delay.as_deref(), node, &path)?,
            fault: fault(&document, node, &path)?,
            account: self.account(&document, node, &path)?,
        })
    }

    fn reason(
        &mut self,
        document: &AnswerDocument,
        node: &Node,
        path: &str,
    ) -> Result<Option<Text>, Fault> {
        let Some(Part(reason)) = &document.reason else { return Ok(None) };
        if document.error.is_some() || document.service || document.records.is_some() {
            let why = format!("`{path}.reason` does not go with `error`, `service` and `records`");
            return Err(Fault::at(place_of(node, "reason"), why));
        }
        self.text_of(reason, &format!("{path}.reason")).map(Some)
    }

    fn remembered(&mut self, document: &AnswerDocument, path: &str) -> Result<Remembered, Fault> {
        let Some(set) = &document.set else { return Ok((None, Vec::new())) };
        let scenario = set.scenario.as_ref();
        let scenario = scenario
            .map(|Part(text)| self.text_of(text, &format!("{path}.set.scenario")))
            .transpose()?;
        let mut variables = Vec::new();
        for (name, Part(node)) in &set.variables {
            let path = format!("{path}.set.variables.{name}");
            variables.push((name.clone(), self.variable(node, &path)?));
        }
        Ok((scenario, variables))
    }

    /// Numbers and truth values are what they are, texts may have templates.
    fn variable(&mut self, node: &Node, path: &str) -> Result<Text, Fault> {
        match &node.kind {
            Kind::Text(text) => self.templates.text(text, node.at, path),
            Kind::Number(number) => {
                self.templates.expression(number, node.at, path).map(Text::Whole)
            }
            Kind::Bool(truth) => {
                self.templates.expression(&truth.to_string(), node.at, path).map(Text::Whole)
            }
            _ => Err(Fault::at(node.at, format!("`{path}` is a text, a number or a truth value"))),
        }
    }

    /// A text with templates.
    pub fn text_of(&mut self, node: &Node, path: &str) -> Result<Text, Fault> {
        match &node.kind {
            Kind::Text(text) => self.templates.text(text, node.at, path),
            Kind::Number(number) => Ok(Text::Constant(number.clone())),
            Kind::Bool(truth) => Ok(Text::Constant(truth.to_string())),
            _ => Err(Fault::at(node.at, format!("`{path}` is a text, found {}", node.words()))),
        }
    }

    fn cookie(&mut self, name: &str, node: &Node, path: &str) -> Result<Text, Fault> {
        let Kind::Text(text) = &node.kind else {
            return Err(Fault::at(node.at, format!("`{path}` is a text, found {}", node.words())));
        };
        let rest = if text.contains(';') { "" } else { "; path=/" };
        self.templates.text(&format!("{name}={text}{rest}"), node.at, path)
    }

    /// The line of a node, for what is found out later.
    pub fn line(&self, node: &Node) -> usize {
        self.templates.lines.line_of(node.at)
    }
}

/// A place for messages: that of a member, or of the object.
fn place_of(node: &Node, member: &str) -> usize {
    node.get(member).map_or(node.at, |member| member.at)
}

fn status(status: Option<u16>, least: u16, node: &Node, path: &str) -> Result<Option<u16>, Fault> {
    match status {
        Some(status) if !(least..=599).contains(&status) => {
            let at = place_of(node, "status");
            let reason = format!("`{path}.status` is from {least} to 599, found {status}");
            Err(Fault::at(at, reason))
        }
        status => Ok(status),
    }
}

fn times(times: Option<u64>, node: &Node, path: &str) -> Result<Option<u64>, Fault> {
    match times {
        Some(0) => {
            let reason = format!("`{path}.times` is 1 or more: with 0 it is never given");
            Err(Fault::at(place_of(node, "times"), reason))
        }
        times => Ok(times),
    }
}

fn delay(text: Option<&str>, node: &Node, path: &str) -> Result<Option<Duration>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let parsed = humantime::parse_duration(text).ok().filter(|delay| *delay <= LONGEST_DELAY);
    parsed.map(Some).ok_or_else(|| {
        let reason =
            format!("`{path}.delay` is a time of at most 10m, like 200ms or 3s; found `{text}`");
        Fault::at(place_of(node, "delay"), reason)
    })
}

fn fault(document: &AnswerDocument, node: &Node, path: &str) -> Result<Option<Arc<Act>>, Fault> {
    let Some(act) = &document.fault else { return Ok(None) };
    let at = place_of(node, "fault");
    if document.error.is_some() {
        let reason = format!("`{path}.fault` excludes `error`; a status is a fault, too");
        return Err(Fault::at(at, reason));
    }
    let checked = act.check(LONGEST_DELAY).map_err(|wrong| {
        let member = wrong.member.replacen("do", "fault", 1);
        Fault::at(at, format!("`{path}.{member}`: {}", wrong.sentence))
    });
    checked.map(|()| Some(Arc::new(act.clone())))
}

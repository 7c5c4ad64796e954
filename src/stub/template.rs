//! Texts with `{{ }}`, by minijinja: checked against the contract when they are read, bounded when
//! they run.

mod bounds;
mod growth;
mod names;
mod path;

use minijinja::Environment;

pub(super) use bounds::environment;
pub(super) use path::MemberPath;

use super::mistake::{Fault, Lines};
use super::scope::{Scope, TemplateError};
use crate::contract::{Contract, Operation, Scalar, TypeRef};

/// Longer texts are no templates.
const LONGEST: usize = 64 * 1024;

/// Where the value of an expression is found behind it.
const RESULT: &str = "__result";

/// What templates of one file are compiled with.
pub(super) struct Templates<'c> {
    pub contract: &'c Contract,
    pub operation: &'c Operation,
    /// None where the file has no templates: most have not, and an engine takes its room.
    pub env: Option<Environment<'static>>,
    /// The lines of the file.
    pub lines: Lines,
    /// Names of the loops around.
    pub locals: Vec<String>,
    count: usize,
    /// Whether a template looks at the request as it came.
    pub sees_request: bool,
    /// Whether a template asks which call it is.
    pub sees_call: bool,
    /// Whether a template asks who calls.
    pub sees_caller: bool,
}

/// A text, compiled.
#[derive(Debug, Clone)]
pub(super) enum Text {
    /// It has no templates.
    Constant(String),
    /// It is the value of a member of the request.
    Member(MemberPath),
    /// It is one expression.
    Whole(Template),
    /// Text, and members of the request.
    Pieces(Vec<Piece>, usize),
    /// Text and expressions.
    Mixed(Template),
}

/// A part of a text that needs no engine.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Constant(String),
    Member(MemberPath),
}

/// A compiled template, by its name in the environment.
#[derive(Debug, Clone)]
pub(super) struct Template {
    name: String,
    line: usize,
}

impl<'c> Templates<'c> {
    pub fn new(contract: &'c Contract, operation: &'c Operation, text: &'c str) -> Self {
        let (env, locals) = (None, Vec::new());
        Self {
            contract,
            operation,
            env,
            lines: Lines::of(text),
            locals,
            count: 0,
            sees_request: false,
            sees_call: false,
            sees_caller: false,
        }
    }

    /// Compiles a text that stands at this place; `path` names it in faults.
    pub fn text(&mut self, text: &str, at: usize, path: &str) -> Result<Text, Fault> {
        if !["{{", "{%", "{#"].iter().any(|mark| text.contains(mark)) {
            return Ok(Text::Constant(text.to_owned()));
        }
        match whole(text) {
            None => {
                growth::check(text)
                    .map_err(|reason| Fault::at(at, format!("`{path}`: {reason}")))?;
                let template = self.template(text.to_owned(), at, path)?;
                Ok(match self.pieces(text, at, path) {
                    Some(pieces) => Text::Pieces(pieces, template.line),
                    None => Text::Mixed(template),
                })
            }
            Some(expression) => match self.member(expression, at, path)? {
                Some(member) => Ok(Text::Member(member)),
                None => self.expression(expression, at, path).map(Text::Whole),
            },
        }
    }

    /// The parts of a text whose expressions are nothing but members.
    fn pieces(&self, text: &str, at: usize, path: &str) -> Option<Vec<Piece>> {
        if text.contains("{%") || text.contains("{#") {
            return None;
        }
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once("{{") {
            let (expression, behind) = after.split_once("}}")?;
            if !before.is_empty() {
                pieces.push(Piece::Constant(before.to_owned()));
            }
            pieces.push(Piece::Member(self.member(expression.trim(), at, path).ok()??));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Constant(rest.to_owned()));
        }
        Some(pieces)
    }

    /// Compiles an expression.
    pub fn expression(
        &mut self,
        expression: &str,
        at: usize,
        path: &str,
    ) -> Result<Template, Fault> {
        growth::check(&format!("{{{{ {expression} }}}}"))
            .map_err(|reason| Fault::at(at, format!("`{path}`: {reason}")))?;
        self.template(format!("{{% set {RESULT} = ({expression}) %}}"), at, path)
    }

    fn template(&mut self, source: String, at: usize, path: &str) -> Result<Template, Fault> {
        if source.len() > LONGEST {
            return Err(Fault::at(at, format!("`{path}`: a template has at most {LONGEST} bytes")));
        }
        let name = self.count.to_string();
        self.count += 1;
        let line = self.lines.line_of(at);
        let env = self.env.get_or_insert_with(environment);
        env.add_template_owned(name.clone(), source)
            .map_err(|error| Fault::at(at, format!("`{path}`: {}", said(&error))))?;
        self.check(&name, at, path)?;
        self.check_filters(&name, at, path)?;
        self.check_factors(&name, at, path)?;
        Ok(Template { name, line })
    }

    /// Whether all filters of a template are known: the engine asks when it runs.
    fn check_filters(&mut self, name: &str, at: usize, path: &str) -> Result<(), Fault> {
        let env = self.env.get_or_insert_with(environment);
        let template = env.get_template(name).map_err(|error| Fault::at(at, said(&error)))?;
        for filter in names::filters(template.source()) {
            if !bounds::has_filter(env, &filter) {
                return Err(Fault::at(at, format!("`{path}`: there is no filter `{filter}`")));
            }
        }
        Ok(())
    }

    /// Whether what is multiplied may be numbers.
    fn check_factors(&mut self, name: &str, at: usize, path: &str) -> Result<(), Fault> {
        let env = self.env.get_or_insert_with(environment);
        let template = env.get_template(name).map_err(|error| Fault::at(at, said(&error)))?;
        for factor in growth::factors(template.source()) {
            if !self.locals.contains(&factor) && self.grows(&factor) {
                let reason = format!(
                    "`{path}`: `*` is for numbers, and {factor} is none; a text is repeated by `| repeat(3)`"
                );
                return Err(Fault::at(at, reason));
            }
        }
        Ok(())
    }

    /// Whether a member is a text or a list.
    fn grows(&self, name: &str) -> bool {
        let request = self.contract.dto(self.operation.request);
        let member = request.place_of(name).map(|place| &request.members[place].ty);
        matches!(member, Some(TypeRef::Scalar(Scalar::String) | TypeRef::List(..)))
    }

    /// Whether all names of a template are known.
    fn check(&mut self, name: &str, at: usize, path: &str) -> Result<(), Fault> {
        let compiled = self.env.get_or_insert_with(environment).get_template(name);
        let mut used: Vec<String> = match compiled {
            Ok(template) => template.undeclared_variables(true).into_iter().collect(),
            Err(error) => return Err(Fault::at(at, format!("`{path}`: {}", said(&error)))),
        };
        used.sort();
        for name in used {
            let first = name.split('.').next();
            self.sees_request |= first == Some("request") || first == Some("files");
            self.sees_call |= first == Some("call");
            self.sees_caller |= first == Some("user") || first == Some("session");
            self.known(&name).map_err(|reason| Fault::at(at, format!("`{path}`: {reason}")))?;
        }
        Ok(())
    }
}

/// The text of its parts.
fn joined(pieces: &[Piece], line: usize, scope: &Scope<'_>) -> Result<String, TemplateError> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Constant(constant) => text.push_str(constant),
            Piece::Member(path) => text.push_str(&path.text(scope)?),
        }
        bounds::bounded(text.len())
            .map_err(|error| TemplateError { line, reason: said(&error) })?;
    }
    let made = scope.call().budget.bytes(text.len());
    made.map(|()| text).map_err(|reason| TemplateError { line, reason })
}

/// The inside of a text that is one expression.
fn whole(text: &str) -> Option<&str> {
    let inside = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let marks = ["{{", "}}", "{%", "%}", "{#", "#}"];
    let is_one = !marks.iter().any(|mark| inside.contains(mark));
    is_one.then(|| inside.trim_matches(['-', '+']).trim())
}

/// An error of the library in one line.
pub(super) fn said(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

impl Template {
    /// The value of an expression.
    pub fn value(&self, scope: &Scope<'_>) -> Result<minijinja::Value, TemplateError> {
        let failed =
            |error: &minijinja::Error| TemplateError { line: self.line, reason: said(error) };
        let template = scope.env.get_template(&self.name).map_err(|error| failed(&error))?;
        let ran = template.render_captured(scope.context()).map_err(|error| failed(&error))?;
        let value = ran.state().lookup(RESULT).unwrap_or_default();
        if value.is_undefined() || !bounds::is_finite(&value) {
            let reason =
                if value.is_undefined() { "the value is undefined" } else { bounds::NOT_FINITE };
            return Err(TemplateError { line: self.line, reason: reason.to_owned() });
        }
        Ok(value)
    }

    /// The text.
    pub fn render(&self, scope: &Scope<'_>) -> Result<String, TemplateError> {
        let failed = |reason: String| TemplateError { line: self.line, reason };
        let template = scope.env.get_template(&self.name).map_err(|error| failed(said(&error)))?;
        let mut out = bounds::Bounded::default();
        template
            .render_captured_to(scope.context(), &mut out)
            .map_err(|error| failed(said(&error)))?;
        let text = out.into_text().map_err(failed)?;
        scope.call().budget.bytes(text.len()).map_err(failed)?;
        Ok(text)
    }

    /// The line of its file.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl Text {
    /// The text that it makes.
    pub fn render(&self, scope: &Scope<'_>) -> Result<String, TemplateError> {
        match self {
            Self::Constant(text) => Ok(text.clone()),
            Self::Member(path) => path.text(scope),
            Self::Whole(template) => {
                let value = template.value(scope)?;
                if value.is_none() {
                    return Ok(String::new());
                }
                let made = scope.call().budget.text_of(&value);
                made.map_err(|reason| TemplateError { line: template.line(), reason })
            }
            Self::Pieces(pieces, line) => joined(pieces, *line, scope),
            Self::Mixed(template) => template.render(scope),
        }
    }

    /// The value: one expression keeps its type.
    pub fn value(&self, scope: &Scope<'_>) -> Result<minijinja::Value, TemplateError> {
        match self {
            Self::Whole(template) => template.value(scope),
            Self::Member(path) => Ok(scope.call().lift(path.ty(), path.get(scope)?)),
            other => other.render(scope).map(minijinja::Value::from),
        }
    }

    /// The line of its file; 0 for a constant, which never fails.
    pub fn line(&self) -> usize {
        match self {
            Self::Constant(_) => 0,
            Self::Member(path) => path.line(),
            Self::Whole(template) | Self::Mixed(template) => template.line(),
            Self::Pieces(_, line) => *line,
        }
    }

    /// Its type, where that is known.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Member(path) => Some(path.ty()),
            _ => None,
        }
    }
}

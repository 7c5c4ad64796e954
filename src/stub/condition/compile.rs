//! From `when` to conditions.

use regex::Regex;

use super::test::Operator;
use super::{Check, Subject, Test};
use crate::contract::{Scalar, TypeRef};
use crate::nearest::nearest;
use crate::stub::compile::Compiler;
use crate::stub::mistake::Fault;
use crate::stub::scope::member_of;
use crate::stub::shape::unknown;
use crate::stub::tree::{Kind, Node};

/// Words that are no members, unless a member is spelled exactly so.
const WORDS: [&str; 12] = [
    "verb",
    "path",
    "headers",
    "query",
    "cookies",
    "user",
    "role",
    "tenant",
    "scenario",
    "call",
    "expression",
    "members",
];

const OPERATORS: [&str; 10] =
    ["equal", "not", "gt", "ge", "lt", "le", "in", "matches", "contains", "exists"];

const TEXT: TypeRef = TypeRef::Scalar(Scalar::String);

impl Compiler<'_> {
    /// The conditions of an answer.
    pub fn conditions(&mut self, when: &Node, path: &str) -> Result<Vec<Check>, Fault> {
        let mut checks = Vec::new();
        for (name, node) in table(when, path)? {
            let below = format!("{path}.{name}");
            let dto = self.contract().dto(self.operation().request);
            let is_member = dto.members.iter().any(|member| member.name == *name);
            match name.as_str() {
                word if is_member || !WORDS.contains(&word) => {
                    self.member_check(name, name, node, &below, &mut checks)?;
                }
                "members" => {
                    for (name, node) in table(node, &below)? {
                        self.member_check(
                            name,
                            name,
                            node,
                            &format!("{below}.{name}"),
                            &mut checks,
                        )?;
                    }
                }
                "headers" => self.named(node, &below, Subject::Header, &mut checks)?,
                "query" => self.named(node, &below, Subject::Query, &mut checks)?,
                "cookies" => self.named(node, &below, Subject::Cookie, &mut checks)?,
                "expression" => {
                    let Kind::Text(text) = &node.kind else {
                        return Err(Fault::at(node.at, format!("`{below}` is a text")));
                    };
                    let inside = text.trim().trim_start_matches("{{").trim_end_matches("}}");
                    let template = self.templates.expression(inside, node.at, &below)?;
                    let (subject, test) = (Subject::Expression(template), Test::default());
                    let (name, wanted) = (inside.trim().to_owned(), String::new());
                    checks.push(Check { name, subject, test, wanted });
                }
                word => {
                    let (subject, ty) = simple(word);
                    self.counts |= matches!(subject, Subject::Call);
                    let test = self.test(node, &ty, &below)?;
                    checks.push(Check { name: name.clone(), subject, test, wanted: wanted(node) });
                }
            }
        }
        Ok(checks)
    }

    /// A condition for each name of a table.
    fn named(
        &mut self,
        node: &Node,
        path: &str,
        subject: impl Fn(String) -> Subject,
        checks: &mut Vec<Check>,
    ) -> Result<(), Fault> {
        for (header, node) in table(node, path)? {
            let below = format!("{path}.{header}");
            let test = self.test(node, &TEXT, &below)?;
            let name = below.rsplit_once("when.").map_or(&*below, |(_, name)| name).to_owned();
            checks.push(Check {
                name,
                subject: subject(header.clone()),
                test,
                wanted: wanted(node),
            });
        }
        Ok(())
    }

    /// The condition of a member, or those of the members of one that is an object.
    fn member_check(
        &mut self,
        member: &str,
        name: &str,
        node: &Node,
        path: &str,
        checks: &mut Vec<Check>,
    ) -> Result<(), Fault> {
        let (id, class) = self.class_of(member);
        let (contract, dto) = (self.contract(), self.contract().dto(id));
        let Some(place) = member_of(contract, id, name) else {
            let known = unknown(dto, &class, path, name);
            let is_top = member == name;
            return Err(Fault::at(
                node.at,
                match nearest(name, WORDS).filter(|_| is_top) {
                    Some(word)
                        if nearest(name, dto.members.iter().map(|m| m.name.as_str())).is_none() =>
                    {
                        format!("`{path}` is not known here; did you mean `{word}`?")
                    }
                    _ => known,
                },
            ));
        };
        let ty = dto.members[place].ty.clone();
        let full = match member.rsplit_once('.') {
            Some((before, _)) => format!("{before}.{}", dto.members[place].name),
            None => dto.members[place].name.clone(),
        };
        let is_class = matches!(&ty, TypeRef::Dto(id) if contract.dto(*id).enumeration().is_none());
        if let (true, Kind::Table(entries)) = (is_class, &node.kind) {
            let is_operators = entries.iter().all(|(name, _)| OPERATORS.contains(&name.as_str()));
            if !is_operators {
                for (inner, node) in entries {
                    let below = format!("{full}.{inner}");
                    self.member_check(&below, inner, node, &format!("{path}.{inner}"), checks)?;
                }
                return Ok(());
            }
        }
        let way = self.templates.member(&full, node.at, path)?;
        let way = way.ok_or_else(|| Fault::at(node.at, format!("`{path}` cannot be looked at")))?;
        let test = self.test(node, &ty, path)?;
        let (subject, wanted) = (Subject::Member(way), wanted(node));
        checks.push(Check { name: full, subject, test, wanted });
        Ok(())
    }

    /// The class that has the last name of a dotted member, and what it is called.
    fn class_of(&self, member: &str) -> (crate::contract::DtoId, String) {
        let contract = self.contract();
        let mut id = self.operation().request;
        if let Some((before, _)) = member.rsplit_once('.') {
            for name in before.split('.') {
                let place = member_of(contract, id, name);
                if let Some(TypeRef::Dto(next)) =
                    place.map(|place| &contract.dto(id).members[place].ty)
                {
                    id = *next;
                }
            }
        }
        (id, contract.type_text(&TypeRef::Dto(id)))
    }

    /// A literal, or a table of operators.
    fn test(&self, node: &Node, ty: &TypeRef, path: &str) -> Result<Test, Fault> {
        let literal = |node: &Node, path: &str| self.literal(node, ty, path);
        let Kind::Table(entries) = &node.kind else {
            return Ok(Test(vec![Operator::Equal(literal(node, path)?)]));
        };
        let mut operators = Vec::new();
        for (name, node) in entries {
            let below = format!("{path}.{name}");
            operators.push(match name.as_str() {
                "equal" => Operator::Equal(literal(node, &below)?),
                "not" => Operator::Not(literal(node, &below)?),
                "gt" => Operator::Greater(literal(node, &below)?),
                "ge" => Operator::GreaterOrEqual(literal(node, &below)?),
                "lt" => Operator::Less(literal(node, &below)?),
                "le" => Operator::LessOrEqual(literal(node, &below)?),
                "in" => {
                    let Kind::List(items) = &node.kind else {
                        return Err(Fault::at(node.at, format!("`{below}` is a list of values")));
                    };
                    Operator::In(
                        items.iter().map(|item| literal(item, &below)).collect::<Result<_, _>>()?,
                    )
                }
                "contains" => {
                    let of = if let TypeRef::List(_, of) = ty { of } else { ty };
                    Operator::Contains(self.literal(node, of, &below)?)
                }
                "matches" => Operator::Matches(pattern(node, ty, &below)?),
                "exists" => match node.kind {
                    Kind::Bool(wanted) => Operator::Exists(wanted),
                    _ => return Err(Fault::at(node.at, format!("`{below}` is true or false"))),
                },
                other => {
                    return Err(Fault::at(
                        node.at,
                        match nearest(other, OPERATORS) {
                            Some(near) => {
                                format!("`{below}` is not known here; did you mean `{near}`?")
                            }
                            None => {
                                format!(
                                    "`{below}` is not known here; the tests are {}",
                                    OPERATORS.join(", ")
                                )
                            }
                        },
                    ));
                }
            });
        }
        Ok(Test(operators))
    }

    fn literal(&self, node: &Node, ty: &TypeRef, path: &str) -> Result<crate::value::Value, Fault> {
        match node.kind {
            Kind::Null => Ok(crate::value::Value::Null),
            _ => self.scalar(node, ty, path),
        }
    }
}

/// What tests ask for, in words that follow `must`.
fn wanted(node: &Node) -> String {
    let Kind::Table(entries) = &node.kind else { return format!("be {}", shown(node)) };
    let words = |(name, node): &(String, Node)| match (name.as_str(), &node.kind) {
        ("exists", Kind::Bool(false)) => "be absent".to_owned(),
        ("exists", _) => "be there".to_owned(),
        ("not", _) => format!("not be {}", shown(node)),
        ("gt", _) => format!("be greater than {}", shown(node)),
        ("ge", _) => format!("be at least {}", shown(node)),
        ("lt", _) => format!("be less than {}", shown(node)),
        ("le", _) => format!("be at most {}", shown(node)),
        ("in", _) => format!("be one of {}", shown(node)),
        ("matches", _) => format!("match {}", shown(node)),
        ("contains", _) => format!("contain {}", shown(node)),
        _ => format!("be {}", shown(node)),
    };
    entries.iter().map(words).collect::<Vec<_>>().join(" and ")
}

/// A literal as it is written.
fn shown(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.clone(),
        Kind::Text(text) => format!("{text:?}"),
        Kind::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Kind::Table(_) => node.words().to_owned(),
    }
}

fn table<'n>(node: &'n Node, path: &str) -> Result<&'n [(String, Node)], Fault> {
    match &node.kind {
        Kind::Table(entries) => Ok(entries),
        _ => Err(Fault::at(node.at, format!("`{path}` is an object, found {}", node.words()))),
    }
}

fn pattern(node: &Node, ty: &TypeRef, path: &str) -> Result<Regex, Fault> {
    let Kind::Text(text) = &node.kind else {
        return Err(Fault::at(node.at, format!("`{path}` is a regular expression")));
    };
    if *ty != TEXT && *ty != TypeRef::Nullable(Box::new(TEXT)) {
        return Err(Fault::at(node.at, format!("`{path}`: only a String can match")));
    }
    Regex::new(text).map_err(|error| {
        let reason = error.to_string();
        let last =
            reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Fault::at(node.at, format!("`{path}` is no regular expression: {last}"))
    })
}

fn simple(word: &str) -> (Subject, TypeRef) {
    match word {
        "verb" => (Subject::Verb, TEXT),
        "path" => (Subject::Path, TEXT),
        "user" => (Subject::User, TEXT),
        "role" => (Subject::Role, TEXT),
        "tenant" => (Subject::Tenant, TEXT),
        "scenario" => (Subject::Scenario, TEXT),
        _ => (Subject::Call, TypeRef::Scalar(Scalar::Int64)),
    }
}

//! From the text of a condition to its parts.

use super::super::script::{Reader, Token};
use super::{Condition, Expression, Function, Operator};
use crate::contract::{Contract, DtoId, TypeRef};
use crate::nearest::nearest;
use crate::value::Value;

/// Deeper conditions are taken for a mistake.
const DEEPEST: usize = 50;

/// Operators from the loosest to the tightest; `===` is `==`.
const LEVELS: [&[(&str, Operator)]; 7] = [
    &[("??", Operator::Else)],
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[
        ("===", Operator::Equal),
        ("!==", Operator::NotEqual),
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
    ],
    &[
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Divide), ("%", Operator::Rest)],
];

const FUNCTIONS: [(&str, Function); 20] = [
    ("isOdd", Function::IsOdd),
    ("isEven", Function::IsEven),
    ("isNull", Function::IsNull),
    ("isNotNull", Function::IsNotNull),
    ("isEmpty", Function::IsEmpty),
    ("isNotEmpty", Function::IsNotEmpty),
    ("length", Function::Length),
    ("count", Function::Length),
    ("lower", Function::Lower),
    ("toLower", Function::Lower),
    ("upper", Function::Upper),
    ("toUpper", Function::Upper),
    ("trim", Function::Trim),
    ("startsWith", Function::StartsWith),
    ("startswith", Function::StartsWith),
    ("endsWith", Function::EndsWith),
    ("endswith", Function::EndsWith),
    ("contains", Function::Contains),
    ("Length", Function::Length),
    ("Count", Function::Length),
];

impl Condition {
    /// Reads a condition on an object of this class; `it` is the type of its member, where there is
    /// one.
    ///
    /// # Errors
    /// What is not understood, in one sentence.
    pub fn read(
        text: &str,
        contract: &Contract,
        dto: DtoId,
        it: Option<&TypeRef>,
    ) -> Result<Self, String> {
        let mut parser = Parser { reader: Reader::of(text)?, contract, dto, it, depth: 0 };
        let expression = parser.choice()?;
        parser.reader.end()?;
        Ok(Self(expression))
    }
}

struct Parser<'a> {
    reader: Reader,
    contract: &'a Contract,
    dto: DtoId,
    it: Option<&'a TypeRef>,
    depth: usize,
}

type Parsed = Result<Expression, String>;

impl Parser<'_> {
    fn choice(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it nests deeper than {DEEPEST} levels"));
        }
        let condition = self.level(0)?;
        let parsed = if self.reader.takes("?") {
            let yes = self.choice()?;
            self.reader.expect(":")?;
            Expression::Choice(Box::new([condition, yes, self.choice()?]))
        } else {
            condition
        };
        self.depth -= 1;
        Ok(parsed)
    }

    fn level(&mut self, level: usize) -> Parsed {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let signs: Vec<&'static str> = operators.iter().map(|(sign, _)| *sign).collect();
        let mut left = self.level(level + 1)?;
        while let Some(sign) = self.reader.one_of(&signs) {
            let right = self.level(level + 1)?;
            let operator =
                operators.iter().find(|(known, _)| *known == sign).map(|(_, operator)| *operator);
            left = Expression::Binary(operator.unwrap_or(Operator::Or), Box::new([left, right]));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it nests deeper than {DEEPEST} levels"));
        }
        let parsed = if self.reader.takes("!") {
            Expression::Not(Box::new(self.unary()?))
        } else if self.reader.takes("-") {
            Expression::Negative(Box::new(self.unary()?))
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(parsed)
    }

    fn primary(&mut self) -> Parsed {
        let found = self.reader.found();
        let mut parsed = match self.reader.next() {
            Some(Token::Number(number)) => Expression::Constant(Value::Decimal(number)),
            Some(Token::Text(text)) => Expression::Constant(Value::String(text)),
            Some(Token::Sign("(")) => {
                let inner = self.choice()?;
                self.reader.expect(")")?;
                inner
            }
            Some(Token::Word(word)) => self.word(&word)?,
            _ => return Err(format!("expected a value, found {found}")),
        };
        while self.reader.takes(".") {
            let found = self.reader.found();
            let Some(Token::Word(name)) = self.reader.next() else {
                return Err(format!("expected a name, found {found}"));
            };
            parsed = self.part(parsed, &name)?;
        }
        Ok(parsed)
    }

    fn word(&mut self, word: &str) -> Parsed {
        Ok(match word {
            "null" => Expression::Constant(Value::Null),
            "true" => Expression::Constant(Value::Bool(true)),
            "false" => Expression::Constant(Value::Bool(false)),
            "dto" => Expression::Dto,
            "it" if self.it.is_some() => Expression::It,
            name if self.reader.takes("(") => {
                let args = self.arguments(Vec::new())?;
                Expression::Call(function(name)?, args)
            }
            name => return Err(format!("there is no `{name}`")),
        })
    }

    /// `it.Name`, `it.isOdd()`, `it.Length`.
    fn part(&mut self, of: Expression, name: &str) -> Parsed {
        if self.reader.takes("(") {
            return Ok(Expression::Call(function(name)?, self.arguments(vec![of])?));
        }
        match self.type_of(&of) {
            Some(TypeRef::Dto(id)) if self.contract.dto(id).enumeration().is_none() => {
                let dto = self.contract.dto(id);
                let place = dto.place_of(name).ok_or_else(|| {
                    let names = dto.members.iter().map(|member| member.name.as_str());
                    let class = self.contract.type_text(&TypeRef::Dto(id));
                    match nearest(name, names) {
                        Some(near) => {
                            format!("`{name}` is no member of {class}; did you mean `{near}`?")
                        }
                        None => format!("`{name}` is no member of {class}"),
                    }
                })?;
                let ty = dto.members[place].ty.clone();
                Ok(Expression::Member(Box::new(of), place, ty))
            }
            _ => function(name)
                .ok()
                .filter(|function| *function == Function::Length)
                .map(|function| Expression::Call(function, vec![of]))
                .ok_or_else(|| format!("there is no `{name}`")),
        }
    }

    fn type_of(&self, expression: &Expression) -> Option<TypeRef> {
        match expression {
            Expression::Dto => Some(TypeRef::Dto(self.dto)),
            Expression::It => self.it.cloned(),
            Expression::Member(_, _, ty) => Some(ty.clone()),
            _ => None,
        }
    }

    fn arguments(&mut self, mut args: Vec<Expression>) -> Result<Vec<Expression>, String> {
        if self.reader.takes(")") {
            return Ok(args);
        }
        args.push(self.choice()?);
        while self.reader.takes(",") {
            args.push(self.choice()?);
        }
        self.reader.expect(")")?;
        Ok(args)
    }
}

fn function(name: &str) -> Result<Function, String> {
    let known = FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function);
    known.ok_or_else(|| match nearest(name, FUNCTIONS.map(|(known, _)| known)) {
        Some(near) => format!("there is no function `{name}`; did you mean `{near}`?"),
        None => format!("there is no function `{name}`"),
    })
}

//! Validators as ServiceStack writes them: `NotEmpty`, `InclusiveBetween(1,120)`,
//! `[NotNull,Length(3,5)]`,
//! ``HasRole(`Manager`)``.

use super::script::{Reader, Token};
use crate::value::Value;

/// A validator's name and what it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// What stands in its brackets.
    pub args: Vec<Argument>,
}

/// What a validator is given.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A number, a text, a truth value, null.
    Value(Value),
    /// Another member of the object: `dto.Total`.
    Member(String),
}

impl From<Value> for Argument {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl Call {
    /// The validators of a text: one, or a list of them.
    ///
    /// ```
    /// use servicestack_emulator::service::validation::Call;
    ///
    /// let calls = Call::read("[NotNull,Length(3,5)]")?;
    /// assert_eq!(calls.iter().map(|call| call.name.as_str()).collect::<Vec<_>>(), ["NotNull",
    /// "Length"]);
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    /// What is not of this syntax, in one sentence.
    pub fn read(text: &str) -> Result<Vec<Self>, String> {
        let mut reader = Reader::of(text)?;
        let is_list = reader.takes("[");
        let mut calls = vec![one(&mut reader)?];
        while reader.takes(",") {
            calls.push(one(&mut reader)?);
        }
        if is_list {
            reader.expect("]")?;
        }
        reader.end()?;
        Ok(calls)
    }

    /// As it is written.
    pub fn text(&self) -> String {
        let arg = |arg: &Argument| match arg {
            Argument::Member(name) => format!("dto.{name}"),
            Argument::Value(Value::String(text)) => text.clone(),
            Argument::Value(other) => {
                super::clr_text::scalar_text(other).unwrap_or_else(|| "null".to_owned())
            }
        };
        match self.args.as_slice() {
            [] => self.name.clone(),
            args => {
                format!("{}({})", self.name, args.iter().map(arg).collect::<Vec<_>>().join(","))
            }
        }
    }
}

fn one(reader: &mut Reader) -> Result<Call, String> {
    let name = match reader.peek() {
        Some(Token::Word(word)) => word.clone(),
        _ => return Err(format!("expected the name of a validator, found {}", reader.found())),
    };
    reader.next();
    let mut args = Vec::new();
    if reader.takes("(") && !reader.takes(")") {
        args.push(argument(reader)?);
        while reader.takes(",") {
            args.push(argument(reader)?);
        }
        reader.expect(")")?;
    }
    Ok(Call { name, args })
}

/// A word without quotes is a text; `dto.Total` is a member.
fn argument(reader: &mut Reader) -> Result<Argument, String> {
    let is_negative = reader.takes("-");
    let found = reader.found();
    let value = match reader.next() {
        Some(Token::Number(number)) => Value::Decimal(if is_negative { -number } else { number }),
        Some(Token::Text(text)) if !is_negative => Value::String(text),
        Some(Token::Word(word)) if word == "dto" && !is_negative && reader.takes(".") => {
            let found = reader.found();
            return match reader.next() {
                Some(Token::Word(name)) => Ok(Argument::Member(name)),
                _ => Err(format!("expected the name of a member, found {found}")),
            };
        }
        Some(Token::Word(word)) if !is_negative => match word.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => Value::String(word),
        },
        _ => return Err(format!("expected a number or a text, found {found}")),
    };
    Ok(Argument::Value(value))
}

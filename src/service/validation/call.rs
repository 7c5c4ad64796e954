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
    /// Numbers, texts, truth values, nulls.
    pub args: Vec<Value>,
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
        let arg = |arg: &Value| match arg {
            Value::String(text) => text.clone(),
            other => super::clr_text::scalar_text(other).unwrap_or_else(|| "null".to_owned()),
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

/// A word without quotes is a text.
fn argument(reader: &mut Reader) -> Result<Value, String> {
    let is_negative = reader.takes("-");
    let found = reader.found();
    match reader.next() {
        Some(Token::Number(number)) => {
            Ok(Value::Decimal(if is_negative { -number } else { number }))
        }
        Some(Token::Text(text)) if !is_negative => Ok(Value::String(text)),
        Some(Token::Word(word)) if !is_negative => Ok(match word.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => Value::String(word),
        }),
        _ => Err(format!("expected a number or a text, found {found}")),
    }
}

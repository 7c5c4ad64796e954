//! Values of type `object`: whatever stands there.

use jsv_codec::scalar::decimal;
use rust_decimal::Decimal;

use super::{fault::Fault, read::Reader, scalar, string, tokens::Token};
use crate::value::Value;

impl Reader<'_> {
    /// The value of the token that was read. Nothing of its inside shows in the path of a fault.
    pub(super) fn any(&mut self) -> Result<Value, Fault> {
        self.spend(1)?;
        Ok(match self.tokens.token {
            Token::StartObject => return self.entries(),
            Token::StartArray => return self.items(),
            Token::String => Value::String(self.lossy()),
            Token::Number => number(self.tokens.raw()),
            Token::True => Value::Bool(true),
            Token::False => Value::Bool(false),
            _ => Value::Null,
        })
    }

    fn entries(&mut self) -> Result<Value, Fault> {
        let mut entries = Vec::new();
        loop {
            self.tokens.next()?;
            if self.tokens.token == Token::EndObject {
                return Ok(Value::Dictionary(entries));
            }
            let name = Value::String(self.lossy());
            self.tokens.next()?;
            entries.push((name, self.any()?));
        }
    }

    fn items(&mut self) -> Result<Value, Fault> {
        let mut items = Vec::new();
        loop {
            self.tokens.next()?;
            if self.tokens.token == Token::EndArray {
                return Ok(Value::List(items));
            }
            items.push(self.any()?);
        }
    }

    /// A string; one with half a pair of surrogates as it is written.
    fn lossy(&self) -> String {
        let raw = self.tokens.raw();
        string::read(raw).unwrap_or_else(|| raw.to_owned())
    }
}

/// A number of the type that writes it as it was sent, if there is one.
fn number(text: &str) -> Value {
    if let Ok(number) = text.parse::<i64>() {
        return Value::Int(number);
    }
    let is_same = |value: &Value| {
        let mut out = String::new();
        scalar::write_number(value, &mut out) && out == text
    };
    let decimal = text.parse::<Decimal>().ok().filter(|number| {
        let mut out = String::new();
        decimal::write(number, &mut out);
        out == text
    });
    let double = text.parse().unwrap_or(f64::NAN);
    let single = text.parse().map(Value::Single).ok().filter(is_same);
    match (decimal, Value::Double(double), single) {
        (Some(number), ..) => Value::Decimal(number),
        (None, double, Some(single)) if !is_same(&double) => single,
        (None, double, _) => double,
    }
}

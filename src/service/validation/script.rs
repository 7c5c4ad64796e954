//! The words of ServiceStack's own validation syntax: `InclusiveBetween(1,120)`, `it == null ||
//! it.isOdd()`.

use rust_decimal::Decimal;

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name.
    Word(String),
    /// A number without its sign.
    Number(Decimal),
    /// A text in quotes. A backslash is a letter like others, but before the closing quote.
    Text(String),
    /// A bracket or an operator.
    Sign(&'static str),
}

/// Longer ones stand before those that they begin with.
const SIGNS: [&str; 27] = [
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "<", ">", "!", "(", ")", "[", "]", ",",
    ".", "+", "-", "*", "/", "%", "?", ":", "{", "}",
];

/// Documents write the quotes of texts as primes, those of attributes as backticks.
const QUOTES: [char; 4] = ['\'', '"', '`', '′'];

/// A longer text is taken for a mistake.
const LONGEST: usize = 10_000;

/// The words of a text.
///
/// # Errors
/// What is no word, in one sentence.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(letter) = rest.chars().next() {
        let (token, after) = token(letter, rest)?;
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn token(letter: char, rest: &str) -> Result<(Token, &str), String> {
    if QUOTES.contains(&letter) {
        return quoted(letter, &rest[letter.len_utf8()..]);
    }
    if letter.is_ascii_digit() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number = rest[..end].parse().map_err(|_| format!("{} is no number", &rest[..end]))?;
        return Ok((Token::Number(number), &rest[end..]));
    }
    if letter.is_alphabetic() || letter == '_' || letter == '@' {
        let end =
            rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '@').unwrap_or(rest.len());
        return Ok((Token::Word(rest[..end].to_owned()), &rest[end..]));
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    sign.map(|sign| (Token::Sign(sign), &rest[sign.len()..]))
        .ok_or_else(|| format!("`{letter}` is not known here"))
}

fn quoted(quote: char, rest: &str) -> Result<(Token, &str), String> {
    let (mut text, mut letters) = (String::new(), rest.char_indices().peekable());
    while let Some((place, letter)) = letters.next() {
        match letter {
            letter if letter == quote => {
                return Ok((Token::Text(text), &rest[place + quote.len_utf8()..]));
            }
            '\\' if letters.peek().is_some_and(|(_, next)| *next == quote) => {
                text.push(quote);
                letters.next();
            }
            letter => text.push(letter),
        }
    }
    Err(format!("the text after {quote} does not end"))
}

/// Words that are read one after the other.
pub(super) struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

impl Reader {
    /// The words of a text.
    pub fn of(text: &str) -> Result<Self, String> {
        Ok(Self { tokens: tokens(text)?.into_iter().peekable() })
    }

    pub fn next(&mut self) -> Option<Token> {
        self.tokens.next()
    }

    pub fn peek(&mut self) -> Option<&Token> {
        self.tokens.peek()
    }

    /// Takes this sign, if it is the next word.
    pub fn takes(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        if is_next {
            self.tokens.next();
        }
        is_next
    }

    /// The first of these signs, if it is the next word.
    pub fn one_of(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        signs.iter().copied().find(|sign| self.takes(sign))
    }

    /// Takes this sign.
    pub fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) {
            Ok(())
        } else {
            Err(format!("expected `{sign}`, found {}", self.found()))
        }
    }

    /// Nothing follows.
    pub fn end(&mut self) -> Result<(), String> {
        if self.peek().is_none() { Ok(()) } else { Err(format!("{} is too much", self.found())) }
    }

    /// The next word, for messages.
    pub fn found(&mut self) -> String {
        match self.peek() {
            None => "the end".to_owned(),
            Some(Token::Word(word)) => format!("`{word}`"),
            Some(Token::Number(number)) => format!("`{number}`"),
            Some(Token::Text(text)) => format!("'{text}'"),
            Some(Token::Sign(sign)) => format!("`{sign}`"),
        }
    }
}

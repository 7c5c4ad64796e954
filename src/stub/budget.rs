//! What the templates of one answer may make.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::value::{Object, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};

/// Where templates have it. It is no name that a template can write.
pub(super) const NAME: &str = "#budget";

/// Bytes that templates may make for one answer, where no setting says another number.
pub(super) const PRESET: usize = 16 << 20;

/// Most values that one answer may have.
const MOST_VALUES: usize = 500_000;

/// Most values that the filters of one answer may look at.
const MOST_LOOKED_AT: usize = 5_000_000;

/// What a value counts beside its text, in bytes.
const OF_VALUE: usize = 16;

/// What is left for an answer.
#[derive(Debug)]
pub(super) struct Budget {
    most: usize,
    bytes: AtomicUsize,
    values: AtomicUsize,
    looked_at: AtomicUsize,
}

impl Budget {
    pub fn new(most: usize) -> Self {
        let (bytes, values, looked_at) = Default::default();
        Self { most, bytes, values, looked_at }
    }

    /// Counts one more value of the answer.
    ///
    /// # Errors
    /// When there are too many.
    pub fn value(&self) -> Result<(), String> {
        let made = 1 + self.values.fetch_add(1, Ordering::Relaxed);
        match made <= MOST_VALUES {
            true => self.bytes(OF_VALUE),
            false => Err(format!("the answer has more than {MOST_VALUES} values")),
        }
    }

    /// Counts bytes of the answer.
    ///
    /// # Errors
    /// When there are too many.
    pub fn bytes(&self, count: usize) -> Result<(), String> {
        let made = self.bytes.fetch_add(count, Ordering::Relaxed).saturating_add(count);
        match made <= self.most {
            true => Ok(()),
            false => Err(format!("templates make more than {} bytes of the answer", self.most)),
        }
    }

    /// The text of a value.
    ///
    /// # Errors
    /// When it is too long.
    pub fn text_of(&self, value: &Value) -> Result<String, String> {
        let mut text = Bounded { text: String::new(), most: self.most };
        match write!(text, "{value}") {
            Ok(()) => self.bytes(text.text.len()).map(|()| text.text),
            Err(_) => Err(format!("templates make more than {} bytes of the answer", self.most)),
        }
    }

    /// Counts what a filter looks at: all of a value.
    fn look(&self, value: &Value, bytes: &mut usize) -> Result<(), Error> {
        let failed = |reason: String| Error::new(ErrorKind::InvalidOperation, reason);
        if self.looked_at.fetch_add(1, Ordering::Relaxed) > MOST_LOOKED_AT {
            return Err(failed(format!("filters look at more than {MOST_LOOKED_AT} values")));
        }
        *bytes = bytes.saturating_add(OF_VALUE + value.as_str().map_or(0, str::len));
        if *bytes > self.most {
            return Err(failed(format!("a value has more than {} bytes", self.most)));
        }
        match value.kind() {
            ValueKind::Seq | ValueKind::Iterable => {
                value.try_iter()?.try_for_each(|item| self.look(&item, bytes))
            }
            ValueKind::Map => {
                let mut names = value.try_iter()?;
                names.try_for_each(|name| self.look(&value.get_item(&name)?, bytes))
            }
            _ => Ok(()),
        }
    }
}

impl Object for Budget {}

/// Counts what a filter of this answer is given.
///
/// # Errors
/// When it is too much.
pub(super) fn look_at(state: &State<'_, '_>, values: &[Value]) -> Result<(), Error> {
    let Some(budget) = state.lookup(NAME) else { return Ok(()) };
    let Some(budget) = budget.downcast_object_ref::<Budget>() else { return Ok(()) };
    let mut bytes = 0;
    values.iter().try_for_each(|value| budget.look(value, &mut bytes))
}

/// The budget as a value of templates.
pub(super) fn shown(budget: &Arc<Budget>) -> Value {
    Value::from_dyn_object(budget.clone())
}

struct Bounded {
    text: String,
    most: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if self.text.len() + part.len() > self.most {
            return Err(fmt::Error);
        }
        self.text.push_str(part);
        Ok(())
    }
}

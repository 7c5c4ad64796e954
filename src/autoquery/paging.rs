//! Which part of the rows, in which order.

use super::columns::Columns;
use crate::records::{CellError, Order};

/// Which part of the rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part {
    /// So many are left out; fewer than none are none.
    pub skip: i64,
    /// So many at most; fewer than none are all.
    pub take: Option<i64>,
}

impl Part {
    /// The rows of this part.
    pub fn of<T>(self, rows: Vec<T>, max_limit: Option<usize>) -> Vec<T> {
        let skip = usize::try_from(self.skip).unwrap_or_default();
        let take = self.take.and_then(|take| usize::try_from(take).ok());
        let most = [take, max_limit].into_iter().flatten().min().unwrap_or(usize::MAX);
        rows.into_iter().skip(skip).take(most).collect()
    }
}

/// The order that `OrderBy` or `OrderByDesc` asks for; the first one wins.
///
/// # Errors
/// A name that is no column's.
pub(super) fn order(
    columns: &Columns,
    by: &str,
    by_descending: &str,
) -> Result<Vec<Order>, CellError> {
    let (text, descending) = if by.trim().is_empty() { (by_descending, true) } else { (by, false) };
    let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| {
            let (name, turned) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
            let column = columns.find(name).ok_or_else(|| no_field(name))?;
            Ok(Order { column, is_descending: descending != turned })
        })
        .collect()
}

fn no_field(name: &str) -> CellError {
    CellError { exception: "ArgumentException", message: format!("Could not find field {name}") }
}

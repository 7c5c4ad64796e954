//! Secrets in the columns of CSV.

use std::ops::Range;

use super::names::is_secret_name;

/// The fields of the columns that have the name of a secret.
pub fn secrets(text: &[u8]) -> Vec<Range<usize>> {
    let mut rows = rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let is_secret: Vec<bool> =
        header.iter().map(|field| is_secret_name(&text[field.clone()])).collect();
    let of_row = |row: Vec<Range<usize>>| {
        let fields = row.into_iter().zip(&is_secret);
        fields.filter(|(_, is_secret)| **is_secret).map(|(field, _)| field).collect::<Vec<_>>()
    };
    rows.flat_map(of_row).collect()
}

/// The fields of all rows, with their quotes.
fn rows(text: &[u8]) -> Vec<Vec<Range<usize>>> {
    let (mut rows, mut row, mut start, mut in_quotes) = (Vec::new(), Vec::new(), 0, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b',' | b'\r' | b'\n' if !in_quotes => {
                row.push(start..at);
                start = at + 1;
                if *byte != b',' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            _ => {}
        }
    }
    row.push(start..text.len());
    rows.push(row);
    // Between the two bytes of a line's end is nothing.
    rows.retain(|row| row.len() > 1 || row.iter().any(|field| !field.is_empty()));
    rows
}

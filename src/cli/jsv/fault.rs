//! A fault, shown under the line it stands in.

use jsv_codec::stream::Piece;
use jsv_codec::{Error, ErrorKind};

use crate::cli::failure::Failure;

/// How much of a long line is shown before and behind the fault, in characters.
const AROUND: usize = 60;

/// One sentence, the line, and a caret under the place.
pub fn fault(piece: &Piece, error: Error) -> Failure {
    let Some(offset) = error.offset() else { return Failure::Other(error.to_string()) };
    let (line, column) = excerpt(piece.text(), offset.min(piece.text().len()));
    Failure::Other(format!("{}\n  {line}\n  {}^", placed(&piece.place(error)), " ".repeat(column)))
}

/// A fault between the pieces.
pub fn broken(error: Error) -> Failure {
    match error.kind() {
        ErrorKind::Io(io) => Failure::Other(io.to_string()),
        ErrorKind::Utf8 => {
            Failure::Other(format!("{}; is it in another encoding?", placed(&error)))
        }
        _ => Failure::Other(placed(&error)),
    }
}

fn placed(error: &Error) -> String {
    error.offset().map_or_else(|| error.to_string(), |offset| format!("{error}, at byte {offset}"))
}

/// The line of an offset, cut to what fits a terminal, and the column of the offset in it.
fn excerpt(text: &str, offset: usize) -> (String, usize) {
    let start =
        text.as_bytes()[..offset].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = text.as_bytes()[offset..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |at| offset + at);
    let before: Vec<char> =
        String::from_utf8_lossy(&text.as_bytes()[start..offset]).chars().collect();
    let behind = String::from_utf8_lossy(&text.as_bytes()[offset..end]).into_owned();
    let kept = &before[before.len().saturating_sub(AROUND)..];
    let shown = kept
        .iter()
        .copied()
        .chain(behind.chars().take(AROUND))
        .map(|c| if c == '\t' { ' ' } else { c });
    (shown.collect(), kept.len())
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn the_caret_stands_under_the_place() {
        assert_eq!(excerpt("{A:1,\nB}x", 8), ("B}x".to_owned(), 2));
        let long = format!("{}!{}", "a".repeat(100), "b".repeat(100));
        let (line, column) = excerpt(&long, 100);
        assert_eq!((line.len(), column, line.as_bytes()[column]), (120, 60, b'!'));
    }
}

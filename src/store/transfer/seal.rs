//! The frame of a file: what form it has, where it ends, and whether every byte is as it was
//! written.
//!
//! ```text
//! {"coupons":"jsonl","version":1}          # coupons csv 1
//! {"Id":1,"Code":"A0001",…}                Id,Code,…
//! …                                        1,A0001,…
//! {"end":1,"sha256":"9f86d0…"}             # end 1 9f86d0…
//! ```

use std::io::{self, BufRead, Read, Write};

use sha2::{Digest, Sha256};

use super::Form;
use super::row::{NAMES, Row};

/// First lines.
const JSON: &str = r#"{"coupons":"jsonl","version":1}"#;
const CSV: &str = "# coupons csv 1";
/// Longest line that is read; the data of a coupon is shorter than 64 KiB, and JSON may double it.
const LONGEST_LINE: u64 = 1024 * 1024;

/// A file being written.
pub(super) struct Sealing<W> {
    out: W,
    form: Form,
    count: u64,
    digest: Sha256,
}

impl<W: Write> Sealing<W> {
    pub(super) fn begin(out: W, form: Form) -> io::Result<Self> {
        let mut file = Sealing { out, form, count: 0, digest: Sha256::new() };
        match form {
            Form::JsonLines => file.put(format!("{JSON}\n").as_bytes())?,
            Form::Csv => file.put(format!("{CSV}\n{}\n", NAMES.join(",")).as_bytes())?,
        }
        Ok(file)
    }

    pub(super) fn write(&mut self, row: &Row) -> io::Result<()> {
        let mut line = match self.form {
            Form::JsonLines => serde_json::to_vec(row)?,
            Form::Csv => csv_line(row)?,
        };
        line.push(b'\n');
        self.count += 1;
        self.put(&line)
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn end(mut self) -> io::Result<W> {
        let (count, sum) = (self.count, hex(self.digest));
        match self.form {
            Form::JsonLines => writeln!(self.out, r#"{{"end":{count},"sha256":"{sum}"}}"#)?,
            Form::Csv => writeln!(self.out, "# end {count} {sum}")?,
        }
        self.out.flush()?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.out.write_all(bytes)
    }
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A row without the end of its line. A line is always a row, so there must be no line break
/// within.
fn csv_line(row: &Row) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.serialize(row)?;
    let mut line = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    line.pop_if(|last| *last == b'\n');
    if line.contains(&b'\n') || line.contains(&b'\r') {
        return Err(io::Error::other(
            "a code with a line break cannot be written as CSV; use JSON lines",
        ));
    }
    Ok(line)
}

/// A file being read.
pub(super) struct Sealed<R> {
    input: R,
    form: Form,
    line: u64,
    count: u64,
    digest: Sha256,
    ended: bool,
}

impl<R: BufRead> Sealed<R> {
    pub(super) fn open(input: R) -> Result<Self, String> {
        let form = Form::JsonLines;
        let mut file =
            Sealed { input, form, line: 0, count: 0, digest: Sha256::new(), ended: false };
        let first = file.read_line()?;
        file.digest.update(&first);
        match first.trim_end() {
            JSON => {}
            CSV => {
                file.form = Form::Csv;
                let names = file.read_line()?;
                file.digest.update(&names);
                if names.trim_end() != NAMES.join(",") {
                    return Err("line 2: these are not the names of the columns".into());
                }
            }
            _ => return Err("line 1: this is no file of coupons of version 1".into()),
        }
        Ok(file)
    }

    fn read_line(&mut self) -> Result<String, String> {
        self.line += 1;
        let mut line = String::new();
        let read = self.input.by_ref().take(LONGEST_LINE).read_line(&mut line);
        let reported = |why: String| format!("line {}: {why}", self.line);
        match read {
            Err(error) => Err(reported(error.to_string())),
            Ok(0) => Err(reported("the file ends before its last line".into())),
            Ok(_) if !line.ends_with('\n') => Err(reported("the line is cut or too long".into())),
            Ok(_) => Ok(line),
        }
    }

    fn read(&mut self) -> Result<Option<(u64, Row)>, String> {
        let line = self.read_line()?;
        let end = match self.form {
            Form::JsonLines => line.starts_with(r#"{"end":"#),
            Form::Csv => line.starts_with("# end "),
        };
        if end {
            return self.check(&line).map(|()| None);
        }
        self.digest.update(&line);
        self.count += 1;
        let row = match self.form {
            Form::JsonLines => serde_json::from_str(&line).map_err(|error| error.to_string()),
            Form::Csv => csv_row(&line),
        };
        row.map(|row| Some((self.line, row))).map_err(|why| format!("line {}: {why}", self.line))
    }

    fn check(&mut self, line: &str) -> Result<(), String> {
        let (count, sum) = (self.count, hex(std::mem::take(&mut self.digest)));
        let right = match self.form {
            Form::JsonLines => format!(r#"{{"end":{count},"sha256":"{sum}"}}"#),
            Form::Csv => format!("# end {count} {sum}"),
        };
        if line.trim_end() != right {
            return Err(format!(
                "line {}: the count or the sum is wrong; the file was changed",
                self.line
            ));
        }
        match self.input.fill_buf() {
            Ok([]) => Ok(()),
            _ => Err(format!("line {}: something comes after the last line", self.line + 1)),
        }
    }
}

fn csv_row(line: &str) -> Result<Row, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    match reader.deserialize().next() {
        Some(row) => row.map_err(|error| error.to_string()),
        None => Err("the line is empty".into()),
    }
}

impl<R: BufRead> Iterator for Sealed<R> {
    type Item = Result<(u64, Row), String>;

    /// The rows; after an error, or the last line, nothing.
    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.read().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

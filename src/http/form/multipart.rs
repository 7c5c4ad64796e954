//! `multipart/form-data` (RFC 7578), as the host reads it: its fields bind as those of a form do,
//! its files never bind.

use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

use super::limits;
use crate::edition::Platform;
use crate::http::Request;
use crate::http::query::Query;
use crate::service::UploadedFile;

/// The fields of the body in order. A part without a name has the key null. What is no whole part
/// is passed over: a body that breaks off has the fields before.
pub fn read(request: &Request) -> Query {
    let mut fields = Query::default();
    for part in parts(request).into_iter().filter_map(|part| Part::read(request.platform, part)) {
        if let Some((name, value)) = part.field() {
            fields.add(name, value);
        }
    }
    fields
}

/// The files of the body in order.
pub fn files(request: &Request) -> Vec<UploadedFile> {
    parts(request)
        .into_iter()
        .filter_map(|part| Part::read(request.platform, part))
        .filter_map(|part| part.file())
        .collect()
}

/// What stands between two delimiters, the rest of the first one's line before it.
fn parts(request: &Request) -> Vec<&[u8]> {
    let longest = if request.platform == Platform::Kestrel { limits::LONGEST } else { 70 };
    let boundary = boundary_of(request).filter(|boundary| boundary.len() <= longest);
    let Some(boundary) = boundary else {
        return Vec::new();
    };
    let body = request.body.as_slice();
    let delimiter = format!("--{boundary}");
    let begins_line = |place: &usize| *place == 0 || body[*place - 1] == b'\n';
    let mut delimiters = memmem::find_iter(body, &delimiter).filter(begins_line).peekable();
    let mut parts = Vec::new();
    while let Some(begin) = delimiters.next() {
        let Some(end) = delimiters.peek() else { break };
        parts.push(without_line_end(&body[begin + delimiter.len()..*end]));
    }
    parts
}

/// The boundary that a request names.
pub(super) fn boundary_of(request: &Request) -> Option<&str> {
    boundary(request.platform, request.header("content-type").unwrap_or_default())
}

/// The headers of each part, as bytes.
pub(super) fn heads(request: &Request) -> Vec<&[u8]> {
    let head = |part| {
        let (_, rest): (_, &[u8]) = split_line(part)?;
        let end = memmem::find(rest, b"\r\n\r\n").or_else(|| memmem::find(rest, b"\n\n"))?;
        Some(&rest[..end])
    };
    parts(request).into_iter().filter_map(head).collect()
}

/// Where the boundary ends with a blank the host loses its first letter, and so finds no part.
fn boundary(platform: Platform, content_type: &str) -> Option<&str> {
    let (_, boundary) = content_type.split_once("boundary=")?;
    let boundary = match boundary.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?.0,
        None if platform == Platform::Kestrel => {
            boundary.split(';').next().unwrap_or_default().trim()
        }
        None => {
            boundary.split_once(' ').map_or(boundary, |(word, _)| word.get(1..).unwrap_or_default())
        }
    };
    Some(boundary).filter(|boundary| !boundary.is_empty())
}

/// A part with its headers.
struct Part<'b> {
    disposition: String,
    content_type: Option<String>,
    /// Whether the names of parameters count in any case (recorded of ASP.NET Core: topic C20).
    any_case: bool,
    body: &'b [u8],
}

impl<'b> Part<'b> {
    /// `None` for what is no part.
    fn read(platform: Platform, part: &'b [u8]) -> Option<Self> {
        let (mut disposition, mut content_type) = (None, None);
        let mut rest = split_line(part)?.1;
        loop {
            let (line, after) = split_line(rest)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            disposition = header(line, "Content-Disposition:").or(disposition);
            content_type = header(line, "Content-Type:").or(content_type);
        }
        let any_case = platform == Platform::Kestrel;
        let disposition = disposition.unwrap_or_default();
        Some(Self { disposition, content_type, any_case, body: rest })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        parameter(&self.disposition, name, self.any_case)
    }

    /// What the file is called. To ASP.NET Core one without a name is a field (recorded).
    fn file_name(&self) -> Option<&str> {
        self.parameter("filename").filter(|name| !self.any_case || !name.is_empty())
    }

    /// Name and text; `None` for a file.
    fn field(&self) -> Option<(Option<String>, String)> {
        if self.file_name().is_some() {
            return None;
        }
        let content_type = self.content_type.as_deref();
        let charset =
            content_type.and_then(|content_type| parameter(content_type, "charset", self.any_case));
        let encoding = charset.and_then(|charset| Encoding::for_label(charset.as_bytes()));
        // .NET of today knows few encodings unless a host registers more (recorded: topic P4).
        let encoding = encoding.filter(|encoding| {
            !self.any_case || [UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252].contains(encoding)
        });
        let text = encoding.unwrap_or(UTF_8).decode_without_bom_handling(self.body).0.into_owned();
        Some((self.parameter("name").map(str::to_owned), text))
    }

    /// `None` for a field.
    fn file(&self) -> Option<UploadedFile> {
        let file_name = self.file_name()?.to_owned();
        Some(UploadedFile {
            name: self.parameter("name").unwrap_or_default().to_owned(),
            file_name,
            content_type: self.content_type.as_deref().unwrap_or_default().trim().to_owned(),
            bytes: Bytes::copy_from_slice(self.body),
        })
    }
}

/// The value of a header, if the line is that header.
fn header(line: &[u8], name: &str) -> Option<String> {
    let is_it =
        line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
    is_it.then(|| String::from_utf8_lossy(&line[name.len()..]).into_owned())
}

/// The first line, without its end, and what comes after.
fn split_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', text)?;
    Some((without_line_end(&text[..=end]), &text[end + 1..]))
}

fn without_line_end(text: &[u8]) -> &[u8] {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.strip_suffix(b"\r").unwrap_or(text)
}

/// `; name=value` or `; name="value"` of a header; the name is compared by case (recorded:
/// `NAME="V"`).
fn parameter<'h>(header: &'h str, name: &str, any_case: bool) -> Option<&'h str> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, value) = rest.split_once('=')?;
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        let key = key.trim();
        if key == name || (any_case && key.eq_ignore_ascii_case(name)) {
            return Some(value.trim_end());
        }
        rest = after.trim_start().strip_prefix(';').unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(boundary: &str, body: &str) -> Vec<(String, String)> {
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let headers = [("content-type", content_type)].into_iter().collect();
        let query = read(&Request::new("POST", "/", headers, body.as_bytes().to_vec()));
        query
            .pairs()
            .map(|(key, value)| (key.unwrap_or("null").to_owned(), value.to_owned()))
            .collect()
    }

    /// The only field of a body with one part.
    fn field_of(disposition: &str) -> (String, String) {
        let body = format!("--X\r\nContent-Disposition: {disposition}\r\n\r\nv\r\n--X--");
        fields("X", &body).swap_remove(0)
    }

    #[test]
    fn names_are_read_as_the_host_does() {
        let read = |disposition| field_of(disposition).0;
        assert_eq!(read("form-data;name=\"a;b=c\""), "a;b=c");
        assert_eq!(read("form-data; x=\"1\"; name=a ; y"), "a");
        assert_eq!(read("form-data; NAME=\"a\""), "null");
        assert_eq!(read("form-data"), "null");
    }

    #[test]
    fn lines_may_end_without_a_carriage_return() {
        let body = "intro\n--X\nContent-Disposition: form-data; name=A\n\n1--X\n\n--X--\nend";
        assert_eq!(fields("X", body), [("A".to_owned(), "1--X\n".to_owned())]);
    }

    #[test]
    fn a_part_may_have_a_charset() {
        let disposition = "form-data; name=A\r\nContent-Type: text/plain; charset=utf-16le";
        let body = format!("--X\r\nContent-Disposition: {disposition}\r\n\r\nv\0\r\n--X--");
        assert_eq!(fields("X", &body), [("A".to_owned(), "v".to_owned())]);
    }

    #[test]
    fn a_blank_after_the_boundary_spoils_it() {
        let body = "--XX\r\nContent-Disposition: form-data; name=A\r\n\r\n1\r\n--XX--\r\n";
        assert_eq!(fields("XX; charset=utf-8", body), []);
        assert_eq!(fields("\"XX\"; charset=utf-8", body).len(), 1);
    }

    #[test]
    fn fields_are_read_and_files_are_not() {
        let body = "--XX\r\nContent-Disposition: form-data; name=\"A\"\r\n\r\n1\r\n2\r\n--XX\r\n\
                    content-disposition: form-data; name=F; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\nfile\r\n\
                    --XX\r\nContent-Disposition: form-data; name=B\r\n\r\n\r\n--XX--\r\n";
        let expected = [("A".to_owned(), "1\r\n2".to_owned()), ("B".to_owned(), String::new())];
        assert_eq!(fields("\"XX\"", body), expected);
    }

    #[test]
    fn a_body_without_end_has_the_fields_before() {
        let part = "--X\r\nContent-Disposition: form-data; name=A\r\n\r\n1\r\n";
        assert_eq!(
            fields("X", &format!("{part}--X\r\nContent-Disposition: form-data; name=B\r\n\r\n2"))
                .len(),
            1
        );
        assert_eq!(fields("X", part), []);
        assert_eq!(fields("", part), []);
        assert_eq!(fields("X", "--X--X--X\r\n\r\n--X"), []);
    }
}

//! `multipart/form-data` (RFC 7578): its fields bind as those of a form do, its files never bind (spec 03 section 5.3).

use memchr::memmem;

use crate::http::Request;
use crate::http::query::Query;

/// The fields of the body in order. What is no whole part is passed over: a body that breaks off has the fields before.
pub fn read(request: &Request) -> Query {
    let mut fields = Query::default();
    let Some(boundary) = boundary(request.header("content-type").unwrap_or_default()) else { return fields };
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter has no line before it.
    let body = [b"\r\n", request.body.as_slice()].concat();
    let mut ends = memmem::find_iter(&body, &delimiter).peekable();
    while let Some(start) = ends.next() {
        let Some(end) = ends.peek() else { break };
        if let Some((name, value)) = field(&body[start + delimiter.len()..*end]) {
            fields.add(Some(name), value);
        }
    }
    fields
}

fn boundary(content_type: &str) -> Option<String> {
    parameter(content_type, "boundary").filter(|boundary| (1..=70).contains(&boundary.len()))
}

/// Name and text of a part; `None` for a file and for what is no part.
fn field(part: &[u8]) -> Option<(String, String)> {
    let head_end = memmem::find(part, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&part[..head_end]);
    let disposition =
        head.split("\r\n").filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
            name.trim().eq_ignore_ascii_case("content-disposition").then(|| value.to_owned())
        })?;
    if parameter(&disposition, "filename").is_some() {
        return None;
    }
    let text = String::from_utf8_lossy(&part[head_end + 4..]).into_owned();
    Some((parameter(&disposition, "name")?, text))
}

/// `; name=value` or `; name="value"` of a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut pairs = header.split(';').skip(1).filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(boundary: &str, body: &str) -> Vec<(String, String)> {
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let headers = [("content-type", content_type)].into_iter().collect();
        let query = read(&Request::new("POST", "/", headers, body.as_bytes().to_vec()));
        query.pairs().map(|(key, value)| (key.unwrap_or_default().to_owned(), value.to_owned())).collect()
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
            fields("X", &format!("{part}--X\r\nContent-Disposition: form-data; name=B\r\n\r\n2")).len(),
            1
        );
        assert_eq!(fields("X", part), []);
        assert_eq!(fields("", part), []);
        assert_eq!(fields("X", "--X--X--X\r\n\r\n--X"), []);
    }
}

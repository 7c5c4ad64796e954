//! The types of files, by their extensions.

use crate::wire::Format;

/// Types that clients of an API meet; all others are bytes.
const TYPES: [(&str, &str); 25] = [
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("md", "text/markdown"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
];

/// The type of a file of this name.
pub fn of_name(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let extension = extension.unwrap_or_default();
    let known = TYPES.iter().find(|(own, _)| *own == extension);
    match (known, extension.as_str()) {
        (Some((_, content_type)), _) => content_type,
        (None, "csv") => Format::Csv.media_type(),
        (None, "xml") => Format::Xml.media_type(),
        _ => "application/octet-stream",
    }
}

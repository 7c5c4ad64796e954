//! Request files and answers as text.

/// The requests of a file, each as it goes on the wire.
pub fn requests(text: &str) -> Vec<String> {
    let text: String = text
        .lines()
        .skip_while(|line| line.starts_with("# "))
        .map(|line| format!("{line}\n"))
        .collect();
    text.split("###\n").map(|request| on_the_wire(request.trim_matches('\n'))).collect()
}

fn on_the_wire(request: &str) -> String {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let head = head.replace('\n', "\r\n");
    format!("{head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

/// An answer without what differs from day to day.
pub fn shown(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let (status, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let mut headers: Vec<&str> =
        headers.split("\r\n").filter(|line| !line.starts_with("date:")).collect();
    // The server sends headers in no order of its own; the sort is stable, so that cookies keep
    // theirs.
    headers.sort_by_key(|line| line.split(':').next());
    format!("{status}\n{}\n\n{}", headers.join("\n"), body.replace("\r\n", "␍\n"))
}

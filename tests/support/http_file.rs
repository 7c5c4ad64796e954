//! Request files and answers as text.

/// The requests of a file, each as it goes on the wire.
pub fn requests(text: &str) -> Vec<String> {
    let text: String =
        text.lines().skip_while(|line| line.starts_with("# ")).map(|line| format!("{line}\n")).collect();
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
    let kept = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("date:"));
    let head: Vec<&str> = kept.collect();
    format!("{}\n\n{}", head.join("\n"), body.replace("\r\n", "␍\n"))
}

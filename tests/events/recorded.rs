//! The host `events` of the recordings, made of its contract and one stub that publishes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use regex::Regex;
use serde::Deserialize;
use servicestack_emulator::Emulator;

use super::client::{Answer, EventStream, call, get};

const HEADERS: [&str; 4] = ["Content-Type", "Cache-Control", "X-Accel-Buffering", "Vary"];

#[derive(Deserialize)]
struct Case {
    topic: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Step {
    Stream { stream: String, request: Request, response: Response },
    Read { read: String, count: usize, events: Vec<String> },
    Close { close: String },
    Wait { wait: f64 },
    Call { request: Request, response: Response },
}

#[derive(Deserialize)]
struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    status: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// One client with its streams, and what stands for its placeholders.
struct Client {
    address: SocketAddr,
    streams: BTreeMap<String, EventStream>,
    /// Placeholder and value, the newest last.
    named: Vec<(String, String)>,
}

impl Client {
    fn differences(&mut self, step: &Step) -> Vec<String> {
        match step {
            Step::Stream { stream, request, response } => {
                let headers = self.headers(request);
                let (answer, opened) =
                    EventStream::open(self.address, &self.filled(&request.target), &headers);
                self.streams.insert(stream.clone(), opened);
                self.compared(response, answer)
            }
            Step::Read { read, count, events } => {
                let stream = self.streams.get_mut(read).unwrap();
                // Where fewer came than were waited for, nothing is worth waiting for.
                let mut came = stream.read((*count).min(events.len()));
                came.extend(stream.ended.then(|| "(end of stream)".to_owned()));
                let came: Vec<String> = came.iter().map(|text| self.hidden(text)).collect();
                match came == *events {
                    true => Vec::new(),
                    false => vec![format!("recorded {events:#?}\ncame {came:#?}")],
                }
            }
            Step::Close { close } => {
                self.streams.remove(close);
                std::thread::sleep(Duration::from_millis(20));
                Vec::new()
            }
            Step::Wait { wait } => {
                std::thread::sleep(Duration::from_secs_f64(*wait));
                Vec::new()
            }
            Step::Call { request, response } => {
                let (headers, target) = (self.headers(request), self.filled(&request.target));
                let body = request.body.as_ref().map(|body| self.filled(body));
                let answer =
                    call(self.address, (&request.method, &target), &headers, body.as_deref());
                self.compared(response, answer)
            }
        }
    }

    fn compared(&mut self, recorded: &Response, answer: Answer) -> Vec<String> {
        for (_, cookie) in
            answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if matches!(name, "ss-id" | "ss-pid") {
                self.name(name, value);
            }
        }
        let body = self.hidden(&answer.body);
        let header = |headers: &[(String, String)], name: &str| {
            let found = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut pairs = vec![(recorded.status.trim().to_owned(), answer.status.trim().to_owned())];
        // What Kestrel itself refuses has no headers of ServiceStack's.
        if !recorded.status.contains("400 Bad Request") {
            pairs.extend(
                HEADERS
                    .map(|name| (header(&recorded.headers, name), header(&answer.headers, name))),
            );
        }
        pairs.extend(recorded.body.clone().map(|recorded| (recorded, body)));
        let different = pairs.into_iter().filter(|(recorded, came)| recorded != came);
        different.map(|(recorded, came)| format!("recorded {recorded}\ncame {came}")).collect()
    }

    fn headers(&self, request: &Request) -> Vec<(String, String)> {
        let filled = |(name, value): &(String, String)| (name.clone(), self.filled(value));
        request.headers.iter().map(filled).collect()
    }

    /// A text of a request, with what this host gave.
    fn filled(&self, text: &str) -> String {
        let named = self.named.iter();
        named.fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// A text of an answer as it was recorded.
    fn hidden(&mut self, text: &str) -> String {
        let id = Regex::new(r#""id":"([A-Za-z0-9]{20})""#).unwrap();
        for found in id.captures_iter(text) {
            self.name("sub", &found[1]);
        }
        let named = self.named.iter();
        let text = named.fold(text.to_owned(), |text, (name, value)| text.replace(value, name));
        let text = text.replace(&self.address.to_string(), "{{host}}");
        let hidden = [
            (r#"data:image/[^"<},]*(,[^"<}]*)?"#, "{{picture}}"),
            (r#"("createdAt":")\d{10,}(")"#, "${1}{{now}}${2}"),
            (r#"("displayName":"user)\d+(")"#, "${1}{{number}}${2}"),
            (r#"("userId":"-)\d+(")"#, "${1}{{number}}${2}"),
        ];
        hidden.into_iter().fold(text, |text, (pattern, by)| {
            Regex::new(pattern).unwrap().replace_all(&text, by).into_owned()
        })
    }

    /// Names a value by the next placeholder of its kind.
    fn name(&mut self, kind: &str, value: &str) {
        if value.is_empty() || self.named.iter().any(|(_, known)| known == value) {
            return;
        }
        let first = format!("{{{{{kind}}}}}");
        let further = format!("{{{{{kind} ");
        let known = self.named.iter();
        let name = match known.filter(|(n, _)| *n == first || n.starts_with(&further)).count() {
            0 => first,
            before => format!("{further}{}}}}}", before + 1),
        };
        self.named.push((name, value.to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_and_their_calls_are_as_recorded() {
    let root = env!("CARGO_MANIFEST_DIR");
    let host = Emulator::folder(format!("{root}/fixtures/hosts/events")).unwrap().start().unwrap();
    let address = host.address();
    let path = format!("{root}/fixtures/conformance/modern/server-events.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (count, different) = tokio::task::spawn_blocking(move || {
        let mut different = Vec::new();
        for case in &cases {
            let mut client = Client { address, streams: BTreeMap::new(), named: Vec::new() };
            let found = case
                .steps
                .iter()
                .map(|step| client.differences(step))
                .find(|found| !found.is_empty());
            different.extend(found.map(|found| format!("{}: {found:#?}", case.topic)));
            drop(client);
            nobody_listens(address);
        }
        (cases.len(), different)
    })
    .await
    .unwrap();
    assert!(different.is_empty(), "{} are not as recorded: {different:#?}", different.len());
    assert_eq!(count, 62);
}

/// The server notices a closed connection soon; the next case counts all subscribers.
fn nobody_listens(address: SocketAddr) {
    for _ in 0..200 {
        if get(address, "/event-subscribers").body == "[]" {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("a subscriber outlives its connection");
}

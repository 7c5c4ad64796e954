//! The host `files`: forms with files, streams, bytes, parts of them, compression.

use serde::{Deserialize, Serialize};
use servicestack_emulator::Builder;
use servicestack_emulator::contract::Further;
use servicestack_emulator::host::Edition;
use servicestack_emulator::service::{
    Body, Context, HttpResult, Incoming, Ranges, Reply, RequestPart, RequestView, Service,
    ServiceError, ServiceFuture, Services, StoredFile,
};
use servicestack_emulator::uploads::{Files, Limits, Location, Operations, Uploads, Who};
use servicestack_emulator::value::{Object, Value};

use super::Ok;

/// The host `files`.
pub fn files(edition: Edition) -> anyhow::Result<Builder> {
    let contract = include_bytes!("../../../fixtures/conformance/modern/files.types-metadata.json");
    let further = Further { uploads: Some(true), ..Further::default() };
    let builder = super::host_with(contract, further, edition)?.services(register);
    let uploads = Uploads { host: "files".to_owned(), locations: locations() };
    Result::Ok(builder.uploads(uploads, Files::in_memory(Limits::default())))
}

/// Those of the recorded host.
fn locations() -> Vec<Location> {
    let open = |name: &str| Location {
        name: name.to_owned(),
        read: Who::Anyone,
        write: Who::Anyone,
        ..Location::default()
    };
    let small = Location {
        extensions: vec!["txt".to_owned(), "png".to_owned()],
        most_files: Some(2),
        least_bytes: Some(3),
        most_bytes: Some(20),
        ..open("small")
    };
    let operations = Operations { update: false, delete: false, ..Operations::default() };
    let once = Location { operations, ..open("once") };
    let closed = Location { name: "closed".to_owned(), ..Location::default() };
    vec![open("docs"), small, once, closed]
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Typed {
    r#type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Mode {
    mode: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attached {
    attach: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Length {
    length: usize,
}

fn register(services: &mut Services) {
    services
        .serve("Upload", Upload)
        .serve("RawReq", Raw)
        .serve("PartsReq", Parts)
        .serve("Attach", Parts)
        .handle("StreamReq", async |request: Typed, _| {
            let reply = Reply::value(Value::Bytes(numbers(100).into_bytes()));
            Result::Ok(match request.r#type {
                Some(content_type) => reply.with_header("Content-Type", content_type),
                None => reply,
            })
        })
        .handle("BytesReq", async |_: super::Any, _| {
            Result::Ok(Reply::value(Value::Bytes(numbers(100).into_bytes())))
        })
        .handle("ResultReq", async |request: Mode, _| Result::Ok(result(&request)))
        .handle("VFileReq", async |request: Attached, context| {
            let file = StoredFile {
                name: "fixed.txt".to_owned(),
                content_type: "text/plain".to_owned(),
                bytes: numbers(100).into_bytes(),
                modified: context.clock().now(),
            };
            Result::Ok(Reply::file(file, request.attach))
        });
    for operation in ["Squeezed", "Optimized"] {
        services.handle(operation, async |request: Length, context| {
            let reply = context.reply(&Ok::of(numbers(request.length.min(1 << 20))))?;
            Result::<_, ServiceError>::Ok(reply.squeezed())
        });
    }
}

/// `0 1 2 3 …`, so many bytes of it.
fn numbers(length: usize) -> String {
    let mut text = String::new();
    for number in 0_usize.. {
        if text.len() >= length {
            break;
        }
        text.push_str(&format!("{number} "));
    }
    text.truncate(length);
    text
}

fn result(request: &Mode) -> Reply {
    let bytes = || numbers(100).into_bytes();
    let plain = || Reply::bytes("text/plain", bytes());
    match request.mode.as_deref().unwrap_or_default() {
        "text" | "stream" | "ranges" => plain(),
        "bytes" => Reply::bytes("application/x-own", bytes()),
        "named" => Reply::bytes("text/csv", bytes())
            .with_header("Content-Disposition", "attachment; filename=\"r p.csv\""),
        "norange" => {
            plain().with_result(HttpResult { ranges: Ranges::None, ..HttpResult::default() })
        }
        "writer" => Reply::text("text/plain", numbers(50)),
        "mem" => Reply::value(Value::Bytes(bytes())),
        "status" => plain().with_status(202).with_reason("Taken"),
        "string" => Reply { body: Body::Text(numbers(30)), ..Reply::default() },
        _ => Reply::default(),
    }
}

/// Gives the members of a request back, with what is sent beside them.
fn echo(
    request: &Object,
    context: &Context,
    answer: &impl Serialize,
) -> Result<Reply, ServiceError> {
    let mut reply = context.reply(answer)?;
    if let Body::Value(Value::Object(object)) = &mut reply.body {
        let (sent, answered) =
            (context.contract.dto(request.dto), context.contract.dto(object.dto));
        for (place, member) in sent.members.iter().enumerate() {
            if let Some(there) = answered.place_of(&member.name)
                && answered.members[there].ty == member.ty
            {
                object.members[there] = request.members[place].clone();
            }
        }
    }
    Result::Ok(reply)
}

/// Tells the fields and files of a form.
struct Upload;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UploadResponse {
    files: Vec<UploadedFile>,
    form: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UploadedFile {
    name: String,
    file_name: String,
    content_length: usize,
    content_type: String,
    text: String,
}

impl Service for Upload {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = UploadResponse { files: Vec::new(), form: Vec::new() };
        let reply = echo(&request, &context, &answer);
        Box::pin(async move { reply })
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let of = |file: servicestack_emulator::service::UploadedFile| UploadedFile {
            text: file.text().chars().take(20).collect(),
            content_length: file.bytes.len(),
            name: file.name,
            file_name: file.file_name,
            content_type: file.content_type,
        };
        let form = incoming.view.all(RequestPart::Form).into_iter();
        let answer = UploadResponse {
            files: incoming.view.files().into_iter().map(of).collect(),
            form: form.map(|(name, value)| format!("{name}={value}")).collect(),
        };
        let reply = echo(&incoming.request, &incoming.context, &answer);
        Box::pin(async move { reply })
    }
}

/// Gives back what was sent, unread.
struct Raw;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RawResponse {
    text: String,
    content_type: Option<String>,
}

impl Service for Raw {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let reply =
            echo(&request, &context, &RawResponse { text: String::new(), content_type: None });
        Box::pin(async move { reply })
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let view: &dyn RequestView = incoming.view;
        let content_type = view.header("content-type").map(str::to_owned);
        // A form is read by the host, which leaves nothing of the stream.
        let is_form = content_type.as_deref().is_some_and(|kind| kind.contains("form-"));
        let text = match is_form {
            true => String::new(),
            false => String::from_utf8_lossy(view.body()).into_owned(),
        };
        let answer = RawResponse { text, content_type };
        let reply = echo(&incoming.request, &incoming.context, &answer);
        Box::pin(async move { reply })
    }
}

/// Gives the parts of a form back.
struct Parts;

impl Service for Parts {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        #[derive(Serialize)]
        struct Nothing {}
        let reply = echo(&request, &context, &Nothing {});
        Box::pin(async move { reply })
    }
}

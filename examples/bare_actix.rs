//! The least that actix-web can do for the same bytes: reads a request's body and gives one answer, whatever was asked.
//!
//! `benches/http/run` measures the emulator against it.
//!
//! ```sh
//! cargo run --release --example bare_actix -- 127.0.0.1:7581 ANSWER
//! ```
//!
//! ANSWER is a file with headers, an empty line, and the body.
#![allow(missing_docs, reason = "a program for a benchmark")]

use actix_web::{App, HttpResponse, HttpServer, web};

/// As the emulator has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is answered.
#[derive(Clone)]
struct Prepared {
    headers: Vec<(String, String)>,
    body: web::Bytes,
}

impl Prepared {
    fn read(file: &str) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)?;
        let (head, body) = text.split_once("\n\n").unwrap_or(("", &text));
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self { headers, body: body.to_owned().into() })
    }
}

async fn answer(_body: web::Bytes, prepared: web::Data<Prepared>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for (name, value) in &prepared.headers {
        response.insert_header((name.as_str(), value.as_str()));
    }
    response.body(prepared.body.clone())
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(listen), Some(file)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: bare_actix ADDRESS ANSWER")
    };
    let prepared = web::Data::new(Prepared::read(&file)?);
    let workers = std::thread::available_parallelism()?.get();
    let app = move || App::new().app_data(prepared.clone()).default_service(web::to(answer));
    // As the emulator is run.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Ok(HttpServer::new(app).workers(workers).bind(listen)?.run().await?) })
}

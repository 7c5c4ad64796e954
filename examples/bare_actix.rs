//! The least that actix-web can do for the same bytes: reads a request's body and gives one answer,
//! whatever the request.
//!
//! `benches/http/run` measures the emulator against it.
//!
//! ```sh
//! cargo run --release --example bare_actix -- 127.0.0.1:7581 ANSWER [JOURNAL]
//! ```
//!
//! ANSWER is a file with headers, an empty line, and the body. With a JOURNAL, a file that is made,
//! each answer waits until as many bytes as an activation has are synced to it, all who wait
//! sharing one sync: about as much as a durable server can.
#![allow(missing_docs, reason = "a program for a benchmark")]

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use actix_web::{App, HttpResponse, HttpServer, web};
use tokio::sync::oneshot;

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

/// A caller that waits for a sync.
type Caller = oneshot::Sender<()>;

/// The way to the thread that syncs.
struct Journal(Option<SyncSender<Caller>>);

impl Journal {
    /// What an activation takes of the emulator's journal, in bytes.
    const RECORD: usize = 150;
    const SIZE: usize = 16 << 20;

    fn open(path: Option<String>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self(None)) };
        let mut file = File::create(path)?;
        file.write_all(&vec![0; Self::SIZE])?;
        file.rewind()?;
        file.sync_all()?;
        let (queue, callers) = sync_channel(4096);
        thread::spawn(move || Self::keep(file, &callers).expect("the disk takes what is written"));
        Ok(Self(Some(queue)))
    }

    /// While one sync is under way later callers gather for the next.
    fn keep(mut file: File, waiting: &Receiver<Caller>) -> std::io::Result<()> {
        let mut place = 0;
        while let Ok(first) = waiting.recv() {
            let callers: Vec<Caller> = std::iter::once(first).chain(waiting.try_iter()).collect();
            let record = vec![b'x'; Self::RECORD * callers.len()];
            file.write_all(&record)?;
            file.sync_data()?;
            place += record.len();
            if place >= Self::SIZE / 2 {
                file.rewind()?;
                place = 0;
            }
            for caller in callers {
                // One who went away waits for nothing.
                let _ = caller.send(());
            }
        }
        Ok(())
    }

    async fn sync(&self) {
        let Some(queue) = &self.0 else { return };
        let (caller, synced) = oneshot::channel();
        queue.try_send(caller).expect("there is room for every connection");
        synced.await.expect("the disk takes what is written");
    }
}

async fn answer(
    _body: web::Bytes,
    prepared: web::Data<Prepared>,
    journal: web::Data<Journal>,
) -> HttpResponse {
    journal.sync().await;
    let mut response = HttpResponse::Ok();
    for (name, value) in &prepared.headers {
        response.insert_header((name.as_str(), value.as_str()));
    }
    response.body(prepared.body.clone())
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(listen), Some(file)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: bare_actix ADDRESS ANSWER [JOURNAL]")
    };
    let prepared = web::Data::new(Prepared::read(&file)?);
    let journal = web::Data::new(Journal::open(arguments.next())?);
    let workers = std::thread::available_parallelism()?.get();
    let app = move || {
        App::new()
            .app_data(prepared.clone())
            .app_data(journal.clone())
            .default_service(web::to(answer))
    };
    // As the emulator is run.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Ok(HttpServer::new(app).workers(workers).bind(listen)?.run().await?) })
}

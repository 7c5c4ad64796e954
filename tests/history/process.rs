//! Emulators in processes of their own: this very test binary, asked by an environment variable to
//! serve.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use servicestack_emulator::store::{Coupons, embedded, postgres};

use super::load::Addresses;
use super::serving::serve;

/// What the child serves: a directory of the embedded store, or the address of a database.
const STORE: &str = "HISTORY_CHILD_STORE";

/// A process that ends with its handle.
pub struct Process {
    child: Child,
    base_url: String,
}

impl Process {
    /// Starts one and waits until it listens.
    pub fn start(store: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "process::serves_until_it_is_killed",
                "--exact",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(STORE, store)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let base_url = lines.find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()));
        Process { child, base_url: base_url.expect("it listens") }
    }

    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Drop for Process {
    /// SIGKILL: nothing is finished, nothing closed.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Emulators over one store.
pub struct Fleet {
    store: String,
    processes: Vec<Mutex<Option<Process>>>,
    base_urls: Mutex<Vec<String>>,
}

impl Fleet {
    pub fn start(store: &str, size: usize) -> Self {
        let processes: Vec<_> = (0..size).map(|_| Process::start(store)).collect();
        let base_urls = processes.iter().map(|process| process.base_url().to_owned()).collect();
        let processes = processes.into_iter().map(|process| Mutex::new(Some(process))).collect();
        Fleet { store: store.to_owned(), processes, base_urls: Mutex::new(base_urls) }
    }

    /// Kills one and starts another in its place.
    pub fn kill(&self, number: usize) {
        let place = number % self.processes.len();
        let mut process = self.processes[place].lock().unwrap();
        // The embedded store has one owner at a time.
        drop(process.take());
        let next = Process::start(&self.store);
        self.base_urls.lock().unwrap()[place] = next.base_url().to_owned();
        *process = Some(next);
    }

    pub fn kill_all(&self) {
        (0..self.processes.len()).for_each(|number| self.kill(number));
    }
}

impl Addresses for Fleet {
    fn any(&self, number: u64) -> String {
        let base_urls = self.base_urls.lock().unwrap();
        base_urls[number as usize % base_urls.len()].clone()
    }
}

/// A database if the text is the address of one, else a directory.
async fn open(store: &str) -> (Arc<dyn Coupons>, Option<embedded::Guard>) {
    if store.starts_with("postgres://") {
        let address = store.parse().unwrap();
        return (
            Arc::new(postgres::open(&address, &postgres::Settings::default()).await.unwrap()),
            None,
        );
    }
    let (coupons, guard) = embedded::open(store.as_ref(), &embedded::Settings::default()).unwrap();
    (Arc::new(coupons), Some(guard))
}

/// Not a test of its own but the body of such a process.
#[test]
fn serves_until_it_is_killed() {
    let Ok(store) = std::env::var(STORE) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (coupons, guard) = open(&store).await;
        let running = serve(&coupons);
        let mut out = std::io::stdout();
        // On a line of its own: the test harness has begun one.
        writeln!(out, "\nlistening on {}", running.base_url()).unwrap();
        std::future::pending::<()>().await;
        drop(guard);
    });
}

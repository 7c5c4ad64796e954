//! Records of a durable tenant: what was answered is there after a kill.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use servicestack_emulator::autoquery::Tables;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::records::{Limits, Records, Schema, State};
use servicestack_emulator::store::StoreError;
use servicestack_emulator::value::Value;

use super::host::{CONTRACT, Folder};

struct Served {
    child: Child,
    url: String,
}

impl Served {
    /// The host of a folder by the command, with its state beside the files.
    async fn of(folder: &Folder, port: u16) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_servicestack-emulator"))
            .args(["serve", "--host", "shop", "--hosts"])
            .arg(folder.parent())
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let served = Self { child, url: format!("http://127.0.0.1:{port}") };
        for _ in 0..200 {
            if reqwest::get(format!("{}/health", served.url)).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        served
    }

    async fn pages(&self) -> Vec<String> {
        let url = format!("{}/visits?format=json", self.url);
        let text = reqwest::get(url).await.unwrap().text().await.unwrap();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let page = |row: &serde_json::Value| row["Page"].as_str().unwrap().to_owned();
        read["Results"].as_array().unwrap().iter().map(page).collect()
    }

    /// Whether the change was answered.
    async fn add(&self, page: &str) -> bool {
        let client = reqwest::Client::new();
        let request =
            client.post(format!("{}/visits", self.url)).header("Content-Type", "application/json");
        let answer = request.body(format!("{{\"Page\":\"{page}\"}}")).send().await;
        answer.is_ok_and(|answer| answer.status() == 204)
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_a_kill() {
    let folder = Folder::of(&[("data/Visit.csv", "Page\n/seed\n")]);
    let port = free_port();
    let mut wanted = vec!["/seed".to_owned()];
    for round in 0..3 {
        let served = Arc::new(Served::of(&folder, port).await);
        let found = served.pages().await;
        let missing: Vec<_> = wanted.iter().filter(|page| !found.contains(page)).collect();
        assert!(missing.is_empty(), "answered, and lost: {missing:?}");
        let answered = Arc::new(AtomicUsize::new(0));
        let callers = (0..4).map(|caller| {
            let (served, answered) = (served.clone(), answered.clone());
            tokio::spawn(async move {
                let mut added = Vec::new();
                for number in 0.. {
                    let page = format!("/{round}/{caller}/{number}");
                    if !served.add(&page).await {
                        break;
                    }
                    added.push(page);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                added
            })
        });
        let callers: Vec<_> = callers.collect();
        for _ in 0..300 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if answered.load(Ordering::Relaxed) >= 10 {
                break;
            }
        }
        let id = served.child.id().to_string();
        assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
        for caller in callers {
            wanted.extend(caller.await.unwrap());
        }
        Arc::into_inner(served).unwrap().kill();
    }
    assert!(wanted.len() > 10, "only {} changes were answered", wanted.len());
    // The seed is that of the first start, until a reset.
    folder.write("data/Visit.csv", "Page\n/other\n");
    let served = Served::of(&folder, port).await;
    let found = served.pages().await;
    assert!(wanted.iter().all(|page| found.contains(page)));
    assert!(!found.contains(&"/other".to_owned()));
    served.kill();
}

fn open(directory: &Path) -> Result<Tables, StoreError> {
    let schema = Schema::of(Contract::read(CONTRACT.as_bytes()).unwrap().into());
    let seed = State::new(schema.into());
    Ok(Tables(Arc::new(Records::durable(seed, Limits::default(), directory)?)))
}

/// A power cut leaves a part of what was not yet synced: the journal up to any byte.
#[tokio::test]
async fn a_journal_cut_anywhere_holds_all_that_was_whole_before() {
    let directory = tempfile::tempdir().unwrap();
    let kept = directory.path().join("records");
    let tables = open(&kept).unwrap();
    let mut states = vec![tables.export().unwrap()];
    for number in 1..=6 {
        let json = format!("{{\"Id\":{},\"Name\":\"n{number}\",\"Tags\":[\"a\"]}}", number % 4 + 1);
        tables.put("Customer", &json).await.unwrap();
        states.push(tables.export().unwrap());
    }
    tables.put("Visit", "{\"Page\":\"/\"}").await.unwrap();
    tables.delete("Customer", "2").await.unwrap();
    states.push(tables.export().unwrap());
    drop(tables);
    assert_eq!(open(&kept).unwrap().export().unwrap(), *states.last().unwrap());
    let journal = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path());
    let journal = journal.filter(|path| path.to_string_lossy().contains("journal-")).max().unwrap();
    let bytes = std::fs::read(&journal).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let mut last = 0;
    for cut in (0..used).step_by(7) {
        let copy = directory.path().join("cut");
        std::fs::create_dir_all(&copy).unwrap();
        std::fs::copy(kept.join("checkpoint"), copy.join("checkpoint")).unwrap();
        let mut cut_bytes = bytes.clone();
        cut_bytes[cut..].fill(0);
        std::fs::write(copy.join(journal.file_name().unwrap()), cut_bytes).unwrap();
        let found = open(&copy).unwrap().export().unwrap();
        let place = states.iter().position(|state| *state == found);
        // Between the last two are a new table and a removed row.
        let place = place.unwrap_or(states.len() - 2);
        assert!(place >= last, "the cut at {cut} has less than one before");
        last = place;
        std::fs::remove_dir_all(&copy).unwrap();
    }
}

#[tokio::test]
async fn a_long_journal_is_folded_into_a_checkpoint_and_a_reset_stays() {
    let directory = tempfile::tempdir().unwrap();
    let tables = open(directory.path()).unwrap();
    let name = "x".repeat(100_000);
    for number in 1..=100 {
        let json = format!("{{\"Id\":{},\"Name\":\"{name}\"}}", number % 3 + 1);
        tables.put("Customer", &json).await.unwrap();
    }
    tables.put("Visit", "{\"Page\":\"/a\"}").await.unwrap();
    let exported = tables.export().unwrap();
    drop(tables);
    let bytes: u64 = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(bytes < 8 << 20, "{bytes} bytes for rows of 300 KB");
    let tables = open(directory.path()).unwrap();
    assert_eq!(tables.export().unwrap(), exported);
    assert!(matches!(open(directory.path()).err(), Some(StoreError::Locked { .. })));
    tables.reset().unwrap();
    tables.put("Visit", "{\"Page\":\"/b\"}").await.unwrap();
    drop(tables);
    let tables = open(directory.path()).unwrap();
    assert_eq!(tables.types(), [("Visit".to_owned(), 1)]);
    drop(tables);
    let checkpoint = directory.path().join("checkpoint");
    let damaged = std::fs::read_to_string(&checkpoint).unwrap().replace("\"crc\":", "\"crc\":1");
    std::fs::write(&checkpoint, damaged).unwrap();
    assert!(matches!(open(directory.path()).err(), Some(StoreError::Damaged { .. })));
}

#[tokio::test]
async fn a_change_that_fails_changes_nothing_also_beside_others() {
    let directory = tempfile::tempdir().unwrap();
    let tables = open(directory.path()).unwrap();
    tables.put("Customer", "{\"Id\":1}").await.unwrap();
    let class = tables.0.read().schema().find("Customer").unwrap();
    let half = move |draft: &mut servicestack_emulator::records::Draft| {
        draft.remove(class, &Value::Int(1));
        Err::<(), _>(servicestack_emulator::records::RecordsError::UnknownType("no".to_owned()))
    };
    let (failed, put) = tokio::join!(tables.0.change(half), tables.put("Customer", "{\"Id\":2}"));
    assert!(failed.is_err() && put.is_ok());
    drop(tables);
    assert_eq!(open(directory.path()).unwrap().types(), [("Customer".to_owned(), 2)]);
}

#[tokio::test]
async fn a_reset_brings_back_the_seed_whatever_part_of_it_changed() {
    let directory = tempfile::tempdir().unwrap();
    let seed = || {
        let contract = Contract::read(CONTRACT.as_bytes()).unwrap();
        let schema = std::sync::Arc::new(Schema::of(contract.into()));
        let tables = Tables(Records::new(State::new(schema), Limits::default()).into());
        async move {
            let rows: Vec<String> =
                (1..=20).map(|id| format!(r#"{{"Id":{id},"Name":"N{id}"}}"#)).collect();
            tables.import(&format!(r#"{{"Customer":[{}]}}"#, rows.join(","))).await.unwrap();
            State::clone(&tables.0.read())
        }
    };
    let seeded = seed().await;
    let at =
        |seed| Tables(Records::durable(seed, Limits::default(), directory.path()).unwrap().into());
    let tables = at(seeded.clone());
    let before = tables.export().unwrap();
    let checkpoint = || std::fs::read(directory.path().join("checkpoint")).unwrap();
    let written = checkpoint();
    tables.delete("Customer", "3").await.unwrap();
    tables.put("Customer", r#"{"Id":4,"Name":"other"}"#).await.unwrap();
    tables.put("Customer", r#"{"Id":99,"Name":"new"}"#).await.unwrap();
    tables.put("Visit", r#"{"Page":"/"}"#).await.unwrap();
    tables.reset().unwrap();
    assert_eq!(tables.export().unwrap(), before);
    assert_eq!(checkpoint(), written, "what differs goes into the journal");
    drop(tables);
    let tables = at(seeded.clone());
    assert_eq!(tables.list("Customer", &[]).unwrap().total, 20);
    // An empty table may be there that was not.
    let customers = |text: &str| text.split("\n]").next().unwrap().to_owned();
    assert_eq!(customers(&tables.export().unwrap()), customers(&before), "after a start as well");
    let next = tables.put("Customer", r#"{"Name":"next"}"#).await.unwrap();
    assert_eq!(next.members[0], Value::Int(21), "keys go on after those of the seed");
    tables.import(r#"{"Customer":[]}"#).await.unwrap();
    tables.reset().unwrap();
    assert_ne!(checkpoint(), written, "where most differs all is written");
    drop(tables);
    assert!(at(seeded).export().unwrap().contains("N20"));
}

#[tokio::test]
async fn a_disk_that_fails_ends_the_writing_and_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let tables = open(directory.path()).unwrap();
    tables.put("Customer", r#"{"Id":1}"#).await.unwrap();
    std::fs::remove_dir_all(directory.path()).unwrap();
    assert!(tables.reset().is_err());
    let stopped = tokio::time::timeout(Duration::from_secs(5), tables.0.stopped()).await;
    assert!(stopped.is_ok());
    assert!(tables.put("Customer", r#"{"Id":2}"#).await.is_err());
}

#[tokio::test]
async fn the_process_ends_when_its_records_can_be_written_no_more() {
    let folder = Folder::of(&[]);
    let mut served = Served::of(&folder, 7501).await;
    let client = reqwest::Client::new();
    let post = async |path: &str, body: &'static str| {
        let request = client.post(format!("{}{path}", served.url)).body(body);
        request.header("Content-Type", "application/json").send().await.unwrap().status().as_u16()
    };
    assert_eq!(post("/visits", r#"{"Page":"/"}"#).await, 204);
    let reset = "/_emulator/reset";
    assert_eq!(post(reset, "").await, 409, "rows outlive the process");
    std::fs::remove_dir_all(folder.path().join("data/records")).unwrap();
    assert_eq!(post(reset, r#"{"Durable":true}"#).await, 503);
    let ended = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        served.child.try_wait().unwrap()
    });
    assert_eq!(ended.and_then(|status| status.code()), Some(1));
}

//! A second process: this very test binary, asked by an environment variable to run a load or to
//! hold a store.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use servicestack_emulator::store::{Activation, Coupons};

use super::place::Place;
use super::{addition, numbers, taken, wanted};

const PLACE: &str = "STORE_TEST_CHILD_PLACE";
const WORK: &str = "STORE_TEST_CHILD_WORK";

/// Coupons of one large addition of the load.
pub const LARGE: u32 = 1_000;
/// Tasks that change single coupons.
const TASKS: u32 = 8;

/// A process that ends with its handle.
pub struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    reported: Vec<String>,
}

impl Process {
    /// Starts a process on a store and waits until it has it open.
    pub fn start(place: &Place, work: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "store::child::works_as_a_second_process",
                "--exact",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(PLACE, place.text())
            .env(WORK, work)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(
            lines.any(|line| line.unwrap().ends_with("open")),
            "the second process did not open the store"
        );
        Process { child, lines, reported: Vec::new() }
    }

    /// Waits until it has reported so many changes.
    pub fn wait(&mut self, changes: usize) {
        self.reported.extend(self.lines.by_ref().map_while(Result::ok).take(changes));
    }

    /// Ends it by SIGKILL and returns what it had reported as done.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        // The last line may be cut: it was not written in full.
        let rest = self.lines.by_ref().map_while(Result::ok).filter(|line| line.ends_with('.'));
        std::mem::take(&mut self.reported).into_iter().chain(rest).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Not a test of its own but the body of the second process.
#[test]
fn works_as_a_second_process() {
    let (Ok(place), Ok(work)) = (std::env::var(PLACE), std::env::var(WORK)) else { return };
    // A process that fails here is reported by its exit code alone.
    std::panic::set_hook(Box::new(|panic| say(&format!("{panic}.").replace('\n', " "))));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (store, guard) = runtime.block_on(Place::of(&place).open());
    say("open");
    runtime.block_on(async {
        match work.split_once(' ') {
            Some(("load", round)) => load(store, round.parse().unwrap()).await,
            Some(("add", count)) => {
                let tails = 0..count.parse::<u32>().unwrap();
                // No range: each code is a text.
                let codes = tails.map(|n| format!("{:09}", u64::from(n) * 7_919 % 1_000_003));
                store.add(addition("huge", codes)).await.unwrap();
                say("added.");
            }
            _ => std::future::pending().await,
        }
    });
    drop(guard);
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // The parent may have stopped listening.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

async fn load(store: Arc<dyn Coupons>, round: u32) {
    for task in 0..TASKS {
        tokio::spawn(single_changes(Arc::clone(&store), round, task));
    }
    for call in 0.. {
        let prefix = format!("L{round}-{call}-");
        let added = store.add(numbers(&prefix, 0..=LARGE - 1)).await.unwrap();
        assert_eq!(added.inserted, u64::from(LARGE));
        say(&format!("large {prefix}."));
    }
}

/// Adds, activates and spends; says each only after the store has answered.
async fn single_changes(store: Arc<dyn Coupons>, round: u32, task: u32) {
    for call in 0_u32.. {
        let prefix = format!("S{round}-{task}-");
        let added = store.add(numbers(&prefix, call..=call)).await.unwrap();
        say(&format!("added {prefix}{call:04} {}.", added.last_id.unwrap()));
        let id = u128::from(round) << 64 | u128::from(task) << 32 | u128::from(call);
        // All tasks race for the coupons of all.
        match store.activate(wanted("S", id)).await.unwrap() {
            Activation::Activated(coupon) => {
                say(&format!("activated {id} {}.", coupon.code));
                if call % 2 == 0 {
                    store.spend(taken(&coupon.code, id)).await.unwrap();
                    say(&format!("spent {id} {}.", coupon.code));
                }
            }
            other => panic!("{other:?}"),
        }
    }
}

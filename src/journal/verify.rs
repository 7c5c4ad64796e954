//! Whether what came is what was expected.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::{Entry, Filter};

/// So many exchanges show what came instead.
const SHOWN: usize = 10;

/// How often something is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// At least so often.
    pub least: usize,
    /// At most so often.
    pub most: Option<usize>,
}

impl Times {
    /// Once or more.
    pub const SOME: Self = Self { least: 1, most: None };

    /// So often.
    pub fn exactly(times: usize) -> Self {
        Self { least: times, most: Some(times) }
    }

    fn holds(self, found: usize) -> bool {
        found >= self.least && self.most.is_none_or(|most| found <= most)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, Some(most)) if least == most => f.write_str(&often(least)),
            (0, Some(most)) => write!(f, "at most {}", often(most)),
            (least, Some(most)) => write!(f, "{least} to {most} times"),
            (least, None) => write!(f, "at least {}", often(least)),
        }
    }
}

fn often(times: usize) -> String {
    if times == 1 { "once".to_owned() } else { format!("{times} times") }
}

/// What is expected.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Which exchanges.
    pub filter: Filter,
    /// How often.
    pub times: Times,
}

/// What is expected of a journal as a whole.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// Each of these.
    pub all: Vec<Expected>,
    /// One after the other. Others may come between them.
    pub in_order: bool,
    /// No other call of an operation.
    pub none_besides: bool,
    /// Of which exchanges: its place and time alone count.
    pub among: Filter,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Why not all is as expected, in sentences; empty where it is.
    pub faults: Vec<String>,
    /// For each expectation the numbers of the exchanges that it takes, the oldest first.
    pub found: Vec<Vec<u64>>,
    /// What came instead, the newest first, each with what is different about it.
    pub instead: Vec<(Arc<Entry>, Vec<String>)>,
}

impl Expectations {
    /// Looks at the exchanges of a journal, the newest first, as it gives them.
    ///
    /// ```
    /// use servicestack_emulator::journal::{Entry, Expectations, Expected, Filter, Journals, Limits, Times};
    ///
    /// let journal = Journals::new(Limits::default()).journal("default");
    /// journal.push(Entry { operation: Some("ActivateCoupon".to_owned()), ..Entry::default() });
    /// let filter = Filter { operation: Some("ActivateCoupon".to_owned()), ..Filter::default() };
    /// let all = vec![Expected { filter, times: Times::exactly(2) }];
    /// let verdict = Expectations { all, ..Expectations::default() }.verdict(&journal.entries(&Filter::default()));
    /// assert_eq!(verdict.faults, ["ActivateCoupon: expected 2 times, came once"]);
    /// ```
    pub fn verdict(&self, newest_first: &[Arc<Entry>]) -> Verdict {
        let entries: Vec<&Arc<Entry>> =
            newest_first.iter().rev().filter(|entry| self.among.takes(entry)).collect();
        let of_one = |expected: &Expected| -> Vec<u64> {
            let taken = entries.iter().filter(|entry| expected.filter.takes(entry));
            taken.map(|entry| entry.number).collect()
        };
        let found: Vec<Vec<u64>> = self.all.iter().map(of_one).collect();
        let mut faults = Vec::new();
        for (expected, numbers) in self.all.iter().zip(&found) {
            if !expected.times.holds(numbers.len()) {
                let (what, times, came) = (&expected.filter, expected.times, often(numbers.len()));
                faults.push(format!("{what}: expected {times}, came {came}"));
            }
        }
        if self.in_order && faults.is_empty() {
            faults.extend(self.out_of_order(&found));
        }
        let taken: BTreeSet<u64> = found.iter().flatten().copied().collect();
        let besides = entries
            .iter()
            .filter(|entry| entry.operation.is_some() && !taken.contains(&entry.number));
        let besides: Vec<&Arc<Entry>> = besides.copied().collect();
        if self.none_besides && !besides.is_empty() {
            let calls = if besides.len() == 1 { "call" } else { "calls" };
            faults.push(format!("{} other {calls} came besides", besides.len()));
        }
        let instead = if faults.is_empty() { Vec::new() } else { self.instead(&besides) };
        Verdict { faults, found, instead }
    }

    /// Each takes the first of its exchanges after those of the one before it.
    fn out_of_order(&self, found: &[Vec<u64>]) -> Option<String> {
        let mut after = 0;
        for (expected, numbers) in self.all.iter().zip(found) {
            for turn in 0..expected.times.least {
                match numbers.iter().find(|number| **number > after) {
                    Some(number) => after = *number,
                    None => {
                        let (what, turn) = (&expected.filter, turn + 1);
                        return Some(format!(
                            "{what}: number {turn} of it did not come after #{after}"
                        ));
                    }
                }
            }
        }
        None
    }

    /// Calls of the operations that are expected come first.
    fn instead(&self, besides: &[&Arc<Entry>]) -> Vec<(Arc<Entry>, Vec<String>)> {
        let nearest = |entry: &Entry| {
            self.all.iter().map(|one| one.filter.differences(entry)).min_by_key(Vec::len)
        };
        let mut shown: Vec<(Arc<Entry>, Vec<String>)> = besides
            .iter()
            .rev()
            .map(|entry| (Arc::clone(entry), nearest(entry).unwrap_or_default()))
            .collect();
        shown.sort_by_key(|(_, differences)| differences.len());
        shown.truncate(SHOWN);
        shown
    }
}

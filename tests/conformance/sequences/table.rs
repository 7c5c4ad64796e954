//! How many cases are the same, by topic.

use std::collections::BTreeMap;
use std::fmt;

/// Same and all, by topic; written as lines of three fields with tabs between them.
#[derive(Default)]
pub struct Table(BTreeMap<String, (usize, usize)>);

/// Where a case counts.
pub enum Place<'a> {
    /// In its topic.
    Topic(&'a str),
    /// Among the answers whose header names are spelt as recorded.
    Spelling,
}

impl Table {
    /// Counts a case.
    pub fn note(&mut self, place: Place<'_>, same: bool) {
        let row = match place {
            Place::Topic(topic) => topic,
            Place::Spelling => "(header names as recorded)",
        };
        let (count, all) = self.0.entry(row.to_owned()).or_default();
        *count += usize::from(same);
        *all += 1;
    }

    /// Counts what another table counted.
    pub fn add(&mut self, other: Self) {
        for (topic, (same, all)) in other.0 {
            let known = self.0.entry(topic).or_default();
            *known = (known.0 + same, known.1 + all);
        }
    }

    /// The topics in which fewer cases are the same than in the other table, or in which the number
    /// of cases is another.
    pub fn lost_against(&self, expected: &Self) -> Vec<String> {
        let missing = expected.0.keys().filter(|topic| !self.0.contains_key(*topic));
        let missing = missing.map(|topic| format!("{topic}: no case"));
        let rows = self.0.iter().filter_map(|(topic, (same, all))| {
            let (least, count) = expected.0.get(topic).copied().unwrap_or_default();
            let holds = *same >= least && *all == count;
            (!holds).then(|| format!("{topic}: {same} of {all}, expected {least} of {count}"))
        });
        missing.chain(rows).collect()
    }

    /// Same and all of all topics.
    pub fn total(&self) -> (usize, usize) {
        let topics = self.0.iter().filter(|(topic, _)| !topic.starts_with('('));
        topics.fold((0, 0), |(same, all), (_, (more, cases))| (same + more, all + cases))
    }

    /// Reads a table.
    pub fn read(path: &str) -> Self {
        let text = std::fs::read_to_string(path).expect("the table can be read");
        let row = |line: &str| {
            let mut fields = line.split('\t');
            let topic = fields.next().expect("a topic").to_owned();
            let mut count = || fields.next().and_then(|field| field.parse().ok()).expect("a count");
            (topic, (count(), count()))
        };
        Self(text.lines().map(row).collect())
    }

    /// Writes a table.
    pub fn write(&self, path: &str) {
        let rows = self.0.iter().map(|(topic, (same, all))| format!("{topic}\t{same}\t{all}\n"));
        std::fs::write(path, rows.collect::<String>()).expect("the table can be written");
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (topic, (same, all)) in &self.0 {
            writeln!(f, "{topic:<55} {same:>5} / {all}")?;
        }
        let (same, all) = self.total();
        write!(f, "{same} of {all} the same")
    }
}

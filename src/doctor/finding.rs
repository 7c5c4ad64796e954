//! What the doctor says.

/// What a rule is about.
#[derive(Debug, PartialEq, Eq)]
pub struct About {
    /// Its name: `sign-in-on-every-call`.
    pub name: &'static str,
    /// What the client does.
    pub title: &'static str,
    /// What a real host makes of it, and how that is known.
    pub source: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// An exchange that shows a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The number of the exchange in its journal.
    pub exchange: u64,
    /// What was seen; secrets are masked.
    pub reason: String,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The rule.
    pub about: &'static About,
    /// The first findings.
    pub findings: Vec<Finding>,
    /// How many there are.
    pub count: usize,
}

/// What all rules found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many exchanges were looked at.
    pub exchanges: usize,
    /// One a rule, with findings or without.
    pub diagnoses: Vec<Diagnosis>,
}

impl Report {
    /// Whether no rule found anything.
    pub fn is_healthy(&self) -> bool {
        self.diagnoses.iter().all(|diagnosis| diagnosis.count == 0)
    }

    /// What was found.
    pub fn found(&self) -> impl Iterator<Item = &Diagnosis> {
        self.diagnoses.iter().filter(|diagnosis| diagnosis.count > 0)
    }
}

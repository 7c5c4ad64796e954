//! Answers that stay the same for a while, in the tenant that was asked.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// What an answer is: its room alone knows.
type AnyAnswer = Arc<dyn Any + Send + Sync>;

struct Kept {
    answer: AnyAnswer,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// Answers by what was asked.
#[derive(Default)]
pub struct KeptAnswers(Mutex<HashMap<String, Kept>>);

impl KeptAnswers {
    /// The answer of this key, and when it was made; none when it is too old.
    pub fn get<T: Send + Sync + 'static>(
        &self,
        key: &str,
        now: DateTime<Utc>,
    ) -> Option<(Arc<T>, DateTime<Utc>)> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = answers.get(key).filter(|kept| (kept.since..kept.until).contains(&now))?;
        Some((kept.answer.clone().downcast().ok()?, kept.since))
    }

    /// Keeps an answer for so many seconds. Where there are `most` of them that are still valid, it
    /// is not kept.
    pub fn put(&self, key: String, answer: AnyAnswer, times: (DateTime<Utc>, u32), most: usize) {
        let (since, seconds) = times;
        let Some(until) = since.checked_add_signed(TimeDelta::seconds(seconds.into())) else {
            return;
        };
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= most {
            answers.retain(|_, kept| (kept.since..kept.until).contains(&since));
        }
        if answers.len() < most {
            answers.insert(key, Kept { answer, since, until });
        }
    }
}

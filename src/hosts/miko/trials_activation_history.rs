//! `GET /restapi/v1/trialsactivationhistory/{lastresultid}`: activations of trials after one that
//! is known already.

use super::Miko;
use super::answer;
use super::refusal::Refusal;
use crate::http::Answer;

pub fn answer(miko: &Miko, after: &str) -> Result<Answer, Refusal> {
    let after: i64 = after.parse().map_err(|_| Refusal::BareBadRequest)?;
    let trials = miko.directory.trials.iter().filter(|trial| trial.result_id > after);
    answer::ok(&miko.settings, &trials.collect::<Vec<_>>())
}

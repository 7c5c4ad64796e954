//! `POST /journal/verify`: whether what came is what was expected.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::count;
use super::exchange_dto::ExchangeInfo;
use super::wanted::{Wanted, number};
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::journal::{Expectations, Expected, Times, Verdict};
use crate::service::{ServiceError, Services};

/// So many expectations at most.
const MOST: usize = 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct VerifyExchanges {
    operation: Option<String>,
    request: Option<BTreeMap<String, Option<String>>>,
    verb: Option<String>,
    path: Option<String>,
    status: Option<String>,
    error_code: Option<String>,
    user: Option<String>,
    times: Option<i32>,
    at_least: Option<i32>,
    at_most: Option<i32>,
    expected: Option<Vec<VerifyExchanges>>,
    in_order: Option<bool>,
    none_besides: Option<bool>,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    after: Option<i64>,
    before: Option<i64>,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VerifyExchangesResponse {
    verified: bool,
    message: Option<String>,
    expected: Vec<VerifiedExchange>,
    instead: Vec<OtherExchange>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VerifiedExchange {
    expected: String,
    wanted: String,
    came: i32,
    exchanges: Vec<i64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct OtherExchange {
    exchange: ExchangeInfo,
    differences: Vec<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "VerifyExchanges", verify);
}

async fn verify(
    mut request: VerifyExchanges,
    call: AdminCall,
) -> Result<VerifyExchangesResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let expectations = request.expectations()?;
    let verdict = expectations.verdict(&tenant.journal().entries(&expectations.among));
    Ok(VerifyExchangesResponse::of(&expectations, verdict))
}

impl VerifyExchanges {
    fn expectations(&mut self) -> Result<Expectations, ServiceError> {
        let (in_order, none_besides) =
            (self.in_order.unwrap_or_default(), self.none_besides.unwrap_or_default());
        let (from, to, after, before) = (self.from, self.to, self.after, self.before);
        let among = Wanted { from, to, after, before, ..Wanted::default() }.filter()?;
        let several = self.expected.take().filter(|expected| !expected.is_empty());
        let all = match several {
            Some(several) if several.len() > MOST => {
                let sentence = format!("at most {MOST} expectations");
                return Err(wrong(400, "TooMany", "Expected", sentence));
            }
            Some(_) if self.says_something() => {
                let sentence = "one expectation stands in the call itself, several in Expected: \
                                give one of the two";
                return Err(wrong(400, "Contradiction", "Expected", sentence));
            }
            Some(several) => several.iter().map(Self::one).collect::<Result<_, _>>()?,
            // No call at all.
            None if none_besides && !self.says_something() => Vec::new(),
            None => vec![self.one()?],
        };
        Ok(Expectations { all, in_order, none_besides, among })
    }

    fn says_something(&self) -> bool {
        let texts =
            [&self.operation, &self.verb, &self.path, &self.status, &self.error_code, &self.user];
        let numbers = [self.times, self.at_least, self.at_most];
        texts.iter().any(|text| text.as_ref().is_some_and(|text| !text.is_empty()))
            || numbers.iter().any(Option::is_some)
            || self.request.as_ref().is_some_and(|members| !members.is_empty())
    }

    fn one(&self) -> Result<Expected, ServiceError> {
        let wanted = Wanted {
            operation: self.operation.clone(),
            request: self.request.clone(),
            verb: self.verb.clone(),
            path: self.path.clone(),
            status: self.status.clone(),
            error_code: self.error_code.clone(),
            user: self.user.clone(),
            ..Wanted::default()
        };
        Ok(Expected { filter: wanted.filter()?, times: self.how_often()? })
    }

    fn how_often(&self) -> Result<Times, ServiceError> {
        let times: Option<usize> = number("Times", self.times)?;
        let least: Option<usize> = number("AtLeast", self.at_least)?;
        let most: Option<usize> = number("AtMost", self.at_most)?;
        match (times, least, most) {
            (Some(times), None, None) => Ok(Times::exactly(times)),
            (Some(_), ..) => {
                let sentence = "Times leaves nothing to AtLeast and AtMost: give one of the two";
                Err(wrong(400, "Contradiction", "Times", sentence))
            }
            (None, Some(least), Some(most)) if least > most => {
                Err(wrong(400, "EmptyRange", "AtMost", "AtMost is less than AtLeast"))
            }
            (None, None, None) => Ok(Times::SOME),
            (None, least, most) => Ok(Times { least: least.unwrap_or_default(), most }),
        }
    }
}

impl VerifyExchangesResponse {
    fn of(expectations: &Expectations, verdict: Verdict) -> Self {
        let verified = |(expected, numbers): (&Expected, Vec<u64>)| VerifiedExchange {
            expected: expected.filter.to_string(),
            wanted: expected.times.to_string(),
            came: i32::try_from(numbers.len()).unwrap_or(i32::MAX),
            exchanges: numbers.into_iter().map(count).collect(),
        };
        let instead = verdict.instead.into_iter().map(|(entry, differences)| OtherExchange {
            exchange: ExchangeInfo::from(&*entry),
            differences,
        });
        Self {
            verified: verdict.faults.is_empty(),
            message: Some(verdict.faults.join("; ")).filter(|message| !message.is_empty()),
            expected: expectations.all.iter().zip(verdict.found).map(verified).collect(),
            instead: instead.collect(),
        }
    }
}

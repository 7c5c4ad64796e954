//! Which call a request makes.

use super::refusal::Refusal;
use crate::http::Request;

/// A call of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    GenerateCoupons,
    /// `after` is `{lastresultid}` as sent.
    CouponsActivationHistory {
        after: String,
    },
    /// `after` is `{lastresultid}` as sent.
    TrialsActivationHistory {
        after: String,
    },
    GetWillBeExpiredProducts,
    ClientsCoordinates,
    AddNewRelease,
    OpenApi,
}

/// What they are called.
pub const CALLS: [&str; 7] = [
    "generate.coupons",
    "couponsactivationhistory",
    "trialsactivationhistory",
    "getWillBeExpiredProducts",
    "clientscoordinates",
    "addNewRelease",
    "openapi.json",
];

/// Finds it by path, then looks at the verb. Letters count.
pub fn find(request: &Request) -> Result<Call, Refusal> {
    let call =
        by_path(request.path()).ok_or_else(|| Refusal::message(404, "Resource not found"))?;
    let wanted = call.verb();
    match &*request.verb {
        verb if verb == wanted => Ok(call),
        "HEAD" if wanted == "GET" => Ok(call),
        _ => Err(Refusal::WrongVerb(wanted)),
    }
}

fn by_path(path: &str) -> Option<Call> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    Some(match segments.as_slice() {
        ["v1", "generate.coupons"] => Call::GenerateCoupons,
        ["v1", "couponsactivationhistory", after] => {
            Call::CouponsActivationHistory { after: (*after).to_owned() }
        }
        ["v1", "trialsactivationhistory", after] => {
            Call::TrialsActivationHistory { after: (*after).to_owned() }
        }
        ["v1", "getWillBeExpiredProducts"] => Call::GetWillBeExpiredProducts,
        ["v1", "clientscoordinates"] => Call::ClientsCoordinates,
        ["v1", "addNewRelease"] => Call::AddNewRelease,
        ["openapi.json"] => Call::OpenApi,
        _ => return None,
    })
}

impl Call {
    fn verb(&self) -> &'static str {
        match self {
            Self::TrialsActivationHistory { .. } | Self::OpenApi => "GET",
            _ => "POST",
        }
    }

    /// How the log calls it.
    pub fn name(&self) -> &'static str {
        CALLS[match self {
            Self::GenerateCoupons => 0,
            Self::CouponsActivationHistory { .. } => 1,
            Self::TrialsActivationHistory { .. } => 2,
            Self::GetWillBeExpiredProducts => 3,
            Self::ClientsCoordinates => 4,
            Self::AddNewRelease => 5,
            Self::OpenApi => 6,
        }]
    }
}
